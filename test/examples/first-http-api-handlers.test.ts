import type { APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { handler } from '../../examples/first-http-api/handlers/greet';

let logged: object[];
beforeEach(() => {
  logged = [];
  jest.spyOn(console, 'info').mockImplementation((...[line]: unknown[]) => { logged.push(line as object); });
});
afterEach(() => jest.restoreAllMocks());

/** A request as an HTTP API passes it on, in the form 2.0. Without a query string there is no member for it. */
function request(query?: { [name: string]: string }): APIGatewayProxyEventV2WithJWTAuthorizer {
  return {
    version: '2.0',
    routeKey: 'GET /hello',
    rawPath: '/hello',
    rawQueryString: new URLSearchParams(query).toString(),
    headers: { authorization: 'Bearer token' },
    ...query && { queryStringParameters: query },
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      http: { method: 'GET', path: '/hello', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl' },
      authorizer: { jwt: { claims: { client_id: 'machine', scope: 'greetings/read' }, scopes: ['greetings/read'] } },
    },
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
}

const bodyOf = ({ body }: APIGatewayProxyStructuredResultV2) => JSON.parse(body!) as Record<string, unknown>;

describe('GET /hello', () => {
  test('greets the name in the query string', async () => {
    const answer = await handler(request({ name: 'Zoë' }));

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual({ message: 'hello, Zoë' });
  });

  test.each([
    ['there is no query string', undefined],
    ['the name is not in it', { lang: 'en' }],
    ['the name is empty', { name: '' }],
  ])('greets the world when %s', async (_when, query) => {
    expect(bodyOf(await handler(request(query)))).toEqual({ message: 'hello, world' });
  });

  test('takes both of two names, which come as one text', async () => {
    expect(bodyOf(await handler(request({ name: 'Ann,Bob' })))).toEqual({ message: 'hello, Ann,Bob' });
  });

  test('takes a name of 64 characters', async () => {
    expect((await handler(request({ name: 'a'.repeat(64) }))).statusCode).toBe(200);
  });

  test('fails with 400 and the id of the request at a name of 65 characters', async () => {
    const answer = await handler(request({ name: 'a'.repeat(65) }));

    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toEqual({ message: 'name has more than 64 characters', requestId: 'request-1' });
    expect(logged).toEqual([expect.objectContaining({ outcome: 'refused' })]);
  });

  test('answers JSON that nobody keeps, and leaves CORS to the API', async () => {
    const { headers } = await handler(request());

    expect(headers).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
  });

  test('writes one line with the id that the access log has as well, and not the name', async () => {
    await handler(request({ name: 'Ann' }));

    expect(logged).toEqual([{ outcome: 'greeted', apiRequestId: 'request-1', method: 'GET', path: '/hello', client: 'machine' }]);
  });

  test('greets without a token as well: the events of an open route have no authorizer', async () => {
    const { requestContext: { requestId, http }, ...others } = request({ name: 'Ann' });

    const answer = await handler({ ...others, requestContext: { requestId, http } as never });

    expect(bodyOf(answer)).toEqual({ message: 'hello, Ann' });
    expect(logged).toEqual([{ outcome: 'greeted', apiRequestId: 'request-1', method: 'GET', path: '/hello', client: undefined }]);
  });
});
