import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** The step of the exercise without users has no authorizer in its events. */
type Request = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

const LONGEST_NAME = 64;

/**
 * `GET /hello`: greets the name in the query string, or the world.
 *
 * An HTTP API sends events of the form 2.0: the method stands under `requestContext.http`, header names are in lower case, and a parameter that comes
 * twice is one text with a comma.
 */
export const handler = async (request: Request): Promise<APIGatewayProxyStructuredResultV2> => {
  const { requestId, http } = request.requestContext;
  const name = request.queryStringParameters?.name || 'world';
  const outcome = name.length > LONGEST_NAME ? 'refused' : 'greeted';
  // The name is the caller's own business.
  console.info({ outcome, apiRequestId: requestId, method: http.method, path: request.rawPath, client: clientOf(request) });

  if (outcome === 'refused') return respond(400, { message: `name has more than ${LONGEST_NAME} characters`, requestId });
  return respond(200, { message: `hello, ${name}` });
};

/** The app client that the token was made for; an access token names it. */
function clientOf({ requestContext }: Request): string | undefined {
  const claim = 'authorizer' in requestContext ? requestContext.authorizer.jwt.claims.client_id : undefined;
  return claim === undefined ? undefined : String(claim);
}

/** No CORS headers: the API adds them, and leaves out what a function says about them. */
function respond(statusCode: number, body: object): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}
