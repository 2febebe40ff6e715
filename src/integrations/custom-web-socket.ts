import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { needsRole, readableUri } from './custom';
import { RouteIntegrationConfig } from './integration-contract';
import { checkMappingTemplates } from './mapping-template';
import { CONNECT } from '../web-socket/web-socket-route-key';

const { AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK } = apigateway.IntegrationType;
const BEHIND_ROLE: string[] = [AWS, AWS_PROXY];
/** Those that pass nothing through: what the backend says becomes an answer by a response alone. */
const MAPPED: string[] = [AWS, HTTP, MOCK];

/** The one template that messages have, and the one name that it goes by. */
const TEMPLATE = '$default';

/** What API Gateway takes for HTTP APIs alone. @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
const ONLY_HTTP = ['integrationSubtype', 'payloadFormatVersion', 'vpcLinkId', 'serverNameToVerify', 'responseParameters'] as const;

const PARAMETER = /^integration\.request\.(?:header|querystring|path)\.[A-Za-z0-9._$-]+$/;

/**
 * Judges what an integration, be it of the user's own, says to a WebSocket API.
 *
 * @throws when API Gateway would refuse it, or pass over a part of it
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
 */
export function checkWebSocketConfig(routeKey: string, config: RouteIntegrationConfig): void {
  const what = `the integration of '${routeKey}'`;
  const lost = ONLY_HTTP.find((name) => config[name] !== undefined);
  if (lost) throw new Error(`${what} has ${lost}, which only HTTP APIs read; leave it out${lost === 'vpcLinkId' ? ', and let a function in the VPC call the backend' : ''}`);
  checkBackend(what, config);
  for (const [name, value] of Object.entries(config.requestParameters ?? {})) checkParameter(`${what} maps '${value}' to '${name}'`, name, value, routeKey);
  checkTemplates(what, routeKey, config);
  checkResponses(what, config);
}

function checkBackend(what: string, { integrationType, uri, httpMethod, credentialsArn }: RouteIntegrationConfig): void {
  if (Token.isUnresolved(integrationType) || integrationType === MOCK) return;
  const aws = BEHIND_ROLE.includes(integrationType);
  if (!uri?.trim()) throw new Error(`${what} has no uri, so there is no backend to call; write uri: ${aws ? 'the ARN of an AWS action' : '\'https://…\''}`);
  if (!httpMethod?.trim()) throw new Error(`${what} has no httpMethod, without which API Gateway refuses it; write the method that the backend takes, as httpMethod: 'POST'`);
  if (credentialsArn !== undefined) {
    if (integrationType === HTTP_PROXY || integrationType === HTTP) throw new Error(`${what} has credentialsArn, with which API Gateway signs no call to an HTTP backend; leave it out`);
  } else if (aws && needsRole(uri)) {
    throw new Error(`${what} calls '${readableUri(uri)}' without credentialsArn, and API Gateway calls no AWS service but Lambda without a role; write credentialsArn: role.roleArn, of a role that apigateway.amazonaws.com may assume`);
  }
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html */
function checkParameter(what: string, name: string, value: string, routeKey: string): void {
  if (!Token.isUnresolved(name) && !PARAMETER.test(name)) throw new Error(`${what}, which API Gateway does not know on a WebSocket API; write 'integration.request.header.X', '….querystring.x' or '….path.x'`);
  if (Token.isUnresolved(value)) return;
  if (value.startsWith('method.request.')) throw new Error(`${what}, and requests of WebSocket APIs go by another name; write 'route.request.…'`);
  if (/^route\.request\.(?:multivalue)?(?:header|querystring)\./.test(value) && routeKey !== CONNECT) {
    throw new Error(`${what}, and only '${CONNECT}' has headers and a query string; write 'route.request.body.x' or 'context.x'`);
  }
}

function checkTemplates(what: string, routeKey: string, { integrationType, requestTemplates, responses = [] }: RouteIntegrationConfig): void {
  for (const [option, templates] of [['requestTemplates', requestTemplates], ...responses.map(({ responseTemplates }) => ['responseTemplates', responseTemplates] as const)] as const) {
    const other = Object.keys(templates ?? {}).find((key) => key !== TEMPLATE);
    if (other !== undefined) throw new Error(`${what} has ${option} for '${other}', and messages have no content type to choose by; write '${TEMPLATE}'`);
    checkMappingTemplates(routeKey, templates);
  }
  if (integrationType === MOCK && requestTemplates === undefined) {
    throw new Error(`${what} has no requestTemplates, and a mock answers by the status that its template says; write requestTemplates: { '${TEMPLATE}': '{"statusCode":200}' }, or Integration.mock()`);
  }
}

function checkResponses(what: string, { integrationType, responses = [] }: RouteIntegrationConfig): void {
  if (MAPPED.includes(integrationType) && responses.length === 0) throw new Error(`${what} has no responses, so that nobody could be answered and nobody could connect; write responses: [{ selectionPattern: '2\\\\d{2}', statusCode: '200' }]`);
  if (responses.some(({ responseParameters = {} }) => Object.keys(responseParameters).length > 0)) throw new Error(`${what} has responseParameters in its responses, and messages have no headers; leave them out`);
  const patterns = responses.map(({ selectionPattern }) => selectionPattern);
  const twice = patterns.findIndex((pattern, index) => patterns.indexOf(pattern) < index);
  if (twice === -1) return;
  throw new Error(`${what} has two responses ${patterns[twice] === undefined ? 'without a selectionPattern' : `for '${patterns[twice]}'`}, of which API Gateway keeps one; give each a pattern of its own, and one of them none`);
}
