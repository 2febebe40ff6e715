import { IRouteAuthorizer } from './authorizer-contract';

/**
 * @param whose what was given the authorizer: `the API`, or a route's key in quotes
 * @throws when the authorizer is none that a definition can name
 */
export function refuseForeignAuthorizer(whose: string, authorizer: IRouteAuthorizer): void {
  // In JavaScript it may be anything.
  if (typeof (authorizer as IRouteAuthorizer | null)?.bindAuthorizer === 'function') return;
  throw new Error(`${whose} was given an authorizer that belongs to another API (a resource of aws-cdk-lib, say), which a definition cannot name; `
    + 'write Authorizer.userPool(pool), Authorizer.lambdaToken(fn), Authorizer.lambdaRequest(fn) or Authorizer.iam()');
}
