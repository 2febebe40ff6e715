import { DefaultTokenResolver, Fn, IResolvable, IResolveContext, Reference, Token, Tokenization, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
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
      requirements.push({ [this.register(route)]: scopes });
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

  private register({ authorizer: config, scope }: BoundRoute): string {
    // First as it is written, which is the same on hundreds of routes; only then by what it resolves to, which takes time.
    const parts = identityOf(config);
    const written = JSON.stringify(parts);
    const known = this.names.get(written);
    if (known) return known;
    const meaning = JSON.stringify(meaningOf(parts, scope));
    const name = this.names.get(meaning) ?? this.nameFor(config);
    this.names.set(written, name);
    this.names.set(meaning, name);
    return name;
  }

  private nameFor(config: RouteAuthorizerConfig): string {
    const wanted = config.authorizationType === apigateway.AuthorizationType.IAM ? IAM_SCHEME : config.authorizerName ?? 'Authorizer';
    let name = wanted;
    for (let count = 2; this.configs.has(name) || name === API_KEY_SCHEME; count++) name = `${wanted}${count}`;
    this.configs.set(name, config);
    return name;
  }
}

/** Two configurations with the same identity are one authorizer. */
function identityOf(config: RouteAuthorizerConfig): JsonObject {
  return {
    kind: [config.authorizationType, config.lambdaAuthorizerKind],
    name: config.authorizerName,
    uri: config.authorizerUri,
    credentials: config.credentialsArn,
    userPools: config.userPoolArns,
    header: config.tokenHeader,
    sources: config.identitySources,
    expression: config.identityValidationExpression,
    ttl: ttlSeconds(config),
  };
}

/** The same for tokens that say the same, such as an `Fn.sub` that is made anew whenever an authorizer is bound. */
function meaningOf(parts: JsonObject, scope: IConstruct): unknown {
  return Tokenization.resolve(parts, { scope, resolver: new MeaningResolver(), preparing: false });
}

/**
 * Keeps references apart by what they refer to: until a stack's imports are written, the CDK resolves references to constructs
 * of one logical id in two stacks to the same text.
 */
class MeaningResolver extends DefaultTokenResolver {
  public constructor() {
    super({ join: (left, right) => [left, right] });
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: Parameters<DefaultTokenResolver['resolveToken']>[2]): unknown {
    if (Reference.isReference(token)) return { reference: [token.target.node.addr, token.displayName] };
    return super.resolveToken(token, context, postProcessor);
  }
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
    ? scheme('Unused', 'custom', { type: 'request', identitySource: joined(config.identitySources), ...called })
    : scheme(tokenHeader, 'custom', { type: 'token', ...called });
}

function joined(sources: string[] = []): string | undefined {
  return Token.isUnresolved(sources) ? Fn.join(', ', sources) : sources.join(', ') || undefined;
}

function ttlSeconds(config: RouteAuthorizerConfig): number | undefined {
  const ttl = config.resultsCacheTtl;
  return ttl?.isUnresolved() ? Token.asNumber(ttl.toSeconds()) : ttl?.toSeconds();
}
