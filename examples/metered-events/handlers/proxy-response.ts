import type { APIGatewayProxyResult, APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { requiredVariable } from './environment';

const origin = requiredVariable('ALLOWED_ORIGIN');

/**
 * The only form of answer that a proxy integration takes; anything else becomes a 502.
 *
 * API Gateway answers preflight requests, but passes these headers on as they are.
 */
export function respond(statusCode: number, body: object): APIGatewayProxyResult {
  return {
    statusCode,
    headers: {
      'Content-Type': 'application/json',
      'Access-Control-Allow-Origin': origin,
      // For browsers and proxies. The stage's cache goes by its own settings.
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}

/**
 * A handler that always answers: what goes wrong stands in the log, and the caller gets the id of the request to ask with.
 */
export function answering(handle: (event: APIGatewayProxyWithCognitoAuthorizerEvent) => Promise<APIGatewayProxyResult>) {
  return async (event: APIGatewayProxyWithCognitoAuthorizerEvent): Promise<APIGatewayProxyResult> => {
    const { requestId } = event.requestContext;
    try {
      return await handle(event);
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      console.error({ outcome: 'failed', apiRequestId: requestId, error: { name, message, stack } });
      return respond(500, { message: 'Internal error', requestId });
    }
  };
}

/**
 * Who calls: the user, or for a program its client.
 *
 * @throws when no authorizer has looked at the request
 */
export function callerOf({ requestContext: { authorizer } }: APIGatewayProxyWithCognitoAuthorizerEvent): string {
  const subject = authorizer?.claims?.sub;
  if (!subject) throw new Error('the request has no claims; the route needs a user pool authorizer');
  return subject;
}
