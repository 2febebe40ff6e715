import { Token } from 'aws-cdk-lib';

const HEADER_NAME = /^[A-Za-z0-9!#$%&*+.^_|~-]+$/;
const IDENTITY_SOURCE = /^(method\.request\.(header|querystring)|stageVariables|context)\.[A-Za-z0-9._-]+$/;

/**
 * @throws when the text cannot be the name of an HTTP header
 */
export function checkHeaderName(routeKey: string, name: string): void {
  if (!Token.isUnresolved(name) && HEADER_NAME.test(name)) return;
  throw new Error(`the authorizer of '${routeKey}' reads the header '${Token.isUnresolved(name) ? '<token>' : name}', which is no header name that can stand in a definition; `
    + 'write it out, as \'Authorization\'');
}

/**
 * @throws when API Gateway knows no such place in a request
 */
export function checkIdentitySources(routeKey: string, sources: string[]): void {
  for (const source of sources) {
    if (Token.isUnresolved(source) || IDENTITY_SOURCE.test(source)) continue;
    throw new Error(`the authorizer of '${routeKey}' has the identity source '${source}', which API Gateway does not know; `
      + 'write \'method.request.header.<name>\', \'method.request.querystring.<name>\', \'stageVariables.<name>\' or \'context.<name>\'');
  }
}
