import { Duration, aws_apigateway as apigateway, aws_cloudwatch_actions as actions, aws_kms as kms, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { tenFields, testDomain } from '../governed-rest-api/full-api';
import { testHandler } from '../rest-api';


/** A WebSocket API that has something of everything. */
export function fullWebSocketApi(scope: Construct, props: Partial<RealtimeWebSocketApiProps> = {}, id = 'Chat'): RealtimeWebSocketApi {
  const parts = new Construct(scope, `${id}Parts`);
  const send = testHandler(parts, 'Send');

  const api = new RealtimeWebSocketApi(scope, id, {
    authorizer: Authorizer.jwt({ issuer: 'https://login.example.com/', audience: ['web'] }),
    defaultScopes: ['chat'],
    apiName: 'chat',
    description: 'Chat',
    ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    stageVariables: { mode: 'live' },
    throttle: { rateLimit: 500, burstLimit: 250 },
    connect: { apiKeyRequired: true, throttle: { rateLimit: 50, burstLimit: 25 }, request: { requiredQuery: ['device'] } },
    accessLog: { encryptionKey: new kms.Key(parts, 'Key') },
    executionLog: { level: ExecutionLogLevel.INFO },
    detailedMetrics: true,
    clientCertificate: new apigateway.CfnClientCertificate(parts, 'ClientCertificate'),
    domain: testDomain(parts, { domainName: 'chat.example.com', basePath: 'v1' }),
    broadcast: { offload: {} },
    alarms: { actions: [new actions.SnsAction(new sns.Topic(parts, 'Topic'))] },
    ...props,
  });

  api.addRoute('sendMessage', {
    integration: Integration.lambdaFunction(send, { timeout: Duration.seconds(10) }),
    request: { body: tenFields(1) },
    throttle: { rateLimit: 10, burstLimit: 5 },
    operationName: 'SendMessage',
  });
  api.addRoute('ask', { integration: Integration.lambdaFunction(send), reply: true });
  api.addRoute('report', { integration: Integration.httpProxy('https://backend.example.com/reports') });
  api.addRoute('ping', { integration: Integration.mock({ body: '{"action":"pong"}' }), reply: true });
  api.grantBroadcast(send);
  api.addUsagePlan('free', { throttle: { rateLimit: 5, burstLimit: 10 }, quota: { limit: 1000, period: apigateway.Period.DAY } }).addApiKey('acme');
  return api;
}
