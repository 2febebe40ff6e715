import { ApiType } from '../../api-type';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const SERVICES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html';
const LAMBDA = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html';

const SUBTYPES = [
  'EventBridge-PutEvents', 'SQS-SendMessage', 'SQS-ReceiveMessage', 'SQS-DeleteMessage', 'SQS-PurgeQueue', 'AppConfig-GetConfiguration', 'Kinesis-PutRecord',
  'StepFunctions-StartExecution', 'StepFunctions-StartSyncExecution', 'StepFunctions-StopExecution',
];

/** What HTTP APIs take for an integration. */
export const httpApiIntegrations: Rule[] = [
  integrationRule({
    id: 'http-payload-format-1',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A function of an HTTP API gets events of the payload format 1.0',
    why: 'The console, SAM and the CDK choose 2.0, and a function that is written for it reads fields that are not there; templates must say the format themselves.',
    fix: 'set PayloadFormatVersion to 2.0, or acknowledge the rule where the function is written for 1.0',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: AWS_PROXY
        PayloadFormatVersion: "2.0"`,
    docs: LAMBDA,
  }, (integration, route) => {
    if (!integration.isLambda.is(Boolean)) return undefined;
    const version = integration.field('payloadFormatVersion');
    return judge(version.number(), {
      what: `the payload format of '${route.key}'`,
      place: version,
      known: (number) => number === 1 ? violation(`'${route.key}' gives its function events of the payload format 1.0`, version) : undefined,
      absent: () => violation(`'${route.key}' does not say in which payload format its function gets events`),
    });
  }),

  integrationRule({
    id: 'http-integration-type-unsupported',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'HTTP APIs have no such integration type',
    why: 'AWS, HTTP and MOCK are for WebSocket and REST APIs: API Gateway refuses the integration, or an import passes it over with no more than a warning.',
    fix: 'set IntegrationType to HTTP_PROXY, or to AWS_PROXY with an IntegrationSubtype for an AWS service',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: AWS_PROXY
        IntegrationSubtype: SQS-SendMessage`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html',
  }, (integration, route) => judge(integration.kind, {
    what: `the integration type of '${route.key}'`,
    place: integration.field('type'),
    known: (kind) => ['AWS_PROXY', 'HTTP_PROXY'].includes(kind) ? undefined
      : violation(`'${route.key}' has an integration of the type '${kind}', which HTTP APIs do not know`, integration.field('type')),
  })),

  integrationRule({
    id: 'http-integration-subtype-unsupported',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'HTTP APIs cannot call this action of a service',
    why: 'They know ten actions of AWS services; the deployment fails for any other.',
    fix: 'write one of the ten subtypes, let a function call the service, or use a REST API',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: AWS_PROXY
        IntegrationSubtype: EventBridge-PutEvents`,
    docs: SERVICES,
  }, (integration, route) => judge(integration.field('integrationSubtype').string(), {
    what: `the integration subtype of '${route.key}'`,
    place: integration.field('integrationSubtype'),
    known: (subtype) => SUBTYPES.includes(subtype) ? undefined
      : violation(`'${route.key}' has the integration subtype '${subtype}', which HTTP APIs do not know`, integration.field('integrationSubtype')),
  })),

  integrationRule({
    id: 'http-async-lambda-header',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An HTTP API is told to call a function without waiting for it',
    why: 'HTTP APIs always wait for a function, and map no header whose name begins with x-amz-.',
    fix: 'send a message by SQS-SendMessage or an event by EventBridge-PutEvents, or use a REST API with a non-proxy integration',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: AWS_PROXY
        IntegrationSubtype: SQS-SendMessage`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html',
  }, (integration, route) => judge(integration.requestParameters, {
    what: `what '${route.key}' maps`,
    place: integration.field('requestParameters'),
    known: (parameters) => parameters.filter(([target]) => /(^|\.)x-amz-invocation-type$/i.test(target)).map(([, value]) => violation(
      `'${route.key}' maps the header 'X-Amz-Invocation-Type', and HTTP APIs always wait for what they call`, value)),
  })),

  integrationRule({
    id: 'http-service-payload-version',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An integration without a function has a payload format other than 1.0',
    why: 'Only functions know the format 2.0: API Gateway refuses any other integration that asks for it.',
    fix: 'set PayloadFormatVersion to 1.0, or leave it out',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: HTTP_PROXY
        PayloadFormatVersion: "1.0"`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-integration.html',
  }, (integration, route) => {
    if (!integration.isLambda.is((isLambda) => !isLambda)) return undefined;
    const version = integration.field('payloadFormatVersion');
    return judge(version.number(), {
      what: `the payload format of '${route.key}'`,
      place: version,
      known: (number) => number === 1 ? undefined
        : violation(`'${route.key}' calls no function and has the payload format '${version.string().value}', where only 1.0 is valid`, version),
    });
  }),
];
