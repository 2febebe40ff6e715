import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { checkMappingTemplates } from './mapping-template';
import { RouteKey } from '../route-key';

const { AWS, AWS_PROXY, HTTP, MOCK } = apigateway.IntegrationType;
const TYPES = Object.values(apigateway.IntegrationType);
/** Those that pass nothing through: what the backend says becomes an answer by a response alone. */
const MAPPED: string[] = [AWS, HTTP, MOCK];
/** The only AWS action that API Gateway may call by the backend's own policy. */
const LAMBDA_ACTION = /^arn:[^:]*:apigateway:[^:]*:lambda:path\//;
/** Another one, also where partition and region are only known at deploy time. */
const OTHER_ACTION = /^arn:[^:]*:apigateway:[^:]*:(?!lambda:)[^:$]+:(path|action)\//;
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
    checkMappingTemplates(options.routeKey, requestTemplates);
    responses.forEach(({ responseTemplates }) => checkMappingTemplates(options.routeKey, responseTemplates));
    checkResponses(options.routeKey, responses);
    checkBackend(options.routeKey, this.config);
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

function checkBackend(routeKey: string, { integrationType, uri, httpMethod, credentialsArn, responses = [] }: RouteIntegrationConfig): void {
  if (Token.isUnresolved(integrationType)) return;
  if (integrationType !== MOCK) {
    const backend = [AWS, AWS_PROXY].includes(integrationType) ? 'the ARN of an AWS action' : '\'https://…\'';
    if (!uri?.trim()) throw new Error(`the ${integrationType} integration of '${routeKey}' has no uri, so there is no backend to call; write uri: ${backend}`);
    if (!httpMethod?.trim()) {
      throw new Error(`the ${integrationType} integration of '${routeKey}' has no httpMethod, without which API Gateway refuses it; write the method that the backend takes, as httpMethod: 'POST'`);
    }
  }
  if (MAPPED.includes(integrationType) && responses.length === 0) {
    throw new Error(`the ${integrationType} integration of '${routeKey}' has no responses, so every call would be answered with 500; write responses: [{ statusCode: '200' }]`);
  }
  if ([AWS, AWS_PROXY].includes(integrationType) && uri && needsRole(uri) && !credentialsArn) {
    throw new Error(`the ${integrationType} integration of '${routeKey}' calls '${readableUri(uri)}' without credentialsArn, and API Gateway calls no AWS service but Lambda without a role; `
      + 'write credentialsArn: role.roleArn, of a role that apigateway.amazonaws.com may assume');
  }
}

/** Whether API Gateway calls what is there by a role alone. */
export function needsRole(uri: string): boolean {
  return Token.isUnresolved(uri) ? OTHER_ACTION.test(uri) : !LAMBDA_ACTION.test(uri);
}

/** An address without the CDK's marks for what only a deployment knows. */
export function readableUri(uri: string): string {
  return uri.replace(/\$\{Token\[[^\]]*\]\}/g, '<token>');
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

/** API Gateway keeps one response for each status and for each pattern; of two, one would be lost in silence. */
function checkResponses(routeKey: string, responses: apigateway.IntegrationResponse[]): void {
  const nameless = responses.find(({ statusCode }) => !statusCode);
  if (nameless) {
    throw new Error(`the integration of '${routeKey}' has a response ${nameless.selectionPattern === undefined ? 'without a selectionPattern' : `for '${nameless.selectionPattern}'`} `
      + 'and without statusCode, so there is no answer to make of it; write statusCode: \'200\' or another');
  }
  const twice = (values: (string | undefined)[]) => values.findIndex((value, index) => values.indexOf(value) < index);

  const status = responses[twice(responses.map(({ statusCode }) => statusCode))]?.statusCode;
  if (status !== undefined) {
    throw new Error(`the integration of '${routeKey}' has two responses with the status '${status}', of which API Gateway keeps one; `
      + 'join their patterns, as selectionPattern: \'4\\\\d{2}|5\\\\d{2}\'');
  }
  const repeated = responses[twice(responses.map(({ selectionPattern }) => selectionPattern))];
  if (repeated) {
    throw new Error(`the integration of '${routeKey}' has two responses ${repeated.selectionPattern === undefined ? 'without a selectionPattern' : `for '${repeated.selectionPattern}'`}, `
      + 'of which API Gateway keeps one; give each a pattern of its own, and one of them none');
  }
}
