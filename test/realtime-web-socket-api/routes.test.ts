import { Aspects, Duration, IAspect, Stack, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_cognito as cognito } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { MessageRouteOptions } from '../../src/web-socket/message-route-options';
import { Sessions } from '../../src/web-socket/sessions';
import { errorOf, template, testHandler, testStack, warnings } from '../rest-api';
import { integrationOf, resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const own = { sessions: Sessions.none('a test') };
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

    expect(routeOf(stack, 'sendMessage')).toMatchObject({ ModelSelectionExpression: '$request.body.action', RequestModels: { $default: 'SendMessageMessage' } });
    expect([Name, ContentType]).toEqual(['SendMessageMessage', 'application/json']);
    expect(Schema).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['text'], properties: { text: { type: 'string' } } });
  });

  test('of equal schemas share a model, and routes come after it', () => {
    const { stack } = apiWith({ a: { integration: mock, request: { body: text } }, b: { integration: mock, request: { body: { ...text } } } });

    expect(resourcesOf(stack, 'ApiGatewayV2::Model')).toHaveLength(1);
    template(stack).hasResource('AWS::ApiGatewayV2::Route', { Properties: { RouteKey: 'b' }, DependsOn: [Match.stringLikeRegexp('^ChatModels')] });
  });

  test('of keys that differ in punctuation alone have models of different names', () => {
    const other = { type: OBJECT };
    const { stack } = apiWith({ 'a-b': { integration: mock, request: { body: text } }, 'a.b': { integration: mock, request: { body: other } } });

    expect(resourcesOf(stack, 'ApiGatewayV2::Model').map(({ Name }) => String(Name))).toEqual(['ABMessage', 'ABMessage2']);
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

describe('$connect', () => {
  const pool = (stack: Stack) => {
    const users = new cognito.UserPool(stack, 'Pool');
    return Authorizer.userPool(users, { clients: [users.addClient('Web')] });
  };

  test.each<[string, (stack: Stack) => IRouteAuthorizer, string]>([
    ['nobody', () => Authorizer.none('a test'), 'NONE'],
    ['IAM', () => Authorizer.iam(), 'AWS_IAM'],
    ['a function', (stack) => Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.ticket'] }), 'CUSTOM'],
    ['the packaged verifier', () => Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'] }), 'CUSTOM'],
    ['the packaged verifier of a user pool', pool, 'CUSTOM'],
  ])('is judged by %s, and no other route is', (_name, authorizer, type) => {
    const stack = testStack();
    webSocketApi(stack, { authorizer: authorizer(stack), routes: { send: { integration: mock } } });

    expect(routeOf(stack, '$connect').AuthorizationType).toBe(type);
    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toHaveLength(type === 'CUSTOM' ? 1 : 0);
    expect(resourcesOf(stack, 'ApiGatewayV2::Route').filter(({ AuthorizationType, AuthorizerId }) => AuthorizationType ?? AuthorizerId)).toHaveLength(1);
  });

  test('has a REQUEST authorizer without what WebSocket APIs do not know', () => {
    const stack = testStack();
    webSocketApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['$request.querystring.ticket'] }) });

    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toEqual([{
      ApiId: expect.anything(), Name: 'Judge', AuthorizerType: 'REQUEST', AuthorizerUri: expect.anything(), IdentitySource: ['route.request.querystring.ticket'],
    }]);
  });

  test('warns of a header that browsers cannot send', () => {
    const stack = testStack();
    webSocketApi(stack, { authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Judge'), { identitySources: ['method.request.header.Authorization'] }) });

    expect(warnings(stack, '*', 'which browsers cannot')).toHaveLength(1);
  });

  test('has what the API asks of clients', () => {
    const stack = testStack();
    webSocketApi(stack, { connect: { apiKeyRequired: true, request: { requiredQuery: ['device'], requiredHeaders: ['User-Agent'] } } });

    expect(routeOf(stack, '$connect')).toMatchObject({
      ApiKeyRequired: true,
      RequestParameters: { 'route.request.querystring.device': { Required: true }, 'route.request.header.User-Agent': { Required: true } },
    });
    expect(routeOf(stack, '$disconnect').ApiKeyRequired).toBeUndefined();
  });

  test('declares what its integration passes on', () => {
    const connecting = Integration.custom({
      integrationType: apigateway.IntegrationType.HTTP_PROXY,
      httpMethod: 'POST',
      uri: 'https://backend.example.com/connect',
      requestParameters: { 'integration.request.header.X-Device': 'route.request.querystring.device', 'integration.request.header.X-Agent': 'route.request.header.User-Agent', 'integration.request.header.X-Id': 'context.connectionId' },
    });
    const { stack } = apiWith({ $connect: { integration: connecting, request: { requiredQuery: ['device'] } } }, own);

    expect(routeOf(stack, '$connect').RequestParameters).toEqual({ 'route.request.querystring.device': { Required: true }, 'route.request.header.User-Agent': { Required: false } });
  });

  test('of the user\'s own can have an authorizer of its own', () => {
    const { stack } = apiWith({ $connect: { integration: mock, authorizer: Authorizer.iam() } }, own);

    expect(routeOf(stack, '$connect').AuthorizationType).toBe('AWS_IAM');
  });

  test('behind a template lets in whom the backend lets in, and nobody else', () => {
    const connecting = Integration.custom({
      integrationType: apigateway.IntegrationType.AWS,
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem',
      credentialsArn: 'arn:aws:iam::111111111111:role/Put',
      requestTemplates: { $default: '{}' },
      responses: [{ selectionPattern: '2\\d{2}', statusCode: '200' }, { statusCode: '500' }],
    });
    const { stack } = apiWith({ $connect: { integration: connecting } }, own);

    expect(routeOf(stack, '$connect').RouteResponseSelectionExpression).toBe('$default');
    // Its own, and the one of heartbeat and $default.
    expect(responses(stack)).toEqual({ keys: ['$default', '/2\\d{2}/'], routes: 3 });
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

describe('fails', () => {
  const invalid = (options: object) => options as MessageRouteOptions;
  const native: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.JWT, tokenIssuer: 'https://login.example.com', audience: ['web'] }) };
  const nowhere: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.LAMBDA_REQUEST }) };

  test.each<[string, string, MessageRouteOptions, string]>([
    ['authorization on another route', 'send', { integration: mock, authorizer: Authorizer.iam() }, "'send' was given authorizer, but API Gateway asks who is there when a client connects, and for no message after that; write it on the API, or on '$connect' where that is a route of your own"],
    ['scopes on another route', 'send', { integration: mock, scopes: ['chat'] }, "'send' was given scopes, but API Gateway looks at the token when a client connects"],
    ['a key on another route', 'send', { integration: mock, apiKeyRequired: true }, "'send' was given apiKeyRequired, but API Gateway asks for keys when a client connects"],
    ['a cache', 'send', { integration: mock, cache: {} }, "'send' was given cache, but WebSocket APIs keep no answers; leave it out"],
    ['a description', 'send', { integration: mock, description: 'x' }, "'send' was given description, which WebSocket APIs have no place for"],
    ['a route without an integration', 'send', invalid({}), "'send' has no integration that this library knows"],
    ['an option that nothing reads', 'send', invalid({ integration: mock, replay: true }), "'send' was given 'replay', which nothing reads, so it would be ignored in silence; write 'reply'"],
    ['a reply of $disconnect', '$disconnect', { integration: mock, reply: true }, "'$disconnect' was given reply, but its answer is no message: nobody is there any more; leave reply out"],
    ['a reply of $connect', '$connect', { integration: mock, reply: true }, "'$connect' was given reply, but its answer is no message: it decides whether the connection is made; leave reply out"],
    ['a body of $connect', '$connect', { integration: mock, request: { body: text } }, "'$connect' was given request.body, but no message comes with it"],
    ['a query string of a message', 'send', { integration: mock, request: { requiredQuery: ['x'] } }, "'send' was given request.requiredQuery, but messages have neither query string nor headers"],
    ['an optional header', '$connect', { integration: mock, request: { optionalHeaders: ['x'] } }, "'$connect' was given request.optionalHeaders, which says nothing to a WebSocket API"],
    ['a name that cannot be mapped', '$connect', { integration: mock, request: { requiredQuery: ['a b'] } }, "'$connect' was given request.requiredQuery with 'a b', which API Gateway cannot look for"],
    ['names of the deployment', '$connect', { integration: mock, request: { requiredQuery: Token.asList({ Ref: 'Names' }) } }, "'$connect' was given request.requiredQuery as a list that is only known at deploy time"],
    ['a schema that is none', 'send', { integration: mock, request: { body: { type: OBJECT, nullable: true } as apigateway.JsonSchema } }, "the body schema of 'send'"],
    ['a throttle of half a request', 'send', { integration: mock, throttle: { rateLimit: 1, burstLimit: 0.5 } }, "burstLimit '0.5' of route 'send' is no number of requests"],
    ['a native JWT authorizer', '$connect', { integration: mock, authorizer: native }, "'$connect' was given an authorizer of the kind 'jwt', which WebSocket APIs do not have; write Authorizer."],
    ['a function that is nowhere', '$connect', { integration: mock, authorizer: nowhere }, "'$connect' was given an authorizer of the kind 'lambda-request' without authorizerUri"],
    ['an authorizer of another kind', '$connect', { integration: mock, authorizer: Authorizer.lambdaToken(testHandler(testStack())) }, "'$connect' was given Authorizer.lambdaToken(), which only REST APIs have"],
  ])('for %s', (_name, key, options, message) => {
    const stack = testStack();
    const api = webSocketApi(stack, own);

    expect(errorOf(stack, () => api.addRoute(key, options))).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ['an empty key', '', "route key '' is empty"],
    ['blanks', 'send message', "route key 'send message' has blanks"],
    ['brackets', 'send[0]', "route key 'send[0]' has blanks, brackets"],
    ['a route of the other types', 'GET /pets/{id}', "route key 'GET /pets/{id}' is one of a REST or HTTP API, and messages of a WebSocket API have no method and path; write what the message says, as 'pets-id'"],
    ['an unknown key of API Gateway\'s', '$message', "route key '$message' begins with '$', as API Gateway's own do; write one of '$connect', '$disconnect', '$default', or a name without '$'"],
    ['another case', '$Connect', "route key '$Connect' begins with '$', as API Gateway's own do; write '$connect'"],
    ['a token', Token.asString({ Ref: 'Key' }), 'a route key was given that is only known at deploy time'],
    ['a number', 5, "a route key was given as 5, and it is what a message says that it wants; write it as 'sendMessage'"],
  ])('for a key with %s', (_name, key, message) => {
    const stack = testStack();
    const api = webSocketApi(stack);

    expect(errorOf(stack, () => api.addRoute(key as string, { integration: mock }))).toContain(message);
  });

  test('for a second route of one key', () => {
    const { stack, api } = apiWith({ send: { integration: mock } });

    expect(errorOf(stack, () => api.addRoute('send', { integration: mock }))).toBe("the route 'send' exists already; change the first one, or give this one another key");
  });

  test('for a route that the sessions answer', () => {
    const { stack, api } = apiWith({});

    expect(errorOf(stack, () => api.addRoute('$connect', { integration: mock }))).toBe("the route '$connect' is answered by the API's sessions, which know by it who is connected; "
      + "write connect: { ... } on the API for what is asked of clients, or sessions: Sessions.none('<why>') to keep track of connections yourself");
    expect(errorOf(stack, () => api.addRoute('$disconnect', { integration: mock }))).toContain("leave it out, or sessions: Sessions.none('<why>')");
  });

  test('at synthesis without a $connect, as nobody would be asked who connects', () => {
    const { stack } = apiWith({ send: { integration: mock } }, own);

    expect(() => template(stack)).toThrow("the API 'Stack/Chat' has no route '$connect', so nobody is asked who connects; write addRoute('$connect', { integration: Integration.mock() })");
  });

  test('at synthesis for a route that was made beside the API', () => {
    const { stack, api } = apiWith({});
    new apigatewayv2.CfnRoute(stack, 'Beside', { apiId: api.webSocketApi.apiId, routeKey: 'beside' });

    expect(() => template(stack)).toThrow("'Stack/Beside' adds an AWS::ApiGatewayV2::Route to the API 'Stack/Chat' beside its routes, and the API's deployment neither waits for it nor changes with it; write addRoute('sendMessage', ...) instead");
  });
});

test('more routes than the quota are a warning, not an error', () => {
  const { stack } = apiWith(Object.fromEntries(Array.from({ length: 299 }, (_, index) => [`route${index}`, { integration: mock }])));

  expect(warnings(stack, '*', 'the API has 301 routes, and 300 is the quota')).toHaveLength(1);
});
