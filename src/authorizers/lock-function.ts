import { createHash } from 'crypto';
import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OriginSecret } from '../domain/origin-secret';
import { referencesIn } from '../reference-path';
import { ShippedFunction } from '../shipped-function';

/**
 * Which tokens let a caller in, as the lock's function compares them.
 */
export interface LockedTokens {
  readonly issuer: string;
  readonly audience: string[];
  readonly tokenHeader: string;
}

/**
 * All that a lock's function asks of tokens.
 */
export interface TokenRules extends LockedTokens {
  /** A token needs one of them. */
  readonly scopes?: string[];
}

/**
 * The function of one API that knows CloudFront, and the tokens of one issuer with one set of scopes.
 *
 * Other rules are another function: one that changed its mind would let the wrong callers in until the API's next deployment, and for as long as an older deployment serves.
 */
export class LockFunction extends ShippedFunction {
  public static getOrCreate(scope: Construct, secret: OriginSecret, rules: TokenRules | undefined): LockFunction {
    const id = `OriginLock${rules === undefined ? '' : digest(scope, rules)}`;
    return scope.node.tryFindChild(id) as LockFunction | undefined ?? new LockFunction(scope, id, secret, rules);
  }

  private constructor(scope: Construct, id: string, secret: OriginSecret, rules: TokenRules | undefined) {
    super(scope, id, {
      asset: 'origin-lock',
      description: 'Lets requests in that come through CloudFront and, where tokens are asked for, have a good one',
      environment: {
        ORIGIN_SECRET_ARN: secret.secret.secretArn,
        ORIGIN_HEADER: secret.headerName,
        ...rules && { TOKEN_RULES: Stack.of(scope).toJsonString(rules) },
      },
      // Every millisecond of it is one of the caller's.
      memoryMegabytes: 512,
      // An HTTP API waits no longer.
      timeout: Duration.seconds(10),
    });
    secret.secret.grantRead(this.handler);
  }
}

/** References are told apart by what they refer to: two stacks may have a client of one logical id. */
function digest(scope: Construct, rules: TokenRules): string {
  const meaning = [Stack.of(scope).resolve(rules), referencesIn(rules, scope).map(({ node }) => node.addr)];
  return createHash('md5').update(JSON.stringify(meaning)).digest('hex').slice(0, 8);
}
