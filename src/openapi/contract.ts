import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { BoundRoute, requestParameters } from '../bound-route';
import { ContractComponents } from './contract-components';
import { ContractDocument } from './contract-reader/contract-document';
import { JsonObject } from './json-value';
import { modelName } from './model-name';
import { withPlaceholders } from './placeholders';
import { ROUTE_KEY_EXTENSION } from './route-key-extension';

/** How the address of a domain begins that stands for every name one level below. */
const WILDCARD = 'https://*.';
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
  /** The document that the API was made from; what it says stays said. */
  readonly document?: ContractDocument;
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
  const { document } = settings;
  const components = new ContractComponents(document);
  const paths: { [path: string]: JsonObject } = {};
  for (const route of routes.filter(({ key }) => !key.isDefault)) {
    const path = paths[route.key.path.replace('+}', '}')] ??= { ...route.operation?.pathItem };
    const methods = route.key.method === 'ANY' ? EVERY_METHOD.filter((method) => !hasOwnRoute(routes, route, method)) : [route.key.method.toLowerCase()];
    for (const method of methods) path[method] = { ...routeKeyExtension(route), ...operation(routes, route, method, components) };
  }
  return {
    openapi: '3.0.3',
    info: document?.info ?? { title: settings.title, description: settings.description, version: '1.0' },
    externalDocs: document?.externalDocs,
    tags: document?.tags,
    servers: [server(settings)],
    components: components.write(),
    paths,
  };
}

/** What OpenAPI has no word for. */
function routeKeyExtension({ key }: BoundRoute): JsonObject {
  return key.method === 'ANY' || key.path.includes('+}') ? { [ROUTE_KEY_EXTENSION]: key.toString() } : {};
}

/** A default endpoint has an address that only a deployment knows: its unknown parts are variables. */
function server({ url, stageName }: ContractSettings): JsonObject {
  if (url !== undefined && !Token.isUnresolved(url)) {
    const address = url.replace(/\/$/, '');
    if (!address.startsWith(WILDCARD)) return { url: address };
    return { url: address.replace(WILDCARD, 'https://{name}.'), variables: { name: { default: 'api', description: 'One of the names for which the domain stands' } } };
  }
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

function operation(routes: BoundRoute[], route: BoundRoute, method: string, components: ContractComponents): JsonObject {
  const { options, operation: written } = route;
  const requirements = components.security.requirementsOf(route);
  // In OpenAPI two entries are alternatives; what must hold together stands in one.
  const security = requirements.length > 0 ? [Object.assign({}, ...requirements.map((one) => contractRequirement(one, route.authorizer)))] : [];
  if (written) {
    const { parameters } = written;
    return { ...written.written, security, ...parameters.length > 0 && { parameters: parameters.map((parameter) => parameter.written) } };
  }
  return {
    operationId: operationId(routes, route, method),
    description: options.description,
    security,
    parameters: requestParameters(route).map(({ name, location, required }) => ({ name, in: location, required, schema: { type: 'string' } })),
    requestBody: options.request?.body && !['get', 'head'].includes(method) ? {
      required: true,
      content: { 'application/json': { schema: { $ref: components.bodySchema(options.request.body, modelName(route)) } } },
    } : undefined,
    responses: {
      ...Object.fromEntries(route.integration.responses?.map(({ statusCode }) => [statusCode, { description: `Status ${statusCode}` }])
        ?? [['200', { description: 'The answer' }]]),
      default: { description: 'An error', content: { 'application/json': { schema: { $ref: components.errorSchema() } } } },
    },
  };
}

/** OpenAPI lets only OpenID Connect and OAuth requirements name scopes. */
function contractRequirement(requirement: { [scheme: string]: string[] }, authorizer: RouteAuthorizerConfig): { [scheme: string]: string[] } {
  return Object.fromEntries(Object.entries(requirement).map(([scheme, scopes]) => [scheme, authorizer.tokenIssuer ? scopes : []]));
}
