import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage } from '../resources';

const rest = (variables: Json) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ Variables: variables }) });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index}`, 'x']));

describeRule<Json>('stage-variable-limits', {
  template: rest,
  passes: [many(100), undefined],
  fails: [many(101)],
  message: "the stage 'live' has 101 variables, and at most 100 are taken",
  unknown: [UNKNOWN],
});

describeRule<number>('stage-variable-limits', {
  template: (length) => rest({ ['n'.repeat(length)]: 'x' }),
  passes: [64],
  fails: [65],
  message: `the stage 'live' has the variable '${'n'.repeat(65)}', a name of 65 characters, and at most 64 are taken`,
  unknown: 'names are literal',
}, 'names');

describeRule<Json>('stage-variable-limits', {
  template: (value) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets'), ...v2Stage({ StageVariables: { host: value } }) }),
  passes: ['v'.repeat(512), UNKNOWN, { 'Fn::Sub': `${'v'.repeat(500)}\${Unknown}` }],
  fails: ['v'.repeat(513), { 'Fn::Sub': `${'v'.repeat(513)}\${Unknown}` }],
  message: "the stage 'live' has the variable 'host' with a value of 513 characters, and at most 512 are taken",
  unknown: 'a value that only the deployment tells is most likely short',
}, 'values, of an HTTP API');

describeRule<Record<string, Json>>('stage-variable-secret', {
  template: rest,
  passes: [
    { function: 'pets', secretName: 'pets/database', tokenUrl: 'https://example.com/token', tokenTable: 'tokens' },
    { secret: { Ref: 'Function' }, password: '/pets/live/password', token: 'arn:aws:ssm:eu-west-1:111122223333:parameter/token' },
    { useToken: 'true', host: 'https://user@example.com/a:b@c', keyword: UNKNOWN, limit: '{{resolve:ssm:/pets/limit}}' },
  ],
  fails: [{ dbPassword: 'correct horse' }, { API_KEY: 'a1b2c3d4' }, { apikey: 'abcd1234' }, { clientSecret: 'abc' }, { token: '{{resolve:ssm:/pets/token}}' }],
  message: (variables) => `the stage 'live' has the variable '${Object.keys(variables)[0]}', which is named like a credential: stage variables are readable, and no place for credentials`,
  unknown: [{ clientSecret: UNKNOWN }],
});

describeRule<Json>('stage-variable-secret', {
  template: (value) => rest({ backend: value }),
  passes: ['postgres://database.example.com/pets'],
  fails: ['{{resolve:secretsmanager:pets:SecretString:key}}', '{{resolve:ssm-secure:/pets/key}}'],
  message: "the stage 'live' has the variable 'backend', which is resolved to a secret: stage variables are readable, and no place for credentials",
  unknown: 'a value that only the deployment tells is judged by its name',
}, 'secrets that are resolved');

describeRule<Json>('stage-variable-secret', {
  template: (value) => ({ ...rest(undefined), ...restStage({ CanarySetting: { PercentTraffic: 10, StageVariableOverrides: { backend: value } } }) }),
  passes: ['pets-v2'],
  fails: ['postgres://pets:hunter2@database.example.com/pets', 'AKIAIOSFODNN7EXAMPLE', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'],
  message: "the canary of the stage 'live' has the variable 'backend', whose value has the form of a credential: stage variables are readable, and no place for credentials",
  unknown: 'a value that only the deployment tells is judged by its name',
}, 'values that have the form of a credential, in a canary');
