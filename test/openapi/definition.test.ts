import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Aspects, CfnResource, Stack, StackProps, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { Definition as ApiDefinition } from '../../src/openapi/definition';
import { RestImportSettings, restImportBody } from '../../src/openapi/rest-import-body';
import { RestRouteRules } from '../../src/rest-route-rules';
import { RouteTable } from '../../src/route-table';
import { bindOptions, bodyOf, restApi, testHandler, testStack, warnings } from '../rest-api';

interface Definition {
  readonly app: App;
  readonly stack: Stack;
  readonly scope: Construct;
  readonly routes: RouteTable;
  readonly definition: ApiDefinition;
}

/** A definition by itself, without the API around it. */
function define(settings: Partial<RestImportSettings> = {}, props: StackProps = {}): Definition {
  const app = new App();
  const stack = new Stack(app, 'Stack', props);
  const scope = new Construct(stack, 'Orders');
  const routes = new RouteTable(scope, {
    ...bindOptions(scope), stageName: 'prod', authorizer: Authorizer.none('a test'), defaultScopes: [], answersPreflight: false, rules: new RestRouteRules(false),
  });
  const definition = new ApiDefinition(scope, routes, {
    write: (all) => restImportBody(all, { title: 'orders', binaryMediaTypes: [], disableExecuteApiEndpoint: false, gatewayResponses: {}, ...settings }),
    check: () => [],
  });
  routes.add('GET /orders', { integration: Integration.mock(), description: `in ${Token.asString({ Ref: 'AWS::Region' })}` });
  return { app, stack, scope, routes, definition };
}

const add = ({ routes }: Definition, path: string) => routes.add(`GET ${path}`, { integration: Integration.mock() });

describe('a REST definition', () => {
  test('has the routes of the moment until nothing comes later, and from then on those', () => {
    const made = define();
    const paths = () => Object.keys((made.stack.resolve(made.definition.body) as { paths: object }).paths);
    expect(paths()).toEqual(['/orders']);
    add(made, '/late');
    expect(paths()).toEqual(['/late', '/orders']);
    made.scope.node.lock();
    expect(paths()).toEqual(['/late', '/orders']);
    expect(() => add(made, '/later')).toThrow('after synthesis began');
    expect(paths()).toEqual(['/late', '/orders']);
  });

  test('is the same before and after it is sealed', () => {
    const { stack, scope, definition } = define();
    const open = stack.resolve(definition.body) as object;
    scope.node.lock();
    expect(stack.resolve(definition.body)).toEqual(open);
    expect(stack.resolve(definition.body)).toEqual(open);
    expect(JSON.stringify(open)).toContain('"in ${AWS::Region}"');
  });

  test('is in the template as it stands sealed in a synthesized API', () => {
    const app = new App();
    const stack = testStack(app);
    const api = restApi(stack, { authorizer: Authorizer.lambdaToken(testHandler(stack)) });
    api.addRoute('GET /orders', { integration: Integration.lambdaFunction(testHandler(stack, 'Orders')) });
    const before = stack.resolve((api.restApi.node.defaultChild as apigateway.CfnRestApi).body) as object;
    expect(bodyOf(stack)).toEqual(before);
  });

  test('has the references that only the template\'s own stack can make', () => {
    const app = new App();
    const other = testStack(app, 'Other');
    const stack = testStack(app);
    restApi(stack).addRoute('GET /orders', { integration: Integration.lambdaFunction(testHandler(other)) });
    app.synth();
    expect(JSON.stringify(bodyOf(stack))).toMatch(/Fn::ImportValue":"Other:ExportsOutput/);
  });

  test('has the routes that Aspects add', () => {
    const stack = testStack();
    restApi(stack);
    Aspects.of(stack).add({
      visit: (node) => { if (node instanceof GovernedRestApi) node.addRoute('GET /late', { integration: Integration.mock() }); },
    });
    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/late']);
  });
});

describe.each<[string, StackProps]>([['an indented', {}], ['a compact', { suppressTemplateIndentation: true }]])('the size of a definition in %s template', (_, props) => {
  const indented = props.suppressTemplateIndentation !== true;
  /** The bytes by which a definition's description must be longer to reach a size. */
  const missing = (bytes: number) => {
    const { app, definition } = define({ description: 'x' }, props);
    const asWritten = sizeInTemplate(app, definition);
    return bytes - asWritten + 1;
  };
  /** What the CDK writes for the property, as far as it is no other property's. */
  const sizeInTemplate = (app: App, definition: ApiDefinition) => {
    const stack = app.node.findChild('Stack') as Stack;
    const written = (body?: unknown) => {
      const copy = new Stack(new App(), 'Copy', props);
      new CfnResource(copy, 'Api', { type: 'AWS::ApiGateway::RestApi', properties: { Body: body ?? 0 } });
      return readFileSync(join((copy.node.root as App).synth().directory, 'Copy.template.json')).length;
    };
    return written(stack.resolve(definition.body)) - written() + 1;
  };
  const sized = (bytes: number) => define({ description: 'x'.repeat(missing(bytes)) }, props);

  test.each([2_000, Limits.BODY_WARNING_BYTES])('can be %d bytes without a word', (bytes) => {
    const { app, stack, definition } = sized(bytes);
    expect(sizeInTemplate(app, definition)).toBe(bytes);
    expect(definition.check()).toEqual([]);
    expect(warnings(stack, '/Stack/Orders', '.*')).toEqual([]);
  });

  test.each([Limits.BODY_WARNING_BYTES + 1, Limits.BODY_ERROR_BYTES])('warns at %d bytes, with the remedies', (bytes) => {
    const { stack, definition } = sized(bytes);
    expect(definition.check()).toEqual([]);
    expect(warnings(stack, '/Stack/Orders', 'takes')).toEqual([expect.stringContaining(
      `the definition of 'Stack/Orders' takes ${bytes} bytes of a template, of which CloudFormation takes 1000000; `
      + `${indented ? 'set suppressTemplateIndentation on the stack (which takes some 40 % off), ' : ''}let routes share schemas, or put some routes into a second API`)]);
  });

  test('fails at one byte more, with the remedies', () => {
    const { stack, definition } = sized(Limits.BODY_ERROR_BYTES + 1);
    expect(definition.check()).toEqual([expect.stringMatching(new RegExp(`takes ${Limits.BODY_ERROR_BYTES + 1} bytes of a template.*; .*let routes share schemas, or put`))]);
    expect(warnings(stack, '/Stack/Orders', 'takes')).toEqual([]);
  });

  test('counts bytes, not letters', () => {
    expect(define({ description: '€'.repeat(Limits.BODY_ERROR_BYTES / 3) }, props).definition.check()).toHaveLength(1);
  });
});
