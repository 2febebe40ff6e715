import { JsonObject } from './json-value';
import { ttlSeconds } from './security-schemes';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';

/**
 * An authorizer as an HTTP API imports it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function httpSecurityScheme(config: RouteAuthorizerConfig): JsonObject {
  const { authorizerKind, tokenHeader = 'Authorization' } = config;
  switch (authorizerKind) {
    case AuthorizerKind.IAM: return { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
    case AuthorizerKind.JWT: return {
      'type': 'oauth2',
      'x-amazon-apigateway-authorizer': {
        type: 'jwt',
        identitySource: config.identitySources?.[0] ?? `$request.header.${tokenHeader}`,
        jwtConfiguration: { issuer: config.tokenIssuer, audience: config.audience },
      },
    };
    default: return {
      // No single header could be named here; API Gateway reads identitySource.
      'type': 'apiKey',
      'name': 'Unused',
      'in': 'header',
      'x-amazon-apigateway-authorizer': {
        type: 'request',
        authorizerUri: config.authorizerUri,
        authorizerCredentials: config.credentialsArn,
        authorizerPayloadFormatVersion: config.payloadFormatVersion ?? '2.0',
        enableSimpleResponses: config.simpleAnswers ?? false,
        identitySource: config.identitySources,
        authorizerResultTtlInSeconds: ttlSeconds(config),
      },
    };
  }
}
