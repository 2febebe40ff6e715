import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Authorizer, v2Stage, webSocketApi } from '../resources';

type Properties = { [key: string]: Json };

const AUTHORIZED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

function rest(authorizer: Properties = {}): Resources {
  return { ...restApi(), ...lambdaFunction(), ...lambdaFunction('AuthorizerFunction'), ...restAuthorizer(authorizer), ...method('GET /pets', AUTHORIZED) };
}

function http(authorizer: Properties = {}, lambda: Properties = {}): Resources {
  return { ...httpApi(), ...lambdaFunction(), ...lambdaFunction('AuthorizerFunction', lambda), ...v2Authorizer(authorizer), ...route('GET /pets', AUTHORIZED) };
}

function permission(properties: Properties = {}): Resources {
  return {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: { 'Fn::GetAtt': ['AuthorizerFunction', 'Arn'] },
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: source({ Ref: 'Api' }, '/authorizers/*'),
        ...properties,
      },
    },
  };
}

function source(...pieces: Json[]): Json {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', ...pieces]] };
}

describeRule('lambda-authorizer-timeout', {
  template: (timeout) => http({}, { Timeout: timeout }),
  passes: [10, undefined],
  fails: [11, 900],
  message: (timeout) => `the function of the authorizer 'Authorizer' may run for ${timeout} seconds, and API Gateway waits 10`,
  unknown: [UNKNOWN],
});

describeRule('lambda-authorizer-timeout', {
  template: (timeout) => ({
    ...http({ AuthorizerUri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Alias}/invocations' } }, { Timeout: timeout }),
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'AuthorizerFunction' }, FunctionVersion: '1' } },
  }),
  passes: [10],
  fails: [11],
  message: "the function of the authorizer 'Authorizer' may run for 11 seconds, and API Gateway waits 10",
  unknown: [UNKNOWN],
}, 'by an alias');

const NOT_PERMITTED = "the authorizer 'Authorizer' has neither credentials nor a permission to call its function";

describeRule('authorizer-invoke-permission', {
  template: (given: Resources) => ({ ...rest(), ...given }),
  passes: [
    permission(),
    permission({ SourceArn: undefined }),
    permission({ SourceArn: source({ Ref: 'Api' }, '/*') }),
    permission({ SourceArn: 'arn:aws:execute-api:*:*:*/*' }),
    permission({ FunctionName: { Ref: 'AuthorizerFunction' }, Principal: { 'Fn::Sub': 'apigateway.${AWS::URLSuffix}' }, Action: 'lambda:*' }),
  ],
  fails: [
    {},
    permission({ Principal: 'events.amazonaws.com' }),
    permission({ Action: 'lambda:GetFunction' }),
    permission({ SourceArn: source({ Ref: 'Api' }, '/*/GET/pets') }),
    permission({ FunctionName: { Ref: 'Function' } }),
    permission({ FunctionName: { 'Fn::Sub': '${AuthorizerFunction.Arn}:live' } }),
  ],
  message: NOT_PERMITTED,
  unknown: [permission({ SourceArn: UNKNOWN }), permission({ FunctionName: UNKNOWN })],
});

describeRule('authorizer-invoke-permission', {
  template: (credentials) => rest({ AuthorizerCredentials: credentials }),
  passes: ['arn:aws:iam::111122223333:role/invoke', UNKNOWN],
  fails: [undefined],
  message: NOT_PERMITTED,
  unknown: 'credentials are given or not',
}, 'a role');

describeRule('authorizer-invoke-permission', {
  template: (uri) => ({
    ...rest({ AuthorizerUri: uri }),
    ...permission({ FunctionName: { Ref: 'Alias' } }),
    Alias: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'AuthorizerFunction' }, FunctionVersion: '1' } },
  }),
  passes: [functionUri('AuthorizerFunction')].map((uri) => JSON.parse(JSON.stringify(uri).replace('"/invocations"', '":live/invocations"')) as Json),
  fails: [functionUri('AuthorizerFunction')],
  message: NOT_PERMITTED,
  unknown: [UNKNOWN, 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:elsewhere/invocations'],
}, 'an alias has permissions of its own');

describeRule('authorizer-invoke-permission', {
  template: (sourceArn) => ({ ...http(), ...permission({ SourceArn: sourceArn }), Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ProtocolType: 'HTTP' } } }),
  passes: [source({ Ref: 'Api' }, '/authorizers/*'), source({ Ref: 'Api' }, '/*/*')],
  fails: [source({ Ref: 'Other' }, '/authorizers/*')],
  message: NOT_PERMITTED,
  unknown: [UNKNOWN, 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/authorizers/*'],
}, 'of an HTTP API');

describeRule('authorizer-invoke-permission', {
  template: (id: string) => ({
    ...webSocketApi(),
    ...lambdaFunction(),
    ...lambdaFunction('AuthorizerFunction'),
    ...v2Authorizer(),
    Another: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, Name: 'Another', AuthorizerType: 'REQUEST', AuthorizerUri: functionUri() } },
    ...route('$connect', AUTHORIZED),
    ...permission({ SourceArn: source({ Ref: 'Api' }, '/authorizers/', { Ref: id }) }),
    Permission2: { ...permission({ FunctionName: { Ref: 'Function' }, SourceArn: undefined }).Permission },
  }),
  passes: ['Authorizer'],
  fails: ['Another'],
  message: NOT_PERMITTED,
  unknown: 'a reference names an authorizer or not',
}, 'one authorizer of a WebSocket API');

describeRule('lambda-authorizer-without-waf', {
  template: (arn) => ({
    ...rest(),
    ...restStage(),
    Association: arn === undefined ? { Type: 'AWS::SNS::Topic' } : { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: arn, WebACLArn: 'arn:aws:wafv2:::acl' } },
  }),
  passes: [{ 'Fn::Join': ['', ['arn:aws:apigateway:', { Ref: 'AWS::Region' }, '::/restapis/', { Ref: 'Api' }, '/stages/live']] }],
  fails: [undefined],
  message: "the stage 'live' has Lambda authorizers and no web ACL in front of them",
  unknown: [UNKNOWN],
});

describeRule('lambda-authorizer-without-waf', {
  template: (types) => ({ ...rest(), ...restApi({ EndpointConfiguration: { Types: types } }), ...restStage() }),
  passes: [['PRIVATE']],
  fails: [['REGIONAL'], undefined],
  message: "the stage 'live' has Lambda authorizers and no web ACL in front of them",
  unknown: [UNKNOWN],
}, 'a private API');

describeRule('authorizer-context-logged', {
  template: (format) => ({ ...rest(), ...restStage({ AccessLogSetting: { DestinationArn: 'arn:aws:logs:::log-group:l', Format: format } }) }),
  passes: ['$context.requestId $context.authorizer.principalId $context.authorizer.claims.token_use', '{"error":"$context.authorizer.error"}', undefined],
  fails: ['$context.requestId $context.authorizer.accessToken', '{"a":"$context.authorizer.accessToken"}'],
  message: "the access log of the stage 'live' holds $context.authorizer.accessToken",
  unknown: [UNKNOWN],
});

describeRule('authorizer-context-logged', {
  template: (format) => ({ ...http(), ...v2Stage({ AccessLogSettings: { DestinationArn: 'arn:aws:logs:::log-group:l', Format: format } }) }),
  passes: ['$context.authorizer.claims.sub $context.authorizer.claims.email_verified'],
  fails: ['{"a":"$context.authorizer.claims.email"}'],
  message: "the access log of the stage 'live' holds $context.authorizer.claims.email",
  unknown: [UNKNOWN],
}, 'of an HTTP API');

describeRule('http-simple-response-payload-1', {
  template: (version) => http({ EnableSimpleResponses: true, AuthorizerPayloadFormatVersion: version }),
  passes: ['2.0', 2, undefined],
  fails: ['1.0', 1],
  message: "the authorizer 'Authorizer' has simple responses, which the payload format 1.0 does not have",
  unknown: [UNKNOWN],
});

describeRule('http-simple-response-payload-1', {
  template: (isSimple) => http({ EnableSimpleResponses: isSimple, AuthorizerPayloadFormatVersion: '1.0' }),
  passes: [false, undefined],
  fails: [true, 'true'],
  message: "the authorizer 'Authorizer' has simple responses, which the payload format 1.0 does not have",
  unknown: 'responses that may be simple are not said to be',
}, 'policies have both formats');
