import { ApiType } from '../../api-type';
import { CONNECT, DEFAULT, DISCONNECT } from '../../predefined-routes';
import { ApiReflection } from '../../reflection/api-reflection';
import { webSocketRoute } from '../../reflection/web-socket-routes';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, stageRule } from '../rule-subjects';

const ROUTES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html';
const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html';

/** What routes are called that only keep a connection open. */
const HEARTBEAT = /heart.?beat|keep.?alive|^(ping|pong)$/i;

/** Which routes a WebSocket API has. */
export const webSocketRoutes: Rule[] = [
  apiRule({
    id: 'ws-no-default-route',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API has no route $default',
    why: 'A message that is no JSON, or that names no route, reaches no backend, and its sender gets an error of API Gateway.',
    fix: 'add a route $default that says what is wrong with the message',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Api
        RouteKey: $default
        Target: !Sub integrations/\${Integration}`,
    docs: ROUTES,
  }, (api) => judgeMissing(api, DEFAULT, `the API '${api.label}' has no route '${DEFAULT}', so nothing takes a message that is no JSON or names no route`)),

  apiRule({
    id: RuleIds.WS_NO_CONNECT_OR_DISCONNECT,
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API does not notice who comes or who goes',
    why: 'Without $connect nobody is asked who they are, and nothing knows to whom messages can be sent; without $disconnect connections stay listed that are gone.',
    fix: 'add routes $connect, with an authorizer, and $disconnect, and keep the connections in a table',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Api
        RouteKey: $connect
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref ConnectAuthorizer
        Target: !Sub integrations/\${Sessions}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html',
  }, (api) => [
    judgeMissing(api, CONNECT, `the API '${api.label}' has no route '${CONNECT}', so nobody is asked who they are`),
    judgeMissing(api, DISCONNECT, `the API '${api.label}' has no route '${DISCONNECT}', so nothing learns that a client is gone`),
  ].flat()),

  apiRule({
    id: 'ws-no-heartbeat-route',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'Clients of a WebSocket API have nothing to keep their connection open with',
    why: 'API Gateway ends a connection on which nothing was said for 10 minutes, and a client that only listens does not notice.',
    fix: 'add a route for heartbeats, answered by a mock integration, and let clients send one every 5 to 9 minutes',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Api
        RouteKey: heartbeat
        RouteResponseSelectionExpression: $default
        Target: !Sub integrations/\${Mock}`,
    docs: QUOTAS,
  }, (api) => isDescribed(api) ? judge(webSocketRoute(api, (key) => key === DEFAULT || HEARTBEAT.test(key)), {
    what: `whether the API '${api.label}' has a route for heartbeats`,
    known: () => undefined,
    absent: () => violation(`the API '${api.label}' has no route that takes heartbeats, and connections end after 10 minutes of silence`),
  }) : undefined),

  apiRule({
    id: 'ws-route-selection-missing',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API does not say by what its messages choose a route',
    why: 'API Gateway refuses a WebSocket API without a route selection expression, so the deployment fails.',
    fix: 'set RouteSelectionExpression to the field of a message that names its route',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        Name: Chat
        ProtocolType: WEBSOCKET
        RouteSelectionExpression: $request.body.action`,
    docs: ROUTES,
  }, (api) => {
    const missing = () => violation(`the API '${api.label}' has no RouteSelectionExpression, which every WebSocket API needs`, selection);
    const selection = api.resource.property('RouteSelectionExpression');
    return api.definition && judge(selection.text(), {
      what: `the RouteSelectionExpression of the API '${api.label}'`,
      place: selection,
      known: ({ literal }) => literal?.trim() === '' ? missing() : undefined,
      absent: missing,
    });
  }),

  routeRule({
    id: 'ws-custom-route-dollar',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'The key of a WebSocket route begins with $, as only those of API Gateway do',
    why: 'API Gateway knows $connect, $disconnect and $default, in small letters; any other such key is no route that a message could choose.',
    fix: 'write $connect, $disconnect or $default, or a name without $',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        ApiId: !Ref Api
        RouteKey: sendMessage`,
    docs: ROUTES,
  }, (route) => route.path.is((key) => key.startsWith('$') && ![CONNECT, DISCONNECT, DEFAULT].includes(key))
    ? violation(`'${route.key}' begins with '$' and is none of '${CONNECT}', '${DISCONNECT}' and '${DEFAULT}'`, route.place.get('RouteKey')) : undefined),

  stageRule({
    id: 'ws-stage-name-with-default',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A stage of a WebSocket API is called $default',
    why: 'API Gateway describes that name for HTTP APIs alone: with it on a WebSocket API, people saw clients refused with 429 and stages without logs.',
    fix: 'give the stage a name of its own; where its name shall not be in the address, map a custom domain to it',
    snippet: `
      Type: AWS::ApiGatewayV2::Stage
      Properties:
        ApiId: !Ref Api
        StageName: live`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-stages.html',
  }, (stage) => stage.name.is((name) => name === DEFAULT)
    ? violation(`${stage.toString()} belongs to a WebSocket API, and that name is one for HTTP APIs`, stage.nameText) : undefined),
];

/** Whether its routes are here: an API that has none gets them elsewhere, as it could not be deployed without. */
function isDescribed(api: ApiReflection): boolean {
  return api.definition !== undefined && api.routes.length > 0;
}

function judgeMissing(api: ApiReflection, key: string, message: string): Outcome | Outcome[] | undefined {
  return isDescribed(api) ? judge(webSocketRoute(api, (known) => known === key), {
    what: `whether the API '${api.label}' has a route '${key}'`,
    known: () => undefined,
    absent: () => violation(message),
  }) : undefined;
}
