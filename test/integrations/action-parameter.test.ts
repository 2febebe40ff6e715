import { Lazy, Token } from 'aws-cdk-lib';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { ApiType } from '../../src/api-type';
import { ActionParameter } from '../../src/integrations/action-parameter';
import { bindOptions, testStack } from '../rest-api';

function source(text: string, routeKey?: string): string {
  return ActionParameter.parse(text, 'messageBody', messageRoute(testStack(), routeKey)).source;
}

describe('a value of a WebSocket API', () => {
  test.each(['sendMessage', '$default'])('is read from the messages of %s, the context, the stage, or a text', (routeKey) => {
    expect(['$request.body', '$request.body.id', '$request.body.a[0].b', '$context.connectionId', '$context.authorizer.sub', '$context.messageId', '$stageVariables.tenant', 'ping']
      .map((text) => source(text, routeKey))).toEqual(['body', 'bodyPath', 'bodyPath', 'context', 'context', 'context', 'stageVariables', 'literal']);
  });

  test.each(SILENT_ROUTES)('is read from the context, the stage or a text on %s', (routeKey) => {
    expect(['$context.connectionId', '$stageVariables.tenant', 'connected'].map((text) => source(text, routeKey))).toEqual(['context', 'stageVariables', 'literal']);
  });

  test.each(SILENT_ROUTES.flatMap((routeKey) => ['$request.body', '$request.body.id', '$context.messageId'].map((text) => [routeKey, text])))('fails on %s for %s, as no message comes with it', (routeKey, text) => {
    expect(() => source(text, routeKey)).toThrow(`the messageBody of '${routeKey}' is '${text}', and no message comes with '${routeKey}'; `
      + 'write \'$context.connectionId\' or another \'$context.x\', \'$stageVariables.x\', or a text that does not begin with \'$\'');
  });

  test.each(['$request.header.X-Id', '$request.querystring.id', '$request.path.id'])('fails for %s of a message', (text) => {
    expect(() => source(text)).toThrow(`the messageBody of 'sendMessage' is '${text}', and what a WebSocket API gets has neither headers, query string nor path; `
      + 'write \'$request.body\', \'$request.body.x\', \'$context.x\' or \'$stageVariables.x\', or a text that does not begin with \'$\'');
  });

  test.each(['$request.header.X-Id', '$request.querystring.id'])('fails for %s of $connect, which no template is said to have', (text) => {
    expect(() => source(text, '$connect')).toThrow(`the messageBody of '$connect' is '${text}', which AWS documents for no template of a WebSocket API; `
      + 'write \'$context.authorizer.x\', which the authorizer takes from there, or let a function answer \'$connect\'');
  });

  test('fails for a path parameter on $connect', () => {
    expect(() => source('$request.path.id', '$connect')).toThrow('has neither headers, query string nor path; write \'$context.x\' or');
  });

  test.each(['$body', '$request', '$request.body.'])('fails for %s, which API Gateway cannot read, and names what a message has', (text) => {
    expect(() => source(text)).toThrow(`is '${text}', which API Gateway cannot read; write '$request.body', '$request.body.x', '$context.x' or '$stageVariables.x', or`);
    expect(() => source(text, '$disconnect')).toThrow('which API Gateway cannot read; write \'$context.x\' or');
  });

  test.each<[unknown, string]>([[5, '5'], [undefined, 'undefined'], [null, 'null'], [{ S: 'x' }, 'an object'], [['x'], 'a list'], [Token.asNumber({ Ref: 'N' }), '<token>'], [Lazy.any({ produce: () => 'x' }), '<token>']])('fails for %p, which is no text', (given, shown) => {
    expect(() => source(given as string)).toThrow(new Error(`the messageBody of 'sendMessage' is ${shown}, which is no text; `
      + 'write \'$request.body\', \'$request.body.x\', \'$context.x\' or \'$stageVariables.x\', or a text that does not begin with \'$\''));
  });

  test('fails for nothing, and for a reference within a text', () => {
    expect(() => source('')).toThrow("the messageBody of 'sendMessage' is empty, which API Gateway refuses; write '$request.body', ");
    expect(() => source('id $context.connectionId')).toThrow("and AWS does not say whether '$context' is read within a text");
  });
});

test('the words for a GET request name no body', () => {
  const options = { ...bindOptions(testStack(), 'GET /pets'), apiType: ApiType.HTTP };
  expect(() => ActionParameter.parse('$body', 'input', options)).toThrow("write '$request.header.x', '$request.querystring.x', '$request.path.x', '$context.x' or '$stageVariables.x', or");
});
