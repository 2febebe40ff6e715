import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { identitySourcesOf } from '../authorizers/identity-sources';
import { BoundRoute, requestParameters } from '../bound-route';
import { SchemaComponents } from './json-schema-components';
import { JsonObject } from './json-value';
import { modelName } from './model-name';
import { withPlaceholders } from './placeholders';
import { API_KEY } from './rest-security-scheme';
import { SecuritySchemes } from './security-schemes';

const EVERY_METHOD = ['get', 'put', 'post', 'delete', 'head', 'patch'];

/**
 * What the contract says beside the routes.
 */
interface ContractSettings {
  readonly title: string;
  readonly description?: string;
  /** The address of the API's own domain; undefined where it has the default endpoint. */
  readonly url?: string;
  readonly stageName: string;
}

/**
 * The API as its callers see it: valid OpenAPI 3.0, without a word of AWS's dialect, as JSON.
 *
 * It cannot be the document that API Gateway imports: that has draft-4 models, `{proxy+}` paths, security lists that mean "and".
 *
 * @see https://spec.openapis.org/oas/v3.0.3
 */
export function contractText(scope: IConstruct, routes: BoundRoute[], settings: ContractSettings): string {
  const stack = Stack.of(scope);
  return JSON.stringify(contract(routes, settings), function (this: JsonObject, key: string, written: unknown) {
    // What is written is already a token's excuse for itself; the holder has the token.
    const value = this[key];
    if (!Token.isUnresolved(value)) return written;
    // No word can stand where a number must.
    if (typeof value === 'number') return undefined;
    const word = withPlaceholders(stack.resolve(value));
    return Array.isArray(value) && !Array.isArray(word) ? [word] : word;
  }, 2);
}

function contract(routes: BoundRoute[], settings: ContractSettings): JsonObject {
  const schemas = new SchemaComponents();
  const security = new SecuritySchemes();
  const paths: { [path: string]: JsonObject } = {};
  for (const route of routes.filter(({ key }) => !key.isDefault)) {
    const path = paths[route.key.path.replace('+}', '}')] ??= {};
    const methods = route.key.method === 'ANY' ? EVERY_METHOD.filter((method) => !hasOwnRoute(routes, route, method)) : [route.key.method.toLowerCase()];
    for (const method of methods) path[method] = { operationId: operationId(routes, route, method), ...operation(route, method, schemas, security) };
  }
  return {
    openapi: '3.0.3',
    info: { title: settings.title, description: settings.description, version: '1.0' },
    servers: [server(settings)],
    components: {
      schemas: { ...schemas.contractSchemas(), [ERROR_SCHEMA]: errorSchema() },
      securitySchemes: security.write(contractScheme, API_KEY),
    },
    paths,
  };
}

/** A default endpoint has an address that only a deployment knows: its unknown parts are variables. */
function server({ url, stageName }: ContractSettings): JsonObject {
  if (url !== undefined && !Token.isUnresolved(url)) return { url: url.replace(/\/$/, '') };
  return {
    url: `https://{apiId}.execute-api.{region}.{suffix}${stageName === '$default' ? '' : '/{stage}'}`,
    variables: {
      apiId: { default: 'api-id', description: 'The id that API Gateway gave the API' },
      region: { default: 'us-east-1', description: 'The region that the API is deployed to' },
      suffix: { default: 'amazonaws.com', description: 'amazonaws.com.cn in China' },
      ...stageName !== '$default' && { stage: { default: Token.isUnresolved(stageName) ? 'prod' : stageName } },
    },
  };
}

/** A method's own route wins over `ANY`, as in API Gateway. */
function hasOwnRoute(routes: BoundRoute[], any: BoundRoute, method: string): boolean {
  return routes.some((route) => route.key.path === any.key.path && route.key.method.toLowerCase() === method);
}

/** Unique, as OpenAPI asks: `ANY` becomes several operations, and another route may have the name of one of them. */
function operationId(routes: BoundRoute[], { key, options }: BoundRoute, method: string): string | undefined {
  if (options.operationName === undefined || key.method !== 'ANY') return options.operationName;
  let id = `${options.operationName}_${method}`;
  while (routes.some((other) => other.key.method !== 'ANY' && other.options.operationName === id)) id += '_';
  return id;
}

function operation(route: BoundRoute, method: string, schemas: SchemaComponents, security: SecuritySchemes): JsonObject {
  const { options } = route;
  const requirements = security.requirementsOf(route);
  return {
    description: options.description,
    // In OpenAPI two entries are alternatives; what must hold together stands in one.
    security: requirements.length > 0 ? [Object.assign({}, ...requirements.map((one) => contractRequirement(one, route.authorizer)))] : [],
    parameters: requestParameters(route).map(({ name, location, required }) => ({ name, in: location, required, schema: { type: 'string' } })),
    requestBody: options.request?.body && !['get', 'head'].includes(method) ? {
      required: true,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schemas.register(options.request.body, modelName(route))}` } } },
    } : undefined,
    responses: {
      ...Object.fromEntries(route.integration.responses?.map(({ statusCode }) => [statusCode, { description: `Status ${statusCode}` }])
        ?? [['200', { description: 'The answer' }]]),
      default: { description: 'An error', content: { 'application/json': { schema: { $ref: `#/components/schemas/${ERROR_SCHEMA}` } } } },
    },
  };
}

const ERROR_SCHEMA = 'GatewayError';

function errorSchema(): JsonObject {
  return {
    type: 'object',
    required: ['message'],
    properties: {
      message: { type: 'string', description: 'What went wrong, for people' },
      requestId: { type: 'string', description: 'The request\'s id, for the provider\'s support' },
    },
  };
}

/** OpenAPI lets only OpenID Connect and OAuth requirements name scopes. */
function contractRequirement(requirement: { [scheme: string]: string[] }, authorizer: RouteAuthorizerConfig): { [scheme: string]: string[] } {
  return Object.fromEntries(Object.entries(requirement).map(([scheme, scopes]) => [scheme, authorizer.tokenIssuer ? scopes : []]));
}

function contractScheme(config: RouteAuthorizerConfig): JsonObject {
  if (config.tokenIssuer) {
    return { type: 'openIdConnect', openIdConnectUrl: `${config.tokenIssuer.replace(/\/$/, '')}/.well-known/openid-configuration` };
  }
  if (config.authorizerKind === AuthorizerKind.IAM) {
    return { type: 'apiKey', in: 'header', name: 'Authorization', description: 'AWS Signature Version 4' };
  }
  const [first, ...others] = identitySourcesOf(ApiType.REST, config.identitySources ?? []).filter((source) => source.startsWith('method.request.'));
  if (config.authorizerKind === AuthorizerKind.LAMBDA_REQUEST && first) {
    const [, , place, ...name] = first.split('.');
    return {
      type: 'apiKey',
      in: place === 'querystring' ? 'query' : 'header',
      name: name.join('.'),
      description: others.length > 0 ? `Together with ${others.map((source) => source.replace('method.request.', '')).join(', ')}` : undefined,
    };
  }
  return { type: 'apiKey', in: 'header', name: config.tokenHeader ?? 'Authorization' };
}
