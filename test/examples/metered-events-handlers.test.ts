import type { APIGatewayProxyResult, APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { FakeDynamoDb } from './fake-dynamo-db';

type Handlers = typeof import('../../examples/metered-events/handlers/store-event');

const origin = 'https://app.example.com';
const dynamoDb = new FakeDynamoDb();
const before = { ...process.env };
let storeEvent: Handlers;
let readEvent: Handlers;
let logged: object[];

beforeAll(async () => {
  await dynamoDb.start();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    TABLE_NAME: 'events',
    ALLOWED_ORIGIN: origin,
  });
  // They read their environment when they are loaded, as in Lambda.
  storeEvent = jest.requireActual<Handlers>('../../examples/metered-events/handlers/store-event');
  readEvent = jest.requireActual<Handlers>('../../examples/metered-events/handlers/read-event');
});
afterAll(async () => {
  process.env = before;
  await dynamoDb.stop();
});
beforeEach(() => {
  dynamoDb.reset();
  logged = [];
  for (const level of ['info', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation((...[line]: unknown[]) => { logged.push({ level, ...line as object }); });
  }
});
afterEach(() => jest.restoreAllMocks());

interface Sent {
  readonly body?: string;
  readonly base64?: boolean;
  readonly id?: string;
  readonly caller?: string;
  readonly receipts?: string;
}

/** A request as API Gateway passes it on. */
function request({ body, base64 = false, id, caller = 'acme', receipts = 'off' }: Sent): APIGatewayProxyWithCognitoAuthorizerEvent {
  return {
    body: body ?? null,
    isBase64Encoded: base64,
    pathParameters: id === undefined ? null : { id },
    stageVariables: { receipts },
    requestContext: { requestId: 'request-1', authorizer: { claims: { sub: caller } } },
  } as unknown as APIGatewayProxyWithCognitoAuthorizerEvent;
}

const purchase = { id: 'order-1', type: 'purchase', occurredAt: '2026-01-31T12:00:00Z', data: { total: 12.50, items: ['a', { b: null }] } };
const post = (event: unknown, more: Sent = {}) => storeEvent.handler(request({ body: JSON.stringify(event), ...more }));
const get = (id: string, more: Sent = {}) => readEvent.handler(request({ id, ...more }));
const bodyOf = ({ body }: APIGatewayProxyResult) => JSON.parse(body) as Record<string, unknown>;

describe('POST /events', () => {
  test('stores an event under its sender and id, and answers 201 with it', async () => {
    const answer = await post(purchase);

    expect(answer.statusCode).toBe(201);
    expect(bodyOf(answer)).toEqual({ ...purchase, storedAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown });
    expect([...dynamoDb.items.keys()]).toEqual(['acme order-1']);
    expect(dynamoDb.calls).toEqual(['PutItem events']);
  });

  test('answers 200 with the stored event when the same one is sent again, whatever its spaces and the order of its keys', async () => {
    const first = bodyOf(await post(purchase));
    const { id, ...rest } = purchase;

    const again = await storeEvent.handler(request({ body: JSON.stringify({ ...rest, id }, undefined, 2) }));

    expect(again.statusCode).toBe(200);
    expect(bodyOf(again)).toEqual(first);
    expect(dynamoDb.items.size).toBe(1);
  });

  test.each([
    ['another type', { ...purchase, type: 'sign-up' }],
    ['another time', { ...purchase, occurredAt: '2026-01-31T12:00:01Z' }],
    ['other data', { ...purchase, data: { total: 13 } }],
    ['no data', { ...purchase, data: undefined }],
  ])('answers 409 to an event of the same id with %s, and keeps the first', async (_what, other) => {
    await post(purchase);
    const kept = new Map(dynamoDb.items);

    const answer = await post(other);

    expect(answer.statusCode).toBe(409);
    expect(bodyOf(answer)).toEqual({ message: 'Another event has this id', requestId: 'request-1' });
    expect(dynamoDb.items).toEqual(kept);
  });

  test('lets two senders use the same id', async () => {
    expect((await post(purchase)).statusCode).toBe(201);
    expect((await post(purchase, { caller: 'initech' })).statusCode).toBe(201);
    expect(dynamoDb.items.size).toBe(2);
  });

  test('reads a body that API Gateway passes as base64', async () => {
    const answer = await storeEvent.handler(request({ body: Buffer.from(JSON.stringify({ ...purchase, data: { name: 'Zoë' } })).toString('base64'), base64: true }));
    expect(answer.statusCode).toBe(201);
    expect(bodyOf(answer)).toMatchObject({ data: { name: 'Zoë' } });
  });

  test.each([
    ['is missing', undefined, 'the body is no JSON'],
    ['is no JSON', '{"id":', 'the body is no JSON'],
    ['is a list', '[]', 'the body is no JSON object'],
    ['is null', 'null', 'the body is no JSON object'],
    ['has no id', JSON.stringify({ ...purchase, id: undefined }), 'id is not 1 to 64 letters, digits and hyphens'],
    ['has an id of 65 characters', JSON.stringify({ ...purchase, id: 'a'.repeat(65) }), 'id is not 1 to 64 letters, digits and hyphens'],
    ['has an id with a line break at its end', JSON.stringify({ ...purchase, id: 'order-1\n' }), 'id is not 1 to 64 letters, digits and hyphens'],
    ['has an unknown type', JSON.stringify({ ...purchase, type: 'other' }), 'type is not one of page-view, sign-up, purchase'],
    ['has a day for a time', JSON.stringify({ ...purchase, occurredAt: '2026-01-31' }), 'occurredAt is no time as 2026-01-31T12:00:00Z'],
    ['has a month 13', JSON.stringify({ ...purchase, occurredAt: '2026-13-01T12:00:00Z' }), 'occurredAt is no time as 2026-01-31T12:00:00Z'],
    ['has a list for data', JSON.stringify({ ...purchase, data: [] }), 'data is no object'],
    ['has more than an event has', JSON.stringify({ ...purchase, owner: 'initech' }), 'an event has id, type, occurredAt, data and nothing else'],
  ])('answers 400 without asking DynamoDB when the body %s', async (_how, body, error) => {
    const answer = await storeEvent.handler(request({ body }));

    expect(answer.statusCode).toBe(400);
    expect(bodyOf(answer)).toEqual({ message: 'Invalid request body', error, requestId: 'request-1' });
    expect(dynamoDb.calls).toEqual([]);
  });

  test('takes an id of 64 characters', async () => {
    expect((await post({ ...purchase, id: 'a'.repeat(64) })).statusCode).toBe(201);
  });

  test('gives a receipt only where the stage variable says so, and the same one for the same stored event', async () => {
    expect(bodyOf(await post(purchase))).not.toHaveProperty('receipt');

    const { receipt } = bodyOf(await post(purchase, { receipts: 'on' }));

    expect(receipt).toMatch(/^[0-9a-f]{64}$/);
    expect(bodyOf(await post(purchase, { receipts: 'on' })).receipt).toBe(receipt);
    expect(bodyOf(await post(purchase, { receipts: 'on', caller: 'initech' })).receipt).not.toBe(receipt);
  });

  test('logs what came of it, with the request\'s id, and nothing of the event\'s data', async () => {
    await post({ ...purchase, data: { card: 'secret' } });
    expect(logged).toEqual([{ level: 'info', outcome: 'stored', apiRequestId: 'request-1', eventId: 'order-1', eventType: 'purchase', receipts: false }]);
  });
});

describe('GET /events/{id}', () => {
  test('answers 200 with exactly what was stored', async () => {
    const stored = bodyOf(await post(purchase));

    const answer = await get('order-1');

    expect(answer.statusCode).toBe(200);
    expect(bodyOf(answer)).toEqual(stored);
    expect(logged).toContainEqual({ level: 'info', outcome: 'read', apiRequestId: 'request-1', eventId: 'order-1' });
  });

  test('reads an event without data', async () => {
    await post({ ...purchase, data: undefined });
    expect(bodyOf(await get('order-1'))).not.toHaveProperty('data');
  });

  test('answers 404 when there is no such event', async () => {
    const answer = await get('order-2');
    expect(answer.statusCode).toBe(404);
    expect(bodyOf(answer)).toEqual({ message: 'No such event', requestId: 'request-1' });
  });

  test('answers 404 when the event is another caller\'s', async () => {
    await post(purchase);
    expect((await get('order-1', { caller: 'initech' })).statusCode).toBe(404);
  });
});

describe.each([
  ['POST /events', () => storeEvent, { body: JSON.stringify(purchase) }],
  ['GET /events/{id}', () => readEvent, { id: 'order-1' }],
])('%s', (_route, handlers, sent) => {
  const send = () => handlers().handler(request(sent));

  test('answers in the form that a proxy integration takes, and lets the one web page read it', async () => {
    const answer = await send();
    expect(typeof answer.body).toBe('string');
    expect(answer.headers).toMatchObject({ 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': origin, 'Cache-Control': 'no-store' });
  });

  test.each([
    ['denies access', { status: 400, code: 'AccessDeniedException', message: 'User arn:aws:sts::111122223333:assumed-role/x is not authorized' }, 1],
    ['fails each time', { status: 500, code: 'InternalServerError', message: 'disk 7 of table events' }, 3],
  ])('fails with 500, CORS headers and no word about why when DynamoDB %s', async (_how, refusal, attempts) => {
    dynamoDb.refusal = refusal;

    const answer = await send();

    expect(answer.statusCode).toBe(500);
    expect(bodyOf(answer)).toEqual({ message: 'Internal error', requestId: 'request-1' });
    expect(answer.headers).toHaveProperty('Access-Control-Allow-Origin', origin);
    expect(dynamoDb.calls).toHaveLength(attempts);
    // The log has what the caller does not get.
    expect(logged).toEqual([{
      level: 'error',
      outcome: 'failed',
      apiRequestId: 'request-1',
      error: expect.objectContaining({ name: refusal.code, message: refusal.message }) as unknown,
    }]);
  });

  test('fails with 500 when no authorizer has looked at the request', async () => {
    const open = request(sent);

    const answer = await handlers().handler({ ...open, requestContext: { ...open.requestContext, authorizer: undefined as never } });

    expect(answer.statusCode).toBe(500);
    expect(dynamoDb.calls).toEqual([]);
  });
});
