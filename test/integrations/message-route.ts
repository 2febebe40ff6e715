import { Construct } from 'constructs';
import { ApiType } from '../../src/api-type';
import { bindOptions } from '../rest-api';

/** What an integration of a WebSocket API's route is told when it is bound. */
export function messageRoute(scope: Construct, routeKey = 'sendMessage') {
  return { ...bindOptions(scope, routeKey), apiType: ApiType.WEBSOCKET, stageName: 'live', connectionsArn: 'arn:test:execute-api:r:1:api/live/POST/@connections/*' };
}

/** The routes of a WebSocket API that get no messages. */
export const SILENT_ROUTES = ['$connect', '$disconnect'];
