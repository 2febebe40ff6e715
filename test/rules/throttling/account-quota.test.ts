import { Limits } from '../../../src/limits';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, v2Stage } from '../resources';
import { inRegion } from '../spellings/region-spellings';

const rest = (settings: { [key: string]: Json }): Resources => ({
  ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ...settings }] }),
});
const plan = (throttle: Json, stages?: Json): Resources => ({
  ...restApi(), Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { UsagePlanName: 'gold', Throttle: throttle, ApiStages: stages } },
});

describeRule('throttle-above-account', {
  template: (rate) => rest({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: 100 }),
  passes: [Limits.ACCOUNT_RATE_PER_SECOND, '100', 0, -1],
  fails: [Limits.ACCOUNT_RATE_PER_SECOND + 1],
  message: "the stage 'live' allows a rate of 10001, and the account has 10000",
  unknown: [UNKNOWN],
});

describeRule('throttle-above-account', {
  template: (burst) => ({ ...httpApi(), ...v2Stage({ RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 100, ThrottlingBurstLimit: burst } } }) }),
  passes: [Limits.ACCOUNT_BURST],
  fails: [Limits.ACCOUNT_BURST + 1],
  message: "the stage 'live' for 'GET /pets' allows a burst of 5001, and the account has 5000",
  unknown: [UNKNOWN],
}, 'the burst of one route');

describeRule('throttle-above-account', {
  template: (rate) => plan({ RateLimit: rate, BurstLimit: Limits.ACCOUNT_BURST + 1 }),
  passes: [20_000],
  fails: [20_001],
  message: "the usage plan 'gold' allows a rate of 20001, and the account has 20000",
  unknown: [UNKNOWN],
  intent: { quotas: { accountRate: 20_000 } },
}, 'a usage plan, and a granted quota');

describeRule('throttle-above-account', {
  template: (burst) => plan(undefined, [{ ApiId: { Ref: 'Api' }, Stage: 'live', Throttle: { '/pets/GET': { RateLimit: 100, BurstLimit: burst } } }]),
  passes: [6_000],
  fails: [6_001],
  message: "the usage plan 'gold' for '/pets/GET' allows a burst of 6001, and the account has 6000",
  unknown: [UNKNOWN],
  intent: { quotas: { accountBurst: 6_000 } },
}, 'a method in a usage plan');

describeRule('throttle-above-account', {
  template: (rate) => rest({ ThrottlingRateLimit: rate }),
  passes: [Limits.ACCOUNT_RATE_PER_SECOND],
  fails: [Limits.ACCOUNT_RATE_PER_SECOND + 1],
  message: "the stage 'live' allows a rate of 10001, and the account has 10000",
  unknown: [UNKNOWN],
  spellings: inRegion('eu-west-1'),
}, 'in a region of the first');

describeRule('opt-in-region-throttle', {
  template: (rate) => rest({ ThrottlingRateLimit: rate }),
  passes: [Limits.LOW_QUOTA_RATE_PER_SECOND],
  fails: [Limits.LOW_QUOTA_RATE_PER_SECOND + 1],
  message: "the stage 'live' allows a rate of 2501, and an account in eu-south-1 has 2500",
  unknown: [UNKNOWN],
  spellings: inRegion('eu-south-1'),
});

describeRule('opt-in-region-throttle', {
  template: (burst) => plan({ RateLimit: 100, BurstLimit: burst }),
  passes: [Limits.LOW_QUOTA_BURST],
  fails: [Limits.LOW_QUOTA_BURST + 1],
  message: "the usage plan 'gold' allows a burst of 1251, and an account in ca-west-1 has 1250",
  unknown: [UNKNOWN],
  spellings: inRegion('ca-west-1'),
}, 'the burst of a usage plan');
