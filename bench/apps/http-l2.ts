import { aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_authorizers as authorizers, aws_apigatewayv2_integrations as integrations, aws_cognito as cognito } from 'aws-cdk-lib';
import { ORIGIN, SCOPES, benchStack, handler } from './bench-stack';

benchStack((stack, _variant, routes) => {
  const integration = new integrations.HttpLambdaIntegration('Integration', handler(stack));
  const pool = new cognito.UserPool(stack, 'Pool');
  const authorizer = new authorizers.HttpUserPoolAuthorizer('Authorizer', pool, { userPoolClients: [pool.addClient('Web')] });
  const api = new apigatewayv2.HttpApi(stack, 'Api', { corsPreflight: { allowOrigins: [ORIGIN] } });
  for (let index = 0; index < routes; index++) {
    api.addRoutes({ path: `/resource${index}`, methods: [apigatewayv2.HttpMethod.GET], integration, authorizer, authorizationScopes: SCOPES });
  }
});
