import { App, Aws, Fn, Stack, Token } from 'aws-cdk-lib';
import { compactIntrinsics } from '../../src/openapi/compact-intrinsics';

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });

describe('compactIntrinsics', () => {
  test('writes a join as one substitution', () => {
    expect(compactIntrinsics(join('arn:', { Ref: 'AWS::Partition' }, ':lambda:', { 'Fn::GetAtt': ['Handler', 'Arn'] }, '/x')))
      .toEqual({ 'Fn::Sub': 'arn:${AWS::Partition}:lambda:${Handler.Arn}/x' });
  });

  test('keeps text as text that looks like a substitution', () => {
    expect(compactIntrinsics(join('https://${stageVariables.host}/', { Ref: 'Path' }, '${x}${!y}$'))).toEqual({
      'Fn::Sub': 'https://${!stageVariables.host}/${Path}${!x}${!!y}$',
    });
    expect(compactIntrinsics(join({ Ref: 'Path' }, '$', '{x}'))).toEqual({ 'Fn::Sub': '${Path}${!x}' });
    expect(compactIntrinsics(join('$', { Ref: 'Price' }, '{}'))).toEqual({ 'Fn::Sub': '$${Price}{}' });
  });

  test('puts what is no reference beside the text, under a name that nothing else has', () => {
    const imported = { 'Fn::ImportValue': 'Backend:Arn' };
    const attribute = { 'Fn::GetAtt': ['B', { Ref: 'Name' }] };

    expect(compactIntrinsics(join('functions/', imported, '/invocations'))).toEqual({ 'Fn::Sub': ['functions/${Value1}/invocations', { Value1: imported }] });
    expect(compactIntrinsics(join({ Ref: 'Value1' }, imported, { Ref: 'Value2' }, attribute)))
      .toEqual({ 'Fn::Sub': ['${Value1}${Value3}${Value2}${Value4}', { Value3: imported, Value4: attribute }] });
  });

  test.each<[string, unknown]>([
    ['has a separator', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['holds something unknown', join('a', 5)],
    ['joins a list that only a deployment knows', { 'Fn::Join': ['', { Ref: 'List' }] }],
    ['is no join at all', { 'Fn::Join': 'text' }],
  ])('leaves a join as it is that %s', (_, value) => {
    expect(compactIntrinsics(value)).toEqual(value);
  });

  test('finds joins however deep they stand, and leaves all else as it is', () => {
    const value = { a: [{ b: join('x', { Ref: 'Y' }) }, 'text', 5, null, true], c: { Ref: 'Z' }, d: { 'Fn::GetAtt': ['A', 'B'] } };
    expect(compactIntrinsics(value)).toEqual({ ...value, a: [{ b: { 'Fn::Sub': 'x${Y}' } }, 'text', 5, null, true] });
  });

  test('compacts what the CDK makes of text with tokens', () => {
    const stack = new Stack(new App(), 'Stack');
    const resolved = (value: unknown) => compactIntrinsics(stack.resolve(value));
    expect(resolved(`a-${Aws.REGION}-${Token.asString({ 'Fn::GetAtt': ['A', 'B'] })}`)).toEqual({ 'Fn::Sub': 'a-${AWS::Region}-${A.B}' });
    expect(resolved(Fn.join('', ['a', Fn.join('', ['$', Aws.REGION])]))).toEqual({ 'Fn::Sub': 'a$${AWS::Region}' });
    expect(resolved(Fn.join('', ['$', '{x}', Aws.REGION]))).toEqual({ 'Fn::Sub': '${!x}${AWS::Region}' });
  });
});
