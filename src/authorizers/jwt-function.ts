import { Construct } from 'constructs';
import { TokenFunction } from './token-function';
import { TokenRules } from './token-rules';

/**
 * The function of one API that checks tokens where API Gateway does not.
 */
export class JwtFunction extends TokenFunction {
  public static getOrCreate(scope: Construct, rules: TokenRules): JwtFunction {
    const id = TokenFunction.idFor(scope, 'Jwt', rules);
    return scope.node.tryFindChild(id) as JwtFunction | undefined ?? new JwtFunction(scope, id, rules);
  }

  private constructor(scope: Construct, id: string, rules: TokenRules) {
    super(scope, id, { asset: 'jwt-authorizer', description: 'Lets requests in that have a good token', rules });
  }
}
