import { AuthorizerRequest, isHttpRequest } from './authorizer-request';
import { Claims } from './token';
import { ANONYMOUS } from '../anonymous';

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
 * What REST and WebSocket APIs understand.
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
 * API Gateway takes an answer of 8 KB from an authorizer, and makes a larger one a 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const ANSWER_BYTES = 8_000;

/** The claims that say who calls: without them the caller would be another one. */
const WHO = ['sub', 'client_id'];

/**
 * What API Gateway itself writes where the backend reads claims: a token with such a claim could say who calls in the place of `sub`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const OWN_NAMES = ['principalId', 'integrationLatency'];

/**
 * Lets in, and hands on the claims as texts. Where they are more than API Gateway takes, the longest are left out and `claimsLeftOut` names them.
 */
export function allow(request: AuthorizerRequest, claims: Claims = {}): Answer {
  const context = new Map(Object.entries(claims).filter(isHandedOn).map(([name, value]) => [name, asText(value)]));
  const leftOut: string[] = [];
  for (;;) {
    const whole = leftOut.length === 0 ? context : new Map(context).set('claimsLeftOut', leftOut.join(' '));
    const answered = answer(request, 'Allow', Object.fromEntries(whole));
    if (bytesOf(answered) <= ANSWER_BYTES) {
      if (leftOut.length > 0) console.warn(`the claims '${leftOut.join('\', \'')}' are left out of what the backend gets: API Gateway takes no more than 8 KB from an authorizer`);
      return answered;
    }
    const longest = longestOf(context);
    if (longest === undefined) {
      console.warn('refused: the token says more of who calls than the 8 KB that API Gateway takes from an authorizer');
      return forbid(request);
    }
    context.delete(longest);
    leftOut.push(longest);
  }
}

/**
 * Refuses with 403.
 */
export function forbid(request: AuthorizerRequest): Answer {
  return answer(request, 'Deny', {});
}

/**
 * Refuses somebody of whom nothing is known: with 401 on REST and WebSocket APIs, with 403 on an HTTP API.
 *
 * @throws the error that REST and WebSocket APIs understand
 */
export function refuseUnknown(request: AuthorizerRequest): Answer {
  if (isHttpRequest(request)) return forbid(request);
  // API Gateway looks for exactly this text; any other error is a 500.
  throw new Error('Unauthorized');
}

function answer(request: AuthorizerRequest, Effect: 'Allow' | 'Deny', context: Readonly<Record<string, string>>): Answer {
  if (isHttpRequest(request)) return { isAuthorized: Effect === 'Allow', context };
  return {
    principalId: context.sub ?? context.client_id ?? ANONYMOUS,
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: everyRoute(request.methodArn) }] },
    context,
  };
}

/** What says who calls and is no text would name somebody all the same: `null`, or an object's JSON. */
function isHandedOn([name, value]: [string, unknown]): boolean {
  return WHO.includes(name) ? typeof value === 'string' && value !== '' : !OWN_NAMES.includes(name);
}

/** A REST API refuses a context with anything but texts, numbers and booleans; one kind is easier to read. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function longestOf(context: Map<string, string>): string | undefined {
  const [longest] = [...context].filter(([name]) => !WHO.includes(name)).sort((one, other) => bytesOf(other) - bytesOf(one));
  return longest?.[0];
}

/** As much as Lambda sends of it. */
function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/**
 * `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>` without method and path, or without `$connect`.
 *
 * A REST API remembers an answer for every route of this function's authorizer and for no other one. All of them ask for the same tokens,
 * so an answer to one is right for the others; a policy that named one route would refuse them. A WebSocket API asks once for a whole connection.
 */
function everyRoute(methodArn: string): string {
  return `${methodArn.split('/').slice(0, 2).join('/')}/*`;
}
