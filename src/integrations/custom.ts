import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkBackendCall } from './backend-call';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { checkResponsePatterns, forPattern, indexOfTwin, lacksResponses } from './mapped-responses';
import { checkMappingTemplates } from './mapping-template';
import { RouteKey } from '../route-key';

const TYPES = Object.values(apigateway.IntegrationType);
const PATH_PARAMETER = /^method\.request\.path\.(.+)$/;

/** A configuration that the user wrote. */
export class CustomIntegration implements IRouteIntegration {
  private readonly config: RouteIntegrationConfig;

  public constructor(config: RouteIntegrationConfig) {
    this.config = config;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const { timeout, requestTemplates, responses = [] } = this.config;
    checkType(options.routeKey, this.config);
    checkIntegrationTimeout(options, timeout);
    // What each type of API has a word for, the rules of its routes judge, for every integration.
    if (options.apiType !== ApiType.REST) return this.config;
    checkMappingTemplates(options, requestTemplates);
    responses.forEach(({ responseTemplates }) => checkMappingTemplates(options, responseTemplates));
    checkResponses(options.routeKey, this.config);
    checkBackendCall(`the ${this.config.integrationType} integration of '${options.routeKey}'`, this.config);
    checkPathParameters(options.routeKey, this.config);
    return this.config;
  }
}

/** The compiler knows the types, and JavaScript does not. */
function checkType(routeKey: string, { integrationType }: RouteIntegrationConfig): void {
  if (Token.isUnresolved(integrationType) || TYPES.includes(integrationType)) return;
  throw new Error(`the integration of '${routeKey}' has the integrationType '${integrationType as string}', which API Gateway does not know; `
    + `write ${TYPES.map((known) => `IntegrationType.${known}`).join(', ')}`);
}

function checkPathParameters(routeKey: string, { requestParameters = {} }: RouteIntegrationConfig): void {
  const { pathParameters } = RouteKey.parse(routeKey);
  for (const [name, value] of Object.entries(requestParameters)) {
    const wanted = Token.isUnresolved(value) ? undefined : PATH_PARAMETER.exec(value)?.[1];
    if (wanted === undefined || pathParameters.includes(wanted)) continue;
    const write = pathParameters.map((parameter) => `'method.request.path.${parameter}'`).join(' or ');
    throw new Error(`the integration of '${routeKey}' maps '${value}' to '${name}', but the route has `
      + (write ? `no path parameter '{${wanted}}'; write ${write}` : 'no path parameters; add the parameter to the route key, or leave the mapping out'));
  }
}

function checkResponses(routeKey: string, config: RouteIntegrationConfig): void {
  const what = `the integration of '${routeKey}'`;
  const { integrationType, responses = [] } = config;
  if (lacksResponses(config)) {
    throw new Error(`the ${integrationType} integration of '${routeKey}' has no responses, so every call would be answered with 500; write responses: [{ statusCode: '200' }]`);
  }
  const nameless = responses.find(({ statusCode }) => !statusCode);
  if (nameless) throw new Error(`${what} has a response ${forPattern(nameless)} and without statusCode, so there is no answer to make of it; write statusCode: '200' or another`);
  const twice = indexOfTwin(responses.map(({ statusCode }) => statusCode));
  if (twice !== undefined) {
    throw new Error(`${what} has two responses with the status '${responses[twice].statusCode}', of which API Gateway keeps one; `
      + 'join their patterns, as selectionPattern: \'4\\\\d{2}|5\\\\d{2}\'');
  }
  checkResponsePatterns(what, config);
}
