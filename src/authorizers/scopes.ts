import { BindAuthorizerOptions } from './authorizer-contract';

/**
 * @throws when a route asks for scopes which its authorizer would never look at
 */
export function refuseScopes(options: BindAuthorizerOptions, why: string): void {
  if (options.scopes.length === 0) return;
  const scopes = options.scopes.map((scope) => `'${scope}'`).join(', ');
  throw new Error(`'${options.routeKey}' asks for the scopes ${scopes}, but ${why} and never looks at scopes; `
    + 'write scopes: [] for the route, or give it Authorizer.userPool(...)');
}
