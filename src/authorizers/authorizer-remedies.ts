import { ApiType } from '../api-type';

/**
 * Which factories of `Authorizer` an API of a type can have, as messages say it.
 */
export const AUTHORIZER_REMEDIES: { readonly [apiType in ApiType]: string } = {
  [ApiType.REST]: 'Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool), Authorizer.lambdaToken(fn), Authorizer.lambdaRequest(fn), Authorizer.iam()',
  [ApiType.HTTP]: 'Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool), Authorizer.lambdaRequest(fn), Authorizer.iam()',
  [ApiType.WEBSOCKET]: 'Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool, { clients }), Authorizer.lambdaRequest(fn), Authorizer.iam()',
};

/**
 * Those that look at scopes, on APIs of any type.
 */
export const SCOPE_REMEDY = 'Authorizer.jwt(...) or Authorizer.userPool(...)';
