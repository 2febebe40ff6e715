import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { LambdaAuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { BoundRoute } from '../bound-route';
import { JsonObject } from './json-value';

const IAM_SCHEME = 'Iam';
const API_KEY_SCHEME = 'ApiKey';

/**
 * The ways in which callers of an API prove who they are, each under one name.
 */
export class SecuritySchemes {
  private readonly configs = new Map<string, RouteAuthorizerConfig>();
  private readonly names = new Map<string, string>();
  private usesApiKeys = false;

  /** How many authorizers API Gateway is to create; IAM and API keys are none. */
  public get authorizerCount(): number {
    return [...this.configs.values()].filter((config) => config.authorizationType !== apigateway.AuthorizationType.IAM).length;
  }

  /**
   * What a route asks of its callers. Two entries mean both, for API Gateway as for nobody else.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
   */
  public requirementsOf(route: BoundRoute): { [scheme: string]: string[] }[] {
    const { authorizer, options, scopes } = route;
    const requirements: { [scheme: string]: string[] }[] = [];
    if (authorizer.authorizationType !== apigateway.AuthorizationType.NONE) {
      requirements.push({ [this.register(authorizer)]: scopes });
    }
    if (options.apiKeyRequired) {
      this.usesApiKeys = true;
      requirements.push({ [API_KEY_SCHEME]: [] });
    }
    return requirements;
  }

  /** `components.securitySchemes` as API Gateway imports it. */
  public toImport(): JsonObject {
    return this.write(importScheme, { type: 'apiKey', name: 'x-api-key', in: 'header' });
  }

  /** Every scheme by its name; routes must be registered first. */
  public write(scheme: (config: RouteAuthorizerConfig) => JsonObject, apiKey: JsonObject): JsonObject {
    const schemes = Object.fromEntries([...this.configs].map(([name, config]) => [name, scheme(config)]));
    return this.usesApiKeys ? { ...schemes, [API_KEY_SCHEME]: apiKey } : schemes;
  }

  private register(config: RouteAuthorizerConfig): string {
    const identity = identityOf(config);
    const known = this.names.get(identity);
    if (known) return known;
    const wanted = config.authorizationType === apigateway.AuthorizationType.IAM ? IAM_SCHEME : config.authorizerName ?? 'Authorizer';
    let name = wanted;
    for (let count = 2; this.configs.has(name) || name === API_KEY_SCHEME; count++) name = `${wanted}${count}`;
    this.names.set(identity, name);
    this.configs.set(name, config);
    return name;
  }
}

/** Two configurations with the same identity are one authorizer. */
function identityOf(config: RouteAuthorizerConfig): string {
  return JSON.stringify([
    config.authorizationType, config.authorizerName, config.lambdaAuthorizerKind, config.authorizerUri, config.userPoolArns, config.tokenHeader,
    config.identitySources, config.identityValidationExpression, ttlSeconds(config), config.credentialsArn,
  ].map((part) => part ?? null));
}

function importScheme(config: RouteAuthorizerConfig): JsonObject {
  const { authorizationType, lambdaAuthorizerKind, tokenHeader = 'Authorization' } = config;
  const scheme = (name: string, authtype: string, authorizer?: JsonObject): JsonObject => ({
    'type': 'apiKey', name, 'in': 'header', 'x-amazon-apigateway-authtype': authtype, 'x-amazon-apigateway-authorizer': authorizer,
  });
  const shared = {
    authorizerResultTtlInSeconds: ttlSeconds(config),
    identityValidationExpression: config.identityValidationExpression,
  };
  const called = { authorizerUri: config.authorizerUri, authorizerCredentials: config.credentialsArn, ...shared };

  if (authorizationType === apigateway.AuthorizationType.IAM) return scheme('Authorization', 'awsSigv4');
  if (authorizationType === apigateway.AuthorizationType.COGNITO) {
    return scheme(tokenHeader, 'cognito_user_pools', { type: 'cognito_user_pools', providerARNs: config.userPoolArns, ...shared });
  }
  return lambdaAuthorizerKind === LambdaAuthorizerKind.REQUEST
    // With several sources no single header could be named here; API Gateway reads identitySource.
    ? scheme('Unused', 'custom', { type: 'request', identitySource: config.identitySources?.join(', ') || undefined, ...called })
    : scheme(tokenHeader, 'custom', { type: 'token', ...called });
}

function ttlSeconds(config: RouteAuthorizerConfig): number | undefined {
  const ttl = config.resultsCacheTtl;
  return ttl?.isUnresolved() ? Token.asNumber(ttl.toSeconds()) : ttl?.toSeconds();
}
