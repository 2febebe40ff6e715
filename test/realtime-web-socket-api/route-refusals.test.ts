import { Stack, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { MessageRouteOptions } from '../../src/web-socket/message-route-options';
import { Sessions } from '../../src/web-socket/sessions';
import { errorOf, template, testHandler, testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

const own = { sessions: Sessions.none('a test') };
const mock = Integration.mock();
const { STRING, OBJECT } = { STRING: apigateway.JsonSchemaType.STRING, OBJECT: apigateway.JsonSchemaType.OBJECT };
const text = { type: OBJECT, required: ['text'], properties: { text: { type: STRING } } };

interface Made { readonly stack: Stack; readonly api: RealtimeWebSocketApi }

function apiWith(routes: { [key: string]: MessageRouteOptions }, props: Partial<RealtimeWebSocketApiProps> = {}): Made {
  const stack = testStack();
  return { stack, api: webSocketApi(stack, { ...props, routes }) };
}

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
    ['a name that is no list', '$connect', invalid({ integration: mock, request: { requiredQuery: 'room' } }), "'$connect' was given request.requiredQuery with 'room', which is no list; write requiredQuery: ['name']"],
    ['an operation that no client method can be called after', 'send', { integration: mock, operationName: 'send-message' }, "'send' has the operationName 'send-message', from which no client method can be made; write letters, digits and underscores"],
    ['an operation of a long name', 'send', { integration: mock, operationName: 'a'.repeat(65) }, 'of 65 characters, and API Gateway takes at most 64; write a shorter one'],
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

  test('for a second operation of one name, and not for one of the longest', () => {
    const operationName = 'a'.repeat(64);
    const { stack, api } = apiWith({ send: { integration: mock, operationName } });

    expect(errorOf(stack, () => api.addRoute('other', { integration: mock, operationName }))).toBe(`'other' has the operationName '${operationName}', which 'send' has already; give each operation its own`);
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
