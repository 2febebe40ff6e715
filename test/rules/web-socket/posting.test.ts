import { BASIC_EXECUTION, CALLBACK_URL, MANAGE_CONNECTIONS, connectionsArn, role } from './chat';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, route, webSocketApi } from '../resources';

const HANDLER = `the function of 'send' is told where the connections of a WebSocket API are, and its role has no ${MANAGE_CONNECTIONS}`;

const told = (value: Json): Resources => lambdaFunction('Function', { Environment: { Variables: { TARGET: value } } });
const twoWay: Resources = {
  ...route('send', { RouteResponseSelectionExpression: '$default' }),
  Response: { Type: 'AWS::ApiGatewayV2::RouteResponse', Properties: { ApiId: { Ref: 'Api' }, RouteId: { Ref: 'RouteSend' }, RouteResponseKey: '$default' } },
};

describeRule('ws-handler-cannot-post', {
  template: (action) => ({ ...webSocketApi(), ...told(CALLBACK_URL), ...route('send'), ...role([[action, connectionsArn()]], { ManagedPolicyArns: [BASIC_EXECUTION] }) }),
  passes: [MANAGE_CONNECTIONS, 'execute-api:*', '*'],
  fails: ['execute-api:Invoke', 'dynamodb:PutItem'],
  message: HANDLER,
  unknown: [UNKNOWN],
});

describeRule('ws-handler-cannot-post', {
  template: (policy) => ({
    ...webSocketApi(),
    ...told(CALLBACK_URL),
    ...route('send'),
    ...role([], { ManagedPolicyArns: [policy] }),
    Posting: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: MANAGE_CONNECTIONS, Resource: connectionsArn() }] } } },
  }),
  passes: [{ Ref: 'Posting' }],
  fails: [BASIC_EXECUTION],
  message: HANDLER,
  unknown: ['arn:aws:iam::aws:policy/AmazonAPIGatewayInvokeFullAccess', 'arn:aws:iam::111122223333:policy/AWSLambdaBasicExecutionRole', UNKNOWN],
}, 'with managed policies');

describeRule('ws-handler-cannot-post', {
  template: (value) => ({ ...webSocketApi(), ...told(value), ...role([]), ...route('send') }),
  passes: [undefined, 'https://example.com', { 'Fn::Join': ['', ['wss://', { Ref: 'Api' }, '.execute-api.eu-west-1.amazonaws.com/live']] }, UNKNOWN],
  fails: [CALLBACK_URL, { Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
  message: HANDLER,
  unknown: 'without a sign of posting nothing is said',
}, 'by what a handler is told');

describeRule('ws-handler-cannot-post', {
  template: (value) => ({ ...webSocketApi(), ...told(value), ...role([]), ...twoWay }),
  passes: [undefined, { Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
  fails: [CALLBACK_URL],
  message: HANDLER,
  unknown: 'without a sign of posting nothing is said',
}, 'by what a handler is told that answers by a route response');

describeRule('ws-handler-cannot-post', {
  template: (value) => ({ ...webSocketApi(), ...told(value), ...role([]), ...route('send', {}, { IntegrationType: 'HTTP', IntegrationUri: 'https://example.com' }) }),
  passes: [undefined, { Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }],
  fails: [CALLBACK_URL, { 'Fn::Join': ['', ['/', { Ref: 'Api' }, '/live/@connections']] }],
  message: `the function 'Function' is told where the connections of a WebSocket API are, and its role has no ${MANAGE_CONNECTIONS}`,
  unknown: 'without a sign of posting nothing is said',
}, 'by what another function is told');

describeRule('ws-manage-connections-wide', {
  template: (resource) => ({ ...webSocketApi(), ...role([[MANAGE_CONNECTIONS, resource]]) }),
  passes: [connectionsArn(), connectionsArn('abcdef1234'), { 'Fn::Join': ['', ['arn:aws:execute-api:eu-west-1:111122223333:', { Ref: 'Api' }, '/*']] }, UNKNOWN],
  fails: ['*', 'arn:aws:execute-api:*:*:*', 'arn:aws:execute-api:eu-west-1:111122223333:*/live/POST/@connections/*'],
  message: (resource) => `the policy 'policy0' allows ${MANAGE_CONNECTIONS} on '${String(resource)}': on every API`,
  unknown: 'a resource that only the deployment tells may be any',
});

describeRule('ws-manage-connections-wide', {
  template: (action) => ({ ...webSocketApi(), ...role([[action, '*']]) }),
  passes: ['execute-api:Invoke', '*'],
  fails: [MANAGE_CONNECTIONS, 'execute-api:*', 'execute-api:manage*'],
  message: `the policy 'policy0' allows ${MANAGE_CONNECTIONS} on '*': on every API`,
  unknown: 'an action that only the deployment tells may be any',
}, 'by the action');

const machine = (resource: string, path: string): Resources => ({
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineName: 'report',
      RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      DefinitionString: { 'Fn::Join': ['', [`{"StartAt":"Tell","States":{"Tell":{"Type":"Task","Resource":"${resource}","Parameters":{"ApiEndpoint":"`, { Ref: 'Api' }, `","Path.$":"States.Format('${path}')"}}}}`]] },
    },
  },
});
const MACHINE = `the state machine 'report' posts to @connections, and its role has no ${MANAGE_CONNECTIONS}`;

describeRule('ws-async-callback-role', {
  template: (action) => ({ ...webSocketApi(), ...role([[action, connectionsArn()]]), ...machine('arn:aws:states:::apigateway:invoke', '/@connections/{}') }),
  passes: [MANAGE_CONNECTIONS, 'execute-api:*'],
  fails: ['execute-api:Invoke', 'states:StartExecution'],
  message: MACHINE,
  unknown: [UNKNOWN],
});

describeRule('ws-async-callback-role', {
  template: ([resource, path]: [string, string]) => ({ ...webSocketApi(), ...role([]), ...machine(resource, path) }),
  passes: [['arn:aws:states:::apigateway:invoke', '/reports/{}'], ['arn:aws:states:::lambda:invoke', '/@connections/{}']],
  fails: [['arn:aws:states:::apigateway:invoke', '/@connections/{}'], ['arn:aws:states:::apigateway:invoke.waitForTaskToken', '/%40connections/{}']],
  message: MACHINE,
  unknown: 'a state machine that shows no sign of posting is not spoken of',
}, 'by what it does');
