import { Construct } from 'constructs';
import { TokenFunction } from './token-function';
import { TokenRules } from './token-rules';
import { OriginSecret } from '../domain/origin-secret';
import { acknowledgeOptOut } from '../opt-out';
import { RuleIds } from '../rule-ids';

/**
 * The function of one API that knows CloudFront and, where tokens are asked for, one set of rules for them.
 */
export class LockFunction extends TokenFunction {
  public static getOrCreate(scope: Construct, secret: OriginSecret, rules: TokenRules | undefined): LockFunction {
    const id = TokenFunction.idFor(scope, 'OriginLock', rules);
    return scope.node.tryFindChild(id) as LockFunction | undefined ?? new LockFunction(scope, id, secret, rules);
  }

  private constructor(scope: Construct, id: string, secret: OriginSecret, rules: TokenRules | undefined) {
    super(scope, id, {
      asset: 'origin-lock',
      description: 'Lets requests in that come through CloudFront and, where tokens are asked for, have a good one',
      environment: { ORIGIN_SECRET_ARN: secret.secret.secretArn, ORIGIN_HEADER: secret.headerName },
      rules,
    });
    secret.secret.grantRead(this.handler);
    acknowledgeOptOut(scope, RuleIds.HTTP_AUTHORIZER_CACHE_NOT_PER_ROUTE, 'routes with other rules have an authorizer of their own, so one answer holds for all of its routes', id);
  }
}
