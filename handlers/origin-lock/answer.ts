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

/**
 * How far an answer reaches.
 *
 * A REST API that caches answers uses one for every route that has the same identity sources. `EVERY_ROUTE` stays right then.
 * `THIS_ROUTE` names the method that was asked for and nothing else, so a cached one refuses too much, never too little:
 * it needs a TTL of 0 on REST APIs, and `$context.routeKey` among the identity sources of HTTP APIs.
 */
export enum Reach {
  THIS_ROUTE,
  EVERY_ROUTE,
}

/** API Gateway takes no longer resource in a policy. */
const LONGEST_RESOURCE = 512;

export function allow(request: AuthorizerRequest, reach: Reach, claims: Claims = {}): Answer {
  return answer(request, 'Allow', reach, claims);
}

/**
 * Refuses with 403.
 */
export function forbid(request: AuthorizerRequest, reach: Reach): Answer {
  return answer(request, 'Deny', reach, {});
}

/**
 * Refuses somebody of whom nothing is known: with 401 on a REST API, with 403 on an HTTP API.
 *
 * @throws the error that a REST API understands
 */
export function refuseUnknown(request: AuthorizerRequest): Answer {
  if (isHttpRequest(request)) return forbid(request, Reach.THIS_ROUTE);
  // API Gateway looks for exactly this text; any other error is a 500.
  throw new Error('Unauthorized');
}

function answer(request: AuthorizerRequest, Effect: 'Allow' | 'Deny', reach: Reach, claims: Claims): Answer {
  const context = Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, asText(value)]));
  if (isHttpRequest(request)) return { isAuthorized: Effect === 'Allow', context };
  const Resource = reach === Reach.EVERY_ROUTE ? everyRoute(request.methodArn) : shortened(request.methodArn);
  return {
    principalId: context.sub ?? context.client_id ?? 'cloudfront',
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] },
    context,
  };
}

/** A REST API refuses a context with anything but texts, numbers and booleans; one kind is easier to read. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` without method and path. */
function everyRoute(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}

function shortened(methodArn: string): string {
  return methodArn.length <= LONGEST_RESOURCE ? methodArn : `${methodArn.slice(0, LONGEST_RESOURCE - 1)}*`;
}
