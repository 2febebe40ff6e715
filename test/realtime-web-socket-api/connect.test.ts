import { Stack, aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { MessageRouteOptions } from '../../src/web-socket/message-route-options';
import { Sessions } from '../../src/web-socket/sessions';
import { testHandler, testStack, warnings } from '../rest-api';
import { resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const own = { sessions: Sessions.none('a test') };
const mock = Integration.mock();

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
