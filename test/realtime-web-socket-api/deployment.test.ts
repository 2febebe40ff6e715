import { Duration, Stack, Tags, aws_apigateway as apigateway, aws_lambda as lambda, aws_sns as sns } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { MessageRouteOptions } from '../../src/web-socket/message-route-options';
import { SessionTable } from '../../src/web-socket/session-table';
import { Sessions } from '../../src/web-socket/sessions';
import { testDomain } from '../governed-rest-api/full-api';
import { template, testHandler, testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

const { STRING, OBJECT } = { STRING: apigateway.JsonSchemaType.STRING, OBJECT: apigateway.JsonSchemaType.OBJECT };

interface Variant {
  readonly props?: (stack: Stack) => Partial<RealtimeWebSocketApiProps>;
  /** Of the route `sendMessage`. */
  readonly route?: (stack: Stack, send: lambda.IFunction) => Partial<MessageRouteOptions>;
  readonly handler?: Partial<lambda.FunctionProps>;
  readonly then?: (api: RealtimeWebSocketApi, stack: Stack) => void;
}

interface Deployment { readonly DependsOn: string[]; readonly DeletionPolicy: string }

function deploymentOf(stack: Stack): { id: string; deployment: Deployment } {
  const entries = Object.entries(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));
  expect(entries).toHaveLength(1);
  const [[id, deployment]] = entries;
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage.Properties.DeploymentId).toEqual({ Ref: id });
  return { id, deployment: deployment as unknown as Deployment };
}

/** A function that has its name from where it is. */
function twin(stack: Stack, place: string): lambda.Function {
  return testHandler(new Construct(stack, place), 'Handler');
}

function deploymentId({ props, route, handler, then }: Variant): string {
  const stack = testStack();
  const code = lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });');
  const send = new lambda.Function(stack, 'Send', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code, ...handler });
  const api = webSocketApi(stack, props?.(stack));
  api.addRoute('sendMessage', { integration: Integration.lambdaFunction(send), ...route?.(stack, send) });
  then?.(api, stack);
  return deploymentOf(stack).id;
}

const base = deploymentId({});

describe('the deployment is another one', () => {
  test.each<[string, Variant]>([
    ['a route is added', { then: (api) => api.addRoute('other', { integration: Integration.mock() }) }],
    ['a route has another integration', { route: () => ({ integration: Integration.mock() }) }],
    ['a route has another function', { route: (stack) => ({ integration: Integration.lambdaFunction(testHandler(stack, 'Other')) }) }],
    ['a route has another timeout', { route: (_stack, send) => ({ integration: Integration.lambdaFunction(send, { timeout: Duration.seconds(5) }) }) }],
    ['a function has another name', { handler: { functionName: 'send' } }],
    ['a route replies', { route: () => ({ reply: true }) }],
    ['a route checks its messages', { route: () => ({ request: { body: { type: OBJECT } } }) }],
    ['a model asks for something else', { route: () => ({ request: { body: { type: STRING } } }) }],
    ['a route has a name for generated clients', { route: () => ({ operationName: 'SendMessage' }) }],
    ['the API\'s own answer gives way', { then: (api) => api.addRoute('$default', { integration: Integration.mock() }) }],
    ['the routes are found elsewhere in a message', { props: () => ({ routeSelectionExpression: '$request.body.kind' }) }],
    ['callers are asked for signatures', { props: () => ({ authorizer: Authorizer.iam() }) }],
    ['callers are judged by a function', { props: (stack) => ({ authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.a'] }) }) }],
    ['a function judges by something else', { props: (stack) => ({ authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.b'] }) }) }],
    ['clients must have a key', { props: () => ({ connect: { apiKeyRequired: true } }) }],
    ['clients must send a parameter', { props: () => ({ connect: { request: { requiredQuery: ['device'] } } }) }],
    ['API Gateway writes sessions itself', { props: () => ({ sessions: Sessions.direct() }) }],
    ['the default endpoint goes', { props: (stack) => ({ domain: testDomain(stack) }) }],
  ])('when %s', (_name, variant) => {
    expect(deploymentId(variant)).not.toBe(base);
  });

  test('for each of these', () => {
    const judges = ['a', 'b'].map((name) => deploymentId({ props: (stack) => ({ authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: [`$request.querystring.${name}`] }) }) }));
    const models = [OBJECT, STRING].map((type) => deploymentId({ route: () => ({ request: { body: { type } } }) }));

    expect(new Set([...judges, ...models]).size).toBe(4);
  });
});

describe('the deployment is the same', () => {
  test.each<[string, Variant]>([
    ['nothing', {}],
    ['the stage\'s throttle', { props: () => ({ throttle: { rateLimit: 5, burstLimit: 2 } }) }],
    ['a route\'s throttle', { route: () => ({ throttle: { rateLimit: 5, burstLimit: 2 } }) }],
    ['stage variables', { props: () => ({ stageVariables: { colour: 'blue' } }) }],
    ['the access log', { props: () => ({ accessLog: { retention: 30 } }) }],
    ['the alarms', { props: (stack) => ({ alarms: { actions: [new SnsAction(new sns.Topic(stack, 'Topic'))] } }) }],
    ['the description', { props: () => ({ description: 'chat' }) }],
    ['the name', { props: () => ({ apiName: 'chat' }) }],
    ['tags', { then: (_api, stack) => Tags.of(stack).add('owner', 'us') }],
    ['broadcast', { then: (api, stack) => api.grantBroadcast(testHandler(stack, 'Other')) }],
    ['the code of a function', { handler: { code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 201 });') } }],
    ['the memory of a function', { handler: { memorySize: 256 } }],
  ])('whatever %s', (_name, variant) => {
    expect(deploymentId(variant)).toBe(base);
  });

  test('whatever the order of the routes', () => {
    const routes: ((stack: Stack) => [string, MessageRouteOptions])[] = [
      (stack) => ['one', { integration: Integration.lambdaFunction(twin(stack, 'A')), request: { body: { type: OBJECT } } }],
      (stack) => ['other', { integration: Integration.lambdaFunction(twin(stack, 'B')), request: { body: { type: OBJECT } } }],
      () => ['yes', { integration: Integration.mock({ body: '{"yes":1}' }), reply: true, request: { body: { type: STRING } } }],
      () => ['no', { integration: Integration.mock({ body: '{"no":1}' }), reply: true }],
      () => ['here', { integration: Integration.httpProxy('https://here.example.com') }],
      () => ['there', { integration: Integration.httpProxy('https://there.example.com') }],
    ];
    const made = [routes, [...routes].reverse()].map((ordered) => {
      const stack = testStack();
      const api = webSocketApi(stack);
      // Before the routes, as two functions of one name would otherwise depend on their order themselves.
      const definitions = ordered.map((definition) => definition(stack));
      definitions.forEach(([key, options]) => api.addRoute(key, options));
      return Object.keys(template(stack).toJSON().Resources as object).sort();
    });

    expect(made[0]).toEqual(made[1]);
  });
});

test('the deployment comes after each route, integration, model, response and authorizer, and stays when another one comes', () => {
  const stack = testStack();
  const api = webSocketApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.a'] }), sessions: Sessions.direct() });
  api.addRoute('ask', { integration: Integration.lambdaFunction(testHandler(stack, 'Send')), reply: true, request: { body: { type: OBJECT } } });
  const parts = Object.entries(template(stack).toJSON().Resources as { [id: string]: { Type: string } })
    .filter(([, { Type }]) => /^AWS::ApiGatewayV2::(Route|Integration|Model|RouteResponse|IntegrationResponse|Authorizer)$/.test(Type)).map(([id]) => id);
  const { deployment } = deploymentOf(stack);

  expect(parts.length).toBeGreaterThan(10);
  expect(deployment.DependsOn).toEqual(expect.arrayContaining(parts));
  expect(deployment.DeletionPolicy).toBe('Retain');
});

test('the deployment comes after the roles and permissions by which API Gateway calls what routes lead to', () => {
  const stack = testStack();
  const { table } = new SessionTable(stack, 'Table');
  const api = webSocketApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.a'] }), sessions: Sessions.direct({ table }) });
  api.addRoute('send', { integration: Integration.lambdaFunction(testHandler(stack, 'Send')) });
  const { DependsOn } = deploymentOf(stack).deployment;

  for (const needed of [/^ChatIntegrationRole.*Policy/, /^ChatInvokeRole/, /^ChatInvokeJudge/]) expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(needed)]));
});
