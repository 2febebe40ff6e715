import { IResolvable, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { BoundRoute, requestParameters } from '../bound-route';
import { SchemaComponents } from './json-schema-components';
import { JsonObject } from './json-value';
import { modelName } from './model-name';
import { API_KEY, restSecurityScheme } from './rest-security-scheme';
import { SecuritySchemes } from './security-schemes';
import { RouteIntegrationConfig } from '../integrations/integration-contract';

const VALIDATOR = 'body-and-parameters';
const REQUEST_HEADER = 'method.request.header.';

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
  /** The operation that answers a path's preflight requests; undefined without CORS. */
  readonly preflight?: (path: PreflightedPath) => object;
}

/**
 * A path, for whoever writes the answer to its preflight requests.
 */
export interface PreflightedPath {
  /** `ANY` included. */
  readonly methods: string[];
  /** The headers that its routes read: of their `request`, and of their authorizers. */
  readonly requestHeaders: string[];
  /** Whether every media type is binary, so that a mock's template has to be converted. */
  readonly convertToText: boolean;
}

/**
 * The OpenAPI document from which API Gateway makes a REST API: its own dialect, not for readers.
 *
 * Every setting stands here or on the resource, not in both (a difference would decide itself by the order of imports).
 * Except for the name, which OpenAPI demands as the title: the resource has the same text.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html
 */
export function restImportBody(routes: BoundRoute[], settings: RestImportSettings): JsonObject {
  const schemas = new SchemaComponents();
  const security = new SecuritySchemes();
  const paths = pathsOf(routes, schemas, security, settings);
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
    'components': { schemas: schemas.importSchemas(), securitySchemes: security.write(restSecurityScheme, API_KEY) },
    paths,
  };
}

function pathsOf(routes: BoundRoute[], schemas: SchemaComponents, security: SecuritySchemes, settings: RestImportSettings): JsonObject {
  const { binaryMediaTypes, preflight } = settings;
  // With every type binary, a mock's template is read as bytes, and the mock fails.
  const convertMocksToText = binaryMediaTypes.includes('*/*');
  const paths: { [path: string]: JsonObject } = {};
  const routesOf = new Map<string, BoundRoute[]>();
  for (const route of routes) {
    routesOf.set(route.key.path, [...routesOf.get(route.key.path) ?? [], route]);
    const path = paths[route.key.path] ??= {};
    path[methodKey(route.key.method)] = operation(route, schemas, security, convertMocksToText);
  }
  if (preflight) {
    for (const [path, own] of routesOf) {
      paths[path].options = preflight({
        methods: own.map(({ key }) => key.method),
        requestHeaders: [...new Set(own.flatMap(requestHeaders))],
        convertToText: convertMocksToText,
      });
    }
  }
  return paths;
}

function requestHeaders(route: BoundRoute): string[] {
  const { tokenHeader, identitySources = [] } = route.authorizer;
  const declared = requestParameters(route).filter(({ location }) => location === 'header').map(({ name }) => name);
  const identities = identitySources.filter((source) => source.startsWith(REQUEST_HEADER)).map((source) => source.slice(REQUEST_HEADER.length));
  return [...declared, ...tokenHeader ? [tokenHeader] : [], ...identities];
}

function methodKey(method: string): string {
  return method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
}

function operation(route: BoundRoute, schemas: SchemaComponents, security: SecuritySchemes, convertMocksToText: boolean): JsonObject {
  const { options } = route;
  const parameters = requestParameters(route).map(({ name, location, required }) => ({ name, in: location, required, schema: { type: 'string' } }));
  const requirements = security.requirementsOf(route);
  return {
    'operationId': options.operationName,
    'description': options.description,
    'security': requirements.length > 0 ? requirements : undefined,
    'parameters': parameters.length > 0 ? parameters : undefined,
    'requestBody': options.request?.body && {
      required: route.operation?.body?.required ?? true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemas.register(options.request.body, modelName(route))}` } } },
    },
    'responses': responses(route.integration),
    'x-amazon-apigateway-integration': integrationObject(route, convertMocksToText),
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
function integrationObject({ integration, cache }: BoundRoute, convertMocksToText: boolean): JsonObject {
  const mock = integration.integrationType === apigateway.IntegrationType.MOCK;
  const mapped = integration.requestTemplates !== undefined && !mock;
  const passthrough = integration.passthroughBehavior ?? (mapped ? apigateway.PassthroughBehavior.NEVER : undefined);
  return {
    type: integration.integrationType.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentialsArn,
    timeoutInMillis: integration.timeout?.toMilliseconds(),
    passthroughBehavior: passthrough?.toLowerCase(),
    contentHandling: integration.contentHandling ?? (mock && convertMocksToText ? apigateway.ContentHandling.CONVERT_TO_TEXT : undefined),
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
