import { CfnCondition, Fn, Lazy, Token } from 'aws-cdk-lib';
import { newStack, stageProperties, v2Stage } from './stage-spellings';
import { StageDetailedMetrics } from '../../src/stage/detailed-metrics';
import { addDefaultRouteSettings, addRouteSettings } from '../../src/stage/route-settings';
import { StageThrottle } from '../../src/stage/throttle';

test('writes rate and burst with any other setting, because a missing one would refuse every request', () => {
  const stack = newStack();
  v2Stage(stack).with(new StageDetailedMetrics());
  expect(stageProperties(stack).DefaultRouteSettings)
    .toEqual({ DetailedMetricsEnabled: true, ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 });
});

test('keeps the half of the throttle that is there and writes the other', () => {
  const stack = newStack();
  v2Stage(stack, { defaultRouteSettings: { throttlingRateLimit: 7 } }).with(new StageDetailedMetrics());
  expect(stageProperties(stack).DefaultRouteSettings).toEqual({ DetailedMetricsEnabled: true, ThrottlingRateLimit: 7, ThrottlingBurstLimit: 5_000 });
});

test.each([[true], [false]])('repeats the defaults in the settings of a route, defaults first: %s', (defaultsFirst) => {
  const stack = newStack();
  const stage = v2Stage(stack);
  const steps = [
    () => addDefaultRouteSettings(stage, { loggingLevel: 'ERROR', throttlingRateLimit: 50, throttlingBurstLimit: 25 }),
    () => addRouteSettings(stage, 'sendMessage', { throttlingRateLimit: 5, throttlingBurstLimit: 2 }),
  ];
  (defaultsFirst ? steps : steps.reverse()).forEach((step) => step());
  expect(stageProperties(stack).RouteSettings).toEqual({ sendMessage: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR' } });
});

test.each([
  [{ loggingLevel: 'INFO' }],
  [{ LoggingLevel: 'INFO' }],
])('merges into the settings that a route has as %j', (existing) => {
  const stack = newStack();
  v2Stage(stack, { routeSettings: { sendMessage: existing, other: existing } })
    .with(new StageThrottle({ rateLimit: 50, burstLimit: 25, routes: { sendMessage: { rateLimit: 5, burstLimit: 2 } } }));
  expect(stageProperties(stack).RouteSettings).toEqual({
    sendMessage: { LoggingLevel: 'INFO', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2 },
    other: { LoggingLevel: 'INFO', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 25 },
  });
});

describe('settings that are only known late', () => {
  test('are merged when they are lazy', () => {
    const stack = newStack();
    v2Stage(stack, {
      defaultRouteSettings: Lazy.any({ produce: () => ({ loggingLevel: 'INFO' }) }),
      routeSettings: Lazy.any({ produce: () => ({ $connect: { LoggingLevel: 'OFF' } }) }),
    }).with(new StageThrottle({ rateLimit: 50, burstLimit: 25 }));
    expect(stageProperties(stack)).toMatchObject({
      DefaultRouteSettings: { LoggingLevel: 'INFO', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 25 },
      RouteSettings: { $connect: { LoggingLevel: 'OFF', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 25 } },
    });
  });

  test('are merged into both branches of a condition', () => {
    const stack = newStack();
    const condition = new CfnCondition(stack, 'Busy', { expression: Fn.conditionEquals('a', 'b') });
    v2Stage(stack, { defaultRouteSettings: Fn.conditionIf(condition.logicalId, { LoggingLevel: 'INFO' }, Token.asAny({ Ref: 'AWS::NoValue' })) })
      .with(new StageThrottle({ rateLimit: 50, burstLimit: 25 }));
    expect(stageProperties(stack).DefaultRouteSettings).toEqual({
      'Fn::If': [
        'Busy',
        { LoggingLevel: 'INFO', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 25 },
        { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 25 },
      ],
    });
  });

  test('stay when only the deployment knows them', () => {
    const stack = newStack();
    v2Stage(stack, { defaultRouteSettings: Token.asAny({ 'Fn::FindInMap': ['Settings', 'prod', 'routes'] }) }).with(new StageDetailedMetrics());
    expect(stageProperties(stack).DefaultRouteSettings).toEqual({ 'Fn::FindInMap': ['Settings', 'prod', 'routes'] });
  });
});
