import { Token } from 'aws-cdk-lib';

/**
 * A scope that is missing, such as that of an unset environment variable, would be left out of the definition, and the route would take any good token.
 *
 * @param whose where the scopes stand: `'GET /orders'`, or `defaultScopes`
 * @throws for what is no list, and for scopes that no token can have
 */
export function checkScopeNames(whose: string, scopes: string[] | undefined): void {
  if (scopes === undefined || Token.isUnresolved(scopes)) return;
  if (!Array.isArray(scopes)) throw new Error(`${whose} was given the scopes '${String(scopes)}', which are no list; write ['${String(scopes)}']`);
  for (const scope of scopes as unknown[]) {
    if (Token.isUnresolved(scope)) continue;
    if (typeof scope === 'string' && /^\S+$/.test(scope)) continue;
    throw new Error(`${whose} was given the scope ${typeof scope === 'string' ? `'${scope}'` : String(scope)}, which no token can have; write each scope by itself and without spaces, as 'orders/read'`);
  }
}
