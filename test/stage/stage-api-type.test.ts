import { App, CfnParameter, Fn, Stack, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { HTTP_STAGES, REST_STAGES, WEBSOCKET_STAGES, newStack, v2Stage } from './stage-spellings';
import { ApiType } from '../../src/api-type';
import { isStage, tryApiTypeOf } from '../../src/stage/stage-api-type';

test.each([
  ...REST_STAGES.map((spelling) => ({ ...spelling, apiType: ApiType.REST })),
  ...HTTP_STAGES.map((spelling) => ({ ...spelling, apiType: ApiType.HTTP })),
  ...WEBSOCKET_STAGES.map((spelling) => ({ ...spelling, apiType: ApiType.WEBSOCKET })),
])('knows the API of $title', ({ make, apiType }) => {
  expect(tryApiTypeOf(make(newStack()).node.findAll().find(isStage)!)).toBe(apiType);
});

test('an API made from a document is an HTTP API', () => {
  const stack = newStack();
  const api = new apigatewayv2.CfnApi(stack, 'Api', { body: { openapi: '3.0.1' } });
  expect(tryApiTypeOf(v2Stage(stack, { apiId: api.ref }))).toBe(ApiType.HTTP);
});

test('finds the API by its logical id', () => {
  const stack = newStack();
  new apigatewayv2.CfnApi(stack, 'Other', { name: 'web', protocolType: 'HTTP' });
  new apigatewayv2.CfnApi(stack, 'Api', { name: 'chat', protocolType: 'WEBSOCKET' });
  expect(tryApiTypeOf(v2Stage(stack, { apiId: Fn.ref('Api') }))).toBe(ApiType.WEBSOCKET);
});

test('finds the API in another stack', () => {
  const app = new App();
  const api = new apigatewayv2.CfnApi(new Stack(app, 'Apis'), 'Api', { name: 'chat', protocolType: 'WEBSOCKET' });
  expect(tryApiTypeOf(v2Stage(new Stack(app, 'Stages'), { apiId: api.ref }))).toBe(ApiType.WEBSOCKET);
});

test('does not guess for an API outside of the app', () => {
  expect(tryApiTypeOf(v2Stage(newStack()))).toBeUndefined();
});

test('does not guess for a protocol that is only known at deploy time', () => {
  const stack = newStack();
  const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'either', protocolType: new CfnParameter(stack, 'Protocol').valueAsString });
  expect(tryApiTypeOf(v2Stage(stack, { apiId: api.ref }))).toBeUndefined();
});
