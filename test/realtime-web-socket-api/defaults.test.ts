import { Integration } from '../../src/integrations/integration';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { acknowledged, template, testHandler, testStack, warnings } from '../rest-api';
import { countsOf, integrationOf, resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

describe('an API with an authorizer and one route', () => {
  const stack = testStack();
  const send = testHandler(stack, 'Send');
  const api = webSocketApi(stack);
  api.addRoute('sendMessage', { integration: Integration.lambdaFunction(send) });

  test('is these resources, and no more', () => {
    expect(countsOf(stack)).toEqual({
      'AWS::ApiGatewayV2::Api': 1,
      'AWS::ApiGatewayV2::Deployment': 1,
      'AWS::ApiGatewayV2::Stage': 1,
      // $connect, $disconnect, $default, heartbeat, and the one that was added.
      'AWS::ApiGatewayV2::Route': 5,
      // Of the sessions' function, of the one that was added, and of API Gateway itself.
      'AWS::ApiGatewayV2::Integration': 3,
      'AWS::ApiGatewayV2::IntegrationResponse': 1,
      'AWS::ApiGatewayV2::RouteResponse': 2,
      'AWS::DynamoDB::Table': 1,
      // Both of the test's and of the sessions, and the one that sets the log role.
      'AWS::Lambda::Function': 3,
      // Of those three functions, by which API Gateway calls two of them, and by which it writes logs.
      'AWS::IAM::Role': 5,
      // Of the sessions' function; the other roles say what they may themselves.
      'AWS::IAM::Policy': 1,
      'AWS::Logs::LogGroup': 2,
      'AWS::CloudWatch::Alarm': 4,
      'Custom::ApiGatewayAccountLogRole': 1,
    });
  });

  test('is a WebSocket API with a name made from its path', () => {
    expect(resourcesOf(stack, 'ApiGatewayV2::Api')).toEqual([
      { Name: expect.stringMatching(/^StackChat/), ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
    ]);
  });

  test('has a stage that serves its deployment, and that never deploys by itself', () => {
    const [stage] = resourcesOf(stack, 'ApiGatewayV2::Stage');
    const [deploymentId] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Deployment'));

    expect(stage).toMatchObject({ StageName: 'prod', DeploymentId: { Ref: deploymentId } });
    expect(stage.AutoDeploy).toBeUndefined();
  });

  test('throttles with rate and burst together, and logs errors but no data', () => {
    const [stage] = resourcesOf(stack, 'ApiGatewayV2::Stage');

    expect(stage.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500, LoggingLevel: 'ERROR', DataTraceEnabled: false });
    expect(stage.AccessLogSettings.Format).toBe(AccessLogFields.webSocket().toFormat());
  });

  test('asks who connects, and nobody again', () => {
    expect(routeOf(stack, '$connect').AuthorizationType).toBe('NONE');
    for (const key of ['$disconnect', '$default', 'heartbeat', 'sendMessage']) expect(routeOf(stack, key).AuthorizationType).toBeUndefined();
    expect(acknowledged(api)).toEqual({ 'Gatehouse::Gatehouse-ws-connect-without-auth[$connect]': 'a test' });
  });

  test('keeps who is connected in a table, with indexes of users, rooms and all that are online', () => {
    const [table] = resourcesOf(stack, 'DynamoDB::Table');

    expect(table).toMatchObject({
      KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }, { AttributeName: 'item', KeyType: 'RANGE' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
      GlobalSecondaryIndexes: [
        { IndexName: 'users', KeySchema: [{ AttributeName: 'userId' }, { AttributeName: 'connectionId' }], Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['onlineIn', 'expiresAt'] } },
        { IndexName: 'rooms', KeySchema: [{ AttributeName: 'room' }, { AttributeName: 'connectionId' }], Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['region', 'expiresAt'] } },
        { IndexName: 'online', KeySchema: [{ AttributeName: 'onlineIn' }, { AttributeName: 'connectionId' }], Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['expiresAt'] } },
      ],
    });
  });

  test('has the function of the sessions behind $connect and $disconnect, through one integration', () => {
    expect(routeOf(stack, '$connect').Target).toEqual(routeOf(stack, '$disconnect').Target);
    expect(integrationOf(stack, '$connect')).toMatchObject({ IntegrationType: 'AWS_PROXY', CredentialsArn: expect.anything() });
  });

  test('answers heartbeats and what no route takes by itself, to the sender', () => {
    for (const key of ['heartbeat', '$default']) {
      expect(integrationOf(stack, key)).toMatchObject({ IntegrationType: 'MOCK', RequestTemplates: { $default: '{"statusCode":200}' }, TemplateSelectionExpression: '\\$default' });
      expect(routeOf(stack, key).RouteResponseSelectionExpression).toBe('$default');
    }
  });

  test('has nobody scan the table', () => {
    expect(JSON.stringify(template(stack).toJSON())).not.toContain('dynamodb:Scan');
  });

  test('says where it is', () => {
    expect(stack.resolve(api.callbackUrl)).toEqual(stack.resolve(`https://${api.webSocketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/prod`));
    expect(stack.resolve(api.url)).toEqual(stack.resolve(`wss://${api.webSocketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/prod/`));
  });

  test('warns that nobody hears its alarms, and of nothing else', () => {
    expect(warnings(stack, '*', '.*')).toEqual([expect.stringContaining('the alarms have no action')]);
  });
});
