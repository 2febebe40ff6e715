import { Token } from 'aws-cdk-lib';
import { GATEWAY_RESPONSE_STATUS } from './gateway-response-types';
import { isHeaderName } from '../header-name';

/**
 * What one kind of answer that API Gateway gives by itself should be instead. What is left out stays as it is.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
export interface GatewayResponseOverride {
  /**
   * The HTTP status, from 200 to 599. On DEFAULT_4XX and DEFAULT_5XX it becomes the status of every answer that has no override of its own.
   *
   * @default - API Gateway's own for this kind of answer
   */
  readonly statusCode?: number;

  /**
   * The `message` of the JSON body; `requestId` stays beside it. Text, or variables of API Gateway such as `$context.error.responseType`.
   *
   * @default - a short text that tells nothing about the API's inside
   */
  readonly message?: string;

  /**
   * Response headers, by name. A value is plain text, or one of API Gateway's mapping expressions
   * (`method.request.header.Accept`, `context.requestId`, `stageVariables.region`).
   *
   * @default - no more than the library's own
   */
  readonly headers?: { [header: string]: string };

  /**
   * The whole body, by content type, instead of `message`. Variables are replaced; it is not VTL.
   * When no template shows `$context.requestId`, the id travels in an `x-request-id` header.
   *
   * @default - a JSON object with `message` and `requestId`
   */
  readonly templates?: { [contentType: string]: string };
}

/**
 * Checks an override before anything is made from it. Tokens are let through.
 *
 * @param corsHeaders the names of the headers that the CORS policy sets, in lower case
 * @throws for what API Gateway refuses, for what would show the API's inside, and for headers that belong to the CORS policy
 */
export function checkGatewayResponseOverride(responseType: string, override: GatewayResponseOverride, corsHeaders: string[]): void {
  checkType(responseType);
  const where = `gatewayResponses.${responseType}`;
  const { statusCode, message, headers = {}, templates } = override;
  if (statusCode !== undefined && !Token.isUnresolved(statusCode) && !(Number.isInteger(statusCode) && statusCode >= 200 && statusCode <= 599)) {
    throw new Error(`${where}.statusCode was given ${statusCode}, which is no status that a client can be answered with; write a whole number from 200 to 599`);
  }
  if (message !== undefined && templates !== undefined) {
    throw new Error(`${where} was given both message and templates, of which only one can be the body; write the message into the templates`);
  }
  if (templates !== undefined && Object.keys(templates).length === 0) {
    throw new Error(`${where}.templates was given {}, which leaves no body; write a template by its content type, as 'application/json', or leave it out`);
  }
  if (message?.includes('$context.error.messageString')) {
    throw new Error(`${where}.message was given '${message}', whose variable brings quotes of its own and would break the JSON; write $context.error.message`);
  }
  for (const text of [message, ...Object.values(templates ?? {}), ...Object.values(headers)]) checkNoLeak(where, text);
  for (const [name, value] of Object.entries(headers)) checkHeader(where, name, value, corsHeaders);
}

function checkType(responseType: string): void {
  if (responseType === 'REQUEST_TOO_LARGE') {
    throw new Error("gatewayResponses was given 'REQUEST_TOO_LARGE', which API Gateway does not let anyone customize; write 'DEFAULT_4XX', which answers for it");
  }
  if (!Object.hasOwn(GATEWAY_RESPONSE_STATUS, responseType)) {
    throw new Error(`gatewayResponses was given '${responseType}', which is no response type of API Gateway; write one of ${Object.keys(GATEWAY_RESPONSE_STATUS).join(', ')}`);
  }
}

function checkNoLeak(where: string, text: string | undefined): void {
  if (text === undefined || !/context\.integrationErrorMessage/.test(text)) return;
  throw new Error(`${where} was given '${text}', which shows callers the backend's own error; write $context.requestId, by which the error is found in the access log`);
}

function checkHeader(where: string, name: string, value: string, corsHeaders: string[]): void {
  if (!isHeaderName(name)) {
    throw new Error(`${where}.headers was given '${name}', which is no header name: letters, digits, '-', '_' and '.' only; write it as 'Retry-After'`);
  }
  if (corsHeaders.includes(name.toLowerCase())) {
    throw new Error(`${where}.headers was given '${name}', which the CORS policy sets on every gateway response; write it in cors`);
  }
  const text = isMapping(value) ? '' : value.replace(/^'(.*)'$/s, '$1');
  if (!Token.isUnresolved(value) && /['\p{Cc}]/u.test(text)) {
    throw new Error(`${where}.headers was given ${JSON.stringify(value)} for '${name}', whose quote or control character would end the value; write it without`);
  }
}

/**
 * A header's value as API Gateway maps it: text in single quotes, mapping expressions as they are.
 */
export function mappingValue(value: string): string {
  return isMapping(value) || /^'.*'$/.test(value) ? value : `'${value}'`;
}

function isMapping(value: string): boolean {
  return !Token.isUnresolved(value) && /^(method\.request\.(header|path|querystring)|context|stageVariables)\.[\w.$-]+$/.test(value);
}
