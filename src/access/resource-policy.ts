import { isIntrinsic } from '../intrinsic';
import { Limits } from '../limits';

/**
 * Whether API Gateway takes a resource policy of this length. What only a deployment knows is not counted, so the answer is never a guess.
 *
 * @param policy the policy as the template has it
 */
export function checkResourcePolicy(policy: unknown): string[] {
  if (policy === undefined) return [];
  const characters = JSON.stringify(policy, (_key, value: unknown) => isIntrinsic(value) ? '' : value).length;
  if (characters <= Limits.RESOURCE_POLICY_CHARACTERS) return [];
  return [`the resource policy has ${characters} characters or more, and API Gateway takes ${Limits.RESOURCE_POLICY_CHARACTERS}; `
    + 'name fewer resources, for example with wildcards, or let authorizers and AWS WAF decide what the policy decides now'];
}
