import { AuthorizerRequest, isHttpRequest } from './request';
import { Claims } from './token';

/**
 * What an HTTP API understands with simple answers and payload format 2.0.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
interface SimpleAnswer {
  readonly isAuthorized: boolean;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * What a REST API understands.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
interface PolicyAnswer {
  readonly principalId: string;
  readonly policyDocument: {
    readonly Version: '2012-10-17';
    readonly Statement: { readonly Action: 'execute-api:Invoke'; readonly Effect: 'Allow' | 'Deny'; readonly Resource: string }[];
  };
  readonly context: Readonly<Record<string, string>>;
}

export type Answer = SimpleAnswer | PolicyAnswer;

export function allow(request: AuthorizerRequest, claims: Claims = {}): Answer {
  return answer(request, 'Allow', claims);
}

/**
 * Refuses with 403.
 */
export function forbid(request: AuthorizerRequest): Answer {
  return answer(request, 'Deny', {});
}

/**
 * Refuses somebody of whom nothing is known: with 401 on a REST API, with 403 on an HTTP API.
 *
 * @throws the error that a REST API understands
 */
export function refuseUnknown(request: AuthorizerRequest): Answer {
  if (isHttpRequest(request)) return forbid(request);
  // API Gateway looks for exactly this text; any other error is a 500.
  throw new Error('Unauthorized');
}

function answer(request: AuthorizerRequest, Effect: 'Allow' | 'Deny', claims: Claims): Answer {
  const context = Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
  if (isHttpRequest(request)) return { isAuthorized: Effect === 'Allow', context };
  return {
    principalId: context.sub ?? context.client_id ?? 'cloudfront',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: everyRoute(request.methodArn) }] },
    context,
  };
}

/** A REST API refuses a context with anything but texts, numbers and booleans; one kind is easier to read. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` without method and path.
 *
 * API Gateway remembers an answer for every route of this function's authorizer and for no other one. All of them ask for the same tokens,
 * so an answer to one is right for the others; a policy that named one route would refuse them.
 */
function everyRoute(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
