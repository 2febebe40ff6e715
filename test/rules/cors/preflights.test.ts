import { preflight } from './preflight';
import { RULES, checkAll } from '../../../src/rules/all-rules';
import { Json, Resources, UNKNOWN, templateWith } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route } from '../resources';
import { reflect } from '../spellings/template-spellings';

const INTENT = { browserClients: true };

describeRule<Resources>('cors-missing-preflight', {
  template: (more) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...method('POST /pets'), ...more }),
  passes: [preflight({ 'Allow-Origin': "'*'" }), method('ANY /pets')],
  fails: [{}, preflight({ 'Allow-Origin': "'*'" }, '/owners'), method('ANY /{proxy+}')],
  message: "'/pets', which browsers call, has no OPTIONS method: nothing answers their preflights",
  unknown: [
    method('OPTIONS /pets', { ResourceId: UNKNOWN }),
    method('OPTIONS /pets', { HttpMethod: UNKNOWN }),
  ],
  intent: INTENT,
});

describeRule<Json>('cors-missing-preflight', {
  template: (body) => restApi({ Body: body }),
  passes: [{ openapi: '3.0.1', paths: { '/pets': { get: { operationId: 'getPets' }, options: { operationId: 'askPets' } } } }],
  fails: [{ openapi: '3.0.1', paths: { '/pets': { get: { operationId: 'getPets' } } } }],
  message: "'/pets', which browsers call, has no OPTIONS method: nothing answers their preflights",
  unknown: [UNKNOWN],
  intent: INTENT,
}, 'in a body');

describeRule<Json>('cors-missing-http', {
  template: (configuration) => ({ ...httpApi({ CorsConfiguration: configuration }), ...lambdaFunction(), ...route('GET /pets'), ...route('$default') }),
  passes: [{ AllowOrigins: ['https://app.example.com'] }],
  fails: [undefined],
  message: "the API 'Pets', which browsers call, has no CORS configuration",
  unknown: [UNKNOWN],
  intent: INTENT,
});

describeRule<Resources>('cors-missing-http', {
  template: (more) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets'), ...more }),
  passes: [route('$default', { AuthorizationType: 'NONE' }), route('OPTIONS /{proxy+}', { AuthorizationType: 'NONE' }), route('ANY /pets', { AuthorizationType: 'NONE' })],
  fails: [route('ANY /owners'), route('POST /pets', { AuthorizationType: 'NONE' })],
  message: "the API 'Pets', which browsers call, has no CORS configuration",
  unknown: 'what is unknown has a case of its own',
  intent: INTENT,
}, 'where no backend can answer preflights');

test('both are silent unless somebody declares that browsers call', () => {
  const rules = RULES.filter(({ id }) => ['cors-missing-preflight', 'cors-missing-http'].includes(id));
  const rest = reflect(templateWith({ ...restApi(), ...lambdaFunction(), ...method('GET /pets') }));
  const http = reflect(templateWith({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets') }));
  for (const intent of [{}, { browserClients: false }]) expect([rest, http].flatMap((app) => checkAll(app, intent, rules))).toEqual([]);
  expect([rest, http].flatMap((app) => checkAll(app, INTENT, rules)).map(({ ruleId }) => ruleId)).toEqual(['cors-missing-preflight', 'cors-missing-http']);
});

test('a preflight behind a condition may not be there', () => {
  const { OptionsPets: options, ...rest } = { ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...preflight({}) };
  const template = {
    Parameters: { Environment: { Type: 'String' } },
    Conditions: { Live: { 'Fn::Equals': [{ Ref: 'Environment' }, 'live'] } },
    Resources: { ...rest, OptionsPets: { ...options, Condition: 'Live' } },
  };
  const [finding] = RULES.find(({ id }) => id === 'cors-missing-preflight')!.check(reflect(template), INTENT);
  expect(finding).toMatchObject({ severity: 'unknown', message: "whether '/pets' has an OPTIONS method cannot be known: 'OPTIONS /pets' is only known at deployment" });
});
