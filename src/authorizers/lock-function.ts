import { Construct } from 'constructs';
import { TokenFunction } from './token-function';
import { TokenRules } from './token-rules';
import { OriginSecret } from '../domain/origin-secret';

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
  }
}
