import { IConstruct } from 'constructs';
import { AuthorizerKind, BindAuthorizerOptions, RouteAuthorizerConfig } from './authorizer-contract';
import { identitySourcesOf } from './identity-sources';
import { JwtFunction } from './jwt-function';
import { TOKEN_TTL } from './token-function';
import { sourceOfPlace } from './token-place';
import { CheckedTokens, checkRulesSize, tokenRulesOf } from './token-rules';
import { ApiType } from '../api-type';
import { invocationUri } from '../integrations/lambda-function';
import { allowInvoke } from '../integrations/lambda-permission';

/**
 * What authorizers of this library say beside their configuration when a function can check their tokens as well.
 *
 * A function, so that nothing in it counts as something that the API's definition names.
 */
export interface Lockable {
  readonly lockedTokens?: () => CheckedTokens;
}

/**
 * An authorizer whose tokens a function of the library's checks on APIs that do not check them.
 */
export interface CheckedByFunction {
  /**
   * The authorizer as callers see it, and as an API would have it that checks tokens itself. Nothing is made for it.
   *
   * @returns undefined where API Gateway checks the tokens
   */
  asCallersSeeIt(options: BindAuthorizerOptions): RouteAuthorizerConfig & Lockable | undefined;
}

interface JwtConfigProps {
  readonly authorizerName: string;
  readonly tokens: CheckedTokens;
  readonly resultsCacheTtl?: RouteAuthorizerConfig['resultsCacheTtl'];
  readonly target?: IConstruct;
}

/** An authorizer that checks the tokens of one issuer: what an HTTP API is told, and what callers of every type see. */
export function jwtConfig({ apiType }: BindAuthorizerOptions, { tokens, ...others }: JwtConfigProps): RouteAuthorizerConfig & Required<Lockable> {
  const source = sourceOfPlace(tokens);
  return {
    ...others,
    authorizerKind: AuthorizerKind.JWT,
    tokenHeader: tokens.tokenHeader,
    identitySources: identitySourcesOf(apiType, [source]),
    callerParameters: [source],
    tokenIssuer: tokens.issuer,
    audience: tokens.audience,
    lockedTokens: () => tokens,
  };
}

/**
 * Makes the function that checks the tokens, and says how API Gateway asks it.
 *
 * A REST API remembers an answer for all routes of its authorizer and for no route of another one. They have the same rules, and the function's policy names all routes.
 *
 * @param seen what `jwtConfig` says
 */
export function checkedByFunction(options: BindAuthorizerOptions, seen: RouteAuthorizerConfig & Required<Lockable>): RouteAuthorizerConfig {
  const rules = tokenRulesOf(options, seen.lockedTokens());
  checkRulesSize(options, { TOKEN_RULES: rules });
  const { handler, node } = JwtFunction.getOrCreate(options.scope, rules);
  allowInvoke(handler, options);
  return {
    authorizerKind: AuthorizerKind.LAMBDA_REQUEST,
    authorizerName: node.id,
    authorizerUri: invocationUri(handler),
    identitySources: seen.identitySources,
    resultsCacheTtl: options.apiType === ApiType.WEBSOCKET ? undefined : seen.resultsCacheTtl ?? TOKEN_TTL,
    callerParameters: seen.callerParameters,
    tokenHeader: rules.tokenHeader,
    tokenIssuer: rules.issuer,
    target: handler,
  };
}
