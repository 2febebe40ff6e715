import { App, Aws, CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { withPlaceholders } from '../../src/openapi/placeholders';

describe('withPlaceholders', () => {
  const stack = new Stack(new App(), 'Stack');
  const parameter = new CfnParameter(stack, 'Name');
  const words = (value: unknown) => withPlaceholders(stack.resolve(value));

  test.each<[string, unknown, string]>([
    ['a parameter', parameter.valueAsString, 'Name'],
    ['a pseudo parameter', Aws.REGION, 'Region'],
    ['the suffix of addresses, as it mostly is', `https://x.${Aws.URL_SUFFIX}`, 'https://x.amazonaws.com'],
    ['an attribute', Fn.getAtt('Pool', 'Arn'), 'Pool-Arn'],
    ['text with several', `https://cognito-idp.${Aws.REGION}.${Aws.URL_SUFFIX}/${parameter.valueAsString}`, 'https://cognito-idp.Region.amazonaws.com/Name'],
    ['a choice from a list', `a ${Fn.select(3, Fn.split(':', Token.asString({ Ref: 'Arn' })))}`, 'a 3-Fn-Split-Ref-Arn'],
    ['an import', Fn.importValue('Shared:Id'), 'Shared-Id'],
    ['a substitution', Fn.sub('a ${B.C}'), 'a-B-C'],
    ['a joined list', Fn.join(', ', ['a', Aws.REGION]), 'a, Region'],
  ])('puts a word for %s', (_, value, word) => {
    expect(words(value)).toBe(word);
  });

  test('leaves all else as it is, and looks inside', () => {
    const value = { text: 'a', number: 5, nothing: null, yes: true, list: ['a', { Ref: 'B' }], Ref: 'c', deep: { er: { Ref: 'AWS::Region' } }, empty: {} };
    expect(withPlaceholders(value)).toEqual({ ...value, list: ['a', 'B'], deep: { er: 'Region' } });
  });
});
