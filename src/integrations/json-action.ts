import { Aws, IResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { backendRegion } from './backend-region';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkMappingTemplates } from './mapping-template';

/** An action of a service that takes JSON and gives JSON. */
interface JsonAction {
  /** As the address of the action has it: `kinesis:action/PutRecord`. */
  readonly action: string;
  /** Of the service's JSON protocol. */
  readonly protocolVersion: '1.0' | '1.1';
  /** The members of the action's request, all of them strings. */
  readonly members: { readonly [name: string]: JsonMember };
  /** What the service's errors are for the caller of the route; all others are 500. */
  readonly errors: { readonly [error: string]: ClientStatus };
  /** The mapping template for a success; the service's answer passes as it is by default. */
  readonly success?: string;
}

/** A string of a request, as parts of its mapping template. */
export interface JsonMember {
  /** Directives that stand before the request and print nothing. */
  readonly set: string;
  /** What stands between the quotes, escaped. */
  readonly text: string;
  /** The condition under which there is a text; without one there always is. */
  readonly present?: string;
}

type ClientStatus = 400 | 409 | 429;

const MESSAGES: { readonly [status in ClientStatus]: string } = { 400: 'Bad Request', 409: 'Conflict', 429: 'Too Many Requests' };

/**
 * The action as a REST API calls it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function jsonAction(
  { scope, routeKey }: BindIntegrationOptions, backend: IResource, { action, protocolVersion, members, errors, success }: JsonAction,
): RouteIntegrationConfig {
  const values = Object.entries(members);
  const body = values.map(([name, { text, present }]) => `"${name}":"${present === undefined ? text : `#if(${present})${text}#end`}"`).join(',');
  const requestTemplates = { 'application/json': `${values.map(([, { set }]) => set).join('')}{${body}}` };
  checkMappingTemplates(routeKey, requestTemplates);
  return {
    integrationType: apigateway.IntegrationType.AWS,
    httpMethod: 'POST',
    uri: `arn:${Aws.PARTITION}:apigateway:${backendRegion(scope, backend) ?? Aws.REGION}:${action}`,
    credentialsArn: integrationRole(scope).roleArn,
    requestParameters: { 'integration.request.header.Content-Type': `'application/x-amz-json-${protocolVersion}'` },
    requestTemplates,
    responses: [
      { selectionPattern: '2\\d{2}', statusCode: '200', ...success !== undefined && { responseTemplates: { 'application/json': success } } },
      { statusCode: '500', responseTemplates: { 'application/json': failureTemplate(errors) } },
    ],
    target: backend,
  };
}

/**
 * The service's own words stay here: they name roles and accounts.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html
 */
function failureTemplate(errors: JsonAction['errors']): string {
  const branches = Object.entries(errors).flatMap(([error, status], index) => [
    `${index === 0 ? '#if' : '#elseif'}($error.endsWith('${error}'))`,
    `#set($context.responseOverride.status = ${status})`,
    `{"message":"${MESSAGES[status]}"}`,
  ]);
  return ['#set($error = "$!input.path(\'$.__type\')")', ...branches, '#else', '{"message":"Internal Server Error"}', '#end'].join('\n');
}
