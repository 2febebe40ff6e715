import { IResolvable, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { BoundRoute, requestParameters } from '../bound-route';
import { SchemaComponents } from './json-schema-components';
import { JsonObject } from './json-value';
import { modelName } from './model-name';
import { SecuritySchemes } from './security-schemes';
import { RouteIntegrationConfig } from '../integrations/integration-contract';

const VALIDATOR = 'body-and-parameters';

/**
 * What a REST API's definition says beside its routes.
 */
export interface RestImportSettings {
  readonly title: string;
  readonly description?: string;
  readonly binaryMediaTypes: string[];
  readonly minimumCompressionSize?: number;
  readonly policy?: IResolvable;
  readonly disableExecuteApiEndpoint: boolean;
  readonly gatewayResponses: object;
  /** The operation that answers a path's preflight requests, given the path's methods; undefined without CORS. */
  readonly preflight?: (methods: string[]) => object;
}

/**
 * The OpenAPI document from which API Gateway makes a REST API: its own dialect, not for readers.
 *
 * Every setting stands here or on the resource, never in both (a difference would decide itself by the order of imports).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export function restImportBody(routes: BoundRoute[], settings: RestImportSettings): JsonObject {
  const schemas = new SchemaComponents();
  const security = new SecuritySchemes();
  const paths = pathsOf(routes, schemas, security, settings.preflight);
  const { binaryMediaTypes } = settings;

  return {
    'openapi': '3.0.1',
    'info': { title: settings.title, description: settings.description, version: '1.0' },
    'servers': settings.disableExecuteApiEndpoint
      ? [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }]
      : undefined,
    'x-amazon-apigateway-binary-media-types': binaryMediaTypes.length > 0 ? binaryMediaTypes : undefined,
    'x-amazon-apigateway-minimum-compression-size': settings.minimumCompressionSize,
    'x-amazon-apigateway-policy': settings.policy,
    // A validator on every route by default: one without schema and required parameters lets everything through.
    'x-amazon-apigateway-request-validators': { [VALIDATOR]: { validateRequestBody: true, validateRequestParameters: true } },
    'x-amazon-apigateway-request-validator': VALIDATOR,
    'x-amazon-apigateway-gateway-responses': settings.gatewayResponses,
    'components': { schemas: schemas.importSchemas(), securitySchemes: security.toImport() },
    paths,
  };
}

function pathsOf(routes: BoundRoute[], schemas: SchemaComponents, security: SecuritySchemes, preflight?: RestImportSettings['preflight']): JsonObject {
  const paths: { [path: string]: JsonObject } = {};
  for (const route of routes) {
    const path = paths[route.key.path] ??= {};
    path[methodKey(route.key.method)] = operation(route, schemas, security);
  }
  if (preflight) {
    for (const path of Object.values(paths)) {
      path.options = preflight(Object.keys(path).map((key) => key === methodKey('ANY') ? 'ANY' : key.toUpperCase()));
    }
  }
  return paths;
}

function methodKey(method: string): string {
  return method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
}

function operation(route: BoundRoute, schemas: SchemaComponents, security: SecuritySchemes): JsonObject {
  const { options } = route;
  const parameters = requestParameters(route).map(({ name, location, required }) => ({ name, in: location, required, schema: { type: 'string' } }));
  const requirements = security.requirementsOf(route);
  return {
    'operationId': options.operationName,
    'description': options.description,
    'security': requirements.length > 0 ? requirements : undefined,
    'parameters': parameters.length > 0 ? parameters : undefined,
    'requestBody': options.request?.body && {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemas.register(options.request.body, modelName(route))}` } } },
    },
    'responses': responses(route.integration),
    'x-amazon-apigateway-integration': integrationObject(route),
  };
}

function responses(integration: RouteIntegrationConfig): JsonObject {
  if (!integration.responses) return { 200: { description: 'OK' } };
  return Object.fromEntries(integration.responses.map((response) => {
    const headers = Object.keys(response.responseParameters ?? {})
      .filter((name) => name.startsWith('method.response.header.'))
      .map((name) => [name.slice('method.response.header.'.length), { schema: { type: 'string' } }]);
    return [response.statusCode, { description: 'Response', headers: headers.length > 0 ? Object.fromEntries(headers) : undefined }];
  }));
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
function integrationObject({ integration, cache }: BoundRoute): JsonObject {
  const mapped = integration.requestTemplates !== undefined && integration.integrationType !== apigateway.IntegrationType.MOCK;
  const passthrough = integration.passthroughBehavior ?? (mapped ? apigateway.PassthroughBehavior.NEVER : undefined);
  return {
    type: integration.integrationType.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentialsArn,
    timeoutInMillis: integration.timeout?.toMilliseconds(),
    passthroughBehavior: passthrough?.toLowerCase(),
    contentHandling: integration.contentHandling,
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    responses: integration.responses && Object.fromEntries(integration.responses.map((response) => [response.selectionPattern ?? 'default', {
      statusCode: response.statusCode,
      contentHandling: response.contentHandling,
      responseParameters: response.responseParameters,
      responseTemplates: response.responseTemplates,
    }])),
    cacheKeyParameters: cache && cache.keyParameters.length > 0 ? cache.keyParameters : undefined,
  };
}
