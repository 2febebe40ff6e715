import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Stage, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

function plan(stages: Json): Resources {
  return { Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { UsagePlanName: 'gold', ApiStages: stages } } };
}

function keyed(properties: Properties = {}): Resources {
  return { ...restApi(), ...lambdaFunction(), ...method('GET /pets', { ApiKeyRequired: true, ...properties }) };
}

function key(value: Json): Resources {
  return { Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: value } } };
}

const HERE = { ApiId: { Ref: 'Api' }, Stage: 'live' };

describeRule('api-key-required-everywhere', {
  template: (isRequired) => ({ ...keyed({ ApiKeyRequired: isRequired }), ...method('OPTIONS /pets', { AuthorizationType: 'NONE' }) }),
  passes: [true],
  fails: [false, undefined],
  message: "'GET /pets' of a metered API requires no API key",
  unknown: [UNKNOWN],
  intent: { metered: true },
});

const UNCOVERED = "the stage 'live' has routes that require an API key, and no usage plan covers it";

describeRule('api-key-without-usage-plan', {
  template: (stages) => ({ ...keyed(), ...restStage(), ...plan(stages) }),
  passes: [[HERE], [{ ApiId: 'elsewhere', Stage: 'live' }, HERE]],
  fails: [[], undefined, [{ ...HERE, Stage: 'test' }], [{ ...HERE, ApiId: 'elsewhere' }]],
  message: UNCOVERED,
  unknown: [UNKNOWN, [{ ...HERE, ApiId: UNKNOWN }], [{ ...HERE, Stage: UNKNOWN }]],
});

describeRule('api-key-without-usage-plan', {
  template: (isRequired) => ({ ...keyed({ ApiKeyRequired: isRequired }), ...restStage() }),
  passes: [false, undefined, UNKNOWN],
  fails: [true],
  message: UNCOVERED,
  unknown: 'keys that may be asked for are none that are refused',
}, 'keys that are asked for');

describeRule('api-key-without-usage-plan', {
  template: (condition) => ({
    Parameters: { Target: { Type: 'String' } },
    Conditions: { Some: { 'Fn::Equals': [{ Ref: 'Target' }, 'live'] }, Never: { 'Fn::Equals': ['test', 'live'] } },
    Resources: { ...webSocketApi(), ...lambdaFunction(), ...route('$connect', { ApiKeyRequired: true }), ...v2Stage(), Plan: { ...plan([{ ...HERE, Stage: { Ref: 'Stage' } }]).Plan, Condition: condition } },
  }),
  passes: [undefined],
  fails: ['Never'],
  message: UNCOVERED,
  unknown: ['Some'],
}, 'a plan of a WebSocket API that may not be made');

describeRule('api-key-source-authorizer-unusable', {
  template: (kind) => ({ ...keyed({ AuthorizationType: kind, AuthorizerId: { Ref: 'Authorizer' } }), ...restApi({ ApiKeySourceType: 'AUTHORIZER' }), ...restAuthorizer() }),
  passes: ['CUSTOM'],
  fails: ['AWS_IAM', 'NONE'],
  message: (kind) => `'GET /pets' gets its API key from a Lambda authorizer, and has the authorization ${kind}`,
  unknown: [UNKNOWN],
});

describeRule('api-key-source-authorizer-unusable', {
  template: (source) => ({ ...keyed(), ...restApi({ ApiKeySourceType: source }) }),
  passes: ['HEADER', undefined],
  fails: ['AUTHORIZER'],
  message: "'GET /pets' gets its API key from a Lambda authorizer, and has the authorization AWS_IAM",
  unknown: [UNKNOWN],
}, 'where keys come from');

describeRule('api-key-literal-value', {
  template: key,
  passes: [undefined, UNKNOWN, '{{resolve:secretsmanager:client-key}}'],
  fails: ['abcdefghij0123456789'],
  message: "the API key 'Key' has its value written out, 20 characters for everybody to read",
  unknown: 'a value that is not known from the template is what the rule asks for',
});

describeRule('api-key-value-length', {
  template: key,
  passes: [undefined, UNKNOWN, 'a'.repeat(20), 'a'.repeat(128)],
  fails: ['a'.repeat(19), 'a'.repeat(129)],
  message: (value) => `the API key 'Key' has a value of ${String(value).length} characters, and API Gateway takes 20 to 128`,
  unknown: 'a value that is not known from the template is most likely generated',
});

describeRule('ws-api-key-not-on-connect', {
  template: (isRequired) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('$connect', { ApiKeyRequired: true }), ...route('send', { AuthorizationType: 'NONE', ApiKeyRequired: isRequired }) }),
  passes: [false, undefined],
  fails: [true],
  message: "'send' requires an API key, which WebSocket APIs look at on $connect alone",
  unknown: [UNKNOWN],
});

describeRule<Properties>('api-key-without-usage-plan', {
  template: (more) => {
    const { Stage, Deployment } = restStage();
    const deployment = { ...Deployment, Properties: { ...Deployment.Properties, StageName: 'Stage' } };
    return { ...keyed(), Stage, ...plan([HERE]), Deployment: deployment, ...more as Resources };
  },
  passes: [{}],
  fails: [{ Other: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'test' } } }],
  message: "the stage 'test' has routes that require an API key, and no usage plan covers it",
  unknown: 'which deployment a stage names is written in the template',
}, 'the stage that deployments of SAM leave behind is nobody\'s');
