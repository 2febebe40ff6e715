import { differByRoute, parseTokenRules, scopesOfRoute } from './token-rules';

const rules = { issuer: 'https://issuer.example.com', audience: ['web'] };
const scopes = { 'GET /orders/{id}': ['orders/read', 'orders/write'], 'ANY /orders': ['orders/write'], 'GET /open': [] };

test('rules are read as they were written', () => {
  expect(parseTokenRules(JSON.stringify({ ...rules, tokenHeader: 'x-token', scopes }))).toEqual({ ...rules, tokenHeader: 'x-token', scopes });
  expect(parseTokenRules(JSON.stringify(rules))).toEqual(rules);
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
  ['a list of scopes without routes', { scopes: ['orders/read'] }, 'scopes'],
  ['a text for the scopes of a route', { scopes: { 'GET /orders': 'orders/read' } }, 'scopes'],
])('fails with %s', (_, change, name) => {
  expect(() => parseTokenRules(JSON.stringify({ ...rules, ...change }))).toThrow(`as its ${name}, with which no token can be checked`);
});

test('fails with what is no JSON', () => {
  expect(() => parseTokenRules('{')).toThrow(SyntaxError);
});

test('a route has the scopes of its most specific spelling', () => {
  expect(scopesOfRoute({ ...rules, scopes }, ['GET /orders/{id}', 'ANY /orders/{id}'])).toEqual(['orders/read', 'orders/write']);
  expect(scopesOfRoute({ ...rules, scopes }, ['POST /orders', 'ANY /orders'])).toEqual(['orders/write']);
});

test('a route that is not named, or named with an empty list, takes any token', () => {
  expect(scopesOfRoute({ ...rules, scopes }, ['GET /other', 'ANY /other'])).toEqual([]);
  expect(scopesOfRoute({ ...rules, scopes }, ['GET /open'])).toEqual([]);
  expect(scopesOfRoute(rules, ['GET /orders/{id}'])).toEqual([]);
  expect(scopesOfRoute({ ...rules, scopes }, ['toString'])).toEqual([]);
});

test('routes differ when one of them asks for a scope', () => {
  expect(differByRoute({ ...rules, scopes })).toBe(true);
  expect(differByRoute({ ...rules, scopes: { 'GET /open': [] } })).toBe(false);
  expect(differByRoute(rules)).toBe(false);
});
