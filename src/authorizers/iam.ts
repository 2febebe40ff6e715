import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { KnowsNoScopes, refuseScopes } from './scopes';

/** Signature Version 4. */
export class IamAuthorizer implements IRouteAuthorizer, KnowsNoScopes {
  public readonly insteadOfScopes = 'Authorizer.iam() asks the caller\'s policies';

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    refuseScopes(options, this);
    // No caller parameters: a signature changes with every request, so a cache key that held one would never match.
    return { authorizerKind: AuthorizerKind.IAM };
  }
}
