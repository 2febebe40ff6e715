import { IConstruct } from 'constructs';

/**
 * The name of an authorizer in the API: the construct's own id, so that it stays short. It is repeated on every route.
 */
export function authorizerName(construct: IConstruct): string {
  return construct.node.id.replace(/[^A-Za-z0-9]/g, '') || 'Authorizer';
}
