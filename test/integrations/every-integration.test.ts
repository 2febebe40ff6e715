import {
  Stack, aws_apigateway as apigateway, aws_appconfig as appconfig, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2,
  aws_events as events, aws_kinesis as kinesis, aws_servicediscovery as servicediscovery, aws_sns as sns, aws_sqs as sqs, aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { messageRoute } from './message-route';
import { ApiType } from '../../src/api-type';
import { checkHttpConfig, refuseHttpConfig } from '../../src/integrations/custom-http';
import { checkWebSocketConfig } from '../../src/integrations/custom-web-socket';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration, RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { bindOptions, errorOf, testHandler, testStack } from '../rest-api';

const { REST, HTTP, WEBSOCKET } = ApiType;

const ROUTES = { [REST]: 'POST /things', [HTTP]: 'POST /things', [WEBSOCKET]: 'sendMessage' };
type Check = (routeKey: string, config: RouteIntegrationConfig) => void;
const CHECKS: { [apiType in ApiType]: Check } = { [REST]: refuseHttpConfig, [HTTP]: checkHttpConfig, [WEBSOCKET]: checkWebSocketConfig };

const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:111122223333:${name}`;
const queue = (stack: Stack) => sqs.Queue.fromQueueArn(stack, 'Queue', arn('sqs', 'jobs'));
const machine = (stack: Stack) => sfn.StateMachine.fromStateMachineArn(stack, 'Machine', arn('states', 'stateMachine:Orders'));
const table = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Table', arn('dynamodb', 'table/orders'));
const vpcOf = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
const key = { id: '$request.body.id' };

const CUSTOM: { [apiType in ApiType]: Partial<RouteIntegrationConfig> } = {
  [REST]: { integrationType: apigateway.IntegrationType.MOCK, responses: [{ statusCode: '200' }] },
  [HTTP]: { integrationType: apigateway.IntegrationType.HTTP_PROXY, httpMethod: 'POST', uri: 'https://backend.example.com' },
  [WEBSOCKET]: { integrationType: apigateway.IntegrationType.MOCK, requestTemplates: { $default: '{"statusCode":200}' }, responses: [{ statusCode: '200' }] },
};

/** What each factory makes, and on which kinds of API it works. */
const FACTORIES: { [factory in Exclude<keyof typeof Integration, 'prototype'>]: { make: (stack: Stack, apiType: ApiType) => IRouteIntegration; on: ApiType[] } } = {
  lambdaFunction: { make: (stack) => Integration.lambdaFunction(testHandler(stack)), on: [REST, HTTP, WEBSOCKET] },
  httpProxy: { make: () => Integration.httpProxy('https://backend.example.com'), on: [REST, HTTP, WEBSOCKET] },
  mock: { make: () => Integration.mock(), on: [REST, WEBSOCKET] },
  sqsQueue: { make: (stack) => Integration.sqsQueue(queue(stack)), on: [REST, HTTP, WEBSOCKET] },
  sqsReceive: { make: (stack) => Integration.sqsReceive(queue(stack)), on: [HTTP] },
  sqsDelete: { make: (stack) => Integration.sqsDelete(queue(stack), { receiptHandle: '$request.body.handle' }), on: [HTTP] },
  sqsPurge: { make: (stack) => Integration.sqsPurge(queue(stack)), on: [HTTP] },
  snsTopic: { make: (stack) => Integration.snsTopic(sns.Topic.fromTopicArn(stack, 'Topic', arn('sns', 'news'))), on: [REST, WEBSOCKET] },
  dynamoDbPut: { make: (stack) => Integration.dynamoDbPut(table(stack), { item: key }), on: [REST, WEBSOCKET] },
  dynamoDbGet: { make: (stack) => Integration.dynamoDbGet(table(stack), { key, attributes: ['id'] }), on: [REST, WEBSOCKET] },
  dynamoDbDelete: { make: (stack) => Integration.dynamoDbDelete(table(stack), { key }), on: [REST, WEBSOCKET] },
  dynamoDbQuery: { make: (stack) => Integration.dynamoDbQuery(table(stack), { partitionKey: key, startAfter: { at: '$request.body.at' }, attributes: ['id'] }), on: [REST, WEBSOCKET] },
  eventBridge: { make: (stack) => Integration.eventBridge(events.EventBus.fromEventBusArn(stack, 'Bus', arn('events', 'event-bus/orders')), { source: 'shop', detailType: 'ordered' }), on: [REST, HTTP, WEBSOCKET] },
  kinesisStream: { make: (stack) => Integration.kinesisStream(kinesis.Stream.fromStreamArn(stack, 'Stream', arn('kinesis', 'stream/clicks'))), on: [REST, HTTP, WEBSOCKET] },
  stepFunctions: { make: (stack) => Integration.stepFunctions(machine(stack)), on: [REST, HTTP, WEBSOCKET] },
  stepFunctionsSync: { make: (stack) => Integration.stepFunctionsSync(machine(stack)), on: [REST, HTTP, WEBSOCKET] },
  stepFunctionsStop: { make: (stack) => Integration.stepFunctionsStop(machine(stack), { executionArn: '$request.body.arn' }), on: [HTTP] },
  appConfig: { make: (stack) => Integration.appConfig(appconfig.Environment.fromEnvironmentArn(stack, 'Environment', arn('appconfig', 'application/abc1234/environment/env1234')), { configurationProfileId: 'pro1234' }), on: [HTTP] },
  privateAlb: {
    make: (stack) => Integration.privateAlb(new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: vpcOf(stack) }).addListener('Listener', { port: 80, open: false, defaultAction: elbv2.ListenerAction.fixedResponse(200) }), { plaintext: 'a test' }),
    on: [HTTP],
  },
  privateNlb: {
    make: (stack) => {
      const vpc = vpcOf(stack);
      const group = new elbv2.NetworkTargetGroup(stack, 'Targets', { vpc, port: 80 });
      return Integration.privateNlb(new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc }).addListener('Listener', { port: 80, defaultTargetGroups: [group] }), { plaintext: 'a test' });
    },
    on: [HTTP],
  },
  cloudMapService: {
    make: (stack) => {
      const vpc = vpcOf(stack);
      const service = new servicediscovery.PrivateDnsNamespace(stack, 'Namespace', { name: 'internal', vpc }).createService('Service', { dnsRecordType: servicediscovery.DnsRecordType.SRV });
      return Integration.cloudMapService(service, { vpc, plaintext: 'a test' });
    },
    on: [HTTP],
  },
  custom: { make: (_stack, apiType) => Integration.custom(CUSTOM[apiType] as RouteIntegrationConfig), on: [REST, HTTP, WEBSOCKET] },
};

const TYPES = Object.values(ApiType);
const CASES = Object.entries(FACTORIES).flatMap(([factory, { make, on }]) =>
  TYPES.map((apiType) => ({ factory, make, apiType, works: on.includes(apiType) })));

function optionsFor(stack: Stack, apiType: ApiType) {
  return apiType === WEBSOCKET ? messageRoute(stack) : { ...bindOptions(stack, ROUTES[apiType]), apiType, stageName: apiType === HTTP ? '$default' : 'prod' };
}

test('every factory is tried here', () => {
  const factories = Object.getOwnPropertyNames(Integration).filter((name) => typeof Reflect.get(Integration, name) === 'function');
  expect(Object.keys(FACTORIES).sort()).toEqual(factories.sort());
});

test.each(CASES.filter(({ works }) => works))('Integration.$factory works on a $apiType API', ({ make, apiType }) => {
  const stack = testStack();
  const config = make(stack, apiType).bindIntegration(optionsFor(stack, apiType));
  expect(() => CHECKS[apiType](ROUTES[apiType], config)).not.toThrow();
});

test.each(CASES.filter(({ works }) => !works))('Integration.$factory fails on a $apiType API, says what to use instead, and makes nothing', ({ make, apiType }) => {
  const stack = testStack();
  const integration = make(stack, apiType);
  const message = errorOf(stack, () => integration.bindIntegration(optionsFor(stack, apiType)));
  expect(message).toContain(`'${ROUTES[apiType]}'`);
  expect(message).toMatch(/; (use|write|let|let a function) .*(GovernedRestApi|LeanHttpApi|function)/);
  if (apiType === WEBSOCKET) expect(message).not.toContain('LeanHttpApi');
});
