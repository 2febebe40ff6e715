import { RULES, checkAll } from '../../../src/rules/all-rules';
import { Json, Resources, UNKNOWN, templateWith } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restStage } from '../resources';
import { reflect } from '../spellings/template-spellings';

type Properties = { [key: string]: Json };

const LIMITS = { RateLimit: 10, BurstLimit: 20 };

function plan(properties: Properties, logicalId = 'Plan'): Resources {
  return { [logicalId]: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { UsagePlanName: 'gold', ...properties } } };
}

function covering(throttle: Json, method_ = method('GET /pets', { ApiKeyRequired: true })): Resources {
  const stages = [{ ApiId: { Ref: 'Api' }, Stage: 'live', Throttle: throttle }];
  return { ...restApi(), ...lambdaFunction(), ...method_, ...restStage(), ...plan({ ApiStages: stages }) };
}

function many(count: number, logicalIdOf: (index: number) => Resources): Resources {
  return Object.assign({}, ...Array.from({ length: count }, (_, index) => logicalIdOf(index)));
}

describeRule('usage-plan-without-key-methods', {
  template: (isRequired) => covering(undefined, { ...method('GET /pets', { ApiKeyRequired: isRequired }), ...method('POST /pets') }),
  passes: [true],
  fails: [false, undefined],
  message: "the usage plan 'gold' covers 'Pets', of which no route requires an API key",
  unknown: [UNKNOWN],
});

describeRule('usage-plan-no-throttle', {
  template: (throttle) => plan({ Throttle: throttle }),
  passes: [LIMITS],
  fails: [undefined],
  message: "the usage plan 'gold' has no throttle",
  unknown: [UNKNOWN],
});

describeRule('usage-plan-no-throttle', {
  template: (burst) => plan({ Throttle: { RateLimit: 10, BurstLimit: burst } }),
  passes: [20, UNKNOWN],
  fails: [undefined],
  message: "the usage plan 'gold' has a throttle without BurstLimit",
  unknown: 'a limit is given or not',
}, 'half of it');

describeRule('usage-plan-no-throttle', {
  template: (rate) => plan({ Throttle: { RateLimit: rate, BurstLimit: 20 } }),
  passes: [0.5],
  fails: [undefined],
  message: "the usage plan 'gold' has a throttle without RateLimit",
  unknown: 'a limit is given or not',
}, 'the other half');

describeRule('usage-plan-no-quota', {
  template: (quota) => plan({ Quota: quota }),
  passes: [{ Limit: 1000, Period: 'DAY' }, { Limit: UNKNOWN, Period: 'DAY' }],
  fails: [undefined],
  message: "the usage plan 'gold' has no quota",
  unknown: [UNKNOWN],
});

describeRule('usage-plan-method-throttle-count', {
  template: (count: number) => covering(Object.fromEntries(Array.from({ length: count }, (_, index) => [`/pets${index}/GET`, LIMITS]))),
  passes: [20],
  fails: [21],
  message: "the usage plan 'gold' limits 21 single methods of a stage, and by default the quota is 20",
  unknown: 'how many there are is always written out',
});

describeRule('usage-plan-throttle-key-format', {
  template: (name: string) => covering({ [name]: LIMITS }, { ...method('GET /pets'), ...method('ANY /toys/{id}'), ...method('POST /') }),
  passes: ['/pets/GET', '/toys/{id}/DELETE', '/toys/{id}/ANY', '//POST', '/POST'],
  fails: ['GET /pets', 'pets/GET', '/pets/get'],
  message: (name) => `the usage plan 'gold' limits '${name}', which is no method as /pets/GET is one`,
  unknown: 'keys are always written out',
});

describeRule('usage-plan-throttle-key-format', {
  template: (name: string) => covering({ [name]: LIMITS }),
  passes: ['/pets/GET'],
  fails: ['/pets/POST', '/toys/GET', '/GET'],
  message: (name) => `the usage plan 'gold' limits '${name}', and 'Pets' has no such method`,
  unknown: 'keys are always written out',
}, 'a method that is not there');

describeRule('per-region-key-and-plan-count', {
  template: (count: number) => many(count, (index) => plan({ Throttle: LIMITS }, `Plan${index}`)),
  passes: [3],
  fails: [4],
  message: 'there are 4 usage plans for one region, and an account may have 3',
  unknown: 'how many there are is always written out',
  intent: { quotas: { usagePlans: 3 } },
});

test.each([
  ['AWS::ApiGateway::UsagePlan', 300, 'there are 301 usage plans for one region, and an account may have 300'],
  ['AWS::ApiGateway::ApiKey', 10_000, 'there are 10001 API keys for one region, and an account may have 10000'],
])('%s: %d are the quota of a region', (type, quota, message) => {
  const said = (count: number) => checkAll(
    reflect(templateWith(many(count, (index) => ({ [`R${index}`]: { Type: type } })))), {}, RULES.filter(({ id }) => id === 'per-region-key-and-plan-count'),
  ).map((finding) => finding.message);
  expect(said(quota)).toEqual([]);
  expect(said(quota + 1)).toEqual([message]);
});
