import { policy, role } from './policies';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, method, restApi, route, webSocketApi } from '../resources';

type Fields = { [name: string]: Json };

const ROLE: Json = { 'Fn::GetAtt': ['Role', 'Arn'] };
const QUEUE: Json = { 'Fn::GetAtt': ['Queue', 'Arn'] };
const NAMED = "the role 'Role', by which 'POST /pets' calls its backend,";

function calling(more: Resources, credentials: Json = ROLE): Resources {
  return {
    ...restApi(),
    ...method('POST /pets', { Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/pets', Credentials: credentials } }),
    Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    ...more,
  };
}

function trust(principal: Json): Fields {
  return { AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }) };
}

describeRule<Json>('integration-role-trust', {
  template: (principal) => calling(role(trust(principal))),
  passes: [{ Service: 'apigateway.amazonaws.com' }, { Service: ['apigateway.amazonaws.com'] }, { Service: { 'Fn::Sub': 'apigateway.${AWS::URLSuffix}' } }],
  fails: [{ Service: 'lambda.amazonaws.com' }, { AWS: '111122223333' }],
  message: `${NAMED} does not let API Gateway assume it`,
  unknown: [UNKNOWN, { Service: UNKNOWN }],
});

describeRule<Json>('integration-role-trust', {
  template: (other) => calling(role(trust({ Service: ['apigateway.amazonaws.com', ...other === undefined ? [] : [other]] }))),
  passes: [undefined],
  fails: ['lambda.amazonaws.com', 'states.amazonaws.com'],
  message: (other) => `${NAMED} lets '${String(other)}' assume it too`,
  severity: 'warning',
  unknown: 'another service is another one, whatever its name is',
}, 'others as well');

describeRule<Json>('integration-role-trust', {
  template: (credentials) => calling(role(trust({ Service: 'lambda.amazonaws.com' })), credentials),
  passes: ['arn:aws:iam::*:user/*', 'arn:aws:iam::111122223333:role/Other', UNKNOWN],
  fails: [ROLE],
  message: `${NAMED} does not let API Gateway assume it`,
  unknown: 'a role that nobody here made is judged where it is made',
}, 'of roles that integrations name');

describeRule<string>('integration-role-trust', {
  template: (service) => ({
    ...httpApi(),
    ...role(trust({ Service: service })),
    ...route('POST /pets', {}, { IntegrationSubtype: 'SQS-SendMessage', IntegrationUri: undefined, PayloadFormatVersion: '1.0', CredentialsArn: ROLE }),
  }),
  passes: ['apigateway.amazonaws.com'],
  fails: ['lambda.amazonaws.com'],
  message: `${NAMED} does not let API Gateway assume it`,
  unknown: 'the first case has what is unknown',
}, 'of an HTTP API');

describeRule<string>('integration-role-trust', {
  template: (service) => ({ ...webSocketApi(), ...role(trust({ Service: service })), ...route('send', { AuthorizationType: 'NONE' }, { IntegrationType: 'AWS', CredentialsArn: ROLE }) }),
  passes: ['apigateway.amazonaws.com'],
  fails: ['lambda.amazonaws.com'],
  message: "the role 'Role', by which 'send' calls its backend, does not let API Gateway assume it",
  unknown: 'the first case has what is unknown',
}, 'of a WebSocket API');

function allowed(statement: Fields): Fields {
  return { Policies: [{ PolicyName: 'Calls', PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE, ...statement }) }] };
}

describeRule<Json>('integration-role-wildcard', {
  template: (resource) => calling(role(allowed({ Resource: resource }))),
  passes: [QUEUE, [QUEUE], 'arn:aws:s3:::pets/*', 'arn:aws:sqs:eu-west-1:111122223333:pets-*', { 'Fn::Join': ['', [QUEUE, '/*']] }, UNKNOWN],
  fails: ['*', 'arn:aws:sqs:*:*:*', 'arn:aws:dynamodb:eu-west-1:111122223333:table/*', 'arn:aws:lambda:eu-west-1:111122223333:function:*'],
  message: (resource) => `${NAMED} may do 'sqs:SendMessage' on '${String(resource)}'`,
  unknown: 'a resource that is only known at deployment is most likely one',
});

describeRule<Fields>('integration-role-wildcard', {
  template: (statement) => calling(role(allowed(statement))),
  passes: [{ Action: 'sqs:Get*' }, { Action: ['xray:PutTraceSegments'], Resource: '*' }, { Action: 'sqs:*', Effect: 'Deny' }, { Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  fails: [{ Action: 'sqs:*' }, { Action: ['sqs:SendMessage', 'sqs:*'] }],
  message: `${NAMED} may do 'sqs:*'`,
  unknown: 'a whole policy that is unknown has a case of its own',
}, 'by actions');

describeRule<Json>('integration-role-wildcard', {
  template: (document) => calling({ ...role(), Calls: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'Calls', PolicyDocument: document, Roles: [{ Ref: 'Role' }] } } }),
  passes: [policy({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE })],
  fails: [policy({ Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE })],
  message: `${NAMED} may do 'sqs:*'`,
  unknown: [UNKNOWN],
}, 'by a policy of its own');

describeRule<Resources>('integration-role-wildcard', {
  template: (more) => calling({ ...role(), ...more }),
  passes: [
    { Calls: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }) } } },
    { Calls: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'another', PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: '*' }) } } },
  ],
  fails: [
    { Calls: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE }) } } },
    { Calls: { Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: { Ref: 'Role' }, PolicyName: 'a', PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE }) } } },
    {
      ...role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess', { Ref: 'Calls' }] }),
      Calls: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE }) } },
    },
    {
      ...role({ RoleName: 'calls' }),
      Calls: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'a', Roles: ['calls'], PolicyDocument: policy({ Effect: 'Allow', Action: 'sqs:*', Resource: QUEUE }) } },
    },
  ],
  message: `${NAMED} may do 'sqs:*'`,
  unknown: 'the case before has what is unknown',
}, 'by whatever is attached to it');

describeRule<Json>('integration-role-wildcard', {
  template: (action) => calling(role(allowed({ Action: ['logs:PutLogEvents', action], Resource: '*' }))),
  passes: ['logs:CreateLogStream', 'logs:DescribeLogGroups'],
  fails: ['logs:FilterLogEvents'],
  message: `${NAMED} may do 'logs:FilterLogEvents' on '*'`,
  unknown: 'a whole policy that is unknown has a case of its own',
}, 'writing logs opens nothing, reading them does');
