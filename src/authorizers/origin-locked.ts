import { Duration, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, RouteAuthorizerConfig } from './authorizer-contract';
import { Lockable } from './checked-by-function';
import { identitySourcesOf } from './identity-sources';
import { LockFunction } from './lock-function';
import { TOKEN_TTL } from './token-function';
import { sourceOfPlace } from './token-place';
import { CheckedTokens, TokenRules, checkRulesSize, tokenRulesOf } from './token-rules';
import { tokenSourceOf } from './token-source';
import { OriginSecret } from '../domain/origin-secret';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { OptingOut } from '../route-opt-outs';

interface OriginLockedRoutesProps {
  readonly secret: OriginSecret;
  /** Where Lambda authorizers of the user's own check the header. */
  readonly checkedByOwnAuthorizers?: string;
}

/** Functions of the user's. */
const OWN = [AuthorizerKind.LAMBDA_REQUEST, AuthorizerKind.LAMBDA_TOKEN];
const HEADER_SOURCE = /^method\.request\.header\.(.+)$/;
/** An open route asks for nothing of the caller's: all requests through CloudFront have one answer. */
const HEADER_TTL = Duration.minutes(5);

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

  private ownAuthorizer(config: RouteAuthorizerConfig & OptingOut, { apiType, routeKey }: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    if (this.props.checkedByOwnAuthorizers !== undefined) return config;
    throw refused(routeKey, 'a Lambda authorizer of its own, beside which the route can have no second one that knows CloudFront by its secret header', 'write cloudFront: '
      + `{ originLock: ${otherLock(apiType)} }, or compare the header in that function and write OriginLock.secretHeader({ checkedByOwnAuthorizers: '<where>' })`);
  }

  private rulesOf(config: RouteAuthorizerConfig & Lockable, options: BindAuthorizerOptions): TokenRules {
    const rules = tokenRulesOf(options, this.tokensOf(config, options));
    checkRulesSize(options, { ORIGIN_HEADER: this.props.secret.headerName, TOKEN_RULES: rules }, `, or originLock: ${otherLock(options.apiType)}`);
    return rules;
  }

  private tokensOf(config: RouteAuthorizerConfig & Lockable, { apiType, routeKey }: BindAuthorizerOptions): CheckedTokens {
    if (config.authorizerKind === AuthorizerKind.IAM) {
      throw refused(routeKey, 'Authorizer.iam(), beside which the route can have no second one that knows CloudFront by its secret header',
        `write cloudFront: { originLock: ${otherLock(apiType)} }${apiType === ApiType.WEBSOCKET ? '' : ', with domain.mutualTls on the API'}`);
    }
    if ((config.userPoolArns ?? []).length > 1) {
      throw refused(routeKey, 'several user pools, and behind a secret header a route takes the tokens of one issuer',
        `leave otherUserPools out and give their routes an Authorizer.userPool() of their own, or write ${otherLock(apiType)}`);
    }
    const tokens = config.lockedTokens?.() ?? nativeTokens(config, routeKey);
    if (tokens === undefined) {
      throw refused(routeKey, 'an authorizer that names nobody for whom tokens must be meant, and behind a secret header a function compares each token with them',
        `write Authorizer.userPool(pool, { clients: [web] }), or ${otherLock(apiType)}`);
    }
    if (tokens.tokenHeader?.toLowerCase() === this.props.secret.headerName.toLowerCase()) {
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
    return {
      identitySources: identitySourcesOf(apiType, [`method.request.header.${this.headerName}`, ...rules ? [sourceOfPlace(rules)] : []]),
      ...apiType !== ApiType.WEBSOCKET && { resultsCacheTtl: rules ? resultsCacheTtl : HEADER_TTL },
      ...apiType === ApiType.HTTP && { simpleAnswers: true, payloadFormatVersion: '2.0' },
    };
  }
}

/**
 * The tokens of an authorizer of the user's own that API Gateway would check itself.
 *
 * @throws when they come where a lock's function reads none
 */
function nativeTokens(config: RouteAuthorizerConfig, routeKey: string): CheckedTokens | undefined {
  const { tokenIssuer: issuer, audience } = config;
  const source = tokenSourceOf(config);
  const [, tokenHeader] = HEADER_SOURCE.exec(source) ?? [];
  if (tokenHeader === undefined) {
    throw refused(routeKey, `its token in '${Token.isUnresolved(source) ? '<token>' : source}', and behind a secret header a function reads tokens from headers alone`,
      'write identitySources: [\'$request.header.Authorization\'], or OriginLock.mutualTls(clientCertificate)');
  }
  return issuer !== undefined && audience !== undefined ? { issuer, audience, tokenHeader } : undefined;
}

/** A WebSocket API asks nobody for a certificate. */
function otherLock(apiType: ApiType): string {
  return apiType === ApiType.WEBSOCKET ? 'OriginLock.none(\'<why>\')' : 'OriginLock.mutualTls(clientCertificate)';
}

function refused(routeKey: string, has: string, write: string): Error {
  return new Error(`'${routeKey}' has ${has}; ${write}`);
}
