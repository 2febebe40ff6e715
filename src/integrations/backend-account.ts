import { IResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The account of a backend when it is known to be another than the API's.
 */
export function foreignAccount(scope: IConstruct, backend: IResource): string | undefined {
  const { account } = backend.env;
  return Token.compareStrings(account, Stack.of(scope).account) === TokenComparison.DIFFERENT ? account : undefined;
}
