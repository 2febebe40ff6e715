import { IResolvable } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { hidesPreflight } from '../access/http-preflight';
import { BoundRoute } from '../bound-route';
import { httpSecurityScheme } from './http-security-scheme';
import { JsonObject } from './json-value';
import { SecuritySchemes } from './security-schemes';
import { SharedComponents } from './shared-components';
import { RouteIntegrationConfig } from '../integrations/integration-contract';
import { pascalCase } from '../letter-case';
import { Limits } from '../limits';

/**
 * What an HTTP API's definition says beside its routes.
 */
interface HttpImportSettings {
  readonly title: string;
  readonly description?: string;
  /** AWS tags: an HTTP API with a definition takes them from nowhere else. */
  readonly tags: IResolvable;
  readonly disableExecuteApiEndpoint: boolean;
  readonly ipAddressType?: string;
  /** The CORS settings, which name the methods and headers of all routes; undefined without CORS. */
  readonly cors?: (preflighted: { methods: string[]; requestHeaders: string[] }) => JsonObject;
  /** What stands behind the open `OPTIONS` routes beside guarded `ANY` and `$default` routes; undefined where there is no such route, or no CORS. */
  readonly preflight?: RouteIntegrationConfig;
}

const INTEGRATIONS = 'x-amazon-apigateway-integrations';

/** What answers an operation. */
type Answer = Pick<BoundRoute, 'integration' | 'scope'>;

/**
 * The OpenAPI document from which API Gateway makes an HTTP API: its own dialect, not for readers.
 *
 * It says nothing that API Gateway would pass over in silence, such as request bodies and schemas; those stand in the contract.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
 */
export function httpImportBody(routes: BoundRoute[], settings: HttpImportSettings): JsonObject {
  const security = new SecuritySchemes();
  const integrations = new SharedComponents<JsonObject>();
  const { disableExecuteApiEndpoint, ipAddressType, cors, preflight } = settings;
  const paths: { [path: string]: JsonObject } = {};
  const put = ({ integration, scope }: Answer, path: string, method: string, body: JsonObject) => {
    (paths[path.startsWith('/') ? path : `/${path}`] ??= {})[method] = { ...body, 'x-amazon-apigateway-integration': sharedIntegration(integrations, integration, scope) };
  };
  for (const route of routes) put(route, route.key.path, methodKey(route.key.method), operation(route, security));
  if (preflight) {
    for (const route of routes.filter(hidesPreflight)) {
      const answer = { integration: preflight, scope: route.scope };
      for (const path of preflightPaths(route, routes)) put(answer, path, 'options', { parameters: pathParameters(path), responses: RESPONSES });
    }
  }
  const endpoint = {
    ...disableExecuteApiEndpoint && { disableExecuteApiEndpoint },
    ...ipAddressType && { ipAddressType },
  };
  return {
    'openapi': '3.0.1',
    'info': { title: settings.title, description: settings.description, version: '1.0' },
    'tags': settings.tags,
    'servers': Object.keys(endpoint).length > 0 ? [{ 'x-amazon-apigateway-endpoint-configuration': endpoint }] : undefined,
    'x-amazon-apigateway-importexport-version': '1.0',
    'x-amazon-apigateway-cors': cors?.({
      methods: [...new Set(routes.map(({ key }) => key.method))],
      requestHeaders: [...new Set(routes.flatMap(({ authorizer }) => headersOf(authorizer.identitySources)))],
    }),
    'components': {
      securitySchemes: security.write(httpSecurityScheme, {}),
      [INTEGRATIONS]: Object.fromEntries(integrations.entries),
    },
    paths,
  };
}

/**
 * Whether API Gateway can create all integrations: its quota of them is never raised.
 *
 * @returns a message for each thing that is wrong
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
export function checkIntegrationCount(document: JsonObject): string[] {
  const count = Object.keys((document.components as { [INTEGRATIONS]: object })[INTEGRATIONS]).length;
  if (count <= Limits.HTTP_INTEGRATIONS) return [];
  return [`the API has ${count} different integrations, and API Gateway makes ${Limits.HTTP_INTEGRATIONS} for an HTTP API, a quota that cannot be raised; `
    + 'let routes share functions and backends, or put some routes into a second API on the same domain'];
}

function operation(route: BoundRoute, security: SecuritySchemes): JsonObject {
  const requirements = security.requirementsOf(route);
  return {
    isDefaultRoute: route.key.isDefault ? true : undefined,
    operationId: route.options.operationName,
    security: requirements.length > 0 ? requirements : undefined,
    parameters: pathParameters(route.key.path),
    responses: RESPONSES,
  };
}

/** OpenAPI wants at least one, and API Gateway passes them over. */
const RESPONSES: JsonObject = { default: { description: 'The answer' } };

/** A greedy one has its plus sign in its name, as in the path. */
function pathParameters(path: string): JsonObject[] | undefined {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name);
  return names.length === 0 ? undefined : names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function methodKey(method: string): string {
  return method === 'ANY' ? 'x-amazon-apigateway-any-method' : method.toLowerCase();
}

/** A path that takes every other one, under whatever name. */
const EVERY_PATH = /^\/\{[^/}]+\+\}$/;

/**
 * `$default` stands for the root, which a greedy parameter does not take, and for every other path: under the name that a route gives to it already,
 * as API Gateway could not tell two names apart. Where `ANY` has the path, it answers for itself.
 */
function preflightPaths({ key }: BoundRoute, routes: BoundRoute[]): string[] {
  if (!key.isDefault) return [key.path];
  const everyPath = routes.find((route) => EVERY_PATH.test(route.key.path))?.key.path ?? '/{proxy+}';
  return ['/', everyPath].filter((path) => !routes.some((route) => route.key.path === path && route.key.method === 'ANY'));
}

function headersOf(identitySources: string[] = []): string[] {
  return identitySources.flatMap((source) => /^\$request\.header\.(.+)$/.exec(source)?.[1] ?? []);
}

/** API Gateway creates one integration for each entry, however many routes name it. */
function sharedIntegration(integrations: SharedComponents<JsonObject>, integration: RouteIntegrationConfig, scope: IConstruct): JsonObject {
  const written = integrationObject(integration);
  const name = integrations.nameOf(written, written, integrationName(integration), scope);
  return { $ref: `#/components/${INTEGRATIONS}/${name}` };
}

function integrationName({ target, integrationSubtype }: RouteIntegrationConfig): string {
  const words = [target?.node.id === 'Resource' ? target.node.scope?.node.id : target?.node.id, integrationSubtype].join('-').split(/[^A-Za-z0-9]+/).filter(Boolean);
  return words.map(pascalCase).join('') || 'Backend';
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html */
function integrationObject(integration: RouteIntegrationConfig): JsonObject {
  return {
    type: integration.integrationType.toLowerCase(),
    integrationSubtype: integration.integrationSubtype,
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentialsArn,
    payloadFormatVersion: integration.payloadFormatVersion ?? '1.0',
    connectionType: integration.vpcLinkId && 'VPC_LINK',
    connectionId: integration.vpcLinkId,
    tlsConfig: integration.serverNameToVerify && { serverNameToVerify: integration.serverNameToVerify },
    requestParameters: integration.requestParameters,
    responseParameters: integration.responseParameters,
    timeoutInMillis: integration.timeout?.toMilliseconds(),
  };
}
