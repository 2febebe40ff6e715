import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, route } from '../resources';

const SERVICE = { IntegrationUri: undefined, PayloadFormatVersion: '1.0' };

describeRule('http-payload-format-1', {
  template: (version) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { PayloadFormatVersion: version }) }),
  passes: ['2.0', 2],
  fails: ['1.0', 1],
  message: "'GET /pets' gives its function events of the payload format 1.0",
  unknown: [UNKNOWN],
});

describeRule('http-payload-format-1', {
  template: (more: { [name: string]: Json }) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { PayloadFormatVersion: undefined, ...more }) }),
  passes: [{ IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com' }, { IntegrationSubtype: 'SQS-SendMessage', IntegrationUri: undefined }],
  fails: [{}],
  message: "'GET /pets' does not say in which payload format its function gets events",
  unknown: 'what is not written is known',
}, 'by default');

describeRule('http-integration-type-unsupported', {
  template: (type) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { IntegrationType: type }) }),
  passes: ['AWS_PROXY', 'HTTP_PROXY'],
  fails: ['AWS', 'HTTP', 'MOCK'],
  message: (type) => `'GET /pets' has an integration of the type '${type}', which HTTP APIs do not know`,
  unknown: [UNKNOWN],
});

describeRule('http-integration-subtype-unsupported', {
  template: (subtype) => ({ ...httpApi(), ...route('POST /pets', {}, { ...SERVICE, IntegrationSubtype: subtype }) }),
  passes: ['SQS-SendMessage', 'StepFunctions-StopExecution', 'AppConfig-GetConfiguration', undefined],
  fails: ['DynamoDB-PutItem', 'SNS-Publish', 'SQS-SendMessageBatch'],
  message: (subtype) => `'POST /pets' has the integration subtype '${subtype}', which HTTP APIs do not know`,
  unknown: [UNKNOWN],
});

describeRule('http-async-lambda-header', {
  template: (header: string) => ({ ...httpApi(), ...lambdaFunction(), ...route('POST /pets', {}, { RequestParameters: { [header]: 'Event' } }) }),
  passes: ['append:header.Invocation', 'overwrite:path'],
  fails: ['append:header.X-Amz-Invocation-Type', 'overwrite:header.x-amz-invocation-type', 'integration.request.header.X-Amz-Invocation-Type'],
  message: "'POST /pets' maps the header 'X-Amz-Invocation-Type', and HTTP APIs always wait for what they call",
  unknown: 'the names of parameters are literal',
});

describeRule('http-service-payload-version', {
  template: (version) => ({
    ...httpApi(), ...route('GET /pets', {}, { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://example.com', IntegrationMethod: 'GET', PayloadFormatVersion: version }),
  }),
  passes: ['1.0', 1, undefined],
  fails: ['2.0'],
  message: "'GET /pets' calls no function and has the payload format '2.0', where only 1.0 is valid",
  unknown: [UNKNOWN],
});

describeRule('http-service-payload-version', {
  template: (subtype) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { IntegrationSubtype: subtype, PayloadFormatVersion: '2.0' }) }),
  passes: [undefined],
  fails: ['SQS-SendMessage'],
  message: "'GET /pets' calls no function and has the payload format '2.0', where only 1.0 is valid",
  unknown: 'whatever the subtype is, it calls no function',
}, 'of a service');
