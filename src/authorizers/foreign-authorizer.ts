import { Construct } from 'constructs';
import { ApiType } from '../api-type';
import { IRouteAuthorizer } from './authorizer-contract';
import { AUTHORIZER_REMEDIES } from './authorizer-remedies';
import { givenValue } from '../given-value';
import { isRecord } from '../intrinsic';

/**
 * @param whose what was given the authorizer: `the API`, or a route's key in quotes
 * @param apiType decides which authorizers the message offers
 * @throws when the authorizer is none that a definition can name
 */
export function refuseForeignAuthorizer(whose: string, authorizer: IRouteAuthorizer, apiType = ApiType.REST): void {
  // In JavaScript it may be anything.
  const given: unknown = authorizer;
  if (typeof (given as IRouteAuthorizer | null | undefined)?.bindAuthorizer === 'function') return;
  throw new Error(`${whose} was given ${described(given)}; write ${AUTHORIZER_REMEDIES[apiType]} or Authorizer.none('<why>')`);
}

function described(given: unknown): string {
  if (typeof given === 'function') return 'a function as its authorizer, which nobody has called; a factory of Authorizer needs its parentheses';
  if (Construct.isConstruct(given) || isOfCdk(given)) {
    return 'an authorizer that belongs to another API (a resource of aws-cdk-lib, say), which a definition cannot name';
  }
  return `the authorizer ${givenValue(given)}, which says nobody who may call`;
}

/** An imported authorizer of aws-cdk-lib is no construct, and one of its second generation none before a route is given it. */
function isOfCdk(given: unknown): boolean {
  // Asked for by name alone: one that no route has yet throws when its id is read.
  return isRecord(given) && ('authorizerId' in given || typeof given.bind === 'function');
}
