import { DynamoEngine } from './dynamo-engine';
import { ManyReceivers } from './receivers';
import { PageEnd, SessionTable } from './session-table';
import { TickingClock } from '../ticking-clock';

let engine: DynamoEngine;
let clock: TickingClock;
let table: SessionTable;

beforeEach(async () => {
  engine = new DynamoEngine();
  await engine.start();
  clock = new TickingClock();
  table = new SessionTable(engine.tableName, engine.client(), 'eu-west-1', clock);
});

afterEach(async () => {
  await engine.stop();
  expect(engine.calls).not.toContain('Scan');
});

async function pagesOf(receivers: ManyReceivers): Promise<string[][]> {
  const pages: string[][] = [];
  let after: PageEnd | undefined;
  do {
    const { connectionIds, next } = await table.page(receivers, after);
    pages.push(connectionIds);
    after = next;
  } while (after);
  return pages;
}

describe('a session', () => {
  test('is one item that expires ten minutes after API Gateway has ended its connection', async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });

    expect(await engine.attributes()).toEqual([{
      connectionId: { S: 'c1' },
      item: { S: 'session' },
      onlineIn: { S: 'eu-west-1' },
      userId: { S: 'ada' },
      connectedAt: { N: '1000' },
      expiresAt: { N: '8800' },
    }]);
    expect(engine.calls).toEqual(['PutItem']);
  });

  test('of an anonymous caller has no user', async () => {
    await table.add({ connectionId: 'c1' });

    expect(await table.sessionOf('c1')).toEqual({ connectionId: 'c1' });
    expect(await pagesOf({ everyone: true })).toEqual([['c1']]);
  });

  test('is found by its connection until it expires, although DynamoDB keeps it longer', async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });

    clock.pass(7_799_000);
    expect(await table.sessionOf('c1')).toEqual({ connectionId: 'c1', userId: 'ada' });
    clock.pass(1_000);
    expect(await table.sessionOf('c1')).toBeUndefined();
  });

  test('of nobody is not found', async () => {
    expect(await table.sessionOf('c1')).toBeUndefined();
  });

  test('stays one when it is added twice', async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });
    await table.add({ connectionId: 'c1', userId: 'ada' });

    expect(await engine.items()).toEqual(['c1 session']);
  });

  test('goes with everything that it has, and a second time nothing happens', async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });
    await table.join('c1', 'lobby');
    await table.join('c1', 'kitchen');

    await table.remove('c1');
    await table.remove('c1');

    expect(await engine.items()).toEqual([]);
  });

  test('that is removed leaves the others alone', async () => {
    for (const connectionId of ['c1', 'c2']) {
      await table.add({ connectionId, userId: 'ada' });
      await table.join(connectionId, 'lobby');
    }

    await table.remove('c1');

    expect(await engine.items()).toEqual(['c2 room#lobby', 'c2 session']);
  });

  test('without rooms is removed with two calls', async () => {
    await table.add({ connectionId: 'c1' });
    engine.calls.length = 0;

    await table.remove('c1');

    expect(engine.calls).toEqual(['DeleteItem', 'Query']);
  });
});

describe('a room', () => {
  test('has one item for each member', async () => {
    await table.add({ connectionId: 'c1' });

    expect(await table.join('c1', 'lobby')).toBe(true);

    expect((await engine.attributes())[0]).toEqual({
      connectionId: { S: 'c1' }, item: { S: 'room#lobby' }, room: { S: 'lobby' }, region: { S: 'eu-west-1' }, expiresAt: { N: '8800' },
    });
    expect(engine.calls).toEqual(['PutItem', 'GetItem', 'PutItem', 'GetItem']);
  });

  test('is left by the time to live together with the connection, however late it was joined', async () => {
    await table.add({ connectionId: 'c1' });
    clock.pass(7_000_000);
    await table.join('c1', 'lobby');

    expect((await engine.attributes()).map(({ expiresAt }) => expiresAt)).toEqual([{ N: '8800' }, { N: '8800' }]);
  });

  test('is no longer said to have a member who has expired, although DynamoDB keeps it longer', async () => {
    await table.add({ connectionId: 'c1', userId: 'ada' });
    await table.join('c1', 'lobby');

    clock.pass(7_799_000);
    expect(await table.roomsOf('c1')).toEqual(['lobby']);
    expect(await pagesOf({ room: 'lobby' })).toEqual([['c1']]);
    clock.pass(1_000);
    expect(await table.roomsOf('c1')).toEqual([]);
    for (const receivers of [{ room: 'lobby' }, { user: 'ada' }, { everyone: true as const }]) expect(await pagesOf(receivers)).toEqual([[]]);
  });

  test('may have any name, one that looks like another item too', async () => {
    await table.add({ connectionId: 'c1' });
    for (const room of ['session', 'room#', 'ü'.repeat(256)]) await table.join('c1', room);

    expect((await table.roomsOf('c1')).sort()).toEqual(['room#', 'session', 'ü'.repeat(256)]);
    expect(await pagesOf({ room: 'session' })).toEqual([['c1']]);
  });

  test('is joined once however often one joins', async () => {
    await table.add({ connectionId: 'c1' });
    await Promise.all([table.join('c1', 'lobby'), table.join('c1', 'lobby')]);

    expect(await engine.items()).toEqual(['c1 room#lobby', 'c1 session']);
  });

  test('leaves nothing behind with its last member', async () => {
    await table.add({ connectionId: 'c1' });
    await table.join('c1', 'lobby');

    await table.leave('c1', 'lobby');
    await table.leave('c1', 'lobby');

    expect(await engine.items()).toEqual(['c1 session']);
    expect(await pagesOf({ room: 'lobby' })).toEqual([[]]);
  });

  test('is not joined by a connection that is gone', async () => {
    expect(await table.join('c1', 'lobby')).toBe(false);

    expect(await engine.items()).toEqual([]);
  });

  test('is not joined by a connection that has expired', async () => {
    await table.add({ connectionId: 'c1' });
    clock.pass(7_800_000);

    expect(await table.join('c1', 'lobby')).toBe(false);

    expect(await engine.items()).toEqual(['c1 session']);
  });

  test.each([['GetItem', 1], ['PutItem', 1], ['GetItem', 2]])('keeps no member whose connection ends before the %s (%i) of its join', async (operation, nth) => {
    await table.add({ connectionId: 'c1' });
    engine.before(operation, () => table.remove('c1'), nth);

    expect(await table.join('c1', 'lobby')).toBe(false);

    expect(await engine.items()).toEqual([]);
  });

  test.each(['DeleteItem', 'Query', 'BatchWriteItem'])('keeps no member who joins before the %s of the end of its connection', async (operation) => {
    await table.add({ connectionId: 'c1' });
    await table.join('c1', 'kitchen');
    engine.before(operation, () => table.join('c1', 'lobby'));

    await table.remove('c1');

    expect(await engine.items()).toEqual([]);
  });
});
