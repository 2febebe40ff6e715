import { Aws, IResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { failureTemplate } from './action-failures';
import { backendRegion } from './backend-place';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkMappingTemplates } from './mapping-template';

/**
 * An action of an AWS service as an HTTP API calls it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
 */
export function httpServiceAction(
  { scope }: BindIntegrationOptions, backend: IResource, integrationSubtype: string, parameters: { [name: string]: string },
): RouteIntegrationConfig {
  const region = backendRegion(scope, backend);
  return {
    integrationType: apigateway.IntegrationType.AWS_PROXY,
    integrationSubtype,
    credentialsArn: integrationRole(scope).roleArn,
    requestParameters: { ...parameters, ...region !== undefined && { Region: region } },
    target: backend,
  };
}

/** A call of a service, written as mapping templates. */
interface RestServiceAction {
  /** As the address of the action has it: `kinesis:action/PutRecord`. */
  readonly action: string;
  readonly headers: { readonly [name: string]: string };
  /** Of JSON requests; others are answered 415. */
  readonly request: string;
  /** Of a success; the service's answer passes as it is by default. */
  readonly success?: string;
  /** Where the service's answer to a failed call has the code of the error, as a JSON path. */
  readonly errorPath: string;
}

/**
 * An action of an AWS service as a REST API calls it.
 *
 * @throws when the template is longer than API Gateway takes
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function restServiceAction(
  { scope, routeKey }: BindIntegrationOptions, backend: IResource, { action, headers, request, success, errorPath }: RestServiceAction,
): RouteIntegrationConfig {
  const requestTemplates = { 'application/json': request };
  checkMappingTemplates(routeKey, requestTemplates);
  return {
    integrationType: apigateway.IntegrationType.AWS,
    httpMethod: 'POST',
    uri: `arn:${Aws.PARTITION}:apigateway:${backendRegion(scope, backend) ?? Aws.REGION}:${action}`,
    credentialsArn: integrationRole(scope).roleArn,
    requestParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`])),
    requestTemplates,
    responses: [
      { selectionPattern: '2\\d{2}', statusCode: '200', ...success !== undefined && { responseTemplates: { 'application/json': success } } },
      { statusCode: '500', responseTemplates: { 'application/json': failureTemplate(errorPath) } },
    ],
    target: backend,
  };
}
