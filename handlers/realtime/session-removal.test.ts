import { DynamoEngine } from './dynamo-engine';
import { SessionTable } from './session-table';
import { TickingClock } from '../ticking-clock';

let engine: DynamoEngine;
let clock: TickingClock;
let table: SessionTable;
let elsewhere: SessionTable;

beforeEach(async () => {
  engine = new DynamoEngine();
  await engine.start();
  clock = new TickingClock();
  table = new SessionTable(engine.tableName, engine.client(), 'eu-west-1', clock);
  elsewhere = new SessionTable(engine.tableName, engine.client(), 'us-east-1', clock);
});

afterEach(async () => {
  await engine.stop();
  expect(engine.calls).not.toContain('Scan');
});

describe('when a process ends between two calls', () => {
  test('nobody is connected whose session was not written', async () => {
    engine.fail('PutItem');

    await expect(table.add({ connectionId: 'c1' })).rejects.toThrow('PutItem failed');

    expect(await engine.items()).toEqual([]);
  });

  test.each([
    ['before it asks for the session', 'GetItem'],
    ['before the membership', 'PutItem'],
  ])('a join that ends %s leaves nothing', async (_, operation) => {
    await table.add({ connectionId: 'c1' });
    engine.fail(operation);

    await expect(table.join('c1', 'lobby')).rejects.toThrow(`${operation} failed`);

    expect(await engine.items()).toEqual(['c1 session']);
  });

  test.each([
    ['before it asks for the session again', 'GetItem', 2],
    ['before it undoes the membership', 'DeleteItem', 2],
  ])('a join that ends %s leaves at most the membership of a connection that has gone meanwhile, and the first post to it removes that', async (_, operation, nth) => {
    await table.add({ connectionId: 'c1' });
    engine.before('PutItem', () => table.remove('c1'));
    engine.fail(operation, nth);

    await expect(table.join('c1', 'lobby')).rejects.toThrow(`${operation} failed`);

    expect(await engine.items()).toEqual(['c1 room#lobby']);
    expect(await table.removeGone('c1')).toBe(true);
    expect(await engine.items()).toEqual([]);
  });

  test.each([
    ['the session is deleted', 'DeleteItem', 1, 31],
    ['it knows what there is', 'Query', 1, 30],
    ['the first batch is deleted', 'BatchWriteItem', 1, 30],
    ['the second batch is deleted', 'BatchWriteItem', 2, 5],
  ])('a removal that ends before %s is completed by the next one', async (_, operation, nth, left) => {
    await table.add({ connectionId: 'c1', userId: 'ada' });
    for (let room = 0; room < 30; room++) await table.join('c1', `room${room}`);
    engine.fail(operation, nth);

    await expect(table.remove('c1')).rejects.toThrow(`${operation} failed`);

    const items = await engine.attributes();
    expect(items).toHaveLength(left);
    // What is left goes by its time to live even when nobody comes back.
    expect(items.filter(({ expiresAt }) => expiresAt.N !== '8800')).toEqual([]);
    await table.remove('c1');
    expect(await engine.items()).toEqual([]);
  });
});

describe('a connection of which API Gateway says that it is gone', () => {
  beforeEach(async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });
    await table.join('c1', 'lobby');
  });

  test('is removed when it was connected 30 seconds ago', async () => {
    clock.pass(30_000);

    expect(await table.removeGone('c1')).toBe(true);

    expect(await engine.items()).toEqual([]);
  });

  test('stays when its handshake may not be over', async () => {
    clock.pass(29_000);

    expect(await table.removeGone('c1')).toBe(false);

    expect(await engine.items()).toEqual(['c1 room#lobby', 'c1 session']);
  });

  test('stays when it is of another region, as nobody here knows', async () => {
    clock.pass(30_000);

    expect(await elsewhere.removeGone('c1')).toBe(true);

    expect(await engine.items()).toEqual(['c1 room#lobby', 'c1 session']);
  });

  test('is removed although its end was told before its beginning was stored', async () => {
    await table.remove('late');
    await table.add({ connectionId: 'late', userId: 'ada' });
    clock.pass(30_000);

    expect(await table.removeGone('late')).toBe(true);

    expect(await engine.items()).toEqual(['c1 room#lobby', 'c1 session']);
  });

  test('may be unknown', async () => {
    expect(await table.removeGone('unknown')).toBe(true);
  });
});

test('a connection in 2,001 rooms with long names is removed page by page, in batches of 25', async () => {
  const rooms = Array.from({ length: 2_001 }, (_, room) => `${room}`.padEnd(256, 'r'));
  await table.add({ connectionId: 'c1' });
  await engine.put(rooms.map((room) => ({ connectionId: { S: 'c1' }, item: { S: `room#${room}` }, room: { S: room }, region: { S: 'eu-west-1' } })));
  expect((await table.roomsOf('c1')).sort()).toEqual(rooms.sort());
  engine.calls.length = 0;

  await table.remove('c1');

  expect(await engine.items()).toEqual([]);
  expect(engine.calls.filter((call) => call === 'BatchWriteItem').length).toBeGreaterThanOrEqual(81);
  expect(engine.calls.filter((call) => call === 'Query').length).toBeGreaterThan(1);
});

describe('a busy table', () => {
  beforeEach(async () => {
    await table.add({ connectionId: 'c1' });
    for (let room = 0; room < 30; room++) await table.join('c1', `room${room}`);
    engine.calls.length = 0;
  });

  test('is asked again for what it has not taken, later and later', async () => {
    engine.takeOnly(10);

    await table.remove('c1');

    expect(await engine.items()).toEqual([]);
    expect(engine.calls).toEqual(['DeleteItem', 'Query', ...Array(4).fill('BatchWriteItem')]);
    expect(clock.slept).toEqual([50, 100]);
  });

  test('fails in the end, and says what becomes of the rest', async () => {
    engine.takeOnly(0);

    await expect(table.remove('c1')).rejects.toThrow(
      'DynamoDB did not take 25 of the deletions of a connection\'s items; they go by their time to live');
    expect(clock.slept.reduce((sum, millis) => sum + millis, 0)).toBeLessThanOrEqual(5_000);
  });
});
