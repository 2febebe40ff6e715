import { App, Stack, Token, aws_ssm as ssm } from 'aws-cdk-lib';
import { isYetUnknown } from '../src/yet-unknown';

describe('a text is yet unknown', () => {
  test('when a context lookup has still to be made, also inside of another text', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
    const looked = ssm.StringParameter.valueFromLookup(stack, '/auth/issuer');

    expect(isYetUnknown(looked)).toBe(true);
    expect(isYetUnknown(`https://${looked}/`)).toBe(true);
  });

  test('when it is a token', () => {
    expect(isYetUnknown(Token.asString({ Ref: 'Name' }))).toBe(true);
  });

  test.each(['api.example.com', '', 'dummy-value', undefined, 5])('but not when it is %p', (text) => {
    expect(isYetUnknown(text as string)).toBe(false);
  });
});
