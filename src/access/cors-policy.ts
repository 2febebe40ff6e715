import { Duration, Token } from 'aws-cdk-lib';
import { requireDuration } from '../duration-check';
import { givenValue } from '../given-value';
import { isHeaderName } from '../header-name';
import { isYetUnknown } from '../yet-unknown';

/**
 * Which web pages may call the API from a browser, and with what.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
 */
export interface CorsPolicy {
  /**
   * The origins that may call: scheme, host and, where it is not the scheme's own, port, as browsers send them
   * (`https://app.example.com`, `http://localhost:5173`); or `*` alone for every page there is.
   */
  readonly allowOrigins: string[];

  /**
   * Request headers that pages may send.
   *
   * @default - Authorization, Content-Type, X-Amz-Date, X-Amz-Security-Token and X-Api-Key, and the headers that the path's routes declare or their authorizers read
   */
  readonly allowHeaders?: string[];

  /**
   * Methods that pages may use, in capitals.
   *
   * @default - the methods of the path that is asked for, and OPTIONS
   */
  readonly allowMethods?: string[];

  /**
   * Response headers that scripts may read beyond the few that browsers always show.
   *
   * @default - none
   */
  readonly exposeHeaders?: string[];

  /**
   * Whether browsers send cookies and other credentials of their own. Pages that set an Authorization header by script do not need it.
   *
   * Cannot be combined with `*` in any list: browsers take `*` literally then.
   *
   * @default false
   */
  readonly allowCredentials?: boolean;

  /**
   * How long browsers remember the answer to a preflight request, in whole seconds. `Duration.seconds(0)` makes them ask every time.
   *
   * Chromium remembers for two hours at most, Firefox for a day. Every preflight is a billed request.
   *
   * @default - the browser's own, five seconds by the standard
   */
  readonly maxAge?: Duration;
}

/** The methods that API Gateway has; `ANY` stands for all of them. */
export const CORS_METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/**
 * Checks a policy before anything is made from it. A token counts as one specific value.
 *
 * @throws for what no browser would ever match, for `*` where it does not mean "all", and for text that would end a quoted value
 */
export function checkCorsPolicy(policy: CorsPolicy): void {
  checkLists(policy);
  checkOrigins(policy.allowOrigins);
  checkNames('allowHeaders', policy.allowHeaders);
  checkNames('exposeHeaders', policy.exposeHeaders);
  checkMethods(policy.allowMethods);
  const { allowCredentials = false } = policy;
  if (typeof allowCredentials !== 'boolean' && !Token.isUnresolved(allowCredentials)) {
    throw new Error(`cors.allowCredentials was given ${givenValue(allowCredentials)}, which is neither true nor false; write allowCredentials: true, or leave it out`);
  }
  if (policy.allowCredentials === true) checkCredentials(policy);
  checkMaxAge(policy.maxAge);
}

/** The compiler knows the difference between a text and a list of one, and JavaScript does not. */
function checkLists(policy: CorsPolicy): void {
  if (policy.allowOrigins === undefined) {
    throw new Error("cors was given no allowOrigins, so it lets no page in; write at least one origin, as allowOrigins: ['https://app.example.com'], or leave out cors");
  }
  for (const prop of ['allowOrigins', 'allowHeaders', 'allowMethods', 'exposeHeaders'] as const) {
    const list: unknown = policy[prop];
    if (list === undefined || Token.isUnresolved(list)) continue;
    if (!Array.isArray(list)) throw new Error(`cors.${prop} was given ${givenValue(list)}, which is no list; write [${typeof list === 'string' ? givenValue(list) : '...'}]`);
    const odd: unknown = list.find((entry: unknown) => typeof entry !== 'string' && !Token.isUnresolved(entry));
    if (odd !== undefined || list.includes(undefined)) throw new Error(`cors.${prop} was given a list with ${givenValue(odd)} in it, and browsers compare texts; write each entry as a text`);
  }
}

function checkOrigins(origins: string[]): void {
  if (Token.isUnresolved(origins)) {
    throw new Error('cors.allowOrigins was given a list of a length that is known at deploy time only, but a template names each origin; write the origins one by one, as [Fn.select(0, list)]');
  }
  if (origins.length === 0) {
    throw new Error("cors.allowOrigins was given [], which lets no page in; write at least one origin, as ['https://app.example.com'], or leave out cors");
  }
  const known = origins.filter((origin) => !Token.isUnresolved(origin));
  if (known.includes('*') && origins.length > 1) {
    throw new Error(`cors.allowOrigins was given ${quoted(origins)}, but '*' already means every origin; write ['*'], or the specific origins alone`);
  }
  for (const [index, origin] of known.entries()) {
    if (origin !== '*' && !isYetUnknown(origin)) checkOrigin(origin);
    if (known.indexOf(origin) !== index) throw new Error(`cors.allowOrigins was given '${origin}' twice, which says nothing more; write it once`);
  }
}

/** What a browser sends: lower case, no path, and no port that the scheme implies. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9_.-]+|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
const OWN_PORTS: { [scheme: string]: string } = { http: '80', https: '443' };

function checkOrigin(origin: string): void {
  const parts = ORIGIN.exec(origin);
  const start = `cors.allowOrigins was given '${origin}', which`;
  if (!parts && ORIGIN.test(origin.toLowerCase())) throw new Error(`${start} no browser sends: origins are lower case; write '${origin.toLowerCase()}'`);
  if (!parts && origin.includes('*')) throw new Error(`${start} has a '*' inside, and origins are compared as a whole; write each origin, or ['*'] for all`);
  if (!parts) throw new Error(`${start} is no origin: scheme, host and port without path, trailing slash or quotes; write it as 'https://app.example.com'`);
  const [, scheme, , port] = parts;
  if (port !== undefined && OWN_PORTS[scheme] === port) {
    throw new Error(`${start} no browser sends: it leaves out the port that ${scheme} implies; write '${origin.slice(0, -port.length - 1)}'`);
  }
}

function checkNames(prop: string, names: string[] | undefined): void {
  for (const name of knownEntries(names)) {
    if (name === '*' || isHeaderName(name)) continue;
    throw new Error(`cors.${prop} was given '${name}', which is no header name: letters, digits, '-', '_' and '.' only; write it as 'X-Api-Key'`);
  }
}

function checkMethods(methods: string[] | undefined): void {
  if (methods?.length === 0) throw new Error("cors.allowMethods was given [], which lets no method in; write the methods, or leave it out for the path's own");
  for (const method of knownEntries(methods)) {
    if (method === '*' || CORS_METHODS.includes(method)) continue;
    throw new Error(`cors.allowMethods was given '${method}', which is no method of API Gateway as browsers compare it; write ${CORS_METHODS.join(', ')} or '*'`);
  }
}

function checkCredentials(policy: CorsPolicy): void {
  for (const prop of ['allowOrigins', 'allowHeaders', 'allowMethods', 'exposeHeaders'] as const) {
    if (!knownEntries(policy[prop]).includes('*')) continue;
    throw new Error(`cors.${prop} was given '*' with allowCredentials, but browsers do not take '*' as "all" when credentials are sent; write each entry, or leave out allowCredentials`);
  }
}

function checkMaxAge(maxAge: Duration | undefined): void {
  if (maxAge === undefined) return;
  requireDuration('cors.maxAge', maxAge);
  if (maxAge.isUnresolved()) {
    // Throws for a unit that cannot be converted at deploy time: here, and not at synthesis.
    maxAge.toSeconds();
    return;
  }
  const seconds = maxAge.toSeconds({ integral: false });
  if (!Number.isInteger(seconds)) {
    throw new Error(`cors.maxAge was given ${seconds} seconds, but the header counts whole seconds; write Duration.seconds(${Math.ceil(seconds)})`);
  }
}

function knownEntries(list: string[] | undefined): string[] {
  return list === undefined || Token.isUnresolved(list) ? [] : list.filter((entry) => !Token.isUnresolved(entry));
}

function quoted(list: string[]): string {
  return `[${list.map((entry) => `'${entry}'`).join(', ')}]`;
}
