import { Token } from 'aws-cdk-lib';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { BoundRoute } from '../bound-route';
import { JsonObject } from './json-value';
import { SharedComponents } from './shared-components';

const IAM_SCHEME = 'Iam';
const API_KEY_SCHEME = 'ApiKey';

/**
 * The ways in which callers of an API prove who they are, each under one name.
 */
export class SecuritySchemes {
  private readonly configs = new SharedComponents<RouteAuthorizerConfig>(API_KEY_SCHEME);
  private usesApiKeys = false;

  /** How many authorizers API Gateway is to create; IAM and API keys are none. */
  public get authorizerCount(): number {
    return this.configs.entries.filter(([, config]) => config.authorizerKind !== AuthorizerKind.IAM).length;
  }

  /**
   * What a route asks of its callers. Two entries mean both, for API Gateway as for nobody else.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
   */
  public requirementsOf(route: BoundRoute): { [scheme: string]: string[] }[] {
    const { authorizer, options, scopes } = route;
    const requirements: { [scheme: string]: string[] }[] = [];
    if (authorizer.authorizerKind !== AuthorizerKind.NONE) {
      requirements.push({ [this.register(route)]: scopes });
    }
    if (options.apiKeyRequired) {
      this.usesApiKeys = true;
      requirements.push({ [API_KEY_SCHEME]: [] });
    }
    return requirements;
  }

  /** Every scheme by its name; routes must be registered first. */
  public write(scheme: (config: RouteAuthorizerConfig) => JsonObject, apiKey: JsonObject): JsonObject {
    const schemes = Object.fromEntries(this.configs.entries.map(([name, config]) => [name, scheme(config)]));
    return this.usesApiKeys ? { ...schemes, [API_KEY_SCHEME]: apiKey } : schemes;
  }

  private register({ authorizer: config, scope }: BoundRoute): string {
    const wanted = config.authorizerKind === AuthorizerKind.IAM ? IAM_SCHEME : config.authorizerName ?? 'Authorizer';
    return this.configs.nameOf(config, identityOf(config), wanted, scope);
  }
}

/** Two configurations with the same identity are one authorizer. */
function identityOf(config: RouteAuthorizerConfig): JsonObject {
  return {
    kind: config.authorizerKind,
    name: config.authorizerName,
    uri: config.authorizerUri,
    credentials: config.credentialsArn,
    userPools: config.userPoolArns,
    header: config.tokenHeader,
    sources: config.identitySources,
    expression: config.identityValidationExpression,
    ttl: ttlSeconds(config),
    issuer: config.tokenIssuer,
    audience: config.audience,
    answers: [config.simpleAnswers, config.payloadFormatVersion],
  };
}

/** How long answers are remembered, as a definition says it. */
export function ttlSeconds(config: RouteAuthorizerConfig): number | undefined {
  const ttl = config.resultsCacheTtl;
  return ttl?.isUnresolved() ? Token.asNumber(ttl.toSeconds()) : ttl?.toSeconds();
}
