import { DynamoEngine } from './dynamo-engine';
import { ManyReceivers } from './receivers';
import { PageEnd, SessionTable } from './session-table';
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

describe('receivers', () => {
  beforeEach(async () => {
    for (const [connectionId, userId] of [['c1', 'ada'], ['c2', 'ada'], ['c3', 'ada'], ['c4', 'bob'], ['c5', undefined]] as const) {
      await table.add({ connectionId, userId });
    }
    await elsewhere.add({ connectionId: 'far', userId: 'ada' });
    await elsewhere.join('far', 'lobby');
    for (const connectionId of ['c3', 'c5']) await table.join(connectionId, 'lobby');
    engine.calls.length = 0;
  });

  test.each<[string, ManyReceivers, string[]]>([
    ['a user are every connection of that user', { user: 'ada' }, ['c1', 'c2', 'c3']],
    ['a room are its members', { room: 'lobby' }, ['c3', 'c5']],
    ['everyone are all, once, whatever rooms they are in', { everyone: true }, ['c1', 'c2', 'c3', 'c4', 'c5']],
    ['an unknown user are none', { user: 'eve' }, []],
    ['an unknown room are none', { room: 'attic' }, []],
  ])('of %s, of this region alone, for one read', async (_, receivers, connectionIds) => {
    expect(await table.page(receivers)).toEqual({ connectionIds });

    expect(engine.calls).toEqual(['Query']);
  });

  test('of the other region are those of the other region', async () => {
    expect(await elsewhere.page({ user: 'ada' })).toEqual({ connectionIds: ['far'] });
    expect(await elsewhere.page({ room: 'lobby' })).toEqual({ connectionIds: ['far'] });
    expect(await elsewhere.page({ everyone: true })).toEqual({ connectionIds: ['far'] });
  });

  test('who have left are none', async () => {
    await table.remove('c3');

    expect(await pagesOf({ user: 'ada' })).toEqual([['c1', 'c2']]);
    expect(await pagesOf({ room: 'lobby' })).toEqual([['c5']]);
  });
});

test('an index that does not say when its items expire leaves nobody out', async () => {
  await engine.put([{ connectionId: { S: 'c1' }, item: { S: 'session' }, onlineIn: { S: 'eu-west-1' } }]);

  expect(await table.page({ everyone: true })).toEqual({ connectionIds: ['c1'] });
});

describe('with more than fits into one call', () => {
  test('a page ends at 1 MB, and the next one begins behind it, for one read each', async () => {
    const room = 'r'.repeat(256);
    const region = { S: 'eu-west-1' };
    const members = Array.from({ length: 2_100 }, (_, member) => `c${member}`);
    await engine.put(members.map((id) => ({ connectionId: { S: id }, item: { S: `room#${room}` }, room: { S: room }, region })));

    const pages = await pagesOf({ room });

    expect(pages.length).toBeGreaterThan(1);
    expect(pages.flat().sort()).toEqual(members.sort());
    expect(engine.calls).toEqual(pages.map(() => 'Query'));
  });

  test('a page may be all of another region, with another one behind it', async () => {
    const room = 'r'.repeat(256);
    const members = Array.from({ length: 2_100 }, (_, member) => `c${member}`);
    await engine.put(members.map((id) => ({ connectionId: { S: id }, item: { S: `room#${room}` }, room: { S: room }, region: { S: 'us-east-1' } })));

    expect(await table.page({ room })).toMatchObject({ connectionIds: [], next: { room } });
    expect((await pagesOf({ room })).flat()).toEqual([]);
  });
});
