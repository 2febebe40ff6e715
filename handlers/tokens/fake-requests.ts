import { HttpRequest, PolicyRequest } from './authorizer-request';

const STAGE = 'arn:aws:execute-api:eu-west-1:111122223333:api1/prod';

type Texts = Record<string, string>;

export function restRequest(headers: Texts, route = 'GET/orders/1'): PolicyRequest & { type: string } {
  return { type: 'REQUEST', methodArn: `${STAGE}/${route}`, headers, multiValueHeaders: lists(headers) };
}

/** An HTTP API gives the names of headers in lower case. */
export function httpRequest(headers: Texts): HttpRequest & { type: string } {
  return {
    version: '2.0',
    type: 'REQUEST',
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

/** Somebody who opens a WebSocket. Without a query string the event has no member for it. */
export function connectRequest(headers: Texts, query?: Texts): PolicyRequest & { type: string } {
  return {
    ...restRequest({ 'Connection': 'upgrade', 'Upgrade': 'websocket', 'Sec-WebSocket-Version': '13', ...headers }, '$connect'),
    ...query && { queryStringParameters: query, multiValueQueryStringParameters: lists(query) },
  };
}

function lists(texts: Texts): Record<string, string[]> {
  return Object.fromEntries(Object.entries(texts).map(([name, value]) => [name, [value]]));
}
