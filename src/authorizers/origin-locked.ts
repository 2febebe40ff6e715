import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, RouteAuthorizerConfig } from './authorizer-contract';
import { identitySourcesOf } from './identity-sources';
import { LockFunction, LockedTokens, TokenRules } from './lock-function';
import { tokenSourceOf } from './token-source';
import { OriginSecret } from '../domain/origin-secret';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { OptingOut } from '../route-opt-outs';

/**
 * What authorizers of this library say beside their configuration when a function can check their tokens as well.
 *
 * A function, so that nothing in it counts as something that the API's definition names.
 */
export interface Lockable {
  readonly lockedTokens?: () => LockedTokens;
}

interface OriginLockedRoutesProps {
  readonly secret: OriginSecret;
  /** Where Lambda authorizers of the user's own check the header. */
  readonly checkedByOwnAuthorizers?: string;
}

/** Functions of the user's. */
const OWN = [AuthorizerKind.LAMBDA_REQUEST, AuthorizerKind.LAMBDA_TOKEN];
const HEADER_SOURCE = /^method\.request\.header\.(.+)$/;
/** Of all environment variables of a function together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4 * 1024;
/** An open route asks for nothing of the caller's: all requests through CloudFront have one answer. */
const HEADER_TTL = Duration.minutes(5);
/** So long a token that has expired meanwhile is accepted, unless the authorizer says how long. */
const TOKEN_TTL = Duration.minutes(1);

/**
 * Puts the lock's function in the place of each route's authorizer, because a route has one: it compares the header that CloudFront sends and then does what the authorizer would have done.
 */
export class OriginLockedRoutes {
  private readonly scope: Construct;
  private readonly props: OriginLockedRoutesProps;

  public constructor(scope: Construct, props: OriginLockedRoutesProps) {
    this.scope = scope;
    this.props = props;
  }

  /** The header that CloudFront sends. */
  public get headerName(): string {
    return this.props.secret.headerName;
  }

  /**
   * @param config what the route's own authorizer says
   * @throws when the lock's function cannot do what the authorizer does
   */
  public lock(config: RouteAuthorizerConfig & Lockable & OptingOut, options: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    const { authorizerKind } = config;
    if (OWN.includes(authorizerKind)) return this.ownAuthorizer(config, options);
    const rules = authorizerKind === AuthorizerKind.NONE ? undefined : this.rulesOf(config, options);
    const lock = LockFunction.getOrCreate(this.scope, this.props.secret, rules);
    allowInvoke(lock.handler, options);
    return {
      authorizerKind: AuthorizerKind.LAMBDA_REQUEST,
      authorizerName: lock.node.id,
      authorizerUri: invocationUri(lock.handler),
      callerParameters: config.callerParameters,
      tokenHeader: rules?.tokenHeader,
      tokenIssuer: rules?.issuer,
      reason: config.reason,
      optOuts: config.optOuts,
      target: lock.handler,
      ...this.remembering(options.apiType, config, rules),
    };
  }

  private ownAuthorizer(config: RouteAuthorizerConfig & OptingOut, { routeKey }: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    if (this.props.checkedByOwnAuthorizers !== undefined) return config;
    throw refused(routeKey, 'a Lambda authorizer of its own, beside which the route can have no second one that knows CloudFront by its secret header', 'write cloudFront: '
      + '{ originLock: OriginLock.mutualTls(clientCertificate) }, or compare the header in that function and write OriginLock.secretHeader({ checkedByOwnAuthorizers: \'<where>\' })');
  }

  private rulesOf(config: RouteAuthorizerConfig & Lockable, options: BindAuthorizerOptions): TokenRules {
    const { issuer, audience, tokenHeader } = this.tokensOf(config, options);
    const scopes = scopeSet(this.scope, options);
    const rules = { issuer, audience, tokenHeader, ...scopes.length > 0 && { scopes } };
    checkSize(options, { ORIGIN_HEADER: this.props.secret.headerName, TOKEN_RULES: rules });
    return rules;
  }

  private tokensOf(config: RouteAuthorizerConfig & Lockable, { routeKey }: BindAuthorizerOptions): LockedTokens {
    const { authorizerKind, tokenIssuer, audience } = config;
    if (authorizerKind === AuthorizerKind.IAM) {
      throw refused(routeKey, 'Authorizer.iam(), beside which the route can have no second one that knows CloudFront by its secret header',
        'write cloudFront: { originLock: OriginLock.mutualTls(clientCertificate) }, with domain.mutualTls on the API');
    }
    if ((config.userPoolArns ?? []).length > 1) {
      throw refused(routeKey, 'several user pools, and behind a secret header a route takes the tokens of one issuer',
        'leave otherUserPools out and give their routes an Authorizer.userPool() of their own, or write OriginLock.mutualTls(clientCertificate)');
    }
    const source = tokenSourceOf(config);
    const [, tokenHeader] = HEADER_SOURCE.exec(source) ?? [];
    if (tokenHeader === undefined) {
      throw refused(routeKey, `its token in '${Token.isUnresolved(source) ? '<token>' : source}', and behind a secret header a function reads tokens from headers alone`,
        'write identitySources: [\'$request.header.Authorization\'], or OriginLock.mutualTls(clientCertificate)');
    }
    const native = tokenIssuer !== undefined && audience !== undefined ? { issuer: tokenIssuer, audience, tokenHeader } : undefined;
    const tokens = config.lockedTokens?.() ?? native;
    if (tokens === undefined) {
      throw refused(routeKey, 'an authorizer that names nobody for whom tokens must be meant, and behind a secret header a function compares each token with them',
        'write Authorizer.userPool(pool, { clients: [web] }), or OriginLock.mutualTls(clientCertificate)');
    }
    if (tokens.tokenHeader.toLowerCase() === this.props.secret.headerName.toLowerCase()) {
      throw refused(routeKey, `its token in the header '${tokens.tokenHeader}', which CloudFront overwrites`, 'give OriginLock.secretHeader() another headerName');
    }
    return tokens;
  }

  /**
   * A remembered answer serves all routes of its authorizer and no route of another one. They have the same rules,
   * so the route need not be part of what an answer is remembered by.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization-with-console.html
   */
  private remembering(apiType: ApiType, { resultsCacheTtl = TOKEN_TTL }: RouteAuthorizerConfig, rules: TokenRules | undefined) {
    const headers = [this.props.secret.headerName, ...rules ? [rules.tokenHeader] : []];
    return {
      identitySources: identitySourcesOf(apiType, headers.map((name) => `method.request.header.${name}`)),
      resultsCacheTtl: rules ? resultsCacheTtl : HEADER_TTL,
      ...apiType === ApiType.HTTP && { simpleAnswers: true, payloadFormatVersion: '2.0' },
    };
  }
}

function refused(routeKey: string, has: string, write: string): Error {
  return new Error(`'${routeKey}' has ${has}; ${write}`);
}

/**
 * Neither order nor repetition makes another function; a list that is only known at deploy time stays as it is.
 *
 * @throws when scopes are asked for and there are none: the function would take any token
 */
function scopeSet(scope: Construct, { routeKey, scopes }: BindAuthorizerOptions): string[] {
  const stack = Stack.of(scope);
  const known: unknown = stack.resolve(scopes);
  if (scopes.length > 0 && (known === undefined || (Array.isArray(known) && known.length === 0))) {
    throw refused(routeKey, 'a list of scopes in which none stands when the route is added, and behind a secret header a function compares each token with them',
      'write them out, or scopes: [] where any token will do');
  }
  if (Token.isUnresolved(scopes)) return scopes;
  const meaning = (one: string) => JSON.stringify(stack.resolve(one));
  return [...new Set(scopes)].sort((one, other) => compare(meaning(one), meaning(other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * Counts what is written out; what is only known at deploy time may be of any length.
 *
 * @throws when Lambda could not hold the rules
 */
function checkSize({ routeKey }: BindAuthorizerOptions, environment: object): void {
  const written = JSON.stringify(environment, (_, value: unknown) => Token.isUnresolved(value) ? '' : value);
  const bytes = Buffer.byteLength(written);
  if (bytes <= ENVIRONMENT_BYTES) return;
  throw refused(routeKey, `an issuer, an audience and scopes of ${bytes} bytes, and the environment of the function that compares tokens with them takes ${ENVIRONMENT_BYTES}`,
    'write fewer or shorter ones, or originLock: OriginLock.mutualTls(clientCertificate)');
}
