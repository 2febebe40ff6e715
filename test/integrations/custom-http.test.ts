import { Aws, Duration, Lazy, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { checkHttpConfig, refuseHttpConfig } from '../../src/integrations/custom-http';
import { Integration } from '../../src/integrations/integration';
import { RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { httpApi, httpBodyOf } from '../http-api';
import { Document, errorOf, restApi, testStack } from '../rest-api';

const { AWS, AWS_PROXY, HTTP, HTTP_PROXY, MOCK } = apigateway.IntegrationType;
const ROLE = 'arn:aws:iam::111122223333:role/queue';
const FUNCTION: RouteIntegrationConfig = {
  integrationType: AWS_PROXY, httpMethod: 'POST', uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/f/invocations`, payloadFormatVersion: '2.0',
};
const BACKEND: RouteIntegrationConfig = { integrationType: HTTP_PROXY, httpMethod: 'GET', uri: 'https://backend.example.com' };
const QUEUE: RouteIntegrationConfig = { integrationType: AWS_PROXY, integrationSubtype: 'SQS-SendMessage', credentialsArn: ROLE, requestParameters: { QueueUrl: 'https://queue', MessageBody: '$request.body' } };

function imported(config: RouteIntegrationConfig): Document {
  const stack = testStack();
  httpApi(stack).addRoute('POST /events', { integration: Integration.custom(config) });
  return Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations'])[0];
}

function failure(config: RouteIntegrationConfig): string {
  const stack = testStack();
  const api = httpApi(stack);
  return errorOf(stack, () => api.addRoute('POST /events', { integration: Integration.custom(config) }));
}

describe('Integration.custom on an HTTP API', () => {
  test.each<[string, RouteIntegrationConfig, object]>([
    ['a function', FUNCTION, { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0' }],
    ['an HTTP backend', { ...BACKEND, timeout: Duration.seconds(2) }, { type: 'http_proxy', httpMethod: 'GET', uri: 'https://backend.example.com', payloadFormatVersion: '1.0', timeoutInMillis: 2000 }],
    ['a private backend', { ...BACKEND, uri: 'arn:listener', vpcLinkId: 'link', serverNameToVerify: 'orders.internal' },
      { type: 'http_proxy', uri: 'arn:listener', connectionType: 'VPC_LINK', connectionId: 'link', tlsConfig: { serverNameToVerify: 'orders.internal' } }],
    ['an action of AWS', QUEUE, { type: 'aws_proxy', integrationSubtype: 'SQS-SendMessage', credentials: ROLE, payloadFormatVersion: '1.0', requestParameters: QUEUE.requestParameters }],
    ['an answer with another status', { ...BACKEND, responseParameters: { 500: { 'overwrite:statuscode': '503' } } }, { responseParameters: { 500: { 'overwrite:statuscode': '503' } } }],
  ])('says in the definition all that it says of %s', (_what, config, integration) => {
    expect(imported(config)).toMatchObject(integration);
  });

  test.each([AWS, HTTP, MOCK])('fails for the type %s, which HTTP APIs do not have', (integrationType) => {
    expect(failure({ ...BACKEND, integrationType })).toBe(`the integration of 'POST /events' has the integrationType '${integrationType}', which HTTP APIs do not have; `
      + 'write IntegrationType.AWS_PROXY with a function\'s address or an integrationSubtype, IntegrationType.HTTP_PROXY, or use GovernedRestApi');
  });

  test.each<[string, Partial<RouteIntegrationConfig>]>([
    ['requestTemplates', { requestTemplates: {} }], ['responses', { responses: [] }], ['passthroughBehavior', { passthroughBehavior: apigateway.PassthroughBehavior.NEVER }],
    ['contentHandling', { contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT }],
  ])('fails for %s, which API Gateway would pass over', (name, part) => {
    expect(failure({ ...FUNCTION, ...part })).toBe(`the integration of 'POST /events' has ${name}, which only REST APIs read; map with requestParameters and responseParameters, or use GovernedRestApi`);
  });

  test.each<[string, RouteIntegrationConfig, string]>([
    ['no address of a function', { ...FUNCTION, uri: undefined }, "the AWS_PROXY integration of 'POST /events' has no uri, so there is no backend to call; write uri: a function's invocation address, or an integrationSubtype"],
    ['a blank address of a backend', { ...BACKEND, uri: ' ' }, "the HTTP_PROXY integration of 'POST /events' has no uri, so there is no backend to call; write uri: 'https://…', or a listener's ARN beside vpcLinkId"],
    ['no method', { ...BACKEND, httpMethod: undefined }, "the HTTP_PROXY integration of 'POST /events' has no httpMethod, without which API Gateway refuses it; write the method that the backend takes, as httpMethod: 'POST'"],
    ['events of functions for a backend', { ...BACKEND, payloadFormatVersion: '2.0' }, "the integration of 'POST /events' has the payloadFormatVersion '2.0', which only functions get; leave it out"],
    ['a name to verify in the open', { ...BACKEND, serverNameToVerify: 'x' }, "the integration of 'POST /events' has serverNameToVerify without vpcLinkId, and API Gateway verifies that name behind a VPC link alone; write vpcLinkId, or leave it out"],
    ['a role for a backend', { ...BACKEND, credentialsArn: ROLE }, "the integration of 'POST /events' has credentialsArn, with which API Gateway signs no call to an HTTP backend; leave it out"],
    ['an unknown action', { ...QUEUE, integrationSubtype: 'SQS-Send' }, "the integration of 'POST /events' with 'SQS-Send' names no action that HTTP APIs have; write one of EventBridge-PutEvents, SQS-SendMessage"],
    ['an action of another type', { ...QUEUE, integrationType: HTTP_PROXY }, "with 'SQS-SendMessage' has the integrationType 'HTTP_PROXY', and actions of AWS services have IntegrationType.AWS_PROXY; write that"],
    ['an action with an address', { ...QUEUE, uri: 'https://sqs' }, "with 'SQS-SendMessage' has a uri as well, and the action already says what is called; leave it out"],
    ['an action with a method', { ...QUEUE, httpMethod: 'POST' }, "with 'SQS-SendMessage' has an httpMethod as well, and the action already says what is called; leave it out"],
    ['an action without a role', { ...QUEUE, credentialsArn: undefined }, "with 'SQS-SendMessage' has no credentialsArn, and API Gateway calls no AWS service without a role"],
    ['an action with the event of a function', { ...QUEUE, payloadFormatVersion: '2.0' }, "with 'SQS-SendMessage' has the payloadFormatVersion '2.0', and actions have '1.0'; leave it out"],
    ['a timeout that is too long', { ...BACKEND, timeout: Duration.millis(30_001) }, "the integration timeout of 'POST /events' is 30001 ms, and HTTP APIs wait 30000 ms at most"],
  ])('fails for %s', (_what, config, message) => {
    expect(failure(config)).toContain(message);
  });

  test('judges nothing that only a deployment knows', () => {
    const token = Token.asString({ Ref: 'X' });
    const unknown: RouteIntegrationConfig[] = [
      { ...BACKEND, uri: token, httpMethod: token },
      { ...QUEUE, integrationSubtype: token, credentialsArn: token },
      { ...BACKEND, integrationType: Lazy.string({ produce: () => 'HTTP_PROXY' }) as apigateway.IntegrationType },
    ];
    for (const config of unknown) expect(() => checkHttpConfig('POST /events', config)).not.toThrow();
  });
});

test.each<[string, Partial<RouteIntegrationConfig>]>([
  ['integrationSubtype', { integrationSubtype: 'SQS-SendMessage' }], ['payloadFormatVersion', { payloadFormatVersion: '1.0' }], ['vpcLinkId', { vpcLinkId: 'link' }],
  ['serverNameToVerify', { serverNameToVerify: 'x' }], ['responseParameters', { responseParameters: {} }],
])('Integration.custom on a REST API fails for %s, which it would not read', (name, part) => {
  const stack = testStack();
  const api = restApi(stack);

  expect(errorOf(stack, () => api.addRoute('POST /events', { integration: Integration.custom({ ...BACKEND, ...part }) })))
    .toBe(`the integration of 'POST /events' has ${name}, which only HTTP APIs read; leave it out, or use LeanHttpApi`);
  expect(() => refuseHttpConfig('POST /events', BACKEND)).not.toThrow();
});
