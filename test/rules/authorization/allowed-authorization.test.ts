import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer } from '../resources';

const AUTHORIZED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

function withUri(uri: Json, name: Json = 'of-our-own'): Resources {
  return { ...restApi(), ...lambdaFunction(), ...lambdaFunction('AuthorizerFunction', { FunctionName: name }), ...restAuthorizer({ AuthorizerUri: uri }), ...method('GET /pets', AUTHORIZED) };
}

function uriOf(lambda: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${lambda}/invocations`;
}

describeRule('auth-type-not-allowed', {
  template: (kind) => ({ ...restApi(), ...lambdaFunction(), ...restAuthorizer(), ...method('GET /pets', { AuthorizationType: kind, AuthorizerId: { Ref: 'Authorizer' } }) }),
  passes: ['AWS_IAM', 'NONE', undefined],
  fails: ['CUSTOM'],
  message: "'GET /pets' has the authorization CUSTOM, and AWS_IAM is allowed",
  unknown: [UNKNOWN],
  intent: { allowedAuthorizationTypes: ['AWS_IAM'] },
});

describeRule('auth-type-not-allowed', {
  template: (kind) => ({ ...httpApi(), ...lambdaFunction(), ...v2Authorizer(), ...route('GET /pets', { AuthorizationType: kind, AuthorizerId: { Ref: 'Authorizer' } }) }),
  passes: ['CUSTOM'],
  fails: ['AWS_IAM'],
  message: "'GET /pets' has the authorization AWS_IAM, and JWT, CUSTOM is allowed",
  unknown: [UNKNOWN],
  intent: { allowedAuthorizationTypes: ['JWT', 'CUSTOM'] },
}, 'of an HTTP API');

describeRule('authorizer-not-central', {
  template: withUri,
  passes: [
    uriOf('arn:aws:lambda:eu-west-1:111122223333:function:central-v2'),
    uriOf('arn:aws:lambda:eu-west-1:111122223333:function:central-v2:live'),
    { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:${AWS::Partition}:lambda:${AWS::Region}:111122223333:function:central-v2/invocations' },
  ],
  fails: [
    uriOf('arn:aws:lambda:eu-west-1:999999999999:function:central-v2'),
    uriOf('arn:aws:lambda:eu-west-1:111122223333:function:not-central'),
    functionUri('AuthorizerFunction'),
  ],
  message: "the authorizer 'Authorizer' calls a function that is none of 'arn:aws:lambda:*:111122223333:function:central-*'",
  unknown: [UNKNOWN, { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Unknown}/invocations' }],
  intent: { allowedAuthorizerFunctions: ['arn:aws:lambda:*:111122223333:function:central-*'] },
});

describeRule('authorizer-not-central', {
  template: (name) => withUri(functionUri('AuthorizerFunction'), name),
  passes: ['central'],
  fails: ['other', undefined],
  message: "the authorizer 'Authorizer' calls a function that is none of 'central'",
  unknown: [UNKNOWN],
  intent: { allowedAuthorizerFunctions: ['central'] },
}, 'a function of the app, by its name');
