import { DynamoTable, ordersTable } from './dynamo-table';
import { messageRoute } from './message-route';
import { TemplateRequest } from './service-template';
import { ApiType } from '../../src/api-type';
import { DynamoDbQueryOptions } from '../../src/integrations/dynamo-db-query';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { bindOptions, testStack } from '../rest-api';

const HOSTILE = ['it\'s "quoted"', '\\', 'a\nb\t\u0000', 'ünï ☃ 😀', '$input.body ${x} $!y', '#set($x = 1)#end ## #*', '"},"TableName":{"S":"other"', '</b>', '0', 'null'];
const KEYS = { customer: '$request.body.customer', placedAt: '$request.body.placedAt' };
const STORED = { customer: { S: 'ada' }, placedAt: { N: '1' } };

let table: DynamoTable;

beforeEach(async () => {
  table = new DynamoTable();
  await table.start();
});

afterEach(() => table.stop());

describe.each([ApiType.REST, ApiType.WEBSOCKET])('DynamoDB behind a %s API', (apiType) => {
  /** What a route answers that was given this integration. */
  function answer(make: (orders: ReturnType<typeof ordersTable>) => IRouteIntegration, body: object, request: TemplateRequest = {}) {
    const stack = testStack();
    const integration = make(ordersTable(stack));
    const options = apiType === ApiType.REST ? bindOptions(stack, 'POST /orders') : messageRoute(stack);
    return table.answer(stack, integration.bindIntegration(options), { body: JSON.stringify(body), ...request });
  }

  /** The status of a REST API's answer; messages have none. */
  const status = (code: number) => apiType === ApiType.REST ? code : undefined;

  describe('dynamoDbPut', () => {
    const put = (body: object, options: Partial<Parameters<typeof Integration.dynamoDbPut>[1]> = {}) =>
      answer((orders) => Integration.dynamoDbPut(orders, { item: { ...KEYS, note: '$request.body.note', by: '$context.connectionId', kind: 'order $1 #2' }, ...options }), body, { context: { connectionId: 'c-1=' } });

    test('keeps texts and numbers, those of the key as the table says', async () => {
      expect(await put({ customer: 'ada', placedAt: 1, note: 'soon' }, { item: { ...KEYS, note: '$request.body.note', total: '$request.body.total' }, numbers: ['total'] })).toEqual({ status: undefined, body: {} });
      expect(await table.items()).toEqual([{ ...STORED, note: { S: 'soon' } }]);
      await put({ customer: 'ada', placedAt: '1', total: 12.5 }, { item: { ...KEYS, total: '$request.body.total' }, numbers: ['total'] });
      expect(await table.items()).toEqual([{ ...STORED, total: { N: '12.5' } }]);
    });

    test.each(HOSTILE)('keeps the text %j as it is', async (text) => {
      await put({ customer: text, placedAt: 1, note: text });
      expect(await table.items()).toEqual([{ customer: { S: text }, placedAt: { N: '1' }, note: { S: text }, by: { S: 'c-1=' }, kind: { S: 'order $1 #2' } }]);
    });

    test('leaves out what the request lacks, and keeps an object as its JSON', async () => {
      await put({ customer: 'ada', placedAt: 1, note: { a: ['it\'s'] } });
      await put({ customer: 'bob', placedAt: 2 }, { item: { note: '$request.body.note', ...KEYS } });
      expect(await table.items()).toEqual(expect.arrayContaining([
        { ...STORED, note: { S: '{"a":["it\'s"]}' }, by: { S: 'c-1=' }, kind: { S: 'order $1 #2' } }, { customer: { S: 'bob' }, placedAt: { N: '2' } },
      ]));
    });

    test.each([{ placedAt: 1 }, { customer: '', placedAt: 1 }, { customer: 'ada', placedAt: 'soon' }, { customer: 'ada', placedAt: '1"},"x":{"S":"' }, {}])('answers that %j is a bad request', async (body) => {
      expect(await put(body)).toEqual({ status: status(400), body: { message: 'Bad Request' } });
      expect(await table.items()).toEqual([]);
    });

    test('takes the place of an item, unless it is told not to', async () => {
      await put({ customer: 'ada', placedAt: 1, note: 'first' });
      expect(await put({ customer: 'ada', placedAt: 1, note: 'second' }, { unlessExists: 'customer' })).toEqual({ status: status(409), body: { message: 'Conflict' } });
      expect(await table.items()).toEqual([expect.objectContaining({ note: { S: 'first' } })]);
      await put({ customer: 'ada', placedAt: 1, note: 'third' });
      expect(await table.items()).toEqual([expect.objectContaining({ note: { S: 'third' } })]);
      expect(await put({ customer: 'ada', placedAt: 2 }, { unlessExists: 'customer' })).toEqual({ status: undefined, body: {} });
    });
  });

  describe('dynamoDbGet', () => {
    const get = (body: object, attributes: string[] = ['customer', 'placedAt', 'note', 'paid']) => answer((orders) => Integration.dynamoDbGet(orders, { key: KEYS, attributes, consistentRead: true }), body);

    test.each(HOSTILE)('answers the text %j as it is', async (text) => {
      await table.put({ ...STORED, note: { S: text }, secret: { S: 'x' } });
      expect(await get({ customer: 'ada', placedAt: 1 })).toEqual({ status: undefined, body: { customer: 'ada', placedAt: 1, note: text } });
    });

    test('answers numbers, booleans and empty texts, and leaves out lists, maps and what is not asked for', async () => {
      await table.put({ ...STORED, note: { S: '' }, paid: { BOOL: false }, lines: { L: [{ S: 'a' }] }, address: { M: { street: { S: 'b' } } }, total: { N: '-12.5' }, none: { NULL: true } });
      expect(await get({ customer: 'ada', placedAt: 1 }, ['note', 'paid', 'lines', 'address', 'total', 'none', 'absent'])).toEqual({ status: undefined, body: { note: '', paid: false, total: -12.5 } });
    });

    test('reads attributes whose names DynamoDB keeps for itself', async () => {
      await table.put({ ...STORED, 'name': { S: 'a' }, 'status': { S: 'b' }, 'my.own-key': { S: 'c' } });
      expect(await get({ customer: 'ada', placedAt: 1 }, ['name', 'status', 'my.own-key'])).toEqual({ status: undefined, body: { 'name': 'a', 'status': 'b', 'my.own-key': 'c' } });
    });

    test('answers that there is none', async () => {
      expect(await get({ customer: 'ada', placedAt: 1 })).toEqual({ status: status(404), body: { message: 'Not Found' } });
    });

    test.each([{}, { customer: 'ada' }, { customer: 'ada', placedAt: 'x' }])('answers that the key %j is a bad request', async (body) => {
      expect(await get(body)).toEqual({ status: status(400), body: { message: 'Bad Request' } });
    });
  });

  describe('dynamoDbDelete', () => {
    const remove = (body: object) => answer((orders) => Integration.dynamoDbDelete(orders, { key: KEYS }), body);

    test('deletes the item of the key, and no other', async () => {
      await table.put(STORED);
      await table.put({ ...STORED, placedAt: { N: '2' } });
      expect(await remove({ customer: 'ada', placedAt: 1 })).toEqual({ status: undefined, body: {} });
      expect(await table.items()).toEqual([{ ...STORED, placedAt: { N: '2' } }]);
      expect(await remove({ customer: 'ada', placedAt: 1 })).toEqual({ status: undefined, body: {} });
    });

    test.each([{}, { customer: 'ada' }])('answers that the key %j is a bad request', async (body) => {
      expect(await remove(body)).toEqual({ status: status(400), body: { message: 'Bad Request' } });
    });
  });

  describe('dynamoDbQuery', () => {
    const PAGE: DynamoDbQueryOptions = {
      partitionKey: { customer: '$request.body.customer' }, startAfter: { placedAt: '$request.body.next.placedAt' }, attributes: ['placedAt', 'note'], pageSize: 2,
    };
    const query = (body: object, options: Partial<DynamoDbQueryOptions> = {}) =>
      answer((orders) => Integration.dynamoDbQuery(orders, { ...PAGE, ...options }), body);

    const BIG = '9007199254740993';

    beforeEach(async () => {
      for (const [customer, placedAt, state] of [['ada', '1', 'open'], ['ada', '2', 'paid'], ['ada', BIG, 'open'], ['bob', '1', 'open'], ['$b "it\'s"', '5', 'open']]) {
        await table.put({ customer: { S: customer }, placedAt: { N: placedAt }, state: { S: state }, note: { S: `${customer} ${placedAt}` } });
      }
    });

    test('answers a partition page by page, and says where the next one begins', async () => {
      const first = await query({ customer: 'ada' });
      expect(first).toEqual({ status: undefined, body: { items: [{ placedAt: 1, note: 'ada 1' }, { placedAt: 2, note: 'ada 2' }], next: { placedAt: '2' } } });
      const second = await query({ customer: 'ada', next: (first.body as { next: object }).next });
      expect((second.body as { items: object[] }).items).toHaveLength(1);
      expect(second.body).not.toHaveProperty('next');
    });

    test('gives a key back digit for digit', async () => {
      const first = await query({ customer: 'ada' }, { pageSize: 1, descending: true });
      expect(first.body).toMatchObject({ items: [{ note: `ada ${BIG}` }], next: { placedAt: BIG } });
      expect(await query({ customer: 'ada', next: { placedAt: BIG } }, { pageSize: 1, descending: true })).toEqual({ status: undefined, body: { items: [{ placedAt: 2, note: 'ada 2' }], next: { placedAt: '2' } } });
    });

    test('answers an empty page for a partition that is not there', async () => {
      expect(await query({ customer: 'eve' })).toEqual({ status: undefined, body: { items: [] } });
    });

    test('reads an index, and begins its pages by all keys', async () => {
      const options = {
        indexName: 'byState', partitionKey: { state: '$request.body.state' }, startAfter: { placedAt: '$request.body.next.placedAt', customer: '$request.body.next.customer' }, attributes: ['customer'], pageSize: 1,
      };
      const seen: string[] = [];
      let next: object | undefined;
      do {
        const { body } = await query({ state: 'open', next }, options);
        const page = body as { items: { customer: string }[]; next?: object };
        seen.push(...page.items.map(({ customer }) => customer));
        next = page.next;
      } while (next && seen.length < 9);
      expect(seen).toEqual(expect.arrayContaining(['ada', 'ada', 'bob', '$b "it\'s"']));
      expect(seen).toHaveLength(4);
    });

    test.each([{}, { customer: '' }, { customer: 'ada', next: { placedAt: 'soon' } }, { customer: 'ada', next: { placedAt: '1"},"customer":{"S":"bob' } }])('answers that %j is a bad request', async (body) => {
      expect(await query(body)).toEqual({ status: status(400), body: { message: 'Bad Request' } });
    });

    test.each(HOSTILE)('reads nothing but the partition %j', async (customer) => {
      expect(await query({ customer })).toEqual({ status: undefined, body: { items: [] } });
    });
  });
});
