import { Token } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from './authorizers/authorizer-contract';
import { BoundCache, declaredParameters, methodParameter, parameterIdentity } from './bound-route';
import { Limits } from './limits';
import { requireReason } from './opt-out';
import { RouteKey } from './route-key';
import { RouteOptions } from './route-options';

/**
 * What keeps a route's cached answers apart.
 *
 * @throws when the key names what the route does not declare, or when one caller could be given another's answer
 */
export function bindCache(key: RouteKey, options: RouteOptions, authorizer: RouteAuthorizerConfig): BoundCache | undefined {
  const { cache } = options;
  if (cache === undefined) return undefined;
  if (key.method !== 'GET') {
    throw new Error(`'${key}' has a cache, but an answer to ${key.method} may not be given twice; cache a GET route`);
  }
  checkTtl(key, options);
  if (cache.perCaller && cache.sharedAcrossCallers !== undefined) {
    throw new Error(`the cache of '${key}' is both perCaller and sharedAcrossCallers; write the one that is meant`);
  }

  const declared = declaredParameters(key, options);
  const all = declared.map(methodParameter);
  const of = (location: string): string[] => declared.filter((parameter) => parameter.location === location).map(methodParameter);
  const named = cache.keyParameters && namedParameters(key, cache.keyParameters, all);

  return {
    options: cache,
    keyParameters: distinct([...of('path'), ...named ?? of('query'), ...callerParameters(key, options, authorizer)], all),
  };
}

/** Each parameter once, spelled as it is declared. */
function distinct(parameters: string[], declared: string[]): string[] {
  const spellings = new Map(declared.map((parameter) => [parameterIdentity(parameter), parameter]));
  for (const parameter of parameters) {
    if (!spellings.has(parameterIdentity(parameter))) spellings.set(parameterIdentity(parameter), parameter);
  }
  return [...new Set(parameters.map((parameter) => spellings.get(parameterIdentity(parameter))!))];
}

/** What of the request tells callers apart, where the route keeps their answers apart. */
function callerParameters(key: RouteKey, options: RouteOptions, authorizer: RouteAuthorizerConfig): string[] {
  const { perCaller, sharedAcrossCallers } = options.cache!;
  const open = authorizer.authorizerKind === AuthorizerKind.NONE;
  const apiKey = options.apiKeyRequired ? ['method.request.header.x-api-key'] : [];

  if (sharedAcrossCallers !== undefined) {
    requireReason('sharedAcrossCallers', sharedAcrossCallers);
    return [];
  }
  if (open && apiKey.length === 0) {
    if (!perCaller) return [];
    throw new Error(`'${key}' is cached perCaller, but its authorizer lets everybody in and asks for no API key, so nothing tells callers apart; `
      + 'write keyParameters for what the answer depends on, or give the route an authorizer');
  }
  if (!perCaller) {
    throw new Error(`'${key}' is cached and has ${open ? 'API keys' : 'an authorizer'}, so one caller would be given the answer made for another; `
      + 'write cache: { perCaller: true }, or cache: { sharedAcrossCallers: \'<why>\' }');
  }
  const callers = authorizer.callerParameters ?? [];
  if (!open && callers.length === 0) {
    throw new Error(`'${key}' is cached perCaller, but what tells callers of its authorizer apart cannot stand in a cache key (a signature differs each time); `
      + 'do not cache it, or write cache: { sharedAcrossCallers: \'<why>\' }');
  }
  return [...callers, ...apiKey];
}

function checkTtl(key: RouteKey, options: RouteOptions): void {
  const ttl = options.cache?.ttl;
  if (ttl === undefined) return;
  if (ttl.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and before the route exists.
    ttl.toSeconds();
    return;
  }
  const seconds = ttl.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > Limits.CACHE_TTL_MAX_SECONDS) {
    throw new Error(`the cache of '${key}' keeps answers for ${seconds} seconds, which API Gateway cannot; `
      + `write whole seconds from 1 to ${Limits.CACHE_TTL_MAX_SECONDS}`);
  }
}

function namedParameters(key: RouteKey, parameters: string[], declared: string[]): string[] {
  if (Token.isUnresolved(parameters) || parameters.some((parameter) => Token.isUnresolved(parameter))) {
    throw new Error(`the cache key of '${key}' holds a value that is only known at deploy time; write the parameter out, as 'querystring.page'`);
  }
  const identities = new Set(declared.map(parameterIdentity));
  return parameters.map((parameter) => {
    const full = parameter.startsWith('method.request.') ? parameter : `method.request.${parameter}`;
    if (identities.has(parameterIdentity(full))) return full;
    const known = declared.map((name) => `'${name.replace('method.request.', '')}'`).join(', ') || 'none';
    throw new Error(`the cache key of '${key}' names '${parameter}', which the route does not declare (it declares: ${known}); `
      + 'add it to request.optionalQuery or request.optionalHeaders, and write it as \'querystring.page\' or \'header.Accept-Language\'');
  });
}
