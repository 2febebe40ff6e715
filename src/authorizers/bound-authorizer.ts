import { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { CheckedByFunction } from './checked-by-function';
import { OriginLockedRoutes } from './origin-locked';
import { OptingOut } from '../route-opt-outs';

/**
 * The authorizer of a route, made.
 */
interface BoundAuthorizer {
  /** Whom API Gateway asks: it may be a function of the library's that does what the authorizer says. */
  readonly asked: RouteAuthorizerConfig & OptingOut;

  /** What callers see of it: whose tokens, which signature. The same where no function of the library's stands in between. */
  readonly seen: RouteAuthorizerConfig & OptingOut;
}

/**
 * Binds the authorizer of a route, with one function at most: the lock's does what that of the authorizer would have done.
 *
 * @param check throws for what an API of this type cannot have; authorizers of users may say anything
 */
export function bindRouteAuthorizer(
  authorizer: IRouteAuthorizer & Partial<CheckedByFunction>,
  options: BindAuthorizerOptions,
  check: (config: RouteAuthorizerConfig) => void,
  lock?: OriginLockedRoutes,
): BoundAuthorizer {
  const seen = authorizer.asCallersSeeIt?.(options);
  if (seen && lock) return { asked: lock.lock(seen, options), seen };
  const config = authorizer.bindAuthorizer(options);
  check(config);
  return { asked: lock?.lock(config, options) ?? config, seen: seen ?? config };
}
