import { CfnCondition, Fn, Lazy, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { newStack, restStage, stageProperties } from './stage-spellings';
import { StageDetailedMetrics } from '../../src/stage/detailed-metrics';
import { StageExecutionLog } from '../../src/stage/execution-log';
import { EVERY_METHOD, addMethodSettings, methodOf, resourcePathOf } from '../../src/stage/method-settings';
import { StageThrottle } from '../../src/stage/throttle';

const ORDERS = { 'GET /orders': { rateLimit: 5, burstLimit: 2 } };

test.each([['/', '/'], ['/*', '/*'], ['/orders', '/~1orders'], ['/orders/{id}', '/~1orders~1{id}'], ['/{proxy+}', '/~1{proxy+}']])(
  'writes the path %s as %s', (path, resourcePath) => expect(resourcePathOf(path)).toBe(resourcePath));

describe('the entry of a single method', () => {
  const mixins = [
    new StageThrottle({ rateLimit: 500, burstLimit: 250, routes: ORDERS }),
    new StageExecutionLog(),
    new StageDetailedMetrics(),
  ];

  test.each([[[0, 1, 2]], [[1, 2, 0]], [[2, 0, 1]]])('repeats the defaults that it does not set, in the order %j of the mixins', (order) => {
    const stack = newStack();
    restStage(stack).with(...order.map((position) => mixins[position]));
    expect(stageProperties(stack).MethodSettings).toEqual(expect.arrayContaining([
      { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 500, ThrottlingBurstLimit: 250, LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true },
      { HttpMethod: 'GET', ResourcePath: '/~1orders', ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2, LoggingLevel: 'ERROR', DataTraceEnabled: false, MetricsEnabled: true },
    ]));
  });

  test('keeps what it sets itself', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: [{ httpMethod: 'GET', resourcePath: '/~1orders', loggingLevel: 'INFO' }] }).with(new StageExecutionLog());
    expect(stageProperties(stack).MethodSettings).toEqual([
      { HttpMethod: 'GET', ResourcePath: '/~1orders', LoggingLevel: 'INFO', DataTraceEnabled: false },
      { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false },
    ]);
  });

  test('does not take over the cache', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: [{ httpMethod: '*', resourcePath: '/*', cachingEnabled: true, cacheTtlInSeconds: 9 }, { httpMethod: 'GET', resourcePath: '/~1a' }] })
      .with(new StageDetailedMetrics());
    expect(stageProperties(stack).MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', CachingEnabled: true, CacheTtlInSeconds: 9, MetricsEnabled: true },
      { HttpMethod: 'GET', ResourcePath: '/~1a', MetricsEnabled: true },
    ]);
  });
});

test.each(['/~1orders', '/orders'])('merges into an entry that is there under the path %s', (resourcePath) => {
  const stack = newStack();
  const stage = restStage(stack, { methodSettings: [{ httpMethod: 'GET', resourcePath, metricsEnabled: true }] });
  addMethodSettings(stage, methodOf('GET /orders'), { loggingLevel: 'INFO' });
  expect(stageProperties(stack).MethodSettings).toEqual([{ HttpMethod: 'GET', ResourcePath: resourcePath, MetricsEnabled: true, LoggingLevel: 'INFO' }]);
});

describe('settings that are only known late', () => {
  const entry: apigateway.CfnStage.MethodSettingProperty = { httpMethod: '*', resourcePath: '/*', metricsEnabled: true };

  test('as a lazy list are merged', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: Lazy.any({ produce: () => [entry] }) }).with(new StageExecutionLog());
    expect(stageProperties(stack).MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true, LoggingLevel: 'ERROR', DataTraceEnabled: false },
    ]);
  });

  test('as a lazy entry are merged', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: [Lazy.any({ produce: () => entry })] }).with(new StageExecutionLog());
    expect(stageProperties(stack).MethodSettings).toEqual([
      { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true, LoggingLevel: 'ERROR', DataTraceEnabled: false },
    ]);
  });

  test('as an entry with a condition are merged into both branches, and inherited with the condition', () => {
    const stack = newStack();
    const condition = new CfnCondition(stack, 'Busy', { expression: Fn.conditionEquals('a', 'b') });
    const either = Fn.conditionIf(condition.logicalId, { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true }, Token.asAny({ Ref: 'AWS::NoValue' }));
    const stage = restStage(stack, { methodSettings: [either] });
    addMethodSettings(stage, EVERY_METHOD, { loggingLevel: 'ERROR' });
    addMethodSettings(stage, methodOf('GET /a'), { cachingEnabled: true });
    expect(stageProperties(stack).MethodSettings).toEqual([
      {
        'Fn::If': [
          'Busy',
          { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true, LoggingLevel: 'ERROR' },
          { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR' },
        ],
      },
      {
        HttpMethod: 'GET',
        ResourcePath: '/~1a',
        CachingEnabled: true,
        LoggingLevel: 'ERROR',
        MetricsEnabled: { 'Fn::If': ['Busy', true, { Ref: 'AWS::NoValue' }] },
      },
    ]);
  });

  test('as a whole list with a condition are merged into both branches', () => {
    const stack = newStack();
    const condition = new CfnCondition(stack, 'Busy', { expression: Fn.conditionEquals('a', 'b') });
    const list = Fn.conditionIf(condition.logicalId, [{ HttpMethod: 'GET', ResourcePath: '/~1a', MetricsEnabled: true }], Token.asAny({ Ref: 'AWS::NoValue' }));
    restStage(stack, { methodSettings: list }).with(new StageExecutionLog());
    const fallback = { HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false };
    expect(stageProperties(stack).MethodSettings).toEqual({
      'Fn::If': [
        'Busy',
        [{ HttpMethod: 'GET', ResourcePath: '/~1a', MetricsEnabled: true, LoggingLevel: 'ERROR', DataTraceEnabled: false }, fallback],
        [fallback],
      ],
    });
  });

  test('as a list that only the deployment knows stay, with a warning', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: Token.asAny({ 'Fn::FindInMap': ['Settings', 'prod', 'methods'] }) }).with(new StageExecutionLog());
    expect(stageProperties(stack).MethodSettings).toEqual({ 'Fn::FindInMap': ['Settings', 'prod', 'methods'] });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('MethodSettings of the stage is only known at deploy time.*stageSettingsNotMergeable'));
  });

  test('as a resource path that only the deployment knows stay an entry of their own', () => {
    const stack = newStack();
    restStage(stack, { methodSettings: [{ httpMethod: 'GET', resourcePath: Fn.importValue('Path') }] }).with(new StageDetailedMetrics());
    expect(stageProperties(stack).MethodSettings).toEqual([
      { HttpMethod: 'GET', ResourcePath: { 'Fn::ImportValue': 'Path' }, MetricsEnabled: true },
      { HttpMethod: '*', ResourcePath: '/*', MetricsEnabled: true },
    ]);
  });
});
