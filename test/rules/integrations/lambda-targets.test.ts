import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, lambdaFunction, method, restApi, route, webSocketApi, httpApi } from '../resources';

const ALIAS = {
  Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
  Live: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Function' }, FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] } } },
};

const uri = (callee: Json): Json => ({ 'Fn::Join': ['', ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/', callee, '/invocations']] });

describeRule('lambda-not-alias', {
  template: (callee) => ({ ...restApi(), ...lambdaFunction(), ...ALIAS, ...method('GET /pets', { Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri(callee) } }) }),
  passes: [{ Ref: 'Live' }, { Ref: 'Version' }, { 'Fn::Sub': '${Function.Arn}:live' }, 'arn:aws:lambda:eu-west-1:123456789012:function:pets:live'],
  fails: [{ 'Fn::GetAtt': ['Function', 'Arn'] }, 'arn:aws:lambda:eu-west-1:123456789012:function:pets'],
  message: "'GET /pets' calls a function without an alias",
  unknown: [UNKNOWN],
  intent: { lambdaAliases: true },
});

describeRule('lambda-not-alias', {
  template: (callee) => ({ ...httpApi(), ...lambdaFunction(), ...ALIAS, ...route('GET /pets', {}, { IntegrationUri: callee }) }),
  passes: [{ Ref: 'Live' }],
  fails: [{ 'Fn::GetAtt': ['Function', 'Arn'] }],
  message: "'GET /pets' calls a function without an alias",
  unknown: [UNKNOWN],
  intent: { lambdaAliases: true },
}, 'by an ARN alone');

describeRule('lambda-not-alias', {
  template: (callee) => ({ ...webSocketApi(), ...lambdaFunction(), ...ALIAS, ...route('send', {}, { IntegrationUri: uri(callee) }) }),
  passes: [{ Ref: 'Live' }],
  fails: [{ 'Fn::GetAtt': ['Function', 'Arn'] }],
  message: "'send' calls a function without an alias",
  unknown: [UNKNOWN],
  intent: { lambdaAliases: true },
}, 'of a WebSocket API');

describeRule('lambda-non-proxy', {
  template: (type) => ({ ...restApi(), ...lambdaFunction(), ...method('POST /pets', { Integration: { Type: type, IntegrationHttpMethod: 'POST', Uri: functionUri() } }) }),
  passes: ['AWS_PROXY', 'MOCK'],
  fails: ['AWS'],
  message: "'POST /pets' calls its function through mapping templates, and waits for it all the same",
  unknown: 'what kind of integration it is, other rules ask',
});

describeRule('lambda-non-proxy', {
  template: (invocation) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...method('POST /pets', {
      Integration: {
        Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri(), RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': invocation },
      },
    }),
  }),
  passes: ["'Event'"],
  fails: ["'RequestResponse'", undefined],
  message: "'POST /pets' calls its function through mapping templates, and waits for it all the same",
  unknown: ['method.request.header.InvocationType'],
}, 'that nobody waits for');

const asynchronous = method('POST /pets', {
  Integration: {
    Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri(), RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
  },
});

describeRule('async-lambda-no-destination', {
  template: (queue) => ({ ...restApi(), ...lambdaFunction('Function', { DeadLetterConfig: queue === undefined ? undefined : { TargetArn: queue } }), ...asynchronous }),
  passes: ['arn:aws:sqs:eu-west-1:123456789012:failed', UNKNOWN],
  fails: [undefined],
  message: "'POST /pets' calls a function without waiting for it, and what it fails to handle is dropped",
  unknown: 'whatever is given is a place for failures',
});

describeRule('async-lambda-no-destination', {
  template: (destinations: Json) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...asynchronous,
    Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: { Ref: 'Function' }, Qualifier: '$LATEST', DestinationConfig: destinations } },
  }),
  passes: [{ OnFailure: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:failed' } }],
  fails: [undefined, { OnSuccess: { Destination: 'arn:aws:sqs:eu-west-1:123456789012:done' } }],
  message: "'POST /pets' calls a function without waiting for it, and what it fails to handle is dropped",
  unknown: 'whatever is given is a place for failures',
}, 'a destination of failures');
