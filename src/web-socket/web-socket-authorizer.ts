import { Annotations, Validations, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';

/** What a `$connect` route says of its authorizer. */
export interface ConnectAuthorization {
  readonly authorizationType: string;
  readonly authorizerId?: string;
}

/**
 * Makes what asks who connects.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
export function connectAuthorization(scope: Construct, apiId: string, config: RouteAuthorizerConfig): ConnectAuthorization {
  const { authorizerKind, authorizerName = 'Authorizer', authorizerUri, credentialsArn, identitySources } = config;
  if (authorizerKind === AuthorizerKind.NONE) return { authorizationType: 'NONE' };
  if (authorizerKind === AuthorizerKind.IAM) return { authorizationType: 'AWS_IAM' };
  if (identitySources?.some((source) => source.toLowerCase() === 'route.request.header.authorization')) {
    Annotations.of(scope).addWarningV2('cdk-gatehouse:browsersSendNoAuthorization',
      'whoever connects must send the header Authorization, which browsers cannot; for pages, take the token from the subprotocol or the query string');
  }
  const authorizer = new apigatewayv2.CfnAuthorizer(scope, authorizerName, {
    apiId,
    name: authorizerName,
    authorizerType: 'REQUEST',
    authorizerUri,
    authorizerCredentialsArn: credentialsArn,
    identitySource: identitySources,
  });
  return { authorizationType: 'CUSTOM', authorizerId: authorizer.ref };
}

/**
 * Keeps AwsSolutionsChecks from asking for what a route other than `$connect` cannot have.
 */
export function acknowledgeNoAuthorization(route: apigatewayv2.CfnRoute): void {
  Validations.of(route).acknowledge({
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'API Gateway asks who is there when a client connects, and takes an authorizer on $connect alone.',
  });
}
