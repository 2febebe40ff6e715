import { targetOf } from './address';

const url = 'wss://live.example.com/prod';

describe('the target of an address', () => {
  test('offers a protocol that was given, with and without a token', async () => {
    expect(await targetOf({ url, protocol: 'chat' })).toEqual({ url, protocols: ['chat'] });
    expect(await targetOf({ url, protocol: 'chat', token: () => 'ey' })).toEqual({ url, protocols: ['chat', 'bearer.ey'] });
  });

  test('offers no protocol when there is no need for one, as a browser wants it confirmed', async () => {
    expect(await targetOf({ url })).toEqual({ url, protocols: [] });
    expect(await targetOf({ url, token: () => 'ey', tokenQuery: 'token' })).toEqual({ url: `${url}?token=ey`, protocols: [] });
  });

  test('has the token in the query where that is wanted, encoded and beside what is there', async () => {
    const { url: target } = await targetOf({ url: `${url}?region=eu`, token: async () => 'a b&c', tokenQuery: 'access_token' });

    expect(target).toBe(`${url}?region=eu&access_token=a+b%26c`);
  });

  test('takes every character that a token of OAuth has', async () => {
    expect((await targetOf({ url, token: () => 'aZ0-._~' })).protocols[1]).toBe('bearer.aZ0-._~');
  });

  test.each(['a/b', 'a b', 'a,b', 'a=', 'ä', 'a"b'])('fails with a token that no subprotocol carries: %s', async (token) => {
    await expect(targetOf({ url, token: () => token })).rejects.toThrow(/^the token has characters that a subprotocol cannot carry; encode it, or give 'tokenQuery'$/);
  });

  test('takes an address of 4,096 characters', async () => {
    const token = 'x'.repeat(4_096 - `${url}?token=`.length);

    expect((await targetOf({ url, token: () => token, tokenQuery: 'token' })).url).toHaveLength(4_096);
    await expect(targetOf({ url, token: () => `${token}x`, tokenQuery: 'token' }))
      .rejects.toThrow("with the token the address has 4097 characters, of which API Gateway takes 4096; leave out 'tokenQuery'");
  });
});
