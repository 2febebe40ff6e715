import { IConstruct } from 'constructs';
import { RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { ContractOperation } from './openapi/contract-reader/contract-operation';
import { RouteKey } from './route-key';
import { RouteCache, RouteOptions } from './route-options';

/**
 * A route whose integration and authorizer are made: plain data, from which documents are written.
 */
export interface BoundRoute {
  /** The API, in whose scope tokens are resolved. */
  readonly scope: IConstruct;
  readonly key: RouteKey;
  readonly options: RouteOptions;
  readonly integration: RouteIntegrationConfig;
  readonly authorizer: RouteAuthorizerConfig;
  readonly scopes: string[];
  /** What a contract says of it; undefined for a route that comes from code alone. */
  readonly operation?: ContractOperation;
  /** Undefined where answers are not kept. */
  readonly cache?: BoundCache;
}

/**
 * How a route's answers are kept, with the full key.
 */
export interface BoundCache {
  readonly options: RouteCache;
  /** As API Gateway writes them: `method.request.querystring.page`. */
  readonly keyParameters: string[];
}

/** A parameter of a request, as a route declares it. */
interface RequestParameter {
  readonly name: string;
  readonly location: 'path' | 'query' | 'header';
  readonly required: boolean;
}

/**
 * Every parameter that a route declares: those of its path, of its `request`, and those that its cache key adds.
 */
export function requestParameters(route: BoundRoute): RequestParameter[] {
  const declared = declaredParameters(route.key, route.options);
  const known = new Set(declared.map(methodParameter).map(parameterIdentity));
  const added = (route.cache?.keyParameters ?? []).flatMap((parameter): RequestParameter[] => {
    const [, , place, ...names] = parameter.split('.');
    const name = names.join('.');
    const location = place === 'querystring' ? 'query' : place as 'path' | 'header';
    return known.has(parameterIdentity(parameter)) ? [] : [{ name, location, required: false }];
  });
  return [...declared, ...added];
}

/** A parameter as API Gateway writes it: `method.request.querystring.page`. */
export function methodParameter({ name, location }: RequestParameter): string {
  return `method.request.${location === 'query' ? 'querystring' : location}.${name}`;
}

/** What two spellings of one parameter have in common: the names of headers have no case. */
export function parameterIdentity(parameter: string): string {
  return parameter.startsWith('method.request.header.') ? parameter.toLowerCase() : parameter;
}

/** The parameters of a route's path and of its `request`. */
export function declaredParameters(key: RouteKey, options: RouteOptions): RequestParameter[] {
  const list = (location: 'query' | 'header', required: boolean, names: string[] = []): RequestParameter[] =>
    names.map((name) => ({ name, location, required }));
  const { request } = options;
  return [
    ...key.pathParameters.map((name): RequestParameter => ({ name, location: 'path', required: true })),
    ...list('query', true, request?.requiredQuery),
    ...list('query', false, request?.optionalQuery),
    ...list('header', true, request?.requiredHeaders),
    ...list('header', false, request?.optionalHeaders),
  ];
}
