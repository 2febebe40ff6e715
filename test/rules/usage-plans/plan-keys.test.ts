import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restStage } from '../resources';

const HERE: Json = { ApiId: { Ref: 'Api' }, Stage: 'live' };

function plan(name: string, stages: Json): Resources {
  return { [name]: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { UsagePlanName: name.toLowerCase(), ApiStages: stages } } };
}

function membership(logicalId: string, planId: string, keyId: Json): Resources {
  return { [logicalId]: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: keyId, KeyType: 'API_KEY', UsagePlanId: { Ref: planId } } } };
}

function twoPlans(stages: Json, keyOfSecond: Json = { Ref: 'Key' }): Resources {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...method('GET /pets', { ApiKeyRequired: true }),
    ...restStage(),
    Key: { Type: 'AWS::ApiGateway::ApiKey' },
    Other: { Type: 'AWS::ApiGateway::ApiKey' },
    ...plan('Gold', [HERE]),
    ...plan('Silver', stages),
    ...membership('InGold', 'Gold', { Ref: 'Key' }),
    ...membership('InSilver', 'Silver', keyOfSecond),
  };
}

const CLASH = "the API key 'Key' belongs to the usage plans 'gold' and 'silver', which both cover the stage 'live' of 'Pets'";

describeRule('api-key-in-two-plans-same-stage', {
  template: twoPlans,
  passes: [[], undefined, [{ ApiId: { Ref: 'Api' }, Stage: 'test' }], [{ ApiId: 'elsewhere', Stage: 'live' }]],
  fails: [[HERE], [{ ApiId: 'elsewhere', Stage: 'live' }, HERE]],
  message: CLASH,
  unknown: [UNKNOWN, [{ ApiId: { Ref: 'Api' }, Stage: UNKNOWN }]],
});

describeRule('api-key-in-two-plans-same-stage', {
  template: (key) => twoPlans([HERE], key),
  passes: [{ Ref: 'Other' }, 'a1b2c3d4e5', UNKNOWN],
  fails: [{ Ref: 'Key' }],
  message: CLASH,
  unknown: 'a key that is not known is most likely another one',
}, 'the same key');

describeRule('api-key-in-two-plans-same-stage', {
  template: (api: string) => ({
    ...twoPlans([{ ApiId: { Ref: api }, Stage: 'live' }]),
    Namesake: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Pets' } },
  }),
  passes: ['Namesake'],
  fails: ['Api'],
  message: CLASH,
  unknown: 'the API is always named here',
}, 'two APIs of one name');

describeRule('api-key-in-two-plans-same-stage', {
  template: (condition: Json) => {
    const { InSilver, ...others } = twoPlans([HERE]);
    return {
      Parameters: { Target: { Type: 'String' } },
      Conditions: { Some: { 'Fn::Equals': [{ Ref: 'Target' }, 'live'] }, Never: { 'Fn::Equals': ['test', 'live'] } },
      Resources: { ...others, InSilver: { ...InSilver, Condition: condition } },
    };
  },
  passes: ['Never'],
  fails: [undefined],
  message: CLASH,
  unknown: ['Some'],
}, 'a membership on a condition');

describeRule('usage-plans-per-key', {
  template: (count: number) => ({
    Key: { Type: 'AWS::ApiGateway::ApiKey' },
    ...Object.assign({}, ...Array.from({ length: count }, (_, index) => ({ ...plan(`Plan${index}`, []), ...membership(`In${index}`, `Plan${index}`, { Ref: 'Key' }) }))),
  }),
  passes: [10],
  fails: [11],
  message: "the API key 'Key' belongs to more than 10 usage plans, which is what API Gateway takes",
  unknown: 'a key that is not known is most likely another one',
});

describeRule('usage-plans-per-key', {
  template: (key: Json) => twoPlans([], key),
  passes: ['a1b2c3d4e5'],
  fails: [{ Ref: 'Key' }],
  message: "the API key 'Key' belongs to more than 1 usage plans, which is what API Gateway takes",
  unknown: 'a key that is not known is most likely another one',
  intent: { quotas: { usagePlansPerKey: 1 } },
}, 'a quota of its own');
