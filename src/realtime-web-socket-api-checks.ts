import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { isWildcard } from './domain/domain-address';
import { checkApiDomain } from './domain/domain-checks';
import { givenValue } from './given-value';
import { checkGivenConstruct } from './integrations/given-construct';
import { isRecord } from './intrinsic';
import { Limits } from './limits';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { checkGatehouseApi, checkNameLength, checkStageName, requireProps } from './routed-api-checks';
import { checkBroadcastOptions } from './web-socket/broadcast-checks';

/** What the other types have and WebSocket APIs have not, and what does the same. */
const ONLY_OTHERS: { readonly [prop: string]: string } = {
  autoDeploy: 'a WebSocket API has a deployment for each change of its routes; leave it out',
  binaryMediaTypes: 'messages pass as they are; leave it out, and send bytes as base64',
  cache: 'WebSocket APIs keep no answers; leave it out',
  canary: 'WebSocket APIs have no canary; shift traffic with a weighted alias of the function',
  contract: 'WebSocket APIs cannot be made from an OpenAPI document; add their routes with addRoute',
  cors: 'browsers ask no WebSocket API before they connect; compare the Origin header in Authorizer.lambdaRequest(fn)',
  endpointType: 'WebSocket APIs have Regional endpoints alone; put CloudFront in front with cloudFront: {}',
  failOnWarnings: 'a WebSocket API is no definition that is imported; leave it out',
  gatewayResponses: 'the gateway\'s own errors of a WebSocket API have one form; leave it out',
  integrationTimeoutQuota: 'WebSocket APIs wait 29 seconds at most, whatever the quota; answer later, through the connection',
  minimumCompressionSize: 'WebSocket APIs compress nothing; leave it out',
  policy: 'WebSocket APIs have no resource policy; judge addresses and accounts in Authorizer.lambdaRequest(fn), or restrict IAM callers with Authorizer.iam()',
  tracing: 'WebSocket APIs take no part in AWS X-Ray; switch tracing on in the functions',
  webAcl: 'AWS WAF protects no WebSocket API directly; put CloudFront in front with cloudFront: {}, whose web ACL it is',
};

/** One way of writing it, and the other. */
const SELECTION = /^(\$request\.body(\.[\w-]+)+|\$\{request\.body(\.[\w-]+)+\})$/;

/**
 * What can be known to be wrong before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkRealtimeWebSocketApi(scope: Construct, props: RealtimeWebSocketApiProps): void {
  requireProps(ApiType.WEBSOCKET, props);
  for (const [prop, instead] of Object.entries(ONLY_OTHERS)) {
    const value: unknown = Reflect.get(props, prop);
    if (value !== undefined && value !== false) throw new Error(`RealtimeWebSocketApi was given ${prop}, but ${instead}`);
  }
  checkGatehouseApi(ApiType.WEBSOCKET, props);
  checkNameLength(props);
  checkDescription(props.description);
  checkWebSocketStageName(props.stageName);
  checkSelection(props.routeSelectionExpression);
  checkApiKeySource(props.apiKeySource);
  checkSessions(props);
  if (props.broadcast) checkBroadcastOptions(props.broadcast);
  if (props.clientCertificate !== undefined) checkGivenConstruct('clientCertificate', 'client certificate', props.clientCertificate);
  if (props.domain) checkDomain(scope, props);
  if (props.cloudFront?.behaviors) {
    throw new Error('cloudFront was given behaviors, but a connection has no answers that could be kept; leave behaviors out');
  }
}

/** @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html */
function checkDescription(description: string | undefined): void {
  if (description === undefined || Token.isUnresolved(description) || description.length <= Limits.V2_API_DESCRIPTION_LENGTH) return;
  throw new Error(`description has ${description.length} characters, and that of a WebSocket API has at most ${Limits.V2_API_DESCRIPTION_LENGTH}; say less there`);
}

function checkWebSocketStageName(stageName: string | undefined): void {
  if (stageName === '$default') throw new Error('stageName is \'$default\', which AWS describes for HTTP APIs alone; write a name, as \'prod\', or leave it out');
  checkStageName(stageName);
}

function checkSelection(expression: string | undefined): void {
  if (expression === undefined || Token.isUnresolved(expression)) return;
  if (typeof expression === 'string' && SELECTION.test(expression)) return;
  throw new Error(`routeSelectionExpression is ${givenValue(expression)}, in which API Gateway finds no route of a message; write where the message says it, as '$request.body.action', or leave it out`);
}

function checkApiKeySource(source: string | undefined): void {
  const sources: string[] = Object.values(apigateway.ApiKeySourceType);
  if (source === undefined || sources.includes(source)) return;
  throw new Error(`apiKeySource is ${givenValue(source)}, where API Gateway looks for no key; write ApiKeySourceType.HEADER or ApiKeySourceType.AUTHORIZER, or leave it out for the header`);
}

function checkSessions({ sessions, connect, broadcast }: RealtimeWebSocketApiProps): void {
  if (sessions === undefined) return;
  if (!(isRecord(sessions) && '_keeper' in sessions)) {
    throw new Error(`sessions was given ${givenValue(sessions)}, which does not say who keeps track of connections; write Sessions.stored(), Sessions.direct() or Sessions.none('<why>')`);
  }
  if (sessions._keeper) return;
  if (connect) throw new Error('connect was given with Sessions.none(), where $connect is a route of your own; write it there, as addRoute(\'$connect\', { apiKeyRequired: true, integration })');
  if (broadcast) throw new Error('broadcast was given with Sessions.none(), where nobody knows who is connected; leave it out, or write Sessions.stored()');
}

function checkDomain(scope: Construct, { domain }: RealtimeWebSocketApiProps): void {
  if (domain!.mutualTls) {
    throw new Error(`domain '${domain!.domainName}' was given mutualTls, which WebSocket APIs do not have; ask for client certificates at CloudFront, or write Authorizer.iam()`);
  }
  if (isWildcard(domain!) && domain!.keepDefaultEndpoint === undefined) {
    throw new Error(`domain '${domain!.domainName}' is a name for many, and what sends to connections needs one; write a name of its own, as '${domain!.domainName.replace('*', 'chat')}', `
      + 'or keepDefaultEndpoint: \'<why>\', and messages are sent there');
  }
  checkApiDomain(scope, domain!, false, ApiType.WEBSOCKET);
}
