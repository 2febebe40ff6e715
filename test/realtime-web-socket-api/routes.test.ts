import { Aspects, Duration, IAspect, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { MessageRouteOptions } from '../../src/web-socket/message-route-options';
import { errorOf, template, testHandler, testStack, warnings } from '../rest-api';
import { integrationOf, resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const mock = Integration.mock();
const { STRING, OBJECT } = { STRING: apigateway.JsonSchemaType.STRING, OBJECT: apigateway.JsonSchemaType.OBJECT };
const text = { type: OBJECT, required: ['text'], properties: { text: { type: STRING } } };

interface Made { readonly stack: Stack; readonly api: RealtimeWebSocketApi }

function apiWith(routes: { [key: string]: MessageRouteOptions }, props: Partial<RealtimeWebSocketApiProps> = {}): Made {
  const stack = testStack();
  return { stack, api: webSocketApi(stack, { ...props, routes }) };
}

/** The integration responses and route responses of the template, by what they belong to. */
function responses(stack: Stack): { keys: string[]; routes: number } {
  return {
    keys: resourcesOf(stack, 'ApiGatewayV2::IntegrationResponse').map(({ IntegrationResponseKey }) => String(IntegrationResponseKey)).sort(),
    routes: resourcesOf(stack, 'ApiGatewayV2::RouteResponse').length,
  };
}

describe('routes', () => {
  test('to one function share one integration', () => {
    const stack = testStack();
    const send = Integration.lambdaFunction(testHandler(stack, 'Send'));
    webSocketApi(stack, { routes: { sendMessage: { integration: send }, edit: { integration: send }, $default: { integration: send } } });

    expect(routeOf(stack, 'sendMessage').Target).toEqual(routeOf(stack, 'edit').Target);
    expect(routeOf(stack, '$default').Target).toEqual(routeOf(stack, 'edit').Target);
    expect(integrationOf(stack, 'edit')).toMatchObject({ IntegrationType: 'AWS_PROXY', IntegrationMethod: 'POST' });
  });

  test('to one function, called in two ways, have an integration for each', () => {
    const stack = testStack();
    const send = testHandler(stack, 'Send');
    const quick = Integration.lambdaFunction(send, { timeout: Duration.seconds(2) });
    webSocketApi(stack, { routes: { slow: { integration: Integration.lambdaFunction(send) }, quick: { integration: quick } } });

    expect(integrationOf(stack, 'slow').TimeoutInMillis).toBeUndefined();
    expect(integrationOf(stack, 'quick').TimeoutInMillis).toBe(2000);
  });

  test('to functions of one id in two places have an integration for each', () => {
    const stack = testStack();
    const [one, other] = ['A', 'B'].map((id) => Integration.lambdaFunction(testHandler(new Stack(stack, id), 'Handler')));
    webSocketApi(stack, { routes: { one: { integration: one }, other: { integration: other } } });

    expect(integrationOf(stack, 'one').IntegrationUri).not.toEqual(integrationOf(stack, 'other').IntegrationUri);
  });

  test('answer nobody unless they reply', () => {
    const stack = testStack();
    const send = Integration.lambdaFunction(testHandler(stack, 'Send'));
    webSocketApi(stack, { routes: { tell: { integration: send }, ask: { integration: send, reply: true } } });

    expect(routeOf(stack, 'tell').RouteResponseSelectionExpression).toBeUndefined();
    expect(routeOf(stack, 'ask').RouteResponseSelectionExpression).toBe('$default');
    // Those of heartbeat, $default and ask; a proxy's answers pass as they are.
    expect(responses(stack)).toEqual({ keys: ['$default'], routes: 3 });
  });

  test('that reply through templates have the responses of their integration, the others none', () => {
    const { stack } = apiWith({
      tell: { integration: Integration.mock({ body: '{"told":true}' }) },
      ask: { integration: Integration.mock({ body: '{"asked":true}' }), reply: true },
    });

    const asked = resourcesOf(stack, 'ApiGatewayV2::IntegrationResponse').filter(({ ResponseTemplates }) => String(ResponseTemplates.$default).includes('asked'));
    expect(asked).toEqual([expect.objectContaining({ ResponseTemplates: { $default: '{"asked":true}' }, TemplateSelectionExpression: '\\$default' })]);
    expect(JSON.stringify(resourcesOf(stack, 'ApiGatewayV2::IntegrationResponse'))).not.toContain('told');
  });

  test('can be added late, by an Aspect, and are in the deployment', () => {
    const stack = testStack();
    const api = webSocketApi(stack);
    let added = false;
    const late: IAspect = {
      visit: (node: IConstruct) => {
        if (node !== api || added) return;
        added = true;
        api.addRoute('late', { integration: mock });
      },
    };
    Aspects.of(api).add(late);

    const [deployment] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));
    expect((deployment as { DependsOn: string[] }).DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^ChatRouteslate/)]));
  });

  test('fail after synthesis has begun', () => {
    const stack = testStack();
    const api = webSocketApi(stack);
    template(stack);

    expect(() => api.addRoute('late', { integration: mock })).toThrow("'late' was added to 'Stack/Chat' after synthesis began, so it would be missing from the template; add routes in constructors or in Aspects");
  });

  test('give back their key, their ARN and their resource', () => {
    const stack = testStack();
    const api = webSocketApi(stack);
    const route = api.addRoute('send/message', { integration: mock, operationName: 'SendMessage' });

    expect(route.routeKey).toBe('send/message');
    expect(stack.resolve(route.routeArn)).toEqual(stack.resolve(stack.formatArn({ service: 'execute-api', resource: api.webSocketApi.apiId, resourceName: 'prod/send/message' })));
    expect(route.resource.operationName).toBe('SendMessage');
  });

  test('have limits of their own, rate and burst together', () => {
    const stack = testStack();
    const api = webSocketApi(stack, { connect: { throttle: { rateLimit: 20, burstLimit: 10 } } });
    api.addRoute('send', { integration: mock, throttle: { rateLimit: 5, burstLimit: 2 } });

    const [{ RouteSettings }] = resourcesOf(stack, 'ApiGatewayV2::Stage');
    expect(RouteSettings.$connect).toMatchObject({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 10 });
    expect(RouteSettings.send).toMatchObject({ ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR' });
  });
});

describe('messages', () => {
  test('are checked by a model, whatever they say they are', () => {
    const { stack } = apiWith({ sendMessage: { integration: mock, request: { body: text } } });
    const [{ Name, Schema, ContentType }] = resourcesOf(stack, 'ApiGatewayV2::Model');

    expect(routeOf(stack, 'sendMessage')).toMatchObject({ ModelSelectionExpression: '$request.body.action', RequestModels: { $default: Name } });
    expect(Name).toMatch(/^Message[0-9a-f]{12}$/);
    expect(ContentType).toBe('application/json');
    expect(Schema).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['text'], properties: { text: { type: 'string' } } });
  });

  test('of equal schemas share a model, and routes come after it', () => {
    const { stack } = apiWith({ a: { integration: mock, request: { body: text } }, b: { integration: mock, request: { body: { ...text } } } });

    expect(resourcesOf(stack, 'ApiGatewayV2::Model')).toHaveLength(1);
    template(stack).hasResource('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'b' }, DependsOn: [Match.stringLikeRegexp('^ChatModels')] });
  });

  test('have models whose names do not depend on who asks first', () => {
    const other = { type: OBJECT };
    const names = [['a', 'b'], ['b', 'a']].map((keys) => {
      const { stack } = apiWith(Object.fromEntries(keys.map((key) => [key, { integration: mock, request: { body: key === 'a' ? text : other } }])));
      return resourcesOf(stack, 'ApiGatewayV2::Model').map(({ Name }) => String(Name)).sort();
    });

    expect(names[0]).toHaveLength(2);
    expect(names[0]).toEqual(names[1]);
  });

  test('may have the largest model that API Gateway takes, and none above', () => {
    const largest = (characters: number) => ({ type: OBJECT, description: 'x'.repeat(characters) });
    const { stack, api } = apiWith({});
    const without = JSON.stringify({ $schema: 'http://json-schema.org/draft-04/schema#', ...largest(0) }).length;
    api.addRoute('large', { integration: mock, request: { body: largest(Limits.V2_MODEL_CHARACTERS - without) } });

    expect(errorOf(stack, () => api.addRoute('larger', { integration: mock, request: { body: largest(Limits.V2_MODEL_CHARACTERS - without + 1) } })))
      .toBe("the body schema of 'larger' has 32769 characters, and a model of a WebSocket API has at most 32768; describe less of the message, and look at the rest in the function");
  });

  test('keep their definitions, in the spelling of JSON Schema', () => {
    const body = { type: OBJECT, definitions: { name: { type: STRING } }, properties: { name: { ref: '#/definitions/name' } } };
    const { stack } = apiWith({ send: { integration: mock, request: { body } } });

    expect(resourcesOf(stack, 'ApiGatewayV2::Model')[0].Schema).toMatchObject({ definitions: { name: { type: 'string' } }, properties: { name: { $ref: '#/definitions/name' } } });
  });

  test('are selected by another expression where the API has one', () => {
    const { stack } = apiWith({ send: { integration: mock, request: { body: text } } }, { routeSelectionExpression: '${request.body.kind}' });

    expect(resourcesOf(stack, 'ApiGatewayV2::Api')[0].RouteSelectionExpression).toBe('${request.body.kind}');
    expect(routeOf(stack, 'send').ModelSelectionExpression).toBe('${request.body.kind}');
  });

  test('warn of what API Gateway does not look at', () => {
    const { stack } = apiWith({ send: { integration: mock, request: { body: { type: apigateway.JsonSchemaType.ARRAY, minItems: 1 } } } });

    expect(warnings(stack, '*', 'minItems')).toHaveLength(1);
  });
});

describe('what API Gateway answers itself', () => {
  test('gives way to a route of the user\'s', () => {
    const { stack } = apiWith({ $default: { integration: mock } });

    expect(routeOf(stack, '$default').RouteResponseSelectionExpression).toBeUndefined();
    expect(routeOf(stack, 'heartbeat').RouteResponseSelectionExpression).toBe('$default');
  });

  test('leaves nothing behind when all of it has given way', () => {
    const { stack } = apiWith({ $default: { integration: mock }, heartbeat: { integration: mock } });

    expect(responses(stack)).toEqual({ keys: [], routes: 0 });
  });
});

test('more routes than the quota are a warning, not an error', () => {
  const { stack } = apiWith(Object.fromEntries(Array.from({ length: 299 }, (_, index) => [`route${index}`, { integration: mock }])));

  expect(warnings(stack, '*', 'the API has 301 routes, and 300 is the quota')).toHaveLength(1);
});
