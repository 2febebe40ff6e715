import { Aws, Lazy } from 'aws-cdk-lib';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, synthesized, v2Stage } from './stage-spellings';
import { StageVariables } from '../../src/stage/variables';

const property = (properties: Record<string, unknown>) => properties.Variables ?? properties.StageVariables;

describe.each([...REST_STAGES, ...V2_STAGES])('StageVariables on $title', (spelling) => {
  test('sets variables', () => {
    expect(property(synthesized(spelling, (stage) => stage.with(new StageVariables({ alias: 'live' }))))).toEqual({ alias: 'live' });
  });

  test('adds to the variables of an earlier one, and the last value of a name wins', () => {
    const properties = synthesized(spelling, (stage) => stage.with(new StageVariables({ alias: 'live', table: 'a' }), new StageVariables({ table: 'b' })));
    expect(property(properties)).toEqual({ alias: 'live', table: 'b' });
  });

  test('is the same applied twice as once', () => {
    const once = synthesized(spelling, (stage) => stage.with(new StageVariables({ alias: 'live' })));
    expect(synthesized(spelling, (stage) => stage.with(new StageVariables({ alias: 'live' }), new StageVariables({ alias: 'live' })))).toEqual(once);
  });
});

test('keeps variables that are there', () => {
  const stack = newStack();
  restStage(stack, { variables: { old: '1' } }).with(new StageVariables({ fresh: '2' }));
  expect(stageProperties(stack).Variables).toEqual({ old: '1', fresh: '2' });
});

test('keeps variables that are only known late', () => {
  const stack = newStack();
  v2Stage(stack, { stageVariables: Lazy.any({ produce: () => ({ old: '1' }) }) }).with(new StageVariables({ region: Aws.REGION }));
  expect(stageProperties(stack).StageVariables).toEqual({ old: '1', region: { Ref: 'AWS::Region' } });
});

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, position) => [`v${position}`, '1']));

test.each([
  [{ ['n'.repeat(64)]: 'v' }],
  [{ name: 'v'.repeat(512) }],
  [{ url: 'https://a-b.example.com:443/x?y=1&z=~_,#' }],
  [many(100)],
])('takes what is at the edge of API Gateway\'s limits (%#)', (variables) => {
  const stack = newStack();
  restStage(stack).with(new StageVariables(variables));
  expect(stageProperties(stack).Variables).toEqual(variables);
});

test.each([
  [{ ['n'.repeat(65)]: 'v' }, 'has a name of 65 characters'],
  [{ 'a-b': 'v' }, "stage variable 'a-b' has a name"],
  [{ '': 'v' }, "stage variable '' has a name"],
  [{ name: 'v'.repeat(513) }, 'has a value of 513 characters'],
  [{ name: 'a b' }, "has the value 'a b'"],
  [{ name: '' }, "has the value ''"],
  [many(101), "'101' stage variables do not fit"],
])('fails past API Gateway\'s limits (%#)', (variables, message) => {
  expect(() => new StageVariables(variables as Record<string, string>)).toThrow(message);
});

test('fails when the stage would have more than 100 variables', () => {
  expect(() => restStage(newStack(), { variables: many(100) }).with(new StageVariables({ one: 'more' }))).toThrow("'101' stage variables do not fit");
});

test('fails at synthesis when two mixins together bring more than 100 variables', () => {
  const stack = newStack();
  restStage(stack).with(new StageVariables(many(100)), new StageVariables({ one: 'more' }));
  expect(() => stageProperties(stack)).toThrow("'101' stage variables do not fit");
});
