/**
 * What a REST API sends to its authorizer, as far as it matters here. An HTTP API with payload format 1.0 sends the same, and so does
 * a WebSocket API when somebody connects: its `methodArn` ends with `$connect`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export interface PolicyRequest extends RequestParameters {
  readonly methodArn: string;
}

/**
 * What an HTTP API sends to its authorizer with payload format 2.0, as far as it matters here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export interface HttpRequest extends RequestParameters {
  readonly version: '2.0';
}

type Parameters = Readonly<Record<string, string | undefined>> | null;
type ManyParameters = Readonly<Record<string, string[] | undefined>> | null;

interface RequestParameters {
  readonly headers?: Parameters;
  readonly multiValueHeaders?: ManyParameters;
  readonly queryStringParameters?: Parameters;
  readonly multiValueQueryStringParameters?: ManyParameters;
}

export type AuthorizerRequest = PolicyRequest | HttpRequest;

export function isHttpRequest(request: AuthorizerRequest): request is HttpRequest {
  return 'version' in request && request.version === '2.0';
}

/**
 * Every different value of a header, whatever its case.
 */
export function headerValues({ headers, multiValueHeaders }: AuthorizerRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  return differentValues([headers, multiValueHeaders], (header) => header.toLowerCase() === wanted);
}

/**
 * Every different value of a query parameter.
 */
export function queryValues({ queryStringParameters, multiValueQueryStringParameters }: AuthorizerRequest, name: string): string[] {
  return differentValues([queryStringParameters, multiValueQueryStringParameters], (parameter) => parameter === name);
}

function differentValues(places: (Parameters | ManyParameters | undefined)[], isWanted: (name: string) => boolean): string[] {
  const values = places
    .flatMap((all) => Object.entries(all ?? {}))
    .flatMap(([name, value]) => isWanted(name) ? [value].flat() : []);
  return [...new Set(values.filter((value) => value !== undefined))];
}
