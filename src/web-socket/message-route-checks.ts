import { Token } from 'aws-cdk-lib';
import { MessageRouteOptions } from './message-route-options';
import { ApiType } from '../api-type';
import { AuthorizerKind, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { AUTHORIZER_REMEDIES } from '../authorizers/authorizer-remedies';
import { refuseForeignAuthorizer } from '../authorizers/foreign-authorizer';
import { checkScopeNames } from '../authorizers/scope-names';
import { givenValue } from '../given-value';
import { checkRouteOptionNames } from '../known-names';
import { checkBodySchema } from '../openapi/json-schema-check';
import { CONNECT, takesMessages } from '../predefined-routes';
import { checkGivenIntegration } from '../route-addition';
import { RequestShape } from '../route-options';
import { checkLimits } from '../stage/throttle';

/** What stands on `$connect` and nowhere else, and why. */
const ONLY_ON_CONNECT = {
  authorizer: 'API Gateway asks who is there when a client connects, and for no message after that; write it on the API, or on \'$connect\' where that is a route of your own',
  scopes: 'API Gateway looks at the token when a client connects, and at none after that; write defaultScopes on the API, or judge the claims in the function (event.requestContext.authorizer)',
  apiKeyRequired: 'API Gateway asks for keys when a client connects, and for none after that; write connect: { apiKeyRequired: true } on the API, or it on \'$connect\' where that is a route of your own',
} as const;

/**
 * Judges what a route of a WebSocket API is given, before anything is made for it.
 *
 * @returns warnings
 * @throws when a WebSocket API cannot have the route
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html
 */
export function checkMessageRoute(routeKey: string, options: MessageRouteOptions): string[] {
  checkRouteOptionNames(routeKey, options, ApiType.WEBSOCKET);
  checkGivenIntegration(routeKey, options);
  if (options.cache) throw new Error(`'${routeKey}' was given cache, but WebSocket APIs keep no answers; leave it out`);
  if (options.description !== undefined) throw new Error(`'${routeKey}' was given description, which WebSocket APIs have no place for; write operationName, or a comment`);
  if (options.reply && !takesMessages(routeKey)) {
    throw new Error(`'${routeKey}' was given reply, but its answer is no message: ${routeKey === CONNECT ? 'it decides whether the connection is made' : 'nobody is there any more'}; leave reply out`);
  }
  if (routeKey !== CONNECT) refuseOnConnectAlone(routeKey, options);
  if (options.authorizer !== undefined) refuseForeignAuthorizer(`'${routeKey}'`, options.authorizer, ApiType.WEBSOCKET);
  checkScopeNames(`'${routeKey}'`, options.scopes);
  if (options.throttle) checkLimits(`route '${routeKey}'`, options.throttle);
  return options.request ? checkRequest(routeKey, options.request) : [];
}

/**
 * @throws when an authorizer of the user's own is of a kind that WebSocket APIs do not have
 */
export function checkConnectAuthorizer({ authorizerKind, authorizerUri }: RouteAuthorizerConfig): void {
  if (authorizerKind === AuthorizerKind.NONE || authorizerKind === AuthorizerKind.IAM) return;
  if (authorizerKind !== AuthorizerKind.LAMBDA_REQUEST) {
    throw new Error(`'${CONNECT}' was given an authorizer of the kind '${authorizerKind}', which WebSocket APIs do not have; write ${AUTHORIZER_REMEDIES[ApiType.WEBSOCKET]}`);
  }
  if (!authorizerUri) throw new Error(`'${CONNECT}' was given an authorizer of the kind '${authorizerKind}' without authorizerUri, so there is no function to ask; write it, or Authorizer.lambdaRequest(fn)`);
}

function refuseOnConnectAlone(routeKey: string, options: MessageRouteOptions): void {
  for (const [option, instead] of Object.entries(ONLY_ON_CONNECT)) {
    const value: unknown = Reflect.get(options, option);
    if (value === undefined || value === false) continue;
    throw new Error(`'${routeKey}' was given ${option}, but ${instead}`);
  }
}

function checkRequest(routeKey: string, request: RequestShape): string[] {
  const { body, requiredQuery = [], requiredHeaders = [], optionalQuery, optionalHeaders } = request;
  const named = Object.entries({ requiredQuery, requiredHeaders });
  if (optionalQuery || optionalHeaders) {
    throw new Error(`'${routeKey}' was given request.${optionalQuery ? 'optionalQuery' : 'optionalHeaders'}, which says nothing to a WebSocket API: there is no contract and no cache key; leave it out`);
  }
  const asked = named.find(([, names]) => Token.isUnresolved(names) || names.length > 0);
  if (asked && routeKey !== CONNECT) {
    throw new Error(`'${routeKey}' was given request.${asked[0]}, but messages have neither query string nor headers, which a client sends when it connects; write it for '${CONNECT}', or describe the message with request: { body }`);
  }
  for (const [list, names] of named) {
    if (Token.isUnresolved(names)) throw new Error(`'${routeKey}' was given request.${list} as a list that is only known at deploy time, and a route names each parameter; write the names out, as ${list}: ['name']`);
    if (!Array.isArray(names)) throw new Error(`'${routeKey}' was given request.${list} with ${givenValue(names)}, which is no list; write ${list}: ['name']`);
    for (const name of names) {
      if (!Token.isUnresolved(name) && /^[A-Za-z0-9._$-]+$/.test(name)) continue;
      throw new Error(`'${routeKey}' was given request.${list} with '${Token.isUnresolved(name) ? '<token>' : name}', which API Gateway cannot look for; write letters, digits and . _ - $`);
    }
  }
  if (body === undefined) return [];
  if (!takesMessages(routeKey)) throw new Error(`'${routeKey}' was given request.body, but no message comes with it; leave it out, or write requiredQuery for '${CONNECT}'`);
  return checkBodySchema(body, `the body schema of '${routeKey}'`);
}
