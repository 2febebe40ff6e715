import { Person } from './chat-protocol';
import type { WebSocketEvent } from 'cdk-gatehouse/clients/sender';

/**
 * Whoever is behind a connection, as the access token said when it was made.
 */
export interface Chatter extends Person {
  /** Of the user pool. */
  readonly groups: string[];
}

/**
 * @throws when no authorizer has looked at a token
 */
export function chatterOf({ requestContext: { authorizer } }: WebSocketEvent): Chatter {
  // The authorizer hands on every claim as a text, lists as JSON.
  const { sub, username, 'cognito:groups': groups = '[]' } = (authorizer ?? {}) as { readonly [claim: string]: string | undefined };
  if (!sub || !username) throw new Error('the connection has no access token behind it; the API needs a user pool authorizer with a scope');
  return { id: sub, name: username, groups: JSON.parse(groups) as string[] };
}
