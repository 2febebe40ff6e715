/**
 * What a REST API sends to its authorizer, as far as it matters here; an HTTP API with payload format 1.0 sends the same.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
 */
export interface RestRequest extends RequestHeaders {
  readonly methodArn: string;
}

/**
 * What an HTTP API sends to its authorizer with payload format 2.0, as far as it matters here.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export interface HttpRequest extends RequestHeaders {
  readonly version: '2.0';
}

interface RequestHeaders {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly multiValueHeaders?: Readonly<Record<string, string[] | undefined>> | null;
}

export type AuthorizerRequest = RestRequest | HttpRequest;

export function isHttpRequest(request: AuthorizerRequest): request is HttpRequest {
  return 'version' in request && request.version === '2.0';
}

/**
 * Every different value of a header, whatever its case.
 */
export function headerValues({ headers, multiValueHeaders }: AuthorizerRequest, name: string): string[] {
  const wanted = name.toLowerCase();
  const values = [headers, multiValueHeaders]
    .flatMap((all) => Object.entries(all ?? {}))
    .flatMap(([header, value]) => header.toLowerCase() === wanted ? [value].flat() : []);
  return [...new Set(values.filter((value) => value !== undefined))];
}
