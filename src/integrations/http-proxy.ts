import { Duration, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { acknowledgeOptOut, requireReason } from '../opt-out';
import { RouteKey } from '../route-key';
import { RuleIds } from '../rule-ids';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';

/**
 * How an HTTP backend is called.
 */
export interface HttpProxyOptions {
  /**
   * The HTTP method towards the backend.
   *
   * @default - the route's own method
   */
  readonly httpMethod?: string;

  /**
   * How long API Gateway waits for the backend: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`.
   *
   * @default - 29 seconds
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

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const route = RouteKey.parse(options.routeKey);
    checkIntegrationTimeout(options, this.options.timeout);
    const parameters = Token.isUnresolved(this.url) ? [] : placeholders(this.url, route);
    if (!Token.isUnresolved(this.url)) this.checkScheme(options);

    return {
      integrationType: apigateway.IntegrationType.HTTP_PROXY,
      httpMethod: this.options.httpMethod ?? route.method,
      uri: this.url,
      timeout: this.options.timeout,
      requestParameters: parameters.length === 0 ? undefined : Object.fromEntries(
        parameters.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`]),
      ),
    };
  }

  private checkScheme(options: BindIntegrationOptions): void {
    if (this.url.startsWith('https://')) return;
    if (!this.url.startsWith('http://')) {
      throw new Error(`the backend of '${options.routeKey}' is '${this.url}', which has no scheme that API Gateway can call; write 'https://…' `
        + '(the scheme cannot come from a stage variable)');
    }
    if (this.options.plaintext === undefined) {
      throw new Error(`the backend of '${options.routeKey}' is '${this.url}', which would carry requests and tokens in clear text; `
        + 'write \'https://…\', or { plaintext: \'<why>\' }');
    }
    const reason = requireReason('plaintext', this.options.plaintext);
    acknowledgeOptOut(options.scope, RuleIds.HTTP_BACKEND_PLAINTEXT, reason, options.routeKey.replace(' ', ':'));
  }
}

/** The path parameters that the address asks for; a greedy one is written without its plus sign. */
function placeholders(url: string, route: RouteKey): string[] {
  const names = [...url.matchAll(PLACEHOLDER)].map((match) => match[1]);
  for (const name of names) {
    if (route.pathParameters.includes(name)) continue;
    const write = route.pathParameters.map((parameter) => `'{${parameter}}'`).join(' or ');
    throw new Error(`the backend address '${url}' of '${route}' asks for '{${name}}', but the route has `
      + (write ? `no path parameter of that name; write ${write}` : 'no path parameters; write the value out, or add the parameter to the route key'));
  }
  return names;
}
