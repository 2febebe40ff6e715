import { Duration, Token, Tokenization, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { backendMethod } from './backend-method';
import { givenText } from '../given-value';
import { requireReason } from '../opt-out';
import { RouteKey } from '../route-key';
import { OptingOut, RouteOptOut } from '../route-opt-outs';
import { RuleIds } from '../rule-ids';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { isLookupDummy } from './lookup-dummy';
import { ParameterMappingOptions, bindParameterMapping } from './parameter-mapping';

/**
 * How an HTTP backend is called.
 */
export interface HttpProxyOptions extends ParameterMappingOptions {
  /**
   * The HTTP method towards the backend.
   *
   * @default - the method of the request; of a WebSocket API, whose messages have none, `POST`
   */
  readonly httpMethod?: string;

  /**
   * How long API Gateway waits for the backend: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`; on an HTTP API to 30 seconds.
   *
   * @default - 29 seconds, on an HTTP API 30
   */
  readonly timeout?: Duration;

  /**
   * Why the backend is called in clear text, when its address begins with `http://`.
   *
   * @default - an address that begins with `http://` is refused
   */
  readonly plaintext?: string;
}

const PLACEHOLDER = /(?<!\$)\{([^}]*)\}/g;

/** An HTTP backend behind a proxy integration. */
export class HttpProxyIntegration implements IRouteIntegration {
  private readonly url: string;
  private readonly options: HttpProxyOptions;

  public constructor(url: string, options: HttpProxyOptions) {
    this.url = url;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    checkIntegrationTimeout(options, this.options.timeout);
    const httpMethod = backendMethod(options, this.options.httpMethod);
    const parameters = placeholders(this.url, options);
    const mapping = bindParameterMapping(options, this.options);
    const optOuts = this.checkScheme(options);

    return {
      integrationType: apigateway.IntegrationType.HTTP_PROXY,
      httpMethod,
      uri: this.url,
      timeout: this.options.timeout,
      // An HTTP API puts path parameters into the address by itself.
      requestParameters: parameters.length === 0 || options.apiType !== ApiType.REST ? undefined : Object.fromEntries(
        parameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
      ...mapping,
      optOuts,
    };
  }

  /** What clear text, for a reason, opts out of. */
  private checkScheme(options: BindIntegrationOptions): RouteOptOut[] {
    if (this.url.startsWith('https://') || beginsWithToken(this.url) || isLookupDummy(this.url)) return [];
    if (!this.url.startsWith('http://')) {
      throw new Error(`the backend of '${options.routeKey}' is '${givenText(this.url)}', which has no scheme that API Gateway can call; write 'https://…' `
        + '(the scheme cannot come from a stage variable)');
    }
    if (this.options.plaintext === undefined) {
      throw new Error(`the backend of '${options.routeKey}' is '${givenText(this.url)}', which would carry requests and tokens in clear text; `
        + 'write \'https://…\', or { plaintext: \'<why>\' }');
    }
    return [{ ruleId: RuleIds.HTTP_BACKEND_PLAINTEXT, reason: requireReason('plaintext', this.options.plaintext) }];
  }
}

/** The path parameters that the address asks for; a greedy one is written without its plus sign. */
function placeholders(url: string, { apiType, routeKey }: BindIntegrationOptions): string[] {
  const names = [...url.matchAll(PLACEHOLDER)].map((match) => match[1]);
  if (apiType === ApiType.WEBSOCKET) {
    if (names.length === 0) return [];
    throw new Error(`the backend address '${givenText(url)}' of '${routeKey}' asks for '{${names[0]}}', and what a WebSocket API gets has no path parameters; write the value out, or '\${stageVariables.x}'`);
  }
  const route = RouteKey.parse(routeKey);
  for (const name of names) {
    if (route.pathParameters.includes(name)) continue;
    const write = route.pathParameters.map((parameter) => `'{${parameter}}'`).join(' or ');
    throw new Error(`the backend address '${givenText(url)}' of '${route}' asks for '{${name}}', but the route has `
      + (write ? `no path parameter of that name; write ${write}` : 'no path parameters; write the value out, or add the parameter to the route key'));
  }
  return names;
}

/** A value of the deployment may bring its scheme along. */
function beginsWithToken(url: string): boolean {
  return Token.isUnresolved(url) && Tokenization.reverseString(url).firstToken !== undefined;
}
