import { Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { Limits } from '../limits';
import { isAccessLogVariable } from './access-log-variables';

/**
 * What one line of an access log holds: names and the `$context` variables behind them, written as one line of JSON.
 *
 * Start from the recommended set of the API's type; add to it and take away from it. A value never changes: each call returns a new one.
 *
 * Every value stands in quotes, numbers too: API Gateway writes `-` for what a request did not have, which without quotes would break the line.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class AccessLogFields {
  /**
   * What tells the phases of a REST API's request apart: client, WAF, authorizer, integration, response.
   */
  public static rest(): AccessLogFields {
    return new AccessLogFields(ApiType.REST, REST);
  }

  /**
   * What an HTTP API fills: who called, by token (`subject`) or by IAM (`userArn`), and whether API Gateway, the authorizer or the integration failed.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
   */
  public static http(): AccessLogFields {
    return new AccessLogFields(ApiType.HTTP, HTTP);
  }

  /**
   * What a WebSocket API fills, for connections and messages.
   */
  public static webSocket(): AccessLogFields {
    return new AccessLogFields(ApiType.WEBSOCKET, WEBSOCKET);
  }

  /**
   * The kind of API whose log has these fields.
   */
  public readonly apiType: ApiType;

  private readonly variables: { [name: string]: string };

  private constructor(apiType: ApiType, variables: { [name: string]: string }) {
    this.apiType = apiType;
    this.variables = variables;
    this.check();
  }

  /**
   * The fields by name; a copy.
   */
  public get fields(): { [name: string]: string } {
    return { ...this.variables };
  }

  /**
   * These fields and further ones, or others under the same names.
   *
   * @param fields variables by field name: `{ tenant: '$context.authorizer.tenant' }`
   * @throws when the API does not know a variable, when one holds a token or another secret of the caller's, when a value would break the line, or when the format becomes longer than 3 KB
   */
  public withFields(fields: { [name: string]: string }): AccessLogFields {
    Object.entries(fields).forEach(([name, value]) => checkField(this.apiType, name, value));
    return new AccessLogFields(this.apiType, { ...this.variables, ...fields });
  }

  /**
   * These fields without some.
   *
   * @throws when there is no such field, or when neither `$context.requestId` nor `$context.extendedRequestId` is left
   */
  public withoutFields(...names: string[]): AccessLogFields {
    const unknown = names.find((name) => !(name in this.variables));
    if (unknown !== undefined) {
      throw new Error(`access log field '${unknown}' cannot be left out, because there is none; write one of ${Object.keys(this.variables).join(', ')}`);
    }
    return new AccessLogFields(this.apiType, Object.fromEntries(Object.entries(this.variables).filter(([name]) => !names.includes(name))));
  }

  /**
   * The format as API Gateway takes it: one line of JSON.
   */
  public toFormat(): string {
    return JSON.stringify(this.variables);
  }

  private check(): void {
    const format = this.toFormat();
    if (Token.isUnresolved(format)) return;
    if (!/\$context\.(requestId|extendedRequestId)\b/.test(format)) {
      throw new Error('access log fields without a request id cannot be used, because API Gateway requires one; keep requestId or extendedRequestId');
    }
    const bytes = Buffer.byteLength(format);
    if (bytes > Limits.ACCESS_LOG_FORMAT_BYTES) {
      throw new Error(`access log fields of '${bytes}' bytes do not fit, because API Gateway takes ${Limits.ACCESS_LOG_FORMAT_BYTES}; leave some out with withoutFields('...')`);
    }
  }
}

const VARIABLE = /\$context\.([A-Za-z0-9_:-]+(?:\.[A-Za-z0-9_:-]+)*)/g;

function checkField(apiType: ApiType, name: string, value: string): void {
  if (!/^[A-Za-z0-9_.-]+$/.test(name)) {
    throw new Error(`access log field '${name}' cannot be found by queries and metric filters under that name; write letters, digits and _ . -`);
  }
  if (Token.isUnresolved(value)) return;
  if (/["\\\n\r]/.test(value)) {
    throw new Error(`access log field '${name}' has the value '${value}', whose quotes, backslashes or line breaks break the JSON line; write only the variable, as '$context.status'`);
  }
  const used = [...value.matchAll(VARIABLE)].map((match) => match[1]);
  if (used.length === 0) {
    throw new Error(`access log field '${name}' has the value '${value}', which is no variable of API Gateway; write '$context.${/^[A-Za-z]+$/.test(value) ? value : 'requestId'}'`);
  }
  used.forEach((variable) => checkVariable(apiType, name, variable));
}

function checkVariable(apiType: ApiType, name: string, variable: string): void {
  if (variable === 'identity.apiKey') {
    throw new Error(`access log field '${name}' is '$context.identity.apiKey', which writes the secret key itself into the log; write '$context.identity.apiKeyId'`);
  }
  if (isSecret(variable)) {
    throw new Error(`access log field '${name}' is '$context.${variable}', which writes into the log what callers prove themselves with, and whoever reads the log could call in their name; `
      + `write what only names the caller, as '$context.authorizer.${apiType === ApiType.HTTP ? 'claims.sub' : 'principalId'}'`);
  }
  if (variable === 'error.messageString') {
    throw new Error(`access log field '${name}' is '$context.error.messageString', which brings quotes of its own and breaks the JSON line; write '$context.error.message'`);
  }
  if (isAccessLogVariable(apiType, variable)) return;
  const others = Object.values(ApiType).filter((other) => other !== apiType && isAccessLogVariable(other, variable));
  throw new Error(others.length > 0
    ? `access log field '${name}' is '$context.${variable}', which only ${others.join(' and ')} APIs fill and not ${apiType} APIs; write a variable of ${apiType} APIs`
    : `access log field '${name}' is '$context.${variable}', which API Gateway does not have; write one of the variables that it documents, as '$context.status'`);
}

/** What authorizers hand over of the request as it came, by the names that it is given: `token`, `access_token`, `authorizationToken`, `jwt`. */
const OF_SECRET = /token$|^(jwt|bearer|authorization|apikey|usageidentifierkey|cookie|credentials?|password|(client)?secret)$/;

function isSecret(variable: string): boolean {
  const name = variable.split('.').at(-1)!.toLowerCase().replace(/[_:-]/g, '');
  return variable.startsWith('authorizer.') && OF_SECRET.test(name);
}

const CLIENT = {
  requestId: '$context.requestId',
  extendedRequestId: '$context.extendedRequestId',
  requestTime: '$context.requestTime',
  apiId: '$context.apiId',
  stage: '$context.stage',
  domainName: '$context.domainName',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  caller: '$context.identity.caller',
  user: '$context.identity.user',
};

const BACKEND = {
  integrationRequestId: '$context.integration.requestId',
  integrationStatus: '$context.integration.status',
  integrationServiceStatus: '$context.integration.integrationStatus',
  integrationLatency: '$context.integration.latency',
  integrationError: '$context.integration.error',
};

const PHASES = {
  wafStatus: '$context.waf.status',
  wafLatency: '$context.waf.latency',
  wafError: '$context.waf.error',
  authenticateStatus: '$context.authenticate.status',
  authenticateLatency: '$context.authenticate.latency',
  authenticateError: '$context.authenticate.error',
  authorizeStatus: '$context.authorize.status',
  authorizeLatency: '$context.authorize.latency',
  authorizeError: '$context.authorize.error',
};

const AUTHORIZER = {
  authorizerRequestId: '$context.authorizer.requestId',
  authorizerStatus: '$context.authorizer.status',
  authorizerServiceStatus: '$context.authorizer.integrationStatus',
  authorizerLatency: '$context.authorizer.latency',
  authorizerServiceLatency: '$context.authorizer.integrationLatency',
  authorizerError: '$context.authorizer.error',
  principalId: '$context.authorizer.principalId',
};

const ERROR = {
  errorMessage: '$context.error.message',
  errorResponseType: '$context.error.responseType',
};

const REST = {
  ...CLIENT,
  accountId: '$context.accountId',
  apiKeyId: '$context.identity.apiKeyId',
  method: '$context.httpMethod',
  resourcePath: '$context.resourcePath',
  path: '$context.path',
  protocol: '$context.protocol',
  tlsVersion: '$context.tlsVersion',
  cipherSuite: '$context.cipherSuite',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  ...BACKEND,
  ...ERROR,
  validationError: '$context.error.validationErrorString',
  ...PHASES,
  ...AUTHORIZER,
  xrayTraceId: '$context.xrayTraceId',
};

const HTTP = {
  ...CLIENT,
  accountId: '$context.accountId',
  userArn: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  method: '$context.httpMethod',
  routeKey: '$context.routeKey',
  path: '$context.path',
  basePath: '$context.customDomain.basePathMatched',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  ...BACKEND,
  ...ERROR,
  authorizerError: '$context.authorizer.error',
};

const WEBSOCKET = {
  ...CLIENT,
  eventType: '$context.eventType',
  routeKey: '$context.routeKey',
  connectionId: '$context.connectionId',
  connectedAt: '$context.connectedAt',
  messageId: '$context.messageId',
  status: '$context.status',
  ...BACKEND,
  ...ERROR,
  validationError: '$context.error.validationErrorString',
  ...PHASES,
  ...AUTHORIZER,
};
