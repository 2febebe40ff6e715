import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { httpApi } from './http-api';
import { restApi, testStack, warnings } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { GovernedRestApi } from '../src/governed-rest-api';
import { Integration } from '../src/integrations/integration';
import { LeanHttpApi } from '../src/lean-http-api';

const integration = Integration.httpProxy('https://backend.example.com');
const TEXT = 'none of its routes has Authorizer\\.iam\\(\\), so nobody looks at the grant';
const APIS: [string, (stack: Stack) => GovernedRestApi | LeanHttpApi][] = [['GovernedRestApi', (stack) => restApi(stack)], ['LeanHttpApi', (stack) => httpApi(stack)]];

describe.each(APIS)('a grant on a %s', (_, make) => {
  const granted = (...authorizers: ('none' | 'iam')[]): Stack => {
    const stack = testStack();
    const api = make(stack);
    for (const id of ['One', 'Two']) api.grantInvoke(new iam.User(stack, id));
    authorizers.forEach((kind, index) => api.addRoute(`GET /r${index}`, { integration, authorizer: kind === 'iam' ? Authorizer.iam() : Authorizer.none('a test') }));
    return stack;
  };

  test('warns once when no route has IAM, and names the remedies', () => {
    const found = warnings(granted('none', 'none'), '/Stack/Api', TEXT);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('give routes that authorizer, or leave grantInvoke out');
  });

  test('warns of nothing when one route has IAM, also one that came later', () => {
    expect(warnings(granted('none', 'iam'), '/Stack/Api', TEXT)).toEqual([]);
  });

  test('is what is warned of: without one there is no warning', () => {
    const stack = testStack();
    make(stack).addRoute('GET /pets', { integration });
    expect(warnings(stack, '/Stack/Api', TEXT)).toEqual([]);
  });
});
