import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../api-type';
import { AuthorizerKind } from '../authorizers/authorizer-contract';
import { BoundRoute } from '../bound-route';
import { RouteIntegrationConfig } from '../integrations/integration-contract';
import { LambdaFunctionIntegration } from '../integrations/lambda-function';
import { ShippedFunction } from '../shipped-function';

/**
 * Whether preflight requests, which carry no token, would meet the route's authorizer: `ANY` and `$default` take `OPTIONS` as well.
 *
 * API Gateway answers them itself as soon as there is an open `OPTIONS` route on the path.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
 */
export function hidesPreflight({ key, authorizer }: BoundRoute): boolean {
  return key.method === 'ANY' && authorizer.authorizerKind !== AuthorizerKind.NONE;
}

/**
 * What stands behind those open routes: a function that does nothing. An `OPTIONS` request that is no preflight request reaches it,
 * from anybody, and must not reach what the authorizer protects.
 *
 * @param executeApiArn of everything of the API
 */
export function preflightIntegration(scope: Construct, executeApiArn: string): RouteIntegrationConfig {
  const { handler } = new ShippedFunction(scope, 'Preflight', {
    asset: 'preflight',
    description: 'Answers OPTIONS requests that are no preflight requests',
    environment: {},
    memoryMegabytes: 128,
    timeout: Duration.seconds(3),
  });
  return new LambdaFunctionIntegration(handler, {}).bindIntegration({
    scope, executeApiArn, apiType: ApiType.HTTP, routeKey: 'OPTIONS /{proxy+}', maximumTimeout: Duration.seconds(30),
  });
}
