import { patternMeets, patternTakes } from '../../src/domain/cloud-front-path';
import { RouteKey } from '../../src/route-key';

const meets = (pattern: string, route: string) => patternMeets(pattern, RouteKey.parse(route));
const takes = (pattern: string, route: string) => patternTakes(pattern, RouteKey.parse(route));

describe('a path pattern of CloudFront', () => {
  test.each([
    ['/orders', 'GET /orders'],
    ['orders', 'GET /orders'],
    ['/orders/', 'GET /orders'],
    ['/orders/*', 'GET /orders/{id}'],
    ['/orders/*', 'GET /orders/{id}/lines'],
    ['/orders*', 'GET /orders'],
    ['/orders/1', 'GET /orders/{id}'],
    ['/*/1', 'GET /orders/{id}'],
    ['*.json', 'GET /orders/{id}'],
    ['/orders/??', 'GET /orders/{id}'],
    ['/a/b/c', 'ANY /{proxy+}'],
    ['/a/b/c', 'GET /a/{proxy+}'],
    ['/a', '$default'],
    ['/*', 'GET /'],
    ['/*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c', 'GET /{id}'],
  ])('%s meets requests for %s', (pattern, route) => {
    expect(meets(pattern, route)).toBe(true);
  });

  test.each([
    ['/orders', 'GET /order'],
    ['/orders', 'GET /Orders'],
    ['/orders/*', 'GET /orders-old'],
    ['/orders/1/lines', 'GET /orders/{id}'],
    ['/orders/?', 'GET /orders/{id}/lines'],
    ['/a', 'GET /a/{proxy+}'],
    ['/b/*', 'GET /a/{proxy+}'],
    ['*.json', 'GET /orders'],
    ['/*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c*c', 'GET /abbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'],
  ])('%s meets no request for %s', (pattern, route) => {
    expect(meets(pattern, route)).toBe(false);
  });

  test.each([
    ['/orders*', 'GET /orders'],
    ['/orders/*', 'GET /orders/{id}'],
    ['/*', 'ANY /{proxy+}'],
    ['*', '$default'],
    ['/*/lines*', 'GET /orders/{id}/lines'],
    ['/order?*', 'GET /orders'],
  ])('%s takes every request for %s', (pattern, route) => {
    expect(takes(pattern, route)).toBe(true);
  });

  test.each([
    ['/orders', 'GET /orders'],
    ['/orders/1', 'GET /orders/{id}'],
    ['/orders/?', 'GET /orders/{id}'],
    ['/orders/?*', 'GET /other/{id}'],
    ['/a/*', 'ANY /{proxy+}'],
    ['/*/', 'GET /orders/{id}'],
  ])('%s leaves a request for %s to others', (pattern, route) => {
    expect(takes(pattern, route)).toBe(false);
  });

  test('that takes every request for a route also meets one', () => {
    const patterns = ['/*', '/a*', '/a/*', '/?/b*', '*b', '/a/b', '*'];
    const routes = ['GET /', 'GET /a', 'GET /a/b', 'GET /{id}', 'GET /a/{id}', 'ANY /{proxy+}', 'ANY /a/{proxy+}', '$default'];
    for (const pattern of patterns) {
      for (const route of routes) if (takes(pattern, route)) expect(meets(pattern, route)).toBe(true);
    }
  });

  test('agrees with a regular expression about thousands of texts', () => {
    const alphabet = ['/', 'a', 'b'];
    const texts = ['/'];
    for (const text of texts) if (text.length < 7) texts.push(...alphabet.filter((one) => !(one === '/' && text.endsWith('/'))).map((one) => text + one));
    const patterns = ['/a*', '/?/b', '/*b*', '/a/?b*', '/ab', '*/b'];
    const routes = { 'GET /a': /^\/a\/?$/, 'GET /{x}': /^\/[^/]+\/?$/, 'GET /a/{x}': /^\/a\/[^/]+\/?$/, 'GET /{x}/b': /^\/[^/]+\/b\/?$/, 'GET /b/{y+}': /^\/b\/.+$/ };
    for (const pattern of patterns) {
      const glob = new RegExp(`^${pattern.replace(/[*]/g, '.*').replace(/[?]/g, '.')}$`);
      for (const [route, expression] of Object.entries(routes)) {
        const requests = texts.filter((text) => expression.test(text));
        expect([pattern, route, meets(pattern, route)]).toEqual([pattern, route, requests.some((text) => glob.test(text))]);
        if (takes(pattern, route)) expect(requests.every((text) => glob.test(text))).toBe(true);
      }
    }
    expect(texts.length).toBeGreaterThan(500);
  });
});
