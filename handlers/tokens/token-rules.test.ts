import { parseTokenRules } from './token-rules';

const rules = { issuer: 'https://issuer.example.com', audience: ['web'] };
const scopes = ['orders/read', 'orders/write'];

test('rules are read as they were written', () => {
  expect(parseTokenRules(JSON.stringify({ ...rules, tokenHeader: 'x-token', scopes }))).toEqual({ ...rules, tokenHeader: 'x-token', scopes });
  expect(parseTokenRules(JSON.stringify(rules))).toEqual(rules);
});

test.each([{ tokenHeader: 'x-token' }, { tokenQuery: 'token' }, { tokenSubprotocol: 'bearer.' }])('the place of the token is read, as %j', (place) => {
  expect(parseTokenRules(JSON.stringify({ ...rules, ...place }))).toEqual({ ...rules, ...place });
});

test.each<[string, object, string]>([
  ['no issuer', { issuer: undefined }, 'issuer'],
  ['an issuer without encryption', { issuer: 'http://issuer.example.com' }, 'issuer'],
  ['no audience', { audience: undefined }, 'audience'],
  ['an empty audience', { audience: [] }, 'audience'],
  ['an audience with an empty text', { audience: [''] }, 'audience'],
  ['a text for its audience', { audience: 'web' }, 'audience'],
  ['a number for its header', { tokenHeader: 1 }, 'tokenHeader'],
  ['an empty header', { tokenHeader: '' }, 'tokenHeader'],
  ['an empty query parameter', { tokenQuery: '' }, 'tokenQuery'],
  ['true for its subprotocol', { tokenSubprotocol: true }, 'tokenSubprotocol'],
  ['an empty subprotocol, with which every entry begins', { tokenSubprotocol: '' }, 'tokenSubprotocol'],
  ['two places', { tokenHeader: 'x-token', tokenQuery: 'token' }, 'tokenQuery'],
  ['two other places', { tokenQuery: 'token', tokenSubprotocol: 'bearer.' }, 'tokenSubprotocol'],
  ['an empty list of scopes, which might mean none or any', { scopes: [] }, 'scopes'],
  ['a scope that is an empty text', { scopes: ['orders/read', ''] }, 'scopes'],
  ['a text for its scopes', { scopes: 'orders/read' }, 'scopes'],
  ['scopes by route', { scopes: { 'GET /orders': ['orders/read'] } }, 'scopes'],
  ['nothing for its scopes', { scopes: null }, 'scopes'],
])('fails with %s', (_, change, name) => {
  expect(() => parseTokenRules(JSON.stringify({ ...rules, ...change }))).toThrow(`as its ${name}, with which no token can be checked`);
});

test('fails with what is no JSON', () => {
  expect(() => parseTokenRules('{')).toThrow(SyntaxError);
});
