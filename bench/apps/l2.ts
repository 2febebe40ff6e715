import { aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { ORIGIN, benchStack, handler } from './bench-stack';

benchStack((stack, _variant, routes) => {
  const integration = new apigateway.LambdaIntegration(handler(stack));
  const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [new cognito.UserPool(stack, 'Pool')] });
  const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: [ORIGIN] } });
  for (let index = 0; index < routes; index++) {
    api.root.addResource(`resource${index}`).addMethod('GET', integration, { authorizer });
  }
});
