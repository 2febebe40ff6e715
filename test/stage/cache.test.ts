import { CfnParameter, Duration } from 'aws-cdk-lib';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, synthesized } from './stage-spellings';
import { StageCache, StageCacheOff } from '../../src/stage/cache';
import { CacheSize } from '../../src/stage/cache-size';

const size = CacheSize.GB_0_5;

describe.each(REST_STAGES)('StageCache on $title', (spelling) => {
  test('buys the cluster and keeps the answers of the named routes, encrypted', () => {
    const routes = { 'GET /orders/{id}': { ttl: Duration.minutes(1) }, 'GET /': {} };
    expect(synthesized(spelling, (stage) => stage.with(new StageCache({ size, routes })))).toMatchObject({
      CacheClusterEnabled: true,
      CacheClusterSize: '0.5',
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', CachingEnabled: false },
        { HttpMethod: 'GET', ResourcePath: '/', CachingEnabled: true, CacheTtlInSeconds: 300, CacheDataEncrypted: true },
        { HttpMethod: 'GET', ResourcePath: '/~1orders~1{id}', CachingEnabled: true, CacheTtlInSeconds: 60, CacheDataEncrypted: true },
      ],
    });
  });

  test('is the same applied twice as once, and route by route as at once', () => {
    const [a, b] = [{ 'GET /a': {} }, { 'GET /b': {} }];
    const once = synthesized(spelling, (stage) => stage.with(new StageCache({ size, routes: { ...a, ...b } })));
    const byRoute = [a, b, a].map((routes) => new StageCache({ size, routes }));
    expect(synthesized(spelling, (stage) => stage.with(...byRoute))).toEqual(once);
  });

  test('is switched off in so many words', () => {
    const properties = synthesized(spelling, (stage) => stage.with(new StageCacheOff()));
    expect(properties).toMatchObject({ CacheClusterEnabled: false, MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', CachingEnabled: false }] });
    expect(properties).not.toHaveProperty('CacheClusterSize');
  });
});

test.each(V2_STAGES)('leaves $title alone, which cannot have a cache', (spelling) => {
  const before = synthesized(spelling, () => undefined);
  expect(synthesized(spelling, (stage) => stage.with(new StageCache({ size }), new StageCacheOff()))).toEqual(before);
});

test.each([1, 3600])('keeps answers for %d seconds', (seconds) => {
  const stack = newStack();
  restStage(stack).with(new StageCache({ size, routes: { 'GET /a': { ttl: Duration.seconds(seconds) } } }));
  expect(stageProperties(stack).MethodSettings).toContainEqual(expect.objectContaining({ CacheTtlInSeconds: seconds }));
});

test.each([Duration.seconds(0), Duration.seconds(3601), Duration.millis(1500)])('fails for a time to live outside of 1 to 3,600 whole seconds (%#)', (ttl) => {
  expect(() => new StageCache({ size, routes: { 'GET /a': { ttl } } })).toThrow("seconds for route 'GET /a' cannot be kept");
});

test('passes a time to live that is only known at deploy time', () => {
  const stack = newStack();
  const ttl = Duration.seconds(new CfnParameter(stack, 'Ttl', { type: 'Number' }).valueAsNumber);
  restStage(stack).with(new StageCache({ size, routes: { 'GET /a': { ttl } } }));
  expect(stageProperties(stack).MethodSettings).toContainEqual(expect.objectContaining({ CacheTtlInSeconds: { Ref: 'Ttl' } }));
});

test.each(['POST /orders', 'PUT /orders', 'PATCH /orders', 'DELETE /orders', 'ANY /orders', 'HEAD /orders', 'OPTIONS /orders'])('fails to cache %s', (routeKey) => {
  expect(() => new StageCache({ size, routes: { [routeKey]: {} } })).toThrow(`route '${routeKey}' cannot be cached`);
});

test('fails for a malformed route key', () => {
  expect(() => new StageCache({ size, routes: { 'GET orders': {} } })).toThrow("route key 'GET orders'");
});

describe('CacheSize', () => {
  test('has the sizes of API Gateway', () => {
    const { GB_0_5, GB_1_6, GB_6_1, GB_13_5, GB_28_4, GB_58_2, GB_118, GB_237 } = CacheSize;
    expect([GB_0_5, GB_1_6, GB_6_1, GB_13_5, GB_28_4, GB_58_2, GB_118, GB_237].map(({ gigabytes }) => gigabytes))
      .toEqual(['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']);
  });

  test('takes a size that is only known at deploy time', () => {
    const stack = newStack();
    restStage(stack).with(new StageCache({ size: CacheSize.of(new CfnParameter(stack, 'Size').valueAsString) }));
    expect(stageProperties(stack).CacheClusterSize).toEqual({ Ref: 'Size' });
  });

  test('fails for another size', () => {
    expect(() => CacheSize.of('1')).toThrow("cache size '1' does not exist");
  });
});
