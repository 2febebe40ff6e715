import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { checkUsagePlanName, checkUsagePlanTier } from '../../src/access/usage-plan-checks';
import { UsagePlanTierOptions } from '../../src/access/usage-plan-options';
import { Limits } from '../../src/limits';

const { DAY, WEEK, MONTH } = apigateway.Period;
const throttle = { rateLimit: 5, burstLimit: 10 };
const routes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`GET /r${index}`, throttle]));
const LATE = Token.asNumber({ resolve: () => -1 });

describe('a tier is taken', () => {
  test.each<[string, UsagePlanTierOptions]>([
    ['with a throttle alone', { throttle }],
    ['with a quota alone', { quota: { limit: 1, period: DAY } }],
    ['with both', { throttle, quota: { limit: 10_000, period: MONTH } }],
    ['with limits for as many routes as API Gateway takes', { throttle, routes: routes(Limits.USAGE_PLAN_METHOD_THROTTLES) }],
    ['with a limit for the root', { throttle, routes: { 'GET /': throttle } }],
    ['with a week from Saturday', { quota: { limit: 1, period: WEEK, offset: 6 } }],
    ['with a month from its 28th day', { quota: { limit: 1, period: MONTH, offset: 27 } }],
    ['with a day from its beginning', { quota: { limit: 1, period: DAY, offset: 0 } }],
    ['with numbers that are only known at deploy time', {
      throttle: { rateLimit: LATE, burstLimit: LATE },
      quota: { limit: LATE, period: MONTH, offset: LATE },
      routes: { 'GET /': { rateLimit: LATE, burstLimit: LATE } },
    }],
    ['with a period that is only known at deploy time', { quota: { limit: 1, period: Token.asString({ resolve: () => 'DAY' }) as apigateway.Period, offset: 9 } }],
  ])('%s', (_, options) => {
    expect(() => checkUsagePlanTier(options)).not.toThrow();
  });
});

describe('a tier fails', () => {
  test.each<[string, UsagePlanTierOptions, RegExp]>([
    ['with neither throttle nor quota', {}, /neither throttle nor quota limits nobody; write throttle/],
    ['with limits for routes but no throttle', { quota: { limit: 1, period: DAY }, routes: routes(1) }, /limits for single routes \('GET \/r0'\) needs a throttle/],
    ['with limits for one route too many', { throttle, routes: routes(Limits.USAGE_PLAN_METHOD_THROTTLES + 1) }, /has limits for 21 single routes, and API Gateway takes 20/],
    ['with a limit for every method at once', { throttle, routes: { 'ANY /orders': throttle } }, /'ANY \/orders', .* add the route as 'GET \/orders'/],
    ['with a key that is no route key', { throttle, routes: { '/orders/POST': throttle } }, /route key '\/orders\/POST'/],
    ['with a quota of nothing', { quota: { limit: 0, period: DAY } }, /quota has the limit 0, which counts no requests/],
    ['with half a request', { quota: { limit: 1.5, period: DAY } }, /quota has the limit 1\.5/],
    ['with a quota that is no number', { quota: { limit: NaN, period: DAY } }, /quota has the limit NaN/],
    ['with an unknown period', { quota: { limit: 1, period: 'YEAR' as apigateway.Period } }, /period 'YEAR', .* write Period\.DAY, Period\.WEEK, Period\.MONTH/],
    ['with a day that begins later', { quota: { limit: 1, period: DAY, offset: 1 } }, /offset 1, which is no day on which a DAY period can begin; leave offset out/],
    ['with an eighth weekday', { quota: { limit: 1, period: WEEK, offset: 7 } }, /offset 7, .* write 0 to 6/],
    ['with a 29th day of the month', { quota: { limit: 1, period: MONTH, offset: 28 } }, /offset 28, .* write 0 to 27/],
    ['with a negative offset', { quota: { limit: 1, period: WEEK, offset: -1 } }, /offset -1/],
    ['with half a day', { quota: { limit: 1, period: WEEK, offset: 0.5 } }, /offset 0\.5/],
    ['with a negative rate', { throttle: { rateLimit: -1, burstLimit: 1 } }, /rateLimit '-1' of the usage plan/],
    ['with a negative burst', { throttle: { rateLimit: 1, burstLimit: -1 } }, /burstLimit '-1' of the usage plan/],
    ['with half a burst', { throttle: { rateLimit: 1, burstLimit: 1.5 } }, /burstLimit '1\.5' of the usage plan/],
    ['with a negative rate for a route', { throttle, routes: { 'GET /': { rateLimit: -2, burstLimit: 1 } } }, /rateLimit '-2' of route 'GET \/' in the usage plan/],
  ])('%s', (_, options, message) => {
    expect(() => checkUsagePlanTier(options)).toThrow(message);
  });
});

describe('the name of a consumer', () => {
  test.each(['acme', 'Acme-2', 'a_b.c', '7'])('%p is taken', (name) => {
    expect(() => checkUsagePlanName('consumer', name)).not.toThrow();
  });

  test.each(['', ' ', 'a/b', '-a', 'a b', 'ä'])('fails as %p', (name) => {
    expect(() => checkUsagePlanName('consumer', name)).toThrow(`consumer '${name}' has no name that can identify a construct`);
  });

  test.each([undefined, null, 7])('fails as %p, which only JavaScript can write', (name) => {
    expect(() => checkUsagePlanName('consumer', name as unknown as string)).toThrow(`a consumer was given the name '${name}', which identifies nothing; write one, as 'acme'`);
  });

  test.each([['usage plan', 'planName'], ['consumer', 'description']] as const)('of a %s fails with the prop that takes any words: %s', (what, prop) => {
    expect(() => checkUsagePlanName(what, 'Free tier')).toThrow(`as 'acme' (${prop} takes any words)`);
  });

  test('fails when it is only known at deploy time', () => {
    expect(() => checkUsagePlanName('consumer', Token.asString({ resolve: () => 'x' }))).toThrow(/the name of a consumer identifies a construct/);
  });
});
