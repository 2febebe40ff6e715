import {
  Duration, Size, Stack,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_cloudwatch_actions as actions, aws_cognito as cognito, aws_iam as iam,
  aws_kms as kms, aws_route53 as route53, aws_sns as sns,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { testHandler } from '../rest-api';

/** Ten fields, and a name of its own for each number: no two schemas are one component. */
export function tenFields(number: number): apigateway.JsonSchema {
  const { STRING, INTEGER, BOOLEAN, NUMBER, OBJECT, ARRAY } = apigateway.JsonSchemaType;
  return {
    type: OBJECT,
    required: ['id', 'name'],
    properties: {
      [`key${number}`]: { type: STRING },
      id: { type: STRING, pattern: '^[a-z0-9]+$' },
      name: { type: STRING, minLength: 1, maxLength: 120 },
      amount: { type: INTEGER, minimum: 1 },
      price: { type: NUMBER, minimum: 0 },
      active: { type: BOOLEAN },
      email: { type: STRING, format: 'email' },
      state: { type: STRING, enum: ['new', 'paid', 'sent'] },
      tags: { type: ARRAY, items: { type: STRING } },
      note: { type: STRING, maxLength: 1000 },
    },
  };
}

/** A domain whose certificate is in the region of the stack, or in us-east-1 for an edge-optimized API. */
export function testDomain(scope: Construct, options: Partial<ApiDomainOptions> = {}, certificateRegion?: string): ApiDomainOptions {
  return {
    domainName: 'api.example.com',
    certificate: acm.Certificate.fromCertificateArn(scope, 'Certificate',
      Stack.of(scope).formatArn({ service: 'acm', region: certificateRegion, resource: 'certificate', resourceName: 'abc' })),
    hostedZone: route53.HostedZone.fromHostedZoneAttributes(scope, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    ...options,
  };
}

/** An API that has something of everything. */
export function fullApi(scope: Construct, props: Partial<GovernedRestApiProps> = {}, id = 'Api'): GovernedRestApi {
  const parts = new Construct(scope, `${id}Parts`);
  const handler = testHandler(parts);
  const judge = testHandler(parts, 'Judge');
  const pool = new cognito.UserPool(parts, 'Pool');
  const web = pool.addClient('Web');

  const api = new GovernedRestApi(scope, id, {
    authorizer: Authorizer.userPool(pool, { clients: [web] }),
    defaultScopes: ['orders/read'],
    description: 'Orders',
    policy: new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: ['execute-api:/prod/*'] })],
    }),
    cors: { allowOrigins: ['https://app.example.com', 'https://admin.example.com'], maxAge: Duration.hours(1) },
    gatewayResponses: { THROTTLED: { message: 'Slow down', headers: { 'Retry-After': '1' } } },
    binaryMediaTypes: ['image/png'],
    minimumCompressionSize: Size.kibibytes(1),
    stageVariables: { mode: 'live' },
    throttle: { rateLimit: 500, burstLimit: 250 },
    cache: { size: CacheSize.GB_0_5 },
    canary: { percentTraffic: 10, stageVariables: { mode: 'canary' } },
    accessLog: { encryptionKey: new kms.Key(parts, 'Key') },
    domain: testDomain(parts, { basePath: 'v1' }),
    alarms: { actions: [new actions.SnsAction(new sns.Topic(parts, 'Topic'))] },
    ...props,
  });

  api.addRoute('GET /orders', {
    integration: Integration.lambdaFunction(handler),
    request: { optionalQuery: ['page'] },
    cache: { ttl: Duration.seconds(60), perCaller: true },
  });
  api.addRoute('POST /orders', {
    integration: Integration.lambdaFunction(handler, { timeout: Duration.seconds(10) }),
    request: { body: tenFields(1), requiredHeaders: ['Idempotency-Key'] },
    scopes: ['orders/write'],
    apiKeyRequired: true,
    throttle: { rateLimit: 10, burstLimit: 5 },
    operationName: 'createOrder',
  });
  api.addRoute('GET /orders/{id}', { integration: Integration.httpProxy('https://backend.example.com/orders/{id}'), authorizer: Authorizer.iam() });
  api.addRoute('DELETE /orders/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaToken(judge) });
  api.addRoute('PUT /orders/{id}', { integration: Integration.lambdaFunction(handler), authorizer: Authorizer.lambdaRequest(judge) });
  api.addRoute('GET /health', { integration: Integration.mock({ body: '{"ok":true}' }), authorizer: Authorizer.none('health check') });
  api.addRoute('ANY /files/{proxy+}', { integration: Integration.lambdaFunction(handler) });

  const free = api.addUsagePlan('free', {
    throttle: { rateLimit: 5, burstLimit: 10 },
    quota: { limit: 10_000, period: apigateway.Period.MONTH },
    routes: { 'POST /orders': { rateLimit: 1, burstLimit: 2 } },
  });
  free.addApiKey('acme');
  return api;
}
