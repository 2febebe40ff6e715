import { Aws, aws_iam as iam } from 'aws-cdk-lib';
import { checkResourcePolicy } from '../../src/access/resource-policy';
import { Limits } from '../../src/limits';
import { restApi, template, testStack } from '../rest-api';

/** A policy of so many characters as API Gateway counts them. */
function policyOf(characters: number): object {
  const empty = { Version: '2012-10-17', Statement: [{ Resource: '' }] };
  return { Version: '2012-10-17', Statement: [{ Resource: 'x'.repeat(characters - JSON.stringify(empty).length) }] };
}

describe('the length of a resource policy', () => {
  test('passes at the limit, and where there is no policy', () => {
    expect(checkResourcePolicy(policyOf(Limits.RESOURCE_POLICY_CHARACTERS))).toEqual([]);
    expect(checkResourcePolicy(undefined)).toEqual([]);
  });

  test('fails one character past the limit, with the remedy', () => {
    expect(checkResourcePolicy(policyOf(8_193)))
      .toEqual(['the resource policy has 8193 characters or more, and API Gateway takes 8192; '
        + 'name fewer resources, for example with wildcards, or let authorizers and AWS WAF decide what the policy decides now']);
  });

  test('counts nothing for what only a deployment knows', () => {
    const account = { 'Fn::Join': ['', ['x'.repeat(9_000), { Ref: 'AWS::AccountId' }]] };

    expect(checkResourcePolicy({ Statement: [{ Resource: account }] })).toEqual([]);
    expect(checkResourcePolicy({ Statement: [{ Resource: account, Principal: 'y'.repeat(9_000) }] })).toHaveLength(1);
  });

  test('is looked at when the app is synthesized', () => {
    const statement = (resources: string[]) => new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources });
    const long = Array.from({ length: 400 }, (_, index) => `execute-api:/prod/GET/resource-number-${index}`);
    const [short, tooLong] = [testStack(), testStack()];
    restApi(short, { policy: new iam.PolicyDocument({ statements: [statement([`execute-api:/*/GET/${Aws.ACCOUNT_ID}`])] }) });
    restApi(tooLong, { policy: new iam.PolicyDocument({ statements: [statement(long)] }) });

    expect(() => template(short)).not.toThrow();
    expect(() => template(tooLong)).toThrow(/the resource policy has \d+ characters or more/);
  });
});
