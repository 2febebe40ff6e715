import { Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, route, v2Stage, webSocketApi } from '../resources';

const chat = (key: string): Resources => ({ ...webSocketApi(), ...lambdaFunction(), ...route(key) });
const conditional = (key: string): Resources => ({
  Maybe: { Type: 'AWS::ApiGatewayV2::Route', Condition: 'Chosen', Properties: { ApiId: { Ref: 'Api' }, RouteKey: key } },
});

describeRule('ws-no-default-route', {
  template: (key) => ({ ...chat('$connect'), ...route('other', { RouteKey: key }) }),
  passes: ['$default'],
  fails: ['send', '$disconnect'],
  message: "the API 'Chat' has no route '$default', so nothing takes a message that is no JSON or names no route",
  unknown: [UNKNOWN],
});

describeRule('ws-no-default-route', {
  template: (others: Resources) => ({
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { Chosen: { 'Fn::Equals': [{ Ref: 'Stage' }, 'live'] } },
    Resources: { ...webSocketApi(), ...lambdaFunction(), ...others },
  }),
  passes: [{}, { ...route('send'), ...route('$default') }],
  fails: [route('send')],
  message: "the API 'Chat' has no route '$default', so nothing takes a message that is no JSON or names no route",
  unknown: [{ ...route('send'), ...conditional('$default') }],
}, 'routes from elsewhere, and one that may not be made');

describeRule('ws-no-connect-or-disconnect', {
  template: (key) => ({ ...chat('$connect'), ...route('other', { RouteKey: key }) }),
  passes: ['$disconnect'],
  fails: ['send'],
  message: "the API 'Chat' has no route '$disconnect', so nothing learns that a client is gone",
  unknown: [UNKNOWN],
});

describeRule('ws-no-connect-or-disconnect', {
  template: (key) => ({ ...chat('$disconnect'), ...route('other', { RouteKey: key }) }),
  passes: ['$connect'],
  fails: ['send'],
  message: "the API 'Chat' has no route '$connect', so nobody is asked who they are",
  unknown: [UNKNOWN],
}, 'who comes');

describeRule('ws-no-heartbeat-route', {
  template: (key) => ({ ...chat('$connect'), ...route('other', { RouteKey: key }) }),
  passes: ['heartbeat', 'ping', 'Heart-Beat', 'keepAlive', '$default'],
  fails: ['send', 'shipping'],
  message: "the API 'Chat' has no route that takes heartbeats, and connections end after 10 minutes of silence",
  unknown: [UNKNOWN],
});

describeRule('ws-route-selection-missing', {
  template: (expression) => ({ ...webSocketApi({ RouteSelectionExpression: expression }) }),
  passes: ['$request.body.action', '${request.body.action}'],
  fails: [undefined, '', ' '],
  message: "the API 'Chat' has no RouteSelectionExpression, which every WebSocket API needs",
  unknown: 'what is given is an expression, whatever it is',
});

describeRule('ws-custom-route-dollar', {
  template: (key) => ({ ...chat('$connect'), ...route('other', { RouteKey: key }) }),
  passes: ['$default', '$disconnect', 'send', 'a$b'],
  fails: ['$send', '$Connect', '$'],
  message: (key) => `'${String(key)}' begins with '$' and is none of '$connect', '$disconnect' and '$default'`,
  unknown: 'a key that only the deployment tells is most likely a name',
});

describeRule('ws-stage-name-with-default', {
  template: (name) => ({ ...chat('$connect'), ...v2Stage({ StageName: name }) }),
  passes: ['live', 'default', UNKNOWN],
  fails: ['$default'],
  message: "the stage '$default' belongs to a WebSocket API, and that name is one for HTTP APIs",
  unknown: 'a name that only the deployment tells is most likely another',
});
