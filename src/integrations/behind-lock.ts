import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { RouteIntegrationConfig } from './integration-contract';

/** Where claims are while API Gateway itself checks tokens. */
const NATIVE_CLAIM = /(?<!\w)context\.authorizer\.(?:jwt\.)?claims\.(\w+)/;

/**
 * An integration of a route whose authorizer is the lock's function: an HTTP backend does not get to see the secret header.
 * Whoever knows that header could walk around CloudFront.
 *
 * @throws when it maps a claim from where the lock's function does not put it
 */
export function behindLock<T extends RouteIntegrationConfig>(apiType: ApiType, routeKey: string, integration: T, secretHeader: string): T {
  const where = 'behind the secret header of cloudFront, where a function checks the token';
  refuseNativeClaims(apiType, routeKey, integration, where, ', or OriginLock.mutualTls(clientCertificate)');
  if (integration.integrationType !== apigateway.IntegrationType.HTTP_PROXY) return integration;
  const hidden = apiType === ApiType.HTTP
    ? { [`remove:header.${secretHeader}`]: '\'\'' }
    // A REST API takes no header away, and overwrites it as well.
    : { [`integration.request.header.${secretHeader}`]: '\'hidden\'' };
  return { ...integration, requestParameters: { ...integration.requestParameters, ...hidden } };
}

/**
 * An integration of a route whose tokens a function of the library's checks.
 *
 * @throws when it maps a claim from where that function does not put it
 */
export function behindFunction<T extends RouteIntegrationConfig>(apiType: ApiType, routeKey: string, integration: T): T {
  refuseNativeClaims(apiType, routeKey, integration, 'where a function checks the token');
  return integration;
}

/** @param otherwise what can be written beside the mapping's own remedy */
function refuseNativeClaims(apiType: ApiType, routeKey: string, integration: RouteIntegrationConfig, where: string, otherwise = ''): void {
  const { requestParameters, requestTemplates } = integration;
  for (const [name, value] of [...Object.entries(requestParameters ?? {}), ...Object.entries(requestTemplates ?? {})]) {
    const claim = Token.isUnresolved(value) ? undefined : NATIVE_CLAIM.exec(value)?.[1];
    if (claim === undefined) continue;
    throw new Error(`the integration of '${routeKey}' reads the claim '${claim}' for '${name}' where API Gateway puts it, which is empty ${where}; `
      + `write '${apiType === ApiType.HTTP ? '$' : ''}context.authorizer.${claim}'${otherwise}`);
  }
}
