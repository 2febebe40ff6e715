import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

const arn = (path: string): Json => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Api' }, path]] });

const permission = (properties: { [name: string]: Json }, logicalId = 'Permission'): Resources => ({
  [logicalId]: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Function', 'Arn'] }, Principal: 'apigateway.amazonaws.com', ...properties },
  },
});

describeRule('lambda-invoke-permission-missing', {
  template: (path) => ({ ...restApi(), ...lambdaFunction(), ...restStage(), ...method('GET /pets/{id}'), ...permission({ SourceArn: path === undefined ? undefined : arn(path as string) }) }),
  passes: ['/*/GET/pets/*', '/*', '/*/*/*', '/live/GET/pets/{id}', undefined],
  fails: ['/*/POST/pets/*', '/*/GET/pets', '/test/GET/pets/*'],
  message: "'GET /pets/{id}' calls a function, and no permission lets API Gateway call it for this route",
  unknown: 'the ARN is literal here',
});

describeRule('lambda-invoke-permission-missing', {
  template: (name) => ({ ...httpApi(), ...lambdaFunction(), ...lambdaFunction('Other'), ...route('ANY /pets'), ...permission({ FunctionName: name, SourceArn: arn('/*/*/pets') }) }),
  passes: [{ Ref: 'Function' }, { 'Fn::GetAtt': ['Function', 'Arn'] }],
  fails: [{ Ref: 'Other' }, { 'Fn::Sub': '${Function}:live' }],
  message: "'ANY /pets' calls a function, and no permission lets API Gateway call it for this route",
  unknown: [UNKNOWN],
}, 'of another function, or of an alias of it');

describeRule('lambda-invoke-permission-missing', {
  template: (credentials) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('send', {}, { CredentialsArn: credentials }) }),
  passes: ['arn:aws:iam::123456789012:role/caller', UNKNOWN],
  fails: [undefined],
  message: "'send' calls a function, and no permission lets API Gateway call it for this route",
  unknown: 'who is given a role needs no permission',
}, 'without any, and without a role');

describeRule('lambda-invoke-permission-missing', {
  template: (path: string) => ({ ...webSocketApi(), ...lambdaFunction(), ...v2Stage(), ...route('$connect'), ...permission({ SourceArn: arn(path) }) }),
  passes: ['/*$connect', '/*/$connect', '/*'],
  fails: ['/*/send', '/*send'],
  message: "'$connect' calls a function, and no permission lets API Gateway call it for this route",
  unknown: 'the ARN is literal here',
}, 'of a route of a WebSocket API');

describeRule('lambda-invoke-permission-missing', {
  template: (path: string) => ({ ...httpApi(), ...lambdaFunction(), ...v2Stage(), ...route('$default'), ...permission({ SourceArn: arn(path) }) }),
  passes: ['/*/*', '/*/$default'],
  fails: ['/*/GET/pets'],
  message: "'$default' calls a function, and no permission lets API Gateway call it for this route",
  unknown: 'the ARN is literal here',
}, 'of the default route of an HTTP API');

describeRule('lambda-permission-too-wide', {
  template: (source) => ({ ...restApi(), ...lambdaFunction(), ...permission({ SourceArn: source }) }),
  passes: [arn('/*/GET/pets'), arn('/*'), 'arn:aws:execute-api:eu-west-1:123456789012:*', 'arn:aws:execute-api:*:*:a1b2c3d4e5/*'],
  fails: [undefined, 'arn:aws:execute-api:*:*:*', 'arn:aws:execute-api:eu-west-1:*:*/*/GET/pets', '*'],
  message: "the permission 'Permission' lets API Gateway call a function for the APIs of any account",
  unknown: [UNKNOWN],
});

describeRule('lambda-permission-too-wide', {
  template: (principal) => ({ ...lambdaFunction(), ...permission({ Principal: principal, SourceAccount: '123456789012' }) }),
  passes: ['events.amazonaws.com', '123456789012'],
  fails: ['apigateway.amazonaws.com'],
  message: "the permission 'Permission' lets API Gateway call a function for any API of an account",
  unknown: 'a principal that cannot be known is most likely another one',
  severity: 'warning',
}, 'for an account');

const byVariable = (path: Json): Json => ({
  'Fn::Join': ['', [
    'arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', path, '/invocations',
  ]],
});

describeRule('lambda-stage-variable-permission', {
  template: (name) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...lambdaFunction('Other'),
    ...restStage({ Variables: { fn: { 'Fn::GetAtt': ['Function', 'Arn'] } } }),
    ...method('GET /pets', { Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: byVariable('${stageVariables.fn}') } }),
    ...permission({ FunctionName: name, SourceArn: arn('/*/GET/pets') }),
  }),
  passes: [{ 'Fn::GetAtt': ['Function', 'Arn'] }],
  fails: [{ 'Fn::GetAtt': ['Other', 'Arn'] }],
  message: "'GET /pets' calls the function that the stage variable 'fn' of the stage 'live' names, and no permission lets API Gateway call it",
  unknown: [UNKNOWN],
});

describeRule('lambda-stage-variable-permission', {
  template: (value) => ({
    ...httpApi(),
    ...lambdaFunction('Function', { FunctionName: 'pets' }),
    ...v2Stage({ StageVariables: { alias: value } }),
    ...route('GET /pets', {}, { IntegrationUri: byVariable('arn:aws:lambda:eu-west-1:123456789012:function:pets:${stageVariables.alias}') }),
    ...permission({ FunctionName: 'pets:live', SourceArn: arn('/live/GET/pets') }),
  }),
  passes: ['live', undefined],
  fails: ['next'],
  message: "'GET /pets' calls the function that the stage variable 'alias' of the stage 'live' names, and no permission lets API Gateway call it",
  unknown: [UNKNOWN],
}, 'an alias by a stage variable');

describeRule('lambda-stage-variable-permission', {
  template: (credentials) => ({
    ...restApi(),
    ...lambdaFunction('Function', { FunctionName: 'pets' }),
    ...restStage({ Variables: { fn: 'pets' } }),
    ...method('GET /pets', {
      Integration: {
        Type: 'AWS', IntegrationHttpMethod: 'POST', Credentials: credentials, Uri: byVariable('arn:aws:lambda:eu-west-1:123456789012:function:${stageVariables.fn}'),
      },
    }),
    ...method('GET /others', { Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri() } }),
  }),
  passes: ['arn:aws:iam::123456789012:role/caller'],
  fails: [undefined],
  message: "'GET /pets' calls the function that the stage variable 'fn' of the stage 'live' names, and no permission lets API Gateway call it",
  unknown: 'who is given a role needs no permission',
}, 'without any, and without a role');
