import { App, Aws, CfnParameter, IResolvable, Lazy, Stack, Token } from 'aws-cdk-lib';
import { resolveLeaves, unresolvedLeaves } from '../../src/openapi/resolve-leaves';

const stack = new Stack(new App(), 'Stack');
const resolve = (value: unknown) => resolveLeaves(value, (leaf) => stack.resolve(leaf));

describe('resolveLeaves', () => {
  test('resolves texts, numbers, lists and objects that only a deployment knows, where they stand', () => {
    expect(resolve({
      text: `a-${Aws.REGION}`,
      number: Token.asNumber({ Ref: 'Number' }),
      object: Token.asAny({ a: [Aws.REGION] }),
      deep: [{ er: Aws.REGION }],
      plain: ['a', 1, true, null],
    })).toEqual({
      text: { 'Fn::Join': ['', ['a-', { Ref: 'AWS::Region' }]] },
      number: { Ref: 'Number' },
      object: { a: [{ Ref: 'AWS::Region' }] },
      deep: [{ er: { Ref: 'AWS::Region' } }],
      plain: ['a', 1, true, null],
    });
  });

  test('resolves a list that only a deployment knows, and fails for its mark among other elements', () => {
    const list = new CfnParameter(stack, 'List', { type: 'CommaDelimitedList' }).valueAsList;
    expect(resolve({ list, deep: [list] })).toEqual({ list: { Ref: 'List' }, deep: [{ Ref: 'List' }] });
    expect(() => resolve({ list: ['a', ...list] })).toThrow(/list token/);
    expect(unresolvedLeaves({ list, deep: { list } })).toEqual([list]);
  });

  test('leaves out what is undefined or becomes so, as the CDK does', () => {
    const nothing = Lazy.any({ produce: () => undefined });
    const value = { a: undefined, b: nothing, c: [undefined, nothing, 'd'], e: { f: undefined } };
    expect(resolve(value)).toEqual({ c: ['d'], e: {} });
    expect(Object.keys(resolve(value) as object)).toEqual(['c', 'e']);
  });

  test('does not change what it is given, and gives a document of its own', () => {
    const value = { a: { b: [Aws.REGION] } };
    const resolved = resolve(value) as typeof value;
    expect(value).toEqual({ a: { b: [Aws.REGION] } });
    expect(resolved.a).not.toBe(value.a);
  });

  test('resolves a leaf once, however often it stands', () => {
    const uri = `x-${Aws.REGION}`;
    const asked: unknown[] = [];
    resolveLeaves(Array.from({ length: 300 }, () => ({ uri, plain: 'text' })), (leaf) => asked.push(leaf));
    expect(asked).toEqual([uri]);
  });

  test('gives the same as the CDK\'s own resolution', () => {
    const value = {
      a: [`x${Aws.REGION}`, { b: Token.asNumber({ Ref: 'N' }), c: undefined, d: null }],
      e: Lazy.any({ produce: () => ({ f: Lazy.string({ produce: () => Aws.PARTITION }) }) }),
    };
    expect(resolve(value)).toEqual(stack.resolve(value));
  });
});

describe('unresolvedLeaves', () => {
  test('are the distinct leaves that only a deployment knows', () => {
    const object: IResolvable = Token.asAny({ Ref: 'Object' });
    expect(unresolvedLeaves({ a: Aws.REGION, b: [Aws.REGION, { c: object }], d: 'text', e: undefined })).toEqual([Aws.REGION, object]);
  });
});
