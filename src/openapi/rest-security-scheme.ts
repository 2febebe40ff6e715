import { Fn, Token } from 'aws-cdk-lib';
import { JsonObject } from './json-value';
import { ttlSeconds } from './security-schemes';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';

/** An API key, in a REST API's definition as in every contract. */
export const API_KEY: JsonObject = { type: 'apiKey', name: 'x-api-key', in: 'header' };

/**
 * An authorizer as a REST API imports it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
export function restSecurityScheme(config: RouteAuthorizerConfig): JsonObject {
  const { authorizerKind, tokenHeader = 'Authorization' } = config;
  const scheme = (name: string, authtype: string, authorizer?: JsonObject): JsonObject => ({
    'type': 'apiKey', name, 'in': 'header', 'x-amazon-apigateway-authtype': authtype, 'x-amazon-apigateway-authorizer': authorizer,
  });
  const shared = {
    authorizerResultTtlInSeconds: ttlSeconds(config),
    identityValidationExpression: config.identityValidationExpression,
  };
  const called = { authorizerUri: config.authorizerUri, authorizerCredentials: config.credentialsArn, ...shared };

  switch (authorizerKind) {
    case AuthorizerKind.IAM: return scheme('Authorization', 'awsSigv4');
    case AuthorizerKind.USER_POOL: return scheme(tokenHeader, 'cognito_user_pools', { type: 'cognito_user_pools', providerARNs: config.userPoolArns, ...shared });
    // With several sources no single header could be named here; API Gateway reads identitySource.
    case AuthorizerKind.LAMBDA_REQUEST: return scheme('Unused', 'custom', { type: 'request', identitySource: joined(config.identitySources), ...called });
    default: return scheme(tokenHeader, 'custom', { type: 'token', ...called });
  }
}

function joined(sources: string[] = []): string | undefined {
  return Token.isUnresolved(sources) ? Fn.join(', ', sources) : sources.join(', ') || undefined;
}
