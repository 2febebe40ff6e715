import { messageText } from './message-text';

describe('the text of a message', () => {
  test('begins with the action, by which API Gateway chooses the route', () => {
    expect(messageText('join', { room: 'a', list: [1, null], gone: undefined }, 100)).toBe('{"action":"join","room":"a","list":[1,null]}');
  });

  test('may have as many bytes as are allowed; other letters than those of ASCII have several', () => {
    expect(messageText('a', { t: 'xä€😀' }, 31)).toBe('{"action":"a","t":"xä€😀"}');
    expect(() => messageText('a', { t: 'xä€😀' }, 30))
      .toThrow("'a' has 31 bytes, and over 30 API Gateway closes the connection; send a link to what is large");
  });

  test('has its action where the API looks for it', () => {
    expect(messageText('join', { action: 'x', room: 'a' }, 100, 'kind')).toBe('{"kind":"join","action":"x","room":"a"}');
    expect(() => messageText('join', { kind: 'leave' }, 100, 'kind')).toThrow("the fields of 'join' have a field 'kind' of their own");
  });

  test('fails when the fields would choose another route', () => {
    expect(() => messageText('join', { action: 'leave' }, 100))
      .toThrow("the fields of 'join' have a field 'action' of their own, by which API Gateway would choose the route; name it otherwise");
  });
});
