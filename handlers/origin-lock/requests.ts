import { HttpRequest, RestRequest } from './request';

export function restRequest(headers: Record<string, string>, route = 'GET/orders/1'): RestRequest & { type: string } {
  return {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:eu-west-1:111122223333:api1/prod/${route}`,
    headers,
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
  };
}

/** An HTTP API gives the names of headers in lower case. */
export function httpRequest(headers: Record<string, string>): HttpRequest & { type: string } {
  return {
    version: '2.0',
    type: 'REQUEST',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}
