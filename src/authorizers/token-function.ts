import { createHash } from 'crypto';
import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { TokenRules } from './token-rules';
import { referencesIn } from '../reference-path';
import { ShippedFunction } from '../shipped-function';

/** So long a REST or HTTP API accepts a token that has expired meanwhile, unless the authorizer says how long. */
export const TOKEN_TTL = Duration.minutes(1);

interface TokenFunctionProps {
  readonly asset: string;
  readonly description: string;
  readonly environment?: { [name: string]: string };
  /** Undefined where no tokens are asked for. */
  readonly rules?: TokenRules;
}

/**
 * A function of one API that knows the tokens of one issuer with one set of scopes.
 *
 * Other rules are another function: one that changed its mind would let the wrong callers in until the API's next deployment, and for as long as an older deployment serves.
 */
export abstract class TokenFunction extends ShippedFunction {
  /** The id of the function that has these rules. References are told apart by what they refer to: two stacks may have a client of one logical id. */
  protected static idFor(scope: Construct, name: string, rules: TokenRules | undefined): string {
    if (rules === undefined) return name;
    const meaning = [Stack.of(scope).resolve(rules), referencesIn(rules, scope).map(({ node }) => node.addr)];
    return `${name}${createHash('md5').update(JSON.stringify(meaning)).digest('hex').slice(0, 8)}`;
  }

  protected constructor(scope: Construct, id: string, { asset, description, environment, rules }: TokenFunctionProps) {
    super(scope, id, {
      asset,
      description,
      environment: { ...environment, ...rules && { TOKEN_RULES: Stack.of(scope).toJsonString(rules) } },
      // Every millisecond of it is one of the caller's.
      memoryMegabytes: 512,
      // An HTTP API waits no longer.
      timeout: Duration.seconds(10),
    });
  }
}
