import { App, Stack, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { testHandler, testStack } from '../rest-api';
import { countsOf, webSocketApi } from '../web-socket-api';

/** `$connect`, `$disconnect`, `$default` and `heartbeat`. */
const PREDEFINED = 4;

/** All resources but those that the test itself makes. */
function resourcesBeyond(stack: Stack, functions: lambda.IFunction[]): number {
  const all = Object.values(countsOf(stack)).reduce((sum, count) => sum + count, 0);
  // Each with its role.
  return all - 2 * functions.length;
}

/** An API of so many routes on one function. */
function apiOf(routes: number, props: Partial<RealtimeWebSocketApiProps> = {}): { stack: Stack; handler: lambda.IFunction } {
  const stack = testStack(new App());
  const api = webSocketApi(stack, props);
  const handler = testHandler(stack);
  for (let index = 0; index < routes; index++) api.addRoute(`route${index}`, { integration: Integration.lambdaFunction(handler) });
  return { stack, handler };
}

test('300 routes on one function are at most 330 resources, with all defaults', () => {
  const { stack, handler } = apiOf(Limits.WEB_SOCKET_ROUTES);

  expect(resourcesBeyond(stack, [handler])).toBeLessThanOrEqual(330);
});

test('an API of 300 routes, tokens checked on connect, is at most 330 resources', () => {
  const authorizer = Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'] });
  const { stack, handler } = apiOf(Limits.WEB_SOCKET_ROUTES - PREDEFINED, { authorizer });

  expect(resourcesBeyond(stack, [handler])).toBeLessThanOrEqual(330);
});

test('80 routes on 80 functions with 20 models are at most routes, targets, models and 25 more', () => {
  const stack = testStack(new App());
  const api = webSocketApi(stack);
  const functions = Array.from({ length: 80 }, (_, index) => testHandler(stack, `Handler${index}`));
  functions.forEach((handler, index) => api.addRoute(`route${index}`, {
    integration: Integration.lambdaFunction(handler),
    ...index < 20 && { request: { body: { type: apigateway.JsonSchemaType.OBJECT, title: `Message${index}` } } },
  }));

  // Targets: the functions, that of the sessions, and API Gateway itself.
  expect(resourcesBeyond(stack, functions)).toBeLessThanOrEqual(80 + PREDEFINED + 80 + 2 + 20 + 25);
});

test('routes to one function share one integration and one role', () => {
  const { stack } = apiOf(50);

  // Beside that of the sessions' function and that of API Gateway's own answers.
  expect(countsOf(stack)['AWS::ApiGatewayV2::Integration']).toBe(3);
  expect(countsOf(stack)['AWS::Lambda::Permission']).toBeUndefined();
});
