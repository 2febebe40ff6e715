/** Of `ApplicationListener.fromLookup` and `NetworkListener.fromLookup`. */
const LISTENER = /^arn:aws:elasticloadbalancing:us-west-2:123456789012:listener\/(?:application|network)\/my-load-balancer\/50dc6c495c0c9188\/f2f7dc8efc522ab2$/;
/** Of `StringParameter.valueFromLookup`; the parameter's name follows. */
const PARAMETER = 'dummy-value-for-';

/**
 * Whether a value only keeps the place of one that the CDK has yet to look up: to refuse it would end the synthesis that asks for the lookup.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.GetContextValueOptions.html
 */
export function isLookupDummy(value: string): boolean {
  return value.startsWith(PARAMETER) || LISTENER.test(value);
}
