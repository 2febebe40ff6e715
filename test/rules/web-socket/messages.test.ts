import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, route, webSocketApi } from '../resources';

const chat = (...parts: Resources[]): Resources => parts.reduce((all, part) => ({ ...all, ...part }), { ...webSocketApi(), ...lambdaFunction() });
const response = (routeId: Json = { Ref: 'RouteSend' }): Resources => ({
  Response: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: { Ref: 'Api' }, RouteId: routeId, RouteResponseKey: '$default' } },
});
const shaped: Resources = {
  Shaped: { Type: 'AWS::ApiGatewayV2::IntegrationResponse', Properties: { ApiId: { Ref: 'Api' }, IntegrationId: { Ref: 'IntegrationSend' }, IntegrationResponseKey: '$default' } },
};

describeRule('ws-model-without-selection', {
  template: (selection) => chat(route('send', { RequestModels: { $default: 'Message' }, ModelSelectionExpression: selection })),
  passes: ['$request.body.action', UNKNOWN],
  fails: [undefined],
  message: "'send' has models and no ModelSelectionExpression, so none of them checks anything",
  unknown: [{ 'Fn::If': ['Chosen', 'x', { Ref: 'AWS::NoValue' }] }],
});

describeRule('ws-model-without-selection', {
  template: (models) => chat(route('send', { RequestModels: models })),
  passes: [undefined, {}],
  fails: [{ $default: 'Message' }],
  message: "'send' has models and no ModelSelectionExpression, so none of them checks anything",
  unknown: [UNKNOWN],
}, 'with models');

describeRule('ws-two-way-without-route-response', {
  template: (parts: Resources) => chat(route('send', { RouteResponseSelectionExpression: '$default' }), parts),
  passes: [response()],
  fails: [{}],
  message: "'send' selects a route response and has none, so answers are dropped",
  unknown: [response(UNKNOWN)],
});

describeRule('ws-two-way-without-route-response', {
  template: (expression: Json) => chat(route('send', { RouteResponseSelectionExpression: expression }), response()),
  passes: ['$default'],
  fails: [undefined],
  message: "'send' has a route response and no RouteResponseSelectionExpression that would select it",
  unknown: [{ 'Fn::If': ['Chosen', '$default', { Ref: 'AWS::NoValue' }] }],
}, 'a response that nothing selects');

describeRule('ws-two-way-without-route-response', {
  template: (parts: Resources) => chat(route('send'), parts),
  passes: [{}, { ...shaped, ...route('echo', { Target: { 'Fn::Sub': 'integrations/${IntegrationSend}' } }) }, { ...shaped, ...route('send', { RouteKey: '$connect' }) }],
  fails: [shaped],
  message: "'send' has an integration response and no route response, so nobody gets what it makes",
  unknown: [{ ...shaped, ...response(UNKNOWN) }],
}, 'an answer of the backend that is changed');

describeRule('ws-binary-frames', {
  template: (handling) => chat(route('send', {}, { IntegrationType: 'HTTP', IntegrationUri: 'https://example.com', ContentHandlingStrategy: handling }), route('other')),
  passes: ['CONVERT_TO_BINARY'],
  fails: [undefined, 'CONVERT_TO_TEXT'],
  message: "the API 'Chat' takes no binary frames, and none of its integrations makes bytes of Base64",
  unknown: [UNKNOWN],
  intent: { binaryMessages: true },
});
