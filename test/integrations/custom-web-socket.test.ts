import { Aws, Duration, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { messageRoute } from './message-route';
import { checkWebSocketConfig } from '../../src/integrations/custom-web-socket';
import { Integration } from '../../src/integrations/integration';
import { RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { testStack } from '../rest-api';

const { AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK } = apigateway.IntegrationType;
const ROLE = 'arn:aws:iam::111122223333:role/topic';
const RESPONSES = [{ selectionPattern: '2\\d{2}', statusCode: '200' }];
const TOPIC: RouteIntegrationConfig = {
  integrationType: AWS, httpMethod: 'POST', uri: 'arn:aws:apigateway:eu-west-1:sns:action/Publish', credentialsArn: ROLE, requestTemplates: { $default: 'Message=$input.body' }, responses: RESPONSES,
};
const FUNCTION: RouteIntegrationConfig = { integrationType: AWS_PROXY, httpMethod: 'POST', uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/f/invocations` };
const BACKEND: RouteIntegrationConfig = { integrationType: HTTP_PROXY, httpMethod: 'POST', uri: 'https://backend.example.com' };

function check(config: Partial<RouteIntegrationConfig>, base: RouteIntegrationConfig = TOPIC, routeKey = 'sendMessage'): void {
  checkWebSocketConfig(routeKey, Integration.custom({ ...base, ...config }).bindIntegration(messageRoute(testStack(), routeKey)));
}

describe('Integration.custom on a WebSocket API', () => {
  test.each<[string, RouteIntegrationConfig]>([
    ['an action of AWS', TOPIC],
    ['one whose address only a deployment knows', { ...TOPIC, uri: Token.asString({ Ref: 'Uri' }), credentialsArn: undefined }],
    ['a function', FUNCTION],
    ['a function through templates', { ...FUNCTION, integrationType: AWS, responses: RESPONSES }],
    ['an HTTP backend', BACKEND],
    ['an HTTP backend through templates', { ...BACKEND, integrationType: HTTP, responses: [...RESPONSES, { statusCode: '200' }], contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT }],
    ['a mock', { integrationType: MOCK, requestTemplates: { $default: '{"statusCode":200}' }, responses: [{ statusCode: '200', responseTemplates: { $default: '{}' } }] }],
    ['templates of the largest size', { ...TOPIC, requestTemplates: { $default: 'é'.repeat(32_768) }, responses: [{ statusCode: '200', responseTemplates: { $default: 'é'.repeat(32_768) } }] }],
    ['a type that only a deployment knows', { ...TOPIC, integrationType: Token.asString({ Ref: 'Type' }) as apigateway.IntegrationType }],
    ['parameters from the message, the context, the stage and a text', {
      ...BACKEND,
      requestParameters: {
        'integration.request.header.X-Id': 'context.connectionId',
        'integration.request.querystring.room': 'route.request.body.room',
        'integration.request.path.tenant': 'stageVariables.tenant',
        'integration.request.header.x': "'1'",
        'integration.request.header.late': Token.asString({ Ref: 'Value' }),
      },
    }],
  ])('takes %s', (_what, config) => {
    expect(() => check({}, config)).not.toThrow();
  });

  test('takes headers and the query string on $connect, and fails for them on other routes', () => {
    for (const value of ['route.request.header.X-Id', 'route.request.querystring.id', 'route.request.multivalueheader.X-Id', 'route.request.multivaluequerystring.id']) {
      const config = { requestParameters: { 'integration.request.header.X-Id': value } };
      expect(() => check(config, BACKEND, '$connect')).not.toThrow();
      expect(() => check(config, BACKEND)).toThrow(`the integration of 'sendMessage' maps '${value}' to 'integration.request.header.X-Id', and only '$connect' has headers and a query string; write 'route.request.body.x' or 'context.x'`);
    }
  });

  test.each<[keyof RouteIntegrationConfig, Partial<RouteIntegrationConfig>]>([
    ['integrationSubtype', { integrationSubtype: 'SQS-SendMessage' }], ['payloadFormatVersion', { payloadFormatVersion: '1.0' }], ['serverNameToVerify', { serverNameToVerify: 'orders.internal' }],
    ['responseParameters', { responseParameters: {} }],
  ])('fails for %s, which only HTTP APIs read', (name, part) => {
    expect(() => check(part)).toThrow(new Error(`the integration of 'sendMessage' has ${name}, which only HTTP APIs read; leave it out`));
  });

  test.each<[string, Partial<RouteIntegrationConfig>, RouteIntegrationConfig, string]>([
    ['a VPC link', { vpcLinkId: 'link' }, BACKEND, 'has vpcLinkId, which only HTTP APIs read; leave it out, and let a function in the VPC call the backend'],
    ['no address', { uri: ' ' }, TOPIC, 'has no uri, so there is no backend to call; write uri: the ARN of an AWS action'],
    ['no address of a backend', { uri: undefined }, BACKEND, "has no uri, so there is no backend to call; write uri: 'https://…'"],
    ['no method', { httpMethod: undefined }, TOPIC, "has no httpMethod, without which API Gateway refuses it; write the method that the backend takes, as httpMethod: 'POST'"],
    ['no role', { credentialsArn: undefined }, TOPIC, "calls 'arn:aws:apigateway:eu-west-1:sns:action/Publish' without credentialsArn, and API Gateway calls no AWS service but Lambda without a role; write credentialsArn: role.roleArn"],
    ['no role, in a partition that only a deployment knows', { credentialsArn: undefined, uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:sns:action/Publish` }, TOPIC, "calls 'arn:<token>:apigateway:<token>:sns:action/Publish' without credentialsArn"],
    ['a role for an HTTP backend', { credentialsArn: ROLE }, BACKEND, 'has credentialsArn, with which API Gateway signs no call to an HTTP backend; leave it out'],
    ['a parameter of HTTP APIs', { requestParameters: { 'append:header.X': '$context.connectionId' } }, BACKEND, "maps '$context.connectionId' to 'append:header.X', which API Gateway does not know on a WebSocket API; write 'integration.request.header.X'"],
    ['a parameter from a method', { requestParameters: { 'integration.request.header.X': 'method.request.header.X' } }, BACKEND, "maps 'method.request.header.X' to 'integration.request.header.X', and requests of WebSocket APIs go by another name; write 'route.request.…'"],
    ['a template by content type', { requestTemplates: { 'application/json': '{}' } }, TOPIC, "has requestTemplates for 'application/json', and messages have no content type to choose by; write '$default'"],
    ['an answer by content type', { responses: [{ statusCode: '200', responseTemplates: { 'application/json': '{}' } }] }, TOPIC, "has responseTemplates for 'application/json', and messages have no content type"],
    ['a template that is no text', { requestTemplates: { $default: 5 as unknown as string } }, TOPIC, "has a template for '$default' that is 5, and a mapping template is a text; write it as one, as '{\"id\":\"$context.requestId\"}'"],
    ['a template that is too long', { requestTemplates: { $default: 'é'.repeat(32_769) } }, TOPIC, "has a template for '$default' of 32769 characters, and API Gateway takes 32768; write a shorter one"],
    ['an answer that is too long', { responses: [{ statusCode: '200', responseTemplates: { $default: 'a'.repeat(32_769) } }] }, TOPIC, "has a template for '$default' of 32769 characters"],
    ['a mock without a template', { integrationType: MOCK, requestTemplates: undefined }, TOPIC, "has no requestTemplates, and a mock answers by the status that its template says; write requestTemplates: { '$default': '{\"statusCode\":200}' }, or Integration.mock()"],
    ['no responses', { responses: [] }, TOPIC, "has no responses, so that nobody could be answered and nobody could connect; write responses: [{ selectionPattern: '2\\\\d{2}', statusCode: '200' }]"],
    ['headers of an answer', { responses: [{ statusCode: '200', responseParameters: { 'method.response.header.X': "'1'" } }] }, TOPIC, 'has responseParameters in its responses, and messages have no headers; leave them out'],
    ['two responses for one pattern', { responses: [{ selectionPattern: '200', statusCode: '200' }, { selectionPattern: '200', statusCode: '201' }] }, TOPIC, "has two responses for '200', of which API Gateway keeps one; give each a pattern of its own, and one of them none"],
    ['two responses for all', { responses: [{ statusCode: '200' }, { statusCode: '201' }] }, TOPIC, 'has two responses without a selectionPattern, of which'],
  ])('fails for %s', (_what, part, base, message) => {
    expect(() => check(part, base)).toThrow(`the integration of 'sendMessage' ${message}`);
  });

  test('fails for a type that is none, and for a wait that is too long', () => {
    expect(() => check({ integrationType: 'LAMBDA' as apigateway.IntegrationType })).toThrow("the integration of 'sendMessage' has the integrationType 'LAMBDA', which API Gateway does not know");
    expect(() => check({ timeout: Duration.seconds(30) })).toThrow("the integration timeout of 'sendMessage' is 30000 ms");
  });
});
