import { Duration, aws_apigateway as apigateway, aws_cloudwatch_actions as actions, aws_cognito as cognito, aws_kms as kms, aws_sns as sns } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { LambdaAuthorizerAnswer } from '../../src/authorizers/lambda-authorizer-answer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { testDomain } from '../governed-rest-api/full-api';
import { testHandler } from '../rest-api';

/** An HTTP API that has something of everything but a user pool, which some regions lack. */
export function fullHttpApi(scope: Construct, props: Partial<LeanHttpApiProps> = {}, id = 'Api'): LeanHttpApi {
  const parts = new Construct(scope, `${id}Parts`);
  const handler = testHandler(parts);
  const judge = testHandler(parts, 'Judge');

  const api = new LeanHttpApi(scope, id, {
    authorizer: Authorizer.jwt({ issuer: 'https://login.example.com/', audience: ['web'] }),
    defaultScopes: ['orders:read'],
    apiName: 'orders',
    description: 'Orders',
    cors: { allowOrigins: ['https://app.example.com', 'https://admin.example.com'], allowCredentials: true, exposeHeaders: ['X-Page'], maxAge: Duration.hours(1) },
    ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    stageVariables: { mode: 'live' },
    throttle: { rateLimit: 500, burstLimit: 250 },
    accessLog: { encryptionKey: new kms.Key(parts, 'Key') },
    domain: testDomain(parts, { basePath: 'v1' }),
    alarms: { actions: [new actions.SnsAction(new sns.Topic(parts, 'Topic'))] },
    ...props,
  });

  api.addRoute('GET /orders', { integration: Integration.lambdaFunction(handler) });
  api.addRoute('POST /orders', {
    integration: Integration.lambdaFunction(handler, { timeout: Duration.seconds(10) }),
    scopes: ['orders:write'],
    throttle: { rateLimit: 10, burstLimit: 5 },
    operationName: 'createOrder',
    description: 'Makes an order',
  });
  api.addRoute('GET /orders/{id}', { integration: Integration.httpProxy('https://backend.example.com/orders/{id}'), authorizer: Authorizer.iam() });
  api.addRoute('PUT /orders/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaRequest(judge) });
  api.addRoute('DELETE /orders/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaRequest(judge, { answer: LambdaAuthorizerAnswer.SIMPLE }) });
  api.addRoute('GET /health', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.none('health check') });
  api.addRoute('ANY /files/{proxy+}', { integration: Integration.lambdaFunction(handler) });
  api.addRoute('$default', { integration: Integration.lambdaFunction(handler) });
  return api;
}

/** The same with a user pool as the answer to who may call. */
export function poolHttpApi(scope: Construct, props: Partial<LeanHttpApiProps> = {}, id = 'Api'): LeanHttpApi {
  const pool = new cognito.UserPool(scope, `${id}Pool`);
  return fullHttpApi(scope, { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }), ...props }, id);
}
