import { createHash } from 'crypto';
import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, RouteAuthorizerConfig } from './authorizer-contract';
import { identitySourcesOf } from './identity-sources';
import { OriginFunction } from '../domain/origin-lock-function';
import { OriginSecret } from '../domain/origin-secret';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';
import { referencesIn } from '../reference-path';
import { OptingOut } from '../route-opt-outs';

/**
 * Which tokens let a caller in, as the lock's function compares them.
 */
interface LockedTokens {
  readonly issuer: string;
  readonly audience: string[];
  readonly tokenHeader: string;
}

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
/** Of all environment variables of a function together. @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const ENVIRONMENT_BYTES = 4 * 1024;
/** An open route asks for nothing of the caller's: all requests through CloudFront have one answer. */
const HEADER_TTL = Duration.minutes(5);
/** So long a token that has expired meanwhile is accepted. */
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
    const tokens = authorizerKind === AuthorizerKind.NONE ? undefined : this.tokensOf(config, options);
    const lock = LockFunction.getOrCreate(this.scope, this.props.secret, tokens);
    lock.addRoute(options);
    allowInvoke(lock.handler, options);
    return {
      authorizerKind: AuthorizerKind.LAMBDA_REQUEST,
      authorizerName: lock.node.id,
      authorizerUri: invocationUri(lock.handler),
      callerParameters: config.callerParameters,
      tokenHeader: tokens?.tokenHeader,
      tokenIssuer: tokens?.issuer,
      reason: config.reason,
      optOuts: config.optOuts,
      target: lock.handler,
      ...this.remembering(options.apiType, tokens),
    };
  }

  private ownAuthorizer(config: RouteAuthorizerConfig & OptingOut, { routeKey }: BindAuthorizerOptions): RouteAuthorizerConfig & OptingOut {
    if (this.props.checkedByOwnAuthorizers !== undefined) return config;
    throw refused(routeKey, 'a Lambda authorizer of its own, beside which the route can have no second one that knows CloudFront by its secret header', 'write cloudFront: '
      + '{ originLock: OriginLock.mutualTls(clientCertificate) }, or compare the header in that function and write OriginLock.secretHeader({ checkedByOwnAuthorizers: \'<where>\' })');
  }

  private tokensOf(config: RouteAuthorizerConfig & Lockable, { routeKey }: BindAuthorizerOptions): LockedTokens {
    const { authorizerKind, tokenIssuer, audience, tokenHeader = 'Authorization' } = config;
    if (authorizerKind === AuthorizerKind.IAM) {
      throw refused(routeKey, 'Authorizer.iam(), beside which the route can have no second one that knows CloudFront by its secret header',
        'write cloudFront: { originLock: OriginLock.mutualTls(clientCertificate) }, with domain.mutualTls on the API');
    }
    if ((config.userPoolArns ?? []).length > 1) {
      throw refused(routeKey, 'several user pools, and behind a secret header a route takes the tokens of one issuer',
        'leave otherUserPools out and give their routes an Authorizer.userPool() of their own, or write OriginLock.mutualTls(clientCertificate)');
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
   * A remembered answer serves all routes of the authorizer. On an HTTP API the route is part of what it is remembered by;
   * a REST API has no such source, and there each route's scopes are looked at anew.
   */
  private remembering(apiType: ApiType, tokens: LockedTokens | undefined) {
    const header = `method.request.header.${this.props.secret.headerName}`;
    const sources = tokens ? [header, `method.request.header.${tokens.tokenHeader}`] : [header];
    if (apiType === ApiType.REST) return { identitySources: sources, resultsCacheTtl: tokens ? Duration.seconds(0) : HEADER_TTL };
    return {
      identitySources: identitySourcesOf(apiType, tokens ? [...sources, 'context.routeKey'] : sources),
      resultsCacheTtl: tokens ? TOKEN_TTL : HEADER_TTL,
      simpleAnswers: true,
      payloadFormatVersion: '2.0',
    };
  }
}

/** The function of one API that knows CloudFront, and the tokens of one issuer. */
class LockFunction extends OriginFunction {
  public static getOrCreate(scope: Construct, secret: OriginSecret, tokens: LockedTokens | undefined): LockFunction {
    // Other tokens are another function: one that changed its mind would let the wrong ones in until the API's next deployment.
    const id = `OriginLock${tokens === undefined ? '' : digest(scope, tokens)}`;
    return scope.node.tryFindChild(id) as LockFunction | undefined ?? new LockFunction(scope, id, secret, tokens);
  }

  private readonly scopesByRoute: { [routeKey: string]: string[] };

  private constructor(scope: Construct, id: string, secret: OriginSecret, tokens: LockedTokens | undefined) {
    const scopes: { [routeKey: string]: string[] } = {};
    const environment = {
      ORIGIN_SECRET_ARN: secret.secret.secretArn,
      ORIGIN_HEADER: secret.headerName,
      // The routes come later.
      ...tokens && { TOKEN_RULES: Lazy.string({ produce: () => Stack.of(scope).toJsonString({ ...tokens, scopes }) }) },
    };
    super(scope, id, {
      asset: 'origin-lock',
      description: 'Lets requests in that come through CloudFront and, where tokens are asked for, have a good one',
      environment,
      // Every millisecond of it is one of the caller's.
      memoryMegabytes: 512,
      // An HTTP API waits no longer.
      timeout: Duration.seconds(10),
    });
    this.scopesByRoute = scopes;
    secret.secret.grantRead(this.handler);
    this.node.addValidation({ validate: () => tooMuch(knownBytes(Stack.of(this).resolve(environment)), Object.keys(scopes).length) });
  }

  public addRoute({ routeKey, scopes }: BindAuthorizerOptions): void {
    if (scopes.length > 0) this.scopesByRoute[routeKey] = scopes;
  }
}

function refused(routeKey: string, has: string, write: string): Error {
  return new Error(`'${routeKey}' has ${has}; ${write}`);
}

/** References are told apart by what they refer to: two stacks may have a client of one logical id. */
function digest(scope: Construct, tokens: LockedTokens): string {
  const meaning = [Stack.of(scope).resolve(tokens), referencesIn(tokens, scope).map(({ node }) => node.addr)];
  return createHash('md5').update(JSON.stringify(meaning)).digest('hex').slice(0, 8);
}

/** What is written out; references become longer or shorter at deployment. */
function knownBytes(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + knownBytes(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce((sum, [name, one]) => sum + (name === 'Fn::Join' ? knownBytes((one as unknown[])[1]) : isReference(name) ? 0 : name.length + knownBytes(one)), 0);
}

function isReference(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function tooMuch(bytes: number, routes: number): string[] {
  if (bytes <= ENVIRONMENT_BYTES) return [];
  return [`the function that knows CloudFront holds the scopes of ${routes} routes in ${bytes} bytes, and Lambda's environment takes ${ENVIRONMENT_BYTES}; `
    + 'write shorter scopes, let fewer routes ask for any, or write originLock: OriginLock.mutualTls(clientCertificate)'];
}
