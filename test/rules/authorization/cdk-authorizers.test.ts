import {
  App, Duration, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_authorizers as authorizers,
  aws_apigatewayv2_integrations as integrations, aws_cognito as cognito, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { templatesOfApp } from '../../../src/reflection/app-templates';
import { RULE_FAMILIES, checkAll } from '../../../src/rules/all-rules';

const RULES = RULE_FAMILIES.filter(({ title }) => /^(Authentication|Usage plans)/.test(title)).flatMap(({ rules }) => rules);

function said(build: (stack: Stack, handler: lambda.Function) => void): string[] {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  build(stack, new lambda.Function(stack, 'Handler', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('code') }));
  return checkAll(new AppReflection(templatesOfApp(app)), {}, RULES).map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

test('Lambda authorizers of a REST API', () => {
  expect(said((stack, handler) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://example.com'] } });
    const token = new apigateway.TokenAuthorizer(stack, 'Token', { handler });
    const request = new apigateway.RequestAuthorizer(stack, 'Request', { handler, identitySources: [apigateway.IdentitySource.header('Authorization')] });
    api.root.addMethod('GET', undefined, { authorizer: token });
    api.root.addMethod('POST', undefined, { authorizer: request });
  })).toEqual(["lambda-authorizer-without-waf: the stage 'prod' has Lambda authorizers and no web ACL in front of them"]);
});

test('a user pool of a REST API', () => {
  expect(said((stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Callers', { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
    api.root.addMethod('GET', undefined, { authorizer, authorizationType: apigateway.AuthorizationType.COGNITO });
  })).toEqual([]);
});

test('authorizers of an HTTP API', () => {
  expect(said((stack, handler) => {
    const pool = new cognito.UserPool(stack, 'Pool');
    const api = new apigatewayv2.HttpApi(stack, 'Api');
    const integration = new integrations.HttpLambdaIntegration('Integration', handler);
    const guards = [
      new authorizers.HttpUserPoolAuthorizer('Users', pool),
      new authorizers.HttpJwtAuthorizer('Tokens', 'https://issuer.example.com', { jwtAudience: ['client'] }),
      new authorizers.HttpLambdaAuthorizer('Function', handler, { responseTypes: [authorizers.HttpLambdaResponseType.SIMPLE] }),
      new authorizers.HttpIamAuthorizer(),
    ];
    guards.forEach((authorizer, index) => api.addRoutes({ path: `/${index}`, integration, authorizer }));
  })).toEqual([]);
});

test('a Lambda authorizer of a WebSocket API', () => {
  expect(said((stack, handler) => {
    const integration = new integrations.WebSocketLambdaIntegration('Integration', handler);
    const api = new apigatewayv2.WebSocketApi(stack, 'Api', {
      connectRouteOptions: { integration, authorizer: new authorizers.WebSocketLambdaAuthorizer('Callers', handler) },
    });
    api.addRoute('send', { integration });
  })).toEqual([]);
});

test('a usage plan of a REST API', () => {
  expect(said((stack) => {
    const api = new apigateway.RestApi(stack, 'Api', { defaultMethodOptions: { apiKeyRequired: true, authorizationType: apigateway.AuthorizationType.IAM } });
    const root = api.root.addMethod('GET');
    const item = api.root.addResource('pets').addResource('{id}').addMethod('ANY');
    const plan = api.addUsagePlan('Gold', { throttle: { rateLimit: 5, burstLimit: 10 }, quota: { limit: 1000, period: apigateway.Period.DAY } });
    plan.addApiStage({ stage: api.deploymentStage, throttle: [root, item].map((method) => ({ method, throttle: { rateLimit: 1, burstLimit: 2 } })) });
    plan.addApiKey(api.addApiKey('Client'));
  })).toEqual([]);
});

test('an authorizer that calls an alias', () => {
  expect(said((stack, handler) => {
    const api = new apigateway.RestApi(stack, 'Api', { endpointTypes: [apigateway.EndpointType.PRIVATE] });
    const authorizer = new apigateway.RequestAuthorizer(stack, 'Request', {
      handler: new lambda.Alias(stack, 'Live', { aliasName: 'live', version: handler.currentVersion }),
      identitySources: [apigateway.IdentitySource.header('Authorization')],
      resultsCacheTtl: Duration.minutes(1),
    });
    api.root.addMethod('GET', undefined, { authorizer });
  })).toEqual([]);
});
