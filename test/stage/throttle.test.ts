import { CfnParameter } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, synthesized, v2Stage } from './stage-spellings';
import { StageThrottle } from '../../src/stage/throttle';

const LIMITS = { rateLimit: 500, burstLimit: 250 };

describe.each(REST_STAGES)('StageThrottle on $title', (spelling) => {
  test('limits every method', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageThrottle(LIMITS))).MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 250 },
    ]);
  });

  test('limits single routes by path and method', () => {
    const routes = { 'GET /orders/{id}': { rateLimit: 5, burstLimit: 2 }, 'POST /': { rateLimit: 1, burstLimit: 1 } };
    expect(synthesized(spelling, (stage) => stage.with(new StageThrottle({ ...LIMITS, routes }))).MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 250 },
      { HttpMethod: 'POST', ResourcePath: '/', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 },
      { HttpMethod: 'GET', ResourcePath: '/~1orders~1{id}', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2 },
    ]);
  });

  test('fails for a route key without a method, and changes nothing', () => {
    const stack = newStack();
    const stage = spelling.make(stack);
    expect(() => stage.with(new StageThrottle({ ...LIMITS, routes: { sendMessage: LIMITS } }))).toThrow("route key 'sendMessage'");
    expect(stageProperties(stack)).not.toHaveProperty('MethodSettings');
  });
});

describe.each(V2_STAGES)('StageThrottle on $title', (spelling) => {
  test('limits every route', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageThrottle(LIMITS)))).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 250 },
    });
  });

  test('limits single routes by route key', () => {
    const throttle = new StageThrottle({ ...LIMITS, routes: { $default: { rateLimit: 5, burstLimit: 2 } } });
    expect(synthesized(spelling, (stage) => stage.with(throttle))).toMatchObject({
      RouteSettings: { $default: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2 } },
    });
  });
});

describe.each([...REST_STAGES, ...V2_STAGES])('StageThrottle repeatedly on $title', (spelling) => {
  const options = { ...LIMITS, routes: { 'GET /orders': { rateLimit: 5, burstLimit: 2 } } };

  test('is the same applied twice as once', () => {
    const once = synthesized(spelling, (stage) => stage.with(new StageThrottle(options)));
    const same = new StageThrottle(options);
    expect(synthesized(spelling, (stage) => stage.with(same, same))).toEqual(once);
    expect(synthesized(spelling, (stage) => stage.with(new StageThrottle(options), new StageThrottle(options)))).toEqual(once);
  });

  test('takes the numbers of the last one and keeps the routes of the first', () => {
    const both = synthesized(spelling, (stage) => stage.with(new StageThrottle(options), new StageThrottle({ rateLimit: 9, burstLimit: 8 })));
    expect(both).toEqual(synthesized(spelling, (stage) => stage.with(new StageThrottle({ ...options, rateLimit: 9, burstLimit: 8 }))));
  });
});

test('takes limits of 0', () => {
  const stack = newStack();
  restStage(stack).with(new StageThrottle({ rateLimit: 0, burstLimit: 0 }));
  expect(stageProperties(stack).MethodSettings).toEqual([{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 0, ThrottlingBurstLimit: 0 }]);
});

test.each([
  [{ rateLimit: -1, burstLimit: 1 }, "rateLimit '-1' of the stage"],
  [{ rateLimit: Number.NaN, burstLimit: 1 }, "rateLimit 'NaN' of the stage"],
  [{ rateLimit: Infinity, burstLimit: 1 }, "rateLimit 'Infinity' of the stage"],
  [{ rateLimit: 1, burstLimit: Infinity }, "burstLimit 'Infinity' of the stage"],
  [{ rateLimit: 1, burstLimit: Number.NaN }, "burstLimit 'NaN' of the stage"],
  [{ rateLimit: 1, burstLimit: -1 }, "burstLimit '-1' of the stage"],
  [{ rateLimit: 1, burstLimit: 1.5 }, "burstLimit '1.5' of the stage"],
  [{ rateLimit: 1, burstLimit: 1, routes: { 'GET /a': { rateLimit: -2, burstLimit: 1 } } }, "rateLimit '-2' of route 'GET /a'"],
])('fails for the limits %j', (limits, message) => {
  expect(() => new StageThrottle(limits)).toThrow(message);
});

test('passes limits that are only known at deploy time', () => {
  const stack = newStack();
  const rate = new CfnParameter(stack, 'Rate', { type: 'Number' }).valueAsNumber;
  v2Stage(stack).with(new StageThrottle({ rateLimit: rate, burstLimit: rate }));
  expect(stageProperties(stack).DefaultRouteSettings).toEqual({ ThrottlingRateLimit: { Ref: 'Rate' }, ThrottlingBurstLimit: { Ref: 'Rate' } });
});

test.each([
  [10_000, 5_000, 0],
  [10_001, 5_000, 1],
  [10_000, 5_001, 1],
])('a rate of %d and a burst of %d bring %d warnings about the account\'s quota', (rateLimit, burstLimit, count) => {
  const stack = newStack();
  restStage(stack).with(new StageThrottle({ rateLimit, burstLimit }));
  expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('throttleAboveAccountQuota'))).toHaveLength(count);
});

test('fails for ANY on a REST API, whose stages keep no limit for it', () => {
  const stage = restStage(newStack());
  expect(() => stage.with(new StageThrottle({ rateLimit: 1, burstLimit: 1, routes: { 'ANY /a': { rateLimit: 1, burstLimit: 1 } } })))
    .toThrow("'ANY /a' has a throttle, but a stage of a REST API keeps limits by single methods");
});

test('takes ANY on an HTTP API, where it is a route of its own', () => {
  const stack = newStack();
  v2Stage(stack).with(new StageThrottle({ rateLimit: 1, burstLimit: 1, routes: { 'ANY /a': { rateLimit: 2, burstLimit: 3 } } }));
  expect(stageProperties(stack).RouteSettings).toEqual({ 'ANY /a': { ThrottlingRateLimit: 2, ThrottlingBurstLimit: 3 } });
});
