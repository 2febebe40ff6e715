import { requireReason } from '../opt-out';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { KnowsNoScopes, refuseScopes } from './scopes';

/** An open route, and why it is open. */
export class NoAuthorizer implements IRouteAuthorizer, KnowsNoScopes {
  public readonly insteadOfScopes = 'Authorizer.none() lets everybody in';
  private readonly reason: string;

  public constructor(reason: string) {
    this.reason = requireReason('Authorizer.none()', reason);
  }

  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    refuseScopes(options, this);
    return { authorizerKind: AuthorizerKind.NONE, reason: this.reason };
  }
}
