import { HTTP_STAGES, REST_STAGES, WEBSOCKET_STAGES, newStack, restStage, stageProperties, synthesized, v2Stage } from './stage-spellings';
import { ExecutionLogLevel, StageExecutionLog } from '../../src/stage/execution-log';

describe.each(REST_STAGES)('StageExecutionLog on $title', (spelling) => {
  test('logs errors, and never whole requests', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageExecutionLog())).MethodSettings)
      .toEqual([{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false }]);
  });
});

describe.each(WEBSOCKET_STAGES)('StageExecutionLog on $title', (spelling) => {
  test('logs errors, and never whole messages', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageExecutionLog())).DefaultRouteSettings)
      .toMatchObject({ LoggingLevel: 'ERROR', DataTraceEnabled: false, ThrottlingRateLimit: 10_000, ThrottlingBurstLimit: 5_000 });
  });
});

test.each([...REST_STAGES, ...WEBSOCKET_STAGES])('is the same applied twice as once on $title', (spelling) => {
  const once = synthesized(spelling, (stage) => stage.with(new StageExecutionLog()));
  expect(synthesized(spelling, (stage) => stage.with(new StageExecutionLog(), new StageExecutionLog()))).toEqual(once);
});

test.each(HTTP_STAGES)('fails on $title, which has no execution log', (spelling) => {
  expect(() => spelling.make(newStack()).with(new StageExecutionLog())).toThrow('belongs to an HTTP API, which has no execution log; write StageAccessLog');
});

test('takes a v2 stage whose API is not part of the app', () => {
  const stack = newStack();
  v2Stage(stack).with(new StageExecutionLog());
  expect(stageProperties(stack).DefaultRouteSettings).toMatchObject({ LoggingLevel: 'ERROR' });
});

test.each(Object.values(ExecutionLogLevel))('logs at level %s', (level) => {
  const stack = newStack();
  restStage(stack).with(new StageExecutionLog({ level }));
  expect(stageProperties(stack).MethodSettings).toEqual([{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: level, DataTraceEnabled: false }]);
});

test('logs whole requests for a reason, which stands in the validation report', () => {
  const stack = newStack();
  const stage = restStage(stack);
  stage.with(new StageExecutionLog({ dataTrace: 'test account, no customer data' }));
  expect(stageProperties(stack).MethodSettings).toEqual([{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: true }]);
  expect(stage.node.metadata.map((entry) => entry.data as unknown)).toContainEqual({ 'Gatehouse::Gatehouse-data-trace-on': 'test account, no customer data' });
});

test('fails for a data trace without a reason', () => {
  expect(() => new StageExecutionLog({ dataTrace: ' ' })).toThrow(/^dataTrace was given an empty reason; .*: write dataTrace: '<why>'$/);
});

test('fails for a data trace of nothing', () => {
  expect(() => new StageExecutionLog({ level: ExecutionLogLevel.OFF, dataTrace: 'a reason' })).toThrow("dataTrace was given with level 'OFF'");
});
