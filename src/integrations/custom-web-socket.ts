import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkBackendCall, refuseBackendRole } from './backend-call';
import { refuseHttpConfig } from './custom-http';
import { RouteIntegrationConfig } from './integration-contract';
import { checkResponsePatterns, lacksResponses } from './mapped-responses';
import { checkMappingTemplates } from './mapping-template';
import { checkRequestParameters } from './request-parameters';
import { CONNECT } from '../predefined-routes';

const { HTTP, HTTP_PROXY, MOCK } = apigateway.IntegrationType;

/** The one template that messages have, and the one name that it goes by. */
const TEMPLATE = '$default';

const PARAMETER = /^integration\.request\.(?:header|querystring|path)\.[A-Za-z0-9._$-]+$/;

/**
 * Judges what an integration, be it of the user's own, says to a WebSocket API.
 *
 * @throws when API Gateway would refuse it, or pass over a part of it
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integrations.html
 */
export function checkWebSocketConfig(routeKey: string, config: RouteIntegrationConfig): void {
  const what = `the integration of '${routeKey}'`;
  refuseHttpConfig(routeKey, config, ApiType.WEBSOCKET);
  checkBackendCall(what, config);
  if (config.integrationType === HTTP || config.integrationType === HTTP_PROXY) refuseBackendRole(what, config);
  checkRequestParameters(ApiType.WEBSOCKET, routeKey, config);
  for (const [name, value] of Object.entries(config.requestParameters ?? {})) checkParameter(`${what} maps '${value}' to '${name}'`, name, value, routeKey);
  checkTemplates(what, routeKey, config);
  checkResponses(what, config);
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
    checkMappingTemplates({ apiType: ApiType.WEBSOCKET, routeKey }, templates);
  }
  if (integrationType === MOCK && requestTemplates === undefined) {
    throw new Error(`${what} has no requestTemplates, and a mock answers by the status that its template says; write requestTemplates: { '${TEMPLATE}': '{"statusCode":200}' }, or Integration.mock()`);
  }
}

function checkResponses(what: string, config: RouteIntegrationConfig): void {
  if (lacksResponses(config)) throw new Error(`${what} has no responses, so that nobody could be answered and nobody could connect; write responses: [{ selectionPattern: '2\\\\d{2}', statusCode: '200' }]`);
  if (config.responses?.some(({ responseParameters = {} }) => Object.keys(responseParameters).length > 0)) throw new Error(`${what} has responseParameters in its responses, and messages have no headers; leave them out`);
  checkResponsePatterns(what, config);
}
