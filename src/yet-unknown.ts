import { Token } from 'aws-cdk-lib';

/**
 * What `StringParameter.valueFromLookup` gives in the first synthesis, after which the CDK makes the lookup and synthesizes again. Who refuses it is never looked up.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ssm.StringParameter.html#static-valuewbrfromwbrlookupscope-parametername-defaultvalue
 */
const LOOKED_UP = 'dummy-value-for-';

/** Whether a text will be another one: a token, or one that stands for a lookup. */
export function isYetUnknown(text: string): boolean {
  return Token.isUnresolved(text) || (typeof text === 'string' && text.includes(LOOKED_UP));
}
