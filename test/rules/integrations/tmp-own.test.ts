import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, aws_apigateway as apigw, aws_apigatewayv2 as v2, aws_apigatewayv2_integrations as vi, aws_lambda as lambda, aws_sqs as sqs, aws_sns as sns, aws_kms as kms,
  aws_events as events, aws_dynamodb as dynamodb, aws_stepfunctions as sfn, aws_kinesis as kinesis, aws_iam as iam, aws_s3 as s3, Duration } from 'aws-cdk-lib';
import { GovernedRestApi, LeanHttpApi, RealtimeWebSocketApi, Integration, Authorizer } from '../../../src';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { templatesOfApp } from '../../../src/reflection/app-templates';
import { RULE_FAMILIES } from '../../../src/rules/all-rules';

const rules = RULE_FAMILIES.find(({ title }) => title === 'Integrations')!.rules;
const found = (app: App) => rules.filter((r) => r.optIn === undefined).flatMap((r) => r.check(new AppReflection(templatesOfApp(app)), {})).map((f) => `${f.severity} ${f.ruleId}: ${f.message}`);

const world = (stack: Stack) => {
  const key = new kms.Key(stack, 'Key');
  return {
    fn: new lambda.Function(stack, 'Fn', { handler: 'a.b', runtime: lambda.Runtime.NODEJS_22_X, code: lambda.Code.fromInline('x') }),
    queue: new sqs.Queue(stack, 'Queue', { encryptionMasterKey: key, deadLetterQueue: { queue: new sqs.Queue(stack, 'Dlq'), maxReceiveCount: 3 } }),
    fifo: new sqs.Queue(stack, 'Fifo', { fifo: true, contentBasedDeduplication: true, deadLetterQueue: { queue: new sqs.Queue(stack, 'Dlq2', { fifo: true }), maxReceiveCount: 3 } }),
    topic: new sns.Topic(stack, 'Topic', { masterKey: key }),
    bus: new events.EventBus(stack, 'Bus'),
    table: new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'at', type: dynamodb.AttributeType.NUMBER } }),
    express: new sfn.StateMachine(stack, 'Express', { stateMachineType: sfn.StateMachineType.EXPRESS, timeout: Duration.seconds(10), definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'P')) }),
    standard: new sfn.StateMachine(stack, 'Standard', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'P2')) }),
    stream: new kinesis.Stream(stack, 'Stream', { encryptionKey: key }),
    key,
  };
};

test.each([undefined, { region: 'eu-west-1', account: '123456789012' }])('own', (env) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'own')), analyticsReporting: false });
  const data = new Stack(app, 'Data', { env });
  const w = world(data);
  const stack = new Stack(app, 'S', { env });
  const routes = {
    'POST /fn': Integration.lambdaFunction(w.fn),
    'POST /queue': Integration.sqsQueue(w.queue, { messageAttributes: { a: '$request.header.x' } }),
    'POST /fifo': Integration.sqsQueue(w.fifo, { messageGroupId: '$request.body.id' }),
    'POST /topic': Integration.snsTopic(w.topic, { subject: '$request.body.s' }),
    'POST /bus': Integration.eventBridge(w.bus, { source: 'a.b', detailType: '$request.body.t' }),
    'POST /put': Integration.dynamoDbPut(w.table, { item: { id: '$request.body.id', at: '$request.body.at', n: '$request.header.x' } }),
    'GET /get/{id}/{at}': Integration.dynamoDbGet(w.table, { key: { id: '$request.path.id', at: '$request.path.at' }, attributes: ['id', 'at'] }),
    'GET /query/{id}': Integration.dynamoDbQuery(w.table, { partitionKey: { id: '$request.path.id' }, startAfter: { at: '$request.querystring.at' }, attributes: ['id'] }),
    'POST /sync': Integration.stepFunctionsSync(w.express),
    'POST /start': Integration.stepFunctions(w.standard),
    'POST /stream': Integration.kinesisStream(w.stream),
    'POST /receive': Integration.sqsReceive(w.queue),
  };
  const rest = new GovernedRestApi(stack, 'Rest', { authorizer: Authorizer.iam() } as never);
  for (const [k, i] of Object.entries(routes)) rest.addRoute(k, i as never);
  const ws = new RealtimeWebSocketApi(stack, 'Ws', { authorizer: Authorizer.iam() } as never);
  for (const [k, i] of Object.entries(routes)) {
    if (/get|query|topic|fifo|queue|put|receive/.test(k)) continue;
    try { ws.addRoute(k.split('/')[1], i as never); } catch (e) { console.log(String(e)); }
  }
  const http = new LeanHttpApi(stack, 'Http', { authorizer: Authorizer.iam() } as never);
  for (const [k, i] of Object.entries(routes)) {
    try { http.addRoute(k, i as never); } catch (e) { console.log(String(e).slice(0, 150)); }
  }
  console.log(found(app).join('\n'));
});

test('l2', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'own')), analyticsReporting: false });
  const data = new Stack(app, 'Data');
  const w = world(data);
  const stack = new Stack(app, 'S');
  const alias = new lambda.Alias(stack, 'Alias', { aliasName: 'live', version: w.fn.currentVersion });
  const rest = new apigw.RestApi(stack, 'Rest', { defaultCorsPreflightOptions: { allowOrigins: ['https://a', 'https://b'] } });
  rest.root.addMethod('ANY', new apigw.LambdaIntegration(w.fn));
  rest.root.addResource('a').addResource('{id}').addMethod('GET', new apigw.LambdaIntegration(alias));
  rest.root.addResource('p').addProxy({ defaultIntegration: new apigw.LambdaIntegration(w.fn) });
  rest.root.addResource('sfn').addMethod('POST', apigw.StepFunctionsIntegration.startExecution(w.express));
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
  w.queue.grantSendMessages(role);
  rest.root.addResource('sqs').addMethod('POST', new apigw.AwsIntegration({ service: 'sqs', path: `${data.account}/${w.queue.queueName}`, options: {
    credentialsRole: role, requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' }, passthroughBehavior: apigw.PassthroughBehavior.NEVER } }));
  new apigw.LambdaRestApi(stack, 'LR', { handler: w.fn });
  new apigw.StepFunctionsRestApi(stack, 'SR', { stateMachine: w.express });
  const http = new v2.HttpApi(stack, 'Http', { defaultIntegration: new vi.HttpLambdaIntegration('D', w.fn) });
  http.addRoutes({ path: '/a/{id}', methods: [v2.HttpMethod.GET], integration: new vi.HttpLambdaIntegration('A', alias) });
  http.addRoutes({ path: '/q', methods: [v2.HttpMethod.POST], integration: new vi.HttpSqsIntegration('Q', { queue: w.queue }) });
  http.addRoutes({ path: '/s', methods: [v2.HttpMethod.POST], integration: new vi.HttpStepFunctionsIntegration('SF', { stateMachine: w.standard }) });
  const ws = new v2.WebSocketApi(stack, 'Ws', { connectRouteOptions: { integration: new vi.WebSocketLambdaIntegration('C', w.fn) } });
  ws.addRoute('send', { integration: new vi.WebSocketLambdaIntegration('SS', w.fn) });
  void s3;
  console.log(found(app).join('\n'));
});
