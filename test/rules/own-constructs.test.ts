import { App, Stack } from 'aws-cdk-lib';
import { ApiGatewayChecks } from '../../src/rules/api-gateway-checks';
import { fullApi } from '../governed-rest-api/full-api';
import { fullHttpApi } from '../lean-http-api/full-api';
import { findings, reportOf } from '../nag-report';
import { fullWebSocketApi } from '../realtime-web-socket-api/full-api';

/** Each with what its app chooses, which no construct can choose for it. */
test.each<[string, (stack: Stack) => unknown, string[]]>([
  ['GovernedRestApi', fullApi, [
    'Gatehouse-client-certificate-missing at Stack/Api/Stage/Resource',
    'Gatehouse-method-not-validated[PUT:/orders/{id}] at Stack/Api/Api/Resource',
  ]],
  ['LeanHttpApi', fullHttpApi, [
    'Gatehouse-backend-lambda-not-traced at Stack/ApiParts/Handler/Resource',
    'Gatehouse-http-public-without-cloudfront-waf at Stack/Api/Resource',
  ]],
  ['RealtimeWebSocketApi', fullWebSocketApi, [
    'Gatehouse-backend-lambda-not-traced at Stack/ChatParts/Send/Resource',
    'Gatehouse-execution-log-info at Stack/Chat/Stage/Resource',
    'Gatehouse-execution-log-info at Stack/Chat/Stage/Resource',
    'Gatehouse-execution-log-info at Stack/Chat/Stage/Resource',
    'Gatehouse-http-public-without-cloudfront-waf at Stack/Chat/Resource',
  ]],
])('%s with everything that it has is clean, but for what its app chooses', (_, build, chosen) => {
  const app = new App();
  build(new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } }));
  expect(findings(reportOf(app, new ApiGatewayChecks(app)).violations)).toEqual(chosen);
});
