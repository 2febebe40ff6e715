import { Aws, IResource, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { failureTemplate } from './action-failures';
import { ApiType } from '../api-type';
import { Place, backendRegion } from './backend-place';
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
interface MappedServiceAction {
  /** As the address of the action has it: `kinesis:action/PutRecord`. */
  readonly action: string;
  readonly headers: { readonly [name: string]: string };
  /** Of a message, or of a JSON request; other requests are answered 415. */
  readonly request: string;
  /** Of a success; the service's answer passes as it is by default. */
  readonly success?: string;
  /** Where the backend is, when its construct does not know. */
  readonly place?: Place;
  /** Where the service's answer to a failed call has the code of the error, as a JSON path. */
  readonly errorPath: string;
}

/**
 * An action of an AWS service as a REST or WebSocket API calls it: through mapping templates.
 *
 * @throws when the template is longer than API Gateway takes
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export function mappedServiceAction(options: BindIntegrationOptions, backend: IResource, service: MappedServiceAction): RouteIntegrationConfig {
  const { scope, apiType } = options;
  const { action, headers, request, success, errorPath, place = backend } = service;
  const template = (text: string) => ({ [templateKey(apiType)]: text });
  const requestTemplates = template(request);
  checkMappingTemplates(options, requestTemplates);
  return {
    integrationType: apigateway.IntegrationType.AWS,
    httpMethod: 'POST',
    uri: `arn:${Aws.PARTITION}:apigateway:${backendRegion(scope, place) ?? Aws.REGION}:${action}`,
    credentialsArn: integrationRole(scope).roleArn,
    requestParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`integration.request.header.${name}`, `'${value}'`])),
    requestTemplates,
    responses: [
      { selectionPattern: '2\\d{2}', statusCode: '200', ...success !== undefined && { responseTemplates: template(success) } },
      { statusCode: '500', responseTemplates: template(failureTemplate(apiType, errorPath)) },
    ],
    target: backend,
  };
}

/** By what a mapping template is chosen: by the content type of a request; of messages there is one template for all. */
export function templateKey(apiType: ApiType): string {
  return apiType === ApiType.WEBSOCKET ? '$default' : 'application/json';
}
