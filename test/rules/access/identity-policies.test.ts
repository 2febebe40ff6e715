import { policy, role } from './policies';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';

const ONE_METHOD: Json = { 'Fn::Sub': 'arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:abc123/live/GET/pets' };
const ELSEWHERE = 'a resource that is only known at deployment is most likely one of an API';

function attached(type: string, document: Json): Resources {
  const own = type === 'AWS::IAM::Role' || type === 'AWS::IAM::User' || type === 'AWS::IAM::Group';
  const properties: { [name: string]: Json } = own ? { Policies: [{ PolicyName: 'Calls', PolicyDocument: document }] } : { PolicyName: 'Calls', PolicyDocument: document };
  return { Holder: { Type: type, Properties: properties } };
}

const TYPES = ['Policy', 'Role', 'RolePolicy', 'User', 'UserPolicy', 'Group', 'GroupPolicy'].map((name) => `AWS::IAM::${name}`);

describeRule<Json>('execute-api-shorthand-in-iam', {
  template: (resource) => attached('AWS::IAM::Policy', policy({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resource })),
  passes: [ONE_METHOD, '*', UNKNOWN],
  fails: ['execute-api:/*', [ONE_METHOD, 'execute-api:/*']],
  message: "the policy 'Calls' names 'execute-api:/*', which only resource policies can",
  unknown: ELSEWHERE,
});

describeRule<string>('execute-api-shorthand-in-iam', {
  template: (type) => attached(type, JSON.stringify(policy({ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: 'execute-api:/live/GET/*' }))),
  passes: ['AWS::S3::BucketPolicy'],
  fails: TYPES,
  message: "the policy 'Calls' names 'execute-api:/live/GET/*', which only resource policies can",
  unknown: ELSEWHERE,
}, 'wherever a policy stands');

describeRule<Json>('invoke-policy-wildcard', {
  template: (resource) => attached('AWS::IAM::Policy', policy({ Effect: 'Allow', Action: ['s3:GetObject', 'execute-api:Invoke'], Resource: resource })),
  passes: [ONE_METHOD, 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*', { 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:111122223333:${Unknown}/*' }, UNKNOWN],
  fails: ['*', 'arn:aws:execute-api:*:*:*', 'arn:aws:execute-api:eu-west-1:111122223333:*/*/GET/*'],
  message: (resource) => `the policy 'Calls' allows execute-api:Invoke on '${String(resource)}': on every API`,
  unknown: ELSEWHERE,
});

describeRule<Json>('invoke-policy-wildcard', {
  template: (statement) => attached('AWS::IAM::Policy', policy({ Effect: 'Allow', Resource: '*', ...statement as { [name: string]: Json } })),
  passes: [{ Action: '*' }, { Action: 'execute-api:ManageConnections' }, { Action: 'execute-api:Invoke', Effect: 'Deny' }, { NotAction: 'iam:*' }],
  fails: [{ Action: 'execute-api:*' }, { Action: ['execute-api:In*'] }],
  message: "the policy 'Calls' allows execute-api:Invoke on '*': on every API",
  unknown: ELSEWHERE,
}, 'for actions that call');

describeRule<Json>('control-plane-wildcard', {
  template: (resource) => attached('AWS::IAM::Policy', policy({ Effect: 'Allow', Action: 'apigateway:*', Resource: resource })),
  passes: ['arn:aws:apigateway:eu-west-1::/restapis/abc123/*', { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/restapis/${Unknown}' }, 'arn:aws:apigateway:eu-west-1::/account', UNKNOWN],
  fails: ['*', 'arn:aws:apigateway:*::/*', 'arn:aws:apigateway:eu-west-1::/restapis/*', 'arn:aws:apigateway:eu-west-1::/apis/*'],
  message: (resource) => `the policy 'Calls' allows changes of '${String(resource)}': of every API`,
  unknown: ELSEWHERE,
});

describeRule<Json>('control-plane-wildcard', {
  template: (action) => ({ ...role({ Policies: [{ PolicyName: 'Changes', PolicyDocument: policy({ Effect: 'Allow', Action: action, Resource: '*' }) }] }) }),
  passes: ['apigateway:GET', 'apigateway:TagResource', '*'],
  fails: ['apigateway:*', 'apigateway:P*', ['apigateway:GET', 'apigateway:DELETE']],
  message: "the policy 'Changes' allows changes of '*': of every API",
  unknown: ELSEWHERE,
}, 'by actions that change');
