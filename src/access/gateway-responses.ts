import { Token, Tokenization } from 'aws-cdk-lib';
import { corsGatewayResponseParameters } from './cors-headers';
import { CorsPolicy } from './cors-policy';
import { GatewayResponseOverride, checkGatewayResponseOverride, mappingValue } from './gateway-response-override';
import { fallbackType } from './gateway-response-types';

/**
 * What every answer that API Gateway gives by itself has in common, and what single ones have instead.
 */
interface GatewayResponsesOptions {
  readonly cors?: CorsPolicy;
  readonly overrides?: { [responseType: string]: GatewayResponseOverride };
}

/**
 * One entry of `x-amazon-apigateway-gateway-responses`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-gateway-responses.gatewayResponse.html
 */
export interface GatewayResponseDefinition {
  readonly statusCode?: string;
  readonly responseParameters: { [parameter: string]: string };
  readonly responseTemplates: { [contentType: string]: string };
}

/**
 * `x-amazon-apigateway-gateway-responses`: JSON bodies with a message and the request's id, and nothing of the API's inside.
 *
 * A type that is named takes nothing over from DEFAULT_4XX or DEFAULT_5XX, so each one repeats the headers.
 *
 * @throws for overrides that API Gateway refuses or that would leak
 */
export function gatewayResponses(options: GatewayResponsesOptions = {}): { [responseType: string]: GatewayResponseDefinition } {
  const cors = options.cors ? corsGatewayResponseParameters(options.cors) : {};
  const corsHeaders = Object.keys(cors).map((parameter) => parameter.slice(HEADER.length).toLowerCase());
  const overrides = options.overrides ?? {};
  for (const [responseType, override] of Object.entries(overrides)) checkGatewayResponseOverride(responseType, override, corsHeaders);
  const types = [...new Set([...Object.keys(BODIES), ...Object.keys(overrides)])].sort();
  return Object.fromEntries(types.map((responseType) => [responseType, definition(responseType, overrides[responseType] ?? {}, cors)]));
}

const HEADER = 'gatewayresponse.header.';

/**
 * The members of each body beside `requestId`, as JSON. The message of ACCESS_DENIED and INVALID_SIGNATURE would show ARNs and the text to sign,
 * those of 5XX the set-up; so only the two about the caller's own request pass API Gateway's words on (`messageString` comes with its quotes).
 */
const BODIES: { readonly [responseType: string]: string } = {
  DEFAULT_4XX: '"message":"Request refused"',
  DEFAULT_5XX: '"message":"Internal error"',
  BAD_REQUEST_BODY: '"message":"Invalid request body","error":"$context.error.validationErrorString"',
  BAD_REQUEST_PARAMETERS: '"message":"Invalid request parameters","error":$context.error.messageString',
  MISSING_AUTHENTICATION_TOKEN: '"message":"No such route, or its request is not signed"',
  QUOTA_EXCEEDED: '"message":"Quota exceeded"',
  THROTTLED: '"message":"Too many requests"',
  UNAUTHORIZED: '"message":"Credentials are missing or not valid"',
};

/** An error is nobody else's answer, and never a page. */
const HEADERS = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** A 401 must name a scheme (RFC 9110, 15.5.2), also when the token is missing and no authorizer has run. */
const HEADERS_OF_TYPE: { readonly [responseType: string]: { readonly [header: string]: string } } = { UNAUTHORIZED: { 'WWW-Authenticate': 'Bearer' } };

function definition(responseType: string, override: GatewayResponseOverride, cors: { [parameter: string]: string }): GatewayResponseDefinition {
  const { statusCode, message, templates } = override;
  const members = message === undefined ? BODIES[responseType] ?? BODIES[fallbackType(responseType)] : `"message":${JSON.stringify(message)}`;
  const showsId = !templates || Object.values(templates).every((template) => /\$context\.(extendedR|r)equestId/.test(template));
  const headers = withoutRepeats({ ...HEADERS, ...HEADERS_OF_TYPE[responseType], ...(!showsId && { 'x-request-id': 'context.requestId' }) }, override.headers);
  return {
    ...(statusCode !== undefined && { statusCode: Token.isUnresolved(statusCode) ? Tokenization.stringifyNumber(statusCode) : `${statusCode}` }),
    responseParameters: {
      ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${HEADER}${name}`, mappingValue(value)])),
      ...cors,
    },
    responseTemplates: templates ?? { 'application/json': `{${members},"requestId":"$context.requestId"}` },
  };
}

/** Header names have no case: the user's spelling and value replace ours. */
function withoutRepeats(ours: { [header: string]: string }, theirs: { [header: string]: string } = {}): { [header: string]: string } {
  const replaced = Object.keys(theirs).map((name) => name.toLowerCase());
  return { ...Object.fromEntries(Object.entries(ours).filter(([name]) => !replaced.includes(name.toLowerCase()))), ...theirs };
}
