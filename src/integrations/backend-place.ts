import { Aws, IResource, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Where a backend is: a construct knows, or its ARN says so. */
export type Place = Pick<IResource, 'env'>;

/**
 * Where the table of an ARN is. The CDK does not take it over for tables, as it does for queues, streams and state machines.
 */
export function placeOfArn(resource: IResource, arn: string): Place {
  if (Token.isUnresolved(arn)) return resource;
  const [, , , region, account] = arn.split(':');
  return { env: { region, account } };
}

/**
 * The region of a backend that is, or may be, not the API's own; undefined when it is that.
 */
export function backendRegion(scope: IConstruct, backend: Place): string | undefined {
  const { region } = backend.env;
  // A stack without an environment says its region by the pseudo parameter, which is the API's own wherever it is read.
  return region === Stack.of(scope).region || region === Aws.REGION ? undefined : region;
}

/**
 * The region of a backend when it is known to be another than the API's.
 */
export function foreignRegion(scope: IConstruct, backend: Place): string | undefined {
  const { region } = backend.env;
  return Token.compareStrings(region, Stack.of(scope).region) === TokenComparison.DIFFERENT ? region : undefined;
}

/**
 * The account of a backend when it is known to be another than the API's.
 */
export function foreignAccount(scope: IConstruct, backend: Place): string | undefined {
  const { account } = backend.env;
  return Token.compareStrings(account, Stack.of(scope).account) === TokenComparison.DIFFERENT ? account : undefined;
}
