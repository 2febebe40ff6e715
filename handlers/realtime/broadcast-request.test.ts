import { parseRequest, queueText } from './broadcast-request';
import { MalformedRequest } from './request-fields';

function parse(content: unknown) {
  return parseRequest(JSON.stringify(content), 'message1');
}

describe('parseRequest', () => {
  test.each([
    [{ connection: 'L0SM9cOFvHcCIhw=' }],
    [{ user: 'Ann Lee@example.com' }],
    [{ room: 'a room, ü' }],
    [{ everyone: true }],
  ])('knows the receivers %j', (to) => {
    expect(parse({ to, data: 1 })).toEqual({ to, data: 1, id: 'message1', except: [] });
  });

  test.each([[null], [0], [false], [''], ['text'], [[1]], [{ a: { b: null } }]])('takes the data %j as they are', (data) => {
    expect(parse({ to: { everyone: true }, data })).toMatchObject({ data });
  });

  test('takes an id and exceptions', () => {
    expect(parse({ to: { everyone: true }, data: 1, id: 'order-1:shipped', except: ['a', 'b'] })).toMatchObject({ id: 'order-1:shipped', except: ['a', 'b'] });
  });

  test('knows a broadcast whose text is made, with or without a page before it', () => {
    const made = { to: { room: 'lobby' }, text: '{}', id: 'm1', except: ['a'] };

    expect(parse(made)).toEqual(made);
    expect(parse({ ...made, to: { connection: 'a' } })).toMatchObject({ to: { connection: 'a' } });
    expect(parse({ ...made, after: { connectionId: 'b', item: 'room#lobby' } })).toEqual({ ...made, after: { connectionId: 'b', item: 'room#lobby' } });
  });

  test('knows a delivery', () => {
    const delivery = { deliver: ['a', 'b'], text: '{}', id: 'm1', attempt: 2 };

    expect(parse(delivery)).toEqual(delivery);
    expect(parse({ ...delivery, areStuck: true })).toEqual({ ...delivery, areStuck: true });
  });

  test('knows where large data is', () => {
    const object = { key: 'messages/m1-0', bytes: 140_000 };
    const stored = { to: { room: 'lobby' }, object, id: 'm1', except: [] };
    const delivery = { deliver: ['a'], object, id: 'm1', attempt: 1 };

    expect(parse(stored)).toEqual(stored);
    expect(parse(delivery)).toEqual(delivery);
  });

  test.each([
    ['user', 2_048], ['room', 1_019], ['connection', 128],
  ])('takes a %s of %i bytes', (kind, bytes) => {
    expect(parse({ to: { [kind]: 'é'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2) }, data: 1 })).toBeDefined();
    expect(() => parse({ to: { [kind]: 'é'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2 + 1) }, data: 1 })).toThrow(`a ${kind} is no text of 1 to ${bytes} bytes`);
  });

  test.each([
    ['no JSON', 'secret', 'the message is no JSON; write it as {"to"'],
    ['nothing', '', 'the message is no JSON'],
    ['a list', '[]', 'the message is no JSON object'],
    ['null', 'null', 'the message is no JSON object'],
    ['a text', '"secret"', 'the message is no JSON object'],
  ])('fails for %s', (_, body, message) => {
    expect(() => parseRequest(body, 'message1')).toThrow(message);
    expect(() => parseRequest(body, 'message1')).toThrow(MalformedRequest);
  });

  const everyone = { everyone: true };
  const made = { to: { room: 'lobby' }, text: '{}', id: 'm1', except: [] };
  const delivery = { deliver: ['a'], text: '{}', id: 'm1', attempt: 1 };

  test.each([
    [{ data: 1 }, '\'to\' is no JSON object'],
    [{ to: 'everyone', data: 1 }, '\'to\' is no JSON object'],
    [{ to: {}, data: 1 }, '\'to\' has nobody'],
    [{ to: { user: 'a', room: 'b' }, data: 1 }, '\'to\' has more than one'],
    [{ to: { planet: 'b' }, data: 1 }, '\'to\' has \'planet\', which means nothing here; it may have connection, user, room, everyone'],
    [{ to: { everyone: false }, data: 1 }, '\'everyone\' is not true'],
    [{ to: { everyone: 'true' }, data: 1 }, '\'everyone\' is not true'],
    [{ to: { user: '' }, data: 1 }, 'a user is no text of 1 to 2048 bytes'],
    [{ to: { user: 7 }, data: 1 }, 'a user is no text'],
    [{ to: { room: null }, data: 1 }, 'a room is no text'],
    [{ to: everyone }, 'the message has no \'data\''],
    [{ to: everyone, data: 1, exept: ['a'] }, 'the message has \'exept\', which means nothing here; it may have to, data, id, except'],
    [{ 'to': everyone, 'data': 1, 'ann@example.com': 1 }, 'the message has a member, which means nothing here'],
    [{ to: everyone, data: 1, except: 'a' }, '\'except\' is no list of up to 1000 connections'],
    [{ to: everyone, data: 1, except: [7] }, 'a connection is no text'],
    [{ to: everyone, data: 1, except: Array(1_001).fill('a') }, '\'except\' is no list of up to 1000 connections'],
    [{ to: everyone, data: 1, id: '' }, '\'id\' is no text of 1 to 128 printable ASCII characters'],
    [{ to: everyone, data: 1, id: 7 }, '\'id\' is no text'],
    [{ to: everyone, data: 1, id: 'two words' }, '\'id\' is no text'],
    [{ to: everyone, data: 1, id: 'line\nbreak' }, '\'id\' is no text'],
    [{ to: everyone, data: 1, id: 'x'.repeat(129) }, '\'id\' is no text'],
    [{ ...made, data: 1 }, 'the prepared broadcast has \'data\''],
    [{ ...made, object: { key: 'messages/m1-0', bytes: 9 } }, 'there are a \'text\' and an \'object\''],
    [{ to: everyone, object: 'messages/m1-0', id: 'm1' }, '\'object\' is no JSON object'],
    [{ to: everyone, object: { key: 'other/m1-0', bytes: 9 }, id: 'm1' }, '\'object\' does not say what there is below \'messages/\''],
    [{ to: everyone, object: { key: 'messages/m1-0' }, id: 'm1' }, '\'object\' does not say'],
    [{ to: everyone, object: { key: 'messages/m1-0', bytes: 9, bucket: 'other' }, id: 'm1' }, '\'object\' has \'bucket\''],
    [{ ...made, id: undefined }, '\'id\' is no text'],
    [{ ...made, text: 7 }, '\'text\' is no text of up to 131072 bytes'],
    [{ ...made, text: 'é'.repeat(65_537) }, '\'text\' is no text of up to 131072 bytes'],
    [{ ...made, after: 'a' }, '\'after\' is no JSON object'],
    [{ ...made, after: { connectionId: 7 } }, '\'after\' is no end of a page'],
    [{ ...made, to: { connection: 'a' }, after: { connectionId: 'a' } }, 'one connection has no pages'],
    [{ ...delivery, deliver: [] }, 'the delivery names no connections'],
    [{ ...delivery, deliver: 'a' }, 'the delivery names no connections'],
    [{ ...delivery, deliver: [''] }, 'a connection is no text'],
    [{ ...delivery, attempt: 0 }, 'the \'attempt\' of the delivery is no count'],
    [{ ...delivery, attempt: 1.5 }, 'the \'attempt\' of the delivery is no count'],
    [{ ...delivery, attempt: undefined }, 'the \'attempt\' of the delivery is no count'],
    [{ ...delivery, text: undefined }, '\'text\' is no text'],
    [{ ...delivery, areStuck: 'yes' }, '\'areStuck\' of the delivery is not true'],
    [{ ...delivery, to: everyone }, 'the delivery has \'to\''],
  ])('fails for %j', (content, message) => {
    expect(() => parse(content)).toThrow(message);
    expect(() => parse(content)).toThrow(MalformedRequest);
  });

  test('takes a thousand exceptions and an id of 128 characters', () => {
    expect(parse({ to: everyone, data: 1, id: '~'.repeat(128), except: Array(1_000).fill('a') })).toBeDefined();
  });
});

describe('queueText', () => {
  test('is read as it was written', () => {
    const request = { to: { user: 'ann' }, data: { a: '\uffff\ufffe\ud800"\\\u0000' }, id: 'm1', except: ['b'] };

    expect(parseRequest(queueText(request), 'message1')).toEqual(request);
  });

  test('has no character that SQS refuses', () => {
    const every = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).join('');

    expect(queueText({ to: { everyone: true }, data: every })).toMatch(/^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u);
  });
});
