import { App, CfnResource, Fn, Stack, Token } from 'aws-cdk-lib';
import { SharedComponents } from '../../src/openapi/shared-components';

const stack = new Stack(new App(), 'Stack');

function namesOf(...parts: unknown[]): string[] {
  const shared = new SharedComponents<unknown>();
  return parts.map((one) => shared.nameOf(one, one, 'Backend', stack));
}

describe('components that several routes name', () => {
  test('have one name where they say the same, and keep the first', () => {
    const shared = new SharedComponents<object>();
    const [first, second] = [{ uri: 'a' }, { uri: 'a' }];

    expect([first, second, { uri: 'b' }].map((one) => shared.nameOf(one, one, 'Backend', stack))).toEqual(['Backend', 'Backend', 'Backend2']);
    expect(shared.entries).toEqual([['Backend', { uri: 'a' }], ['Backend2', { uri: 'b' }]]);
    expect(shared.entries[0][1]).toBe(first);
  });

  test('are judged by their parts alone', () => {
    const shared = new SharedComponents<string>();

    expect(shared.nameOf('one', { uri: 'a' }, 'Backend', stack)).toBe('Backend');
    expect(shared.nameOf('two', { uri: 'a' }, 'Other', stack)).toBe('Backend');
    expect(shared.entries).toEqual([['Backend', 'one']]);
  });

  test('have the names that they want, as long as nothing else has them', () => {
    const shared = new SharedComponents<number>('Reserved', 'Taken2');

    expect([['Reserved', 1], ['Taken', 2], ['Taken', 3], ['Free', 4]].map(([wanted, part]) => shared.nameOf(part as number, part, wanted as string, stack)))
      .toEqual(['Reserved2', 'Taken', 'Taken3', 'Free']);
  });

  test.each<[string, () => unknown]>([
    ['a substitution', () => Fn.sub('arn:${AWS::Partition}:x')],
    ['a join', () => Fn.join('', ['arn:', Fn.ref('AWS::Partition')])],
    ['a list', () => Fn.split(',', Fn.importValue('list'))],
    ['a number', () => Token.asNumber({ Ref: 'Number' })],
    ['an object within', () => ({ deep: [{ token: Token.asString({ Ref: 'Deep' }) }] })],
  ])('are one for %s that is made anew each time', (_what, make) => {
    expect(namesOf({ part: make() }, { part: make() }, { part: 'other' })).toEqual(['Backend', 'Backend', 'Backend2']);
  });

  test('are kept apart by what they refer to, where that resolves to the same text', () => {
    const inStack = (id: string) => new CfnResource(new Stack(stack, id), 'Gate', { type: 'Test::Gate' });
    const [one, other] = [inStack('One'), inStack('Other')];
    expect(stack.resolve(one.getAtt('Arn'))).toEqual(stack.resolve(other.getAtt('Arn')));

    expect(namesOf(...[one, other, one].map((gate) => ({ arn: gate.getAtt('Arn').toString() })))).toEqual(['Backend', 'Backend2', 'Backend']);
    expect(namesOf({ arn: one.getAtt('Arn').toString() }, { arn: one.getAtt('Id').toString() })).toEqual(['Backend', 'Backend2']);
  });

  test('are one where something is undefined in one alone, and two in another order', () => {
    expect(namesOf({ a: 1 }, { a: 1, b: undefined }, { a: 1, b: 2 })).toEqual(['Backend', 'Backend', 'Backend2']);
    expect(namesOf(['a', 'b'], ['b', 'a'])).toEqual(['Backend', 'Backend2']);
  });
});
