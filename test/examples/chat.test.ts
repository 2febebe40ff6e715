import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Visitor, VisitorOptions } from './chat-visitor';
import { ChatFunctions, LocalChat } from './local-chat';
import { until } from '../../handlers/browser/until';

const chat = new LocalChat();
const visitors: Visitor[] = [];

function visits(name: string, room: string, options?: VisitorOptions): Visitor {
  const visitor = new Visitor(chat, name, room, options);
  visitors.push(visitor);
  return visitor;
}

async function inRoom(name: string, room: string, options?: VisitorOptions): Promise<Visitor> {
  const visitor = visits(name, room, options);
  await until(() => visitor.room.you !== undefined);
  return visitor;
}

beforeAll(async () => {
  await chat.start(() => {
    // They read their environment when they are loaded, as in Lambda.
    const { handler: broadcast } = jest.requireActual<{ handler: ChatFunctions['broadcast'] }>('../../handlers/broadcast/index');
    const load = (path: string) => jest.requireActual<{ handler: ChatFunctions['connect'] }>(path).handler;
    const sessions = load('../../handlers/sessions/index');
    const [join, leave, send] = ['join', 'leave', 'send'].map((name) => load(`../../examples/chat/handlers/${name}`));
    return { broadcast, connect: sessions, disconnect: sessions, routes: { join, leave, send } };
  });
});
beforeEach(() => {
  for (const level of ['info', 'error', 'warn'] as const) jest.spyOn(console, level).mockImplementation();
});
afterEach(async () => {
  chat.gateway.isDown = false;
  for (const { connection } of visitors.splice(0)) connection.close();
  await chat.gateway.emptied();
  // Whoever was there last has left nothing.
  expect(await chat.engine.items()).toEqual([]);
  jest.restoreAllMocks();
});
afterAll(() => chat.stop());

describe('a room', () => {
  test('brings what is said to everybody in it once, the sender included, and to nobody else', async () => {
    const ada = await inRoom('ada', 'lobby');
    const bob = await inRoom('bob', 'lobby');
    const eve = await inRoom('eve', 'help');

    ada.room.say('hello');
    await until(() => ada.sees.length === 1 && bob.sees.length === 1);
    bob.room.say('hello, ada');
    await until(() => ada.sees.length === 2 && bob.sees.length === 2);

    expect(ada.told).toEqual(bob.told);
    expect(ada.told).toMatchObject([{ text: 'hello', from: { id: 'id-of-ada', name: 'ada' }, room: 'lobby' }, { text: 'hello, ada', from: { name: 'bob' } }]);
    expect(ada.room.unconfirmed).toEqual([]);
    eve.room.say('is anybody here?');
    await until(() => eve.told.length === 1);
    expect(eve.sees).toEqual(['eve: is anybody here?']);
    expect([ada, bob].map(({ told }) => told.length)).toEqual([2, 2]);
  });

  test('shows what was said last to whoever comes later', async () => {
    const ada = await inRoom('ada', 'crew', { groups: ['crew'] });
    ada.room.say('before you came');
    await until(() => ada.sees.length === 1);

    const bob = await inRoom('bob', 'crew', { groups: ['crew'] });

    expect(bob.sees).toEqual(['ada: before you came']);
    expect(bob.told).toEqual([]);
  });

  test('has nothing more to say to whoever has left it', async () => {
    const ada = await inRoom('ada', 'after-leaving', { groups: ['after-leaving'] });
    const bob = await inRoom('bob', 'after-leaving', { groups: ['after-leaving'] });

    bob.room.leave();
    await until(() => chat.engine.calls.at(-1) === 'DeleteItem');
    ada.room.say('has bob gone?');
    await until(() => ada.sees.length === 1);

    expect(await chat.engine.items()).toHaveLength(3);
    expect(bob.told).toEqual([]);
    expect(bob.sees).toEqual([]);
  });

  test('keeps whoever leaves and comes back at once, also when leaving takes longer', async () => {
    const groups = ['revolving'];
    const ada = await inRoom('ada', 'revolving', { groups });
    const bob = await inRoom('bob', 'revolving', { groups });
    chat.engine.calls.length = 0;
    chat.engine.before('DeleteItem', () => until(() => bob.room.you !== undefined));

    bob.room.leave();
    bob.enter('revolving');
    // Each join reads the history.
    await until(() => chat.engine.calls.filter((call) => call === 'Query').length === 2);
    ada.room.say('still here?');
    await until(() => bob.sees.length === 1);

    expect(bob.told).toHaveLength(1);
  });

  test('fails to be entered by somebody to whom it is not open, who can say nothing there either', async () => {
    const ada = await inRoom('ada', 'secret', { groups: ['secret'] });
    const eve = visits('eve', 'secret');
    await until(() => eve.room.refusal !== undefined);

    eve.room.say('let me in');
    await until(() => eve.room.refusal !== undefined);

    expect(eve.room.refusal).toBe('the room \'secret\' is not open to you');
    expect(eve.room.unconfirmed).toMatchObject([{ text: 'let me in', doubtful: true }]);
    expect(await chat.kept('secret')).toEqual([]);
    expect(ada.room.rooms).toEqual(['lobby', 'help', 'secret']);
    expect(ada.told).toEqual([]);
  });

  test.each([['nothing', ' '], ['501 characters', 'a'.repeat(501)]])('fails to take %s', async (_, text) => {
    const ada = await inRoom('ada', 'limits', { groups: ['limits'] });

    ada.room.say(text);
    await until(() => ada.room.refusal !== undefined);

    expect(ada.room.refusal).toBe('text has not 1 to 500 characters that can be seen');
    expect(await chat.kept('limits')).toEqual([]);
  });

  test('takes 500 characters, whatever they take in bytes', async () => {
    const ada = await inRoom('ada', 'longest', { groups: ['longest'] });

    ada.room.say('🙂'.repeat(500));
    await until(() => ada.told.length === 1);

    expect(ada.sees).toEqual([`ada: ${'🙂'.repeat(500)}`]);
  });
});

describe('a connection that was lost', () => {
  test('comes back, joins again and gets what it has missed, all of it, once and in its order', async () => {
    const groups = ['busy'];
    const ada = await inRoom('ada', 'busy', { groups });
    const bob = await inRoom('bob', 'busy', { groups });
    ada.room.say('before');
    await until(() => bob.sees.length === 1);

    chat.gateway.isDown = true;
    chat.gateway.drop((userId) => userId === 'id-of-bob');
    await until(() => bob.connection.state === 'connecting' && bob.errors.length > 0);
    // More than the newest page and the first one of the gap.
    const said = Array.from({ length: 60 }, (_, index) => `message ${index + 1}`);
    for (const [index, text] of said.entries()) {
      ada.room.say(text);
      await until(() => ada.sees.length === index + 2);
    }
    expect(bob.sees).toEqual(['ada: before']);
    chat.gateway.isDown = false;
    await until(() => bob.recoveries === 1 && !bob.room.isCatchingUp && bob.sees.length > 60);

    expect(bob.sees).toEqual(['before', ...said].map((text) => `ada: ${text}`));
    expect(bob.room.missed).toBe(60);
    ada.room.say('after');
    await until(() => bob.sees.length === 62);
    expect(bob.told).toHaveLength(2);
  }, 15_000);

  test('sends what was said meanwhile when it is back', async () => {
    const ada = await inRoom('ada', 'patient', { groups: ['patient'] });
    chat.gateway.isDown = true;
    chat.gateway.drop(() => true);
    await until(() => ada.connection.state === 'connecting');

    ada.room.say('can you hear me?');
    expect(ada.room.unconfirmed).toMatchObject([{ text: 'can you hear me?', doubtful: false }]);
    chat.gateway.isDown = false;
    await until(() => ada.sees.length === 1);

    expect(ada.room.unconfirmed).toEqual([]);
  });

  test('learns from the room that what was under way has arrived', async () => {
    const groups = ['under-way'];
    const ada = await inRoom('ada', 'under-way', { groups });
    const bob = await inRoom('bob', 'under-way', { groups });
    chat.engine.before('PutItem', async () => chat.gateway.drop((userId) => userId === 'id-of-ada'));

    ada.room.say('did that work?');
    await until(() => ada.recoveries === 1 && ada.room.unconfirmed.length === 0);

    expect(ada.sees).toEqual(['ada: did that work?']);
    await until(() => bob.told.length === 1);
    expect(bob.sees).toEqual(ada.sees);
  });
});

describe('what was not done', () => {
  test('can be said again, and nobody sees it twice', async () => {
    const groups = ['again'];
    const ada = await inRoom('ada', 'again', { groups });
    const bob = await inRoom('bob', 'again', { groups });
    // As often as the function tries.
    for (let attempt = 0; attempt < 3; attempt += 1) chat.engine.fail('PutItem');

    ada.room.say('once');
    await until(() => ada.room.refusal !== undefined);
    expect(ada.room.refusal).toBe('internal error');
    expect(ada.room.unconfirmed).toMatchObject([{ text: 'once', doubtful: true }]);

    const [{ key }] = ada.room.unconfirmed;
    for (const text of ['once', 'once']) ada.room.say(text, key);
    await until(() => ada.room.unconfirmed.length === 0);
    ada.room.say('twice');
    await until(() => ada.sees.includes('ada: twice') && bob.sees.includes('ada: twice'));

    expect(bob.sees).toEqual(['ada: once', 'ada: twice']);
    expect(ada.sees).toEqual(bob.sees);
    expect(bob.told).toHaveLength(2);
  });
});

describe('everybody', () => {
  test('gets an announcement, in whatever room, and once even when the queue brings it twice', async () => {
    const ada = await inRoom('ada', 'lobby');
    const bob = await inRoom('bob', 'help');
    const announcement = { to: { everyone: true }, data: { kind: 'announcement', text: 'back in five minutes' }, id: 'event-1' } as const;

    chat.tell(announcement);
    chat.tell(announcement);
    chat.tell({ ...announcement, data: { kind: 'announcement', text: 'back again' }, id: 'event-2' });
    await until(() => ada.told.length === 2 && bob.told.length === 2);

    expect(ada.told).toEqual([{ kind: 'announcement', text: 'back in five minutes' }, { kind: 'announcement', text: 'back again' }]);
    expect(bob.told).toEqual(ada.told);
  });
});

describe('the API', () => {
  test.each([
    ['no token of the pool', 'nonsense'],
    ['a token whose time is over', chat.tokenOf({ name: 'eve' }, { exp: 1 })],
    ['a token without the scope', chat.tokenOf({ name: 'eve' }, { scope: 'openid' })],
    ['a token of another client', chat.tokenOf({ name: 'eve' }, { client_id: 'other' })],
  ])('fails to let somebody in who has %s', async (_, token) => {
    const eve = visits('eve', 'lobby', { token });

    await until(() => eve.errors.length > 0);

    expect(eve.errors[0].code).toBe('connect');
    expect(chat.gateway.open).toBe(0);
  });

  test('answers what no route takes', async () => {
    const ada = await inRoom('ada', 'lobby');

    ada.connection.send('shout');
    await until(() => ada.errors.length > 0);

    expect(ada.errors).toMatchObject([{ code: 'refused', message: 'API Gateway refused a message: no route takes this message' }]);
  });

  test('confirms the protocol, and never says a token back', async () => {
    const socket = new WebSocket(chat.gateway.url, ['gatehouse', `bearer.${chat.tokenOf({ name: 'ada' })}`]);

    await once(socket, 'open');

    expect(socket.protocol).toBe('gatehouse');
    socket.close();
  });
});

test('no log of the chat has a word of what was said, nor a token', async () => {
  const ada = await inRoom('ada', 'lobby');
  ada.room.say('confidential');
  await until(() => ada.sees.includes('ada: confidential'));

  const logged = JSON.stringify((['info', 'error', 'warn'] as const).flatMap((level) => jest.mocked(console[level]).mock.calls));
  expect(logged).toContain('"outcome":"sent"');
  expect(logged).not.toMatch(/confidential|eyJ/);
});
