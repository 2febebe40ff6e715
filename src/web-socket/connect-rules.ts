import { Annotations, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WebSocketRoute } from './web-socket-routes';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { CloudFrontOptions } from '../domain/cloud-front-options';

/** Where the key of a client is, by the source that a REST API would name. */
const KEY_SELECTION: { readonly [source in apigateway.ApiKeySourceType]: string } = {
  [apigateway.ApiKeySourceType.HEADER]: '$request.header.x-api-key',
  [apigateway.ApiKeySourceType.AUTHORIZER]: '$context.authorizer.usageIdentifierKey',
};

const QUERY = 'route.request.querystring.';

/**
 * Where API Gateway finds the key of a client.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
 */
export function apiKeySelection(source: apigateway.ApiKeySourceType | undefined): string | undefined {
  return source && KEY_SELECTION[source];
}

/** Of what the API was given. */
export interface ConnectSurroundings {
  readonly apiKeySource?: apigateway.ApiKeySourceType;
  readonly cloudFront?: CloudFrontOptions;
}

/**
 * Judges, when the app is synthesized, what is asked of clients who connect together with what stands around it.
 *
 * @returns one message for each thing that cannot work
 */
export function judgeConnect(api: Construct, connect: WebSocketRoute | undefined, { apiKeySource, cloudFront }: ConnectSurroundings): string[] {
  if (!connect) return [];
  const { authorizer, resource } = connect;
  if (cloudFront) warnOfLoggedTokens(api, authorizer);
  if (apiKeySource !== apigateway.ApiKeySourceType.AUTHORIZER || !resource.apiKeyRequired || isOfUser(authorizer)) return [];
  return [`the API '${api.node.path}' has apiKeySource AUTHORIZER, but nobody who connects is asked by a Lambda authorizer of your own, which alone could hand over a key (usageIdentifierKey), so nobody could connect; `
    + 'write authorizer: Authorizer.lambdaRequest(fn), or leave apiKeySource out, and clients send their key in the header x-api-key'];
}

/** The functions of this library hand over no key. */
function isOfUser({ authorizerKind, tokenIssuer }: RouteAuthorizerConfig): boolean {
  return authorizerKind === AuthorizerKind.LAMBDA_REQUEST && tokenIssuer === undefined;
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html */
function warnOfLoggedTokens(api: Construct, { identitySources = [] }: RouteAuthorizerConfig): void {
  const source = identitySources.find((one) => one.startsWith(QUERY));
  if (source === undefined) return;
  Annotations.of(api).addWarningV2('cdk-gatehouse:tokenInCloudFrontLog',
    `clients say in the query string ('${source.slice(QUERY.length)}') who they are, and CloudFront writes query strings into its access log; `
    + 'leave tokenQuery out, so that browsers send the token as a subprotocol, or let such tokens be good for seconds only and acknowledge this warning');
}
