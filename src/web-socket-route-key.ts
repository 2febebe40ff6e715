import { Token } from 'aws-cdk-lib';
import { givenValue } from './given-value';
import { CONNECT, DEFAULT, DISCONNECT } from './predefined-routes';
import { METHODS } from './route-key';

const PREDEFINED = [CONNECT, DISCONNECT, DEFAULT];

/** What findings, stage settings and construct ids can hold. */
const CUSTOM = /^[A-Za-z0-9_.:/@!&*+~^-]+$/;

/**
 * @throws when the text is no key of a WebSocket API's route
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
 */
export function checkWebSocketRouteKey(routeKey: string): void {
  if (Token.isUnresolved(routeKey)) {
    throw new Error('a route key was given that is only known at deploy time, and clients write it into their messages; write it out, as \'sendMessage\'');
  }
  if (typeof routeKey !== 'string') throw new Error(`a route key was given as ${givenValue(routeKey)}, and it is what a message says that it wants; write it as 'sendMessage'`);
  if (PREDEFINED.includes(routeKey)) return;
  const predefined = PREDEFINED.find((key) => key.slice(1) === routeKey.replace(/^\$/, '').toLowerCase());
  if (routeKey.startsWith('$')) {
    throw new Error(`route key '${routeKey}' begins with '$', as API Gateway's own do; write ${predefined ? `'${predefined}'` : `one of ${PREDEFINED.map((key) => `'${key}'`).join(', ')}, or a name without '$'`}`);
  }
  const [method, path] = routeKey.split(' ');
  if (METHODS.includes(method.toUpperCase()) && path?.startsWith('/')) {
    const name = path.split(/[^A-Za-z0-9]+/).filter(Boolean).join('-') || 'sendMessage';
    throw new Error(`route key '${routeKey}' is one of a REST or HTTP API, and messages of a WebSocket API have no method and path; write what the message says, as '${name}'`);
  }
  if (!CUSTOM.test(routeKey)) {
    throw new Error(`route key '${routeKey}' ${routeKey === '' ? 'is empty' : 'has blanks, brackets or other characters that neither reports nor settings of the stage can hold'}; `
      + 'write letters, digits and _ - . : / @ ! & * + ~ ^, as \'sendMessage\'');
  }
}
