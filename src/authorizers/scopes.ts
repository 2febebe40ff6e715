import { Token } from 'aws-cdk-lib';
import { BindAuthorizerOptions, IRouteAuthorizer } from './authorizer-contract';
import { SCOPE_REMEDY } from './authorizer-remedies';
import { givenValue } from '../given-value';

/** An authorizer that never looks at scopes, and what it does instead. */
export interface KnowsNoScopes {
  readonly insteadOfScopes: string;
}

/**
 * @throws when a route asks for scopes which its authorizer would never look at
 */
export function refuseScopes(options: BindAuthorizerOptions, { insteadOfScopes }: KnowsNoScopes): void {
  if (options.scopes.length === 0) return;
  throw new Error(`'${options.routeKey}' asks for the scopes ${shown(options.scopes)}, but ${insteadOfScopes} and never looks at scopes; `
    + `write scopes: [] for the route, or give it ${SCOPE_REMEDY}`);
}

/**
 * @throws when an API asks for scopes which its authorizer is known never to look at; a user's own authorizer says so when it is bound
 */
export function refuseDefaultScopes(authorizer: IRouteAuthorizer & Partial<KnowsNoScopes>, defaultScopes: string[] = []): void {
  if (defaultScopes.length === 0 || authorizer.insteadOfScopes === undefined) return;
  throw new Error(`defaultScopes asks for the scopes ${shown(defaultScopes)}, but ${authorizer.insteadOfScopes} and never looks at scopes; `
    + `leave defaultScopes out, or give the API authorizer: ${SCOPE_REMEDY}`);
}

function shown(scopes: string[]): string {
  if (Token.isUnresolved(scopes)) return '<token>';
  // Who names them without a list is told that they are none where they are read.
  if (!Array.isArray(scopes)) return givenValue(scopes);
  return scopes.map((scope) => `'${Token.isUnresolved(scope) ? '<token>' : scope}'`).join(', ');
}
