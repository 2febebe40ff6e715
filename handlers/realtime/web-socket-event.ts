import { ANONYMOUS } from '../anonymous';

/**
 * What API Gateway sends to a Lambda function behind a route of a WebSocket API, as far as it matters here.
 */
export interface WebSocketEvent {
  readonly requestContext: {
    readonly connectionId: string;

    /** `CONNECT`, `MESSAGE` or `DISCONNECT`. */
    readonly eventType?: string;

    /** What the authorizer of `$connect` said. */
    readonly authorizer?: object | null;

    readonly identity?: {
      /** With IAM: who of an identity pool has signed. */
      readonly cognitoIdentityId?: string | null;

      /** With IAM: who has signed; the same for all users of an identity pool who have one role. */
      readonly userArn?: string | null;
    };
  };

  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/**
 * Who has connected, or nobody when the API asks for no authorization or lets in callers without a name.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function userOf({ requestContext: { authorizer, identity } }: WebSocketEvent): string | undefined {
  const { principalId, sub }: { principalId?: unknown; sub?: unknown } = authorizer ?? {};
  return [principalId, sub, identity?.cognitoIdentityId, identity?.userArn].find((user): user is string => typeof user === 'string' && user !== '' && user !== ANONYMOUS);
}
