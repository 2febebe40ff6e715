import { whyNobodyGets } from '../../src/integrations/silent-route';

test.each([['$connect', 'the connection is not made yet'], ['$disconnect', 'the client has gone'], ['$default', undefined], ['sendMessage', undefined], ['connect', undefined]])('who connects by %s gets nothing when %s', (routeKey, why) => {
  expect(whyNobodyGets(routeKey)).toBe(why);
});
