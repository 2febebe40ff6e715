import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkMappingTemplates } from './mapping-template';
import { templateKey } from './service-action';
import { whyNobodyGets } from './silent-route';
import { givenText } from '../given-value';
import { isHeaderName } from '../header-name';
import { CONNECT } from '../predefined-routes';

/**
 * The fixed answer of a mock.
 */
export interface MockOptions {
  /**
   * The HTTP status, 200 to 599. Not on a WebSocket API, whose messages have none.
   *
   * @default 200
   */
  readonly statusCode?: number;

  /**
   * The body, as it is sent: usually JSON. On a WebSocket API the message that a route with `reply` answers.
   *
   * @default - an empty body
   */
  readonly body?: string;

  /**
   * The body's content type. Not on a WebSocket API.
   *
   * @default 'application/json'
   */
  readonly contentType?: string;

  /**
   * Further response headers. Not on a WebSocket API.
   *
   * @default - none
   */
  readonly headers?: { [name: string]: string };
}

/** An answer that API Gateway gives by itself. */
export class MockIntegration implements IRouteIntegration {
  private readonly options: MockOptions;

  public constructor(options: MockOptions) {
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    if (options.apiType === ApiType.HTTP) {
      throw new Error(`'${options.routeKey}' was given Integration.mock(), which HTTP APIs do not have; write Integration.lambdaFunction(fn) with a function that answers, or use GovernedRestApi`);
    }
    if (options.apiType === ApiType.WEBSOCKET) return this.bindWebSocket(options);
    const { statusCode = 200, body, contentType = 'application/json', headers = {} } = this.options;
    if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
      throw new Error(`the mock of '${options.routeKey}' has the status ${Token.isUnresolved(statusCode) ? '<token>' : statusCode}, which is no final HTTP status; write a whole number from 200 to 599`);
    }
    for (const [name, value] of Object.entries(headers)) {
      checkHeader(options.routeKey, name, value);
    }
    const responseTemplates = body === undefined ? undefined : { [contentType]: literalTemplate(body, options.routeKey) };
    checkMappingTemplates(options, responseTemplates);
    const mapped = Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]);
    return {
      integrationType: apigateway.IntegrationType.MOCK,
      requestTemplates: { 'application/json': `{"statusCode":${statusCode}}` },
      responses: [{
        statusCode: String(statusCode),
        responseParameters: mapped.length === 0 ? undefined : Object.fromEntries(mapped),
        responseTemplates,
      }],
    };
  }

  /** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html */
  private bindWebSocket(options: BindIntegrationOptions): RouteIntegrationConfig {
    const { routeKey } = options;
    const { body, ...ofHttp } = this.options;
    const [lost] = Object.entries(ofHttp).flatMap(([name, value]) => value === undefined ? [] : [name]);
    if (lost !== undefined) {
      throw new Error(`the mock of '${routeKey}' has ${lost}, which messages do not have; leave it out`
        + (routeKey === CONNECT ? ': a mock lets everybody connect whom the authorizer lets in' : ''));
    }
    const nobody = whyNobodyGets(routeKey);
    if (body !== undefined && nobody) throw new Error(`the mock of '${routeKey}' has a body, which nobody gets: ${nobody}; leave it out`);
    const key = templateKey(ApiType.WEBSOCKET);
    const responseTemplates = body === undefined ? undefined : { [key]: literalTemplate(body, routeKey) };
    checkMappingTemplates(options, responseTemplates);
    return {
      integrationType: apigateway.IntegrationType.MOCK,
      requestTemplates: { [key]: '{"statusCode":200}' },
      responses: [{ selectionPattern: '200', statusCode: '200', responseTemplates }],
    };
  }
}

function checkHeader(routeKey: string, name: string, value: string): void {
  if (!isHeaderName(name)) {
    throw new Error(`the mock of '${routeKey}' has the header '${Token.isUnresolved(name) ? '<token>' : name}', which is no header name: letters, digits, '-', '_' and '.' only; write it out, as 'Cache-Control'`);
  }
  if (/['\r\n]/.test(value)) {
    throw new Error(`the mock of '${routeKey}' has a header '${name}' with a quote or a line break, which a mapping cannot hold; leave it out`);
  }
}

/** A mapping template that prints the text as it is: `$` and `#` would otherwise start a reference or a directive. */
function literalTemplate(text: string, routeKey: string): string {
  // The CDK marks what only a deployment knows with a dollar sign of its own.
  if (!/[$#]/.test(givenText(text))) return text;
  if (text.includes("'")) {
    throw new Error(`the mock of '${routeKey}' has a body with both a single quote and '$' or '#', which a mapping template cannot hold as they are; leave one of them out`);
  }
  return `#set($body='${text}')$body`;
}
