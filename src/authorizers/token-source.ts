import { AuthorizerKind, RouteAuthorizerConfig } from './authorizer-contract';
import { identitySourcesOf } from './identity-sources';
import { ApiType } from '../api-type';

/**
 * Where API Gateway reads the token of an authorizer that checks tokens itself, in a REST API's words: `method.request.header.Authorization`.
 *
 * A JWT authorizer reads one identity source and no other place; a user pool knows nothing but its header.
 */
export function tokenSourceOf({ authorizerKind, identitySources = [], tokenHeader = 'Authorization' }: RouteAuthorizerConfig): string {
  const [source] = authorizerKind === AuthorizerKind.JWT ? identitySourcesOf(ApiType.REST, identitySources) : [];
  return source ?? `method.request.header.${tokenHeader}`;
}
