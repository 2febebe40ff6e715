import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restStage, v2Stage, webSocketApi } from '../resources';

const role = (properties: { [key: string]: Json } = {}): Resources => ({ LogRole: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {}, ...properties } } });
const account = (arn: Json = { 'Fn::GetAtt': ['LogRole', 'Arn'] }, id = 'Account', more: { [key: string]: Json } = {}): Resources => ({
  [id]: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: arn }, ...more },
});
const logging = (properties: { [key: string]: Json }): Resources => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage(properties) });
const ERRORS = { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] };
const MAYBE: CfnTemplate['Conditions'] = { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } };

describeRule<Resources | CfnTemplate>('account-log-role-missing', {
  template: (more) => {
    const { Resources: resources, ...rest } = 'Resources' in more ? more as CfnTemplate : { Resources: more as Resources };
    return { ...rest, Resources: { ...logging(ERRORS), ...resources } };
  },
  passes: [
    { ...account(), ...role() },
    account(UNKNOWN),
    { Setting: { Type: 'Custom::ApiGatewayAccountLogRole', Properties: { ServiceToken: UNKNOWN, RoleArn: UNKNOWN } } },
    { Setting: { Type: 'Custom::AWS', Properties: { ServiceToken: UNKNOWN, Create: '{"service":"APIGateway","action":"updateAccount"}' } } },
  ],
  fails: [{}, { Account: { Type: 'AWS::ApiGateway::Account', Properties: {} } }, { Setting: { Type: 'Custom::AWS', Properties: { ServiceToken: UNKNOWN, Create: '{"service":"S3","action":"putObject"}' } } }],
  message: "the stage 'live' writes logs, and no template sets the role with which API Gateway does so",
  unknown: [
    { Conditions: MAYBE, Resources: account(UNKNOWN, 'Account', { Condition: 'Maybe' }) },
    { Conditions: MAYBE, Resources: account({ 'Fn::If': ['Maybe', 'arn:aws:iam::111122223333:role/logs', { Ref: 'AWS::NoValue' }] }) },
  ],
});

const FORMAT = '{"requestId":"$context.requestId"}';
const toLogs = { AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:pets', Format: FORMAT } };
const toStream = { AccessLogSetting: { DestinationArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-pets', Format: FORMAT } };

describeRule<{ [key: string]: Json }>('account-log-role-missing', {
  template: logging,
  passes: [{}, toStream, { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'OFF' }] }],
  fails: [toLogs],
  message: "the stage 'live' writes logs, and no template sets the role with which API Gateway does so",
  unknown: 'a level that is not known may be OFF, and nothing is said of a log that may not be',
}, 'what counts as writing logs');

describeRule<string>('account-log-role-missing', {
  template: (level) => ({ ...webSocketApi(), ...v2Stage({ DefaultRouteSettings: { LoggingLevel: level } }) }),
  passes: ['OFF'],
  fails: ['ERROR'],
  message: "the stage 'live' writes logs, and no template sets the role with which API Gateway does so",
  unknown: 'the level is literal here',
}, 'of a WebSocket API');

describeRule<{ [key: string]: Json }>('account-log-role-missing', {
  template: (settings) => ({ ...webSocketApi(), ...v2Stage(settings) }),
  passes: [{}],
  fails: [{ AccessLogSettings: toLogs.AccessLogSetting }],
  message: "the stage 'live' writes logs, and no template sets the role with which API Gateway does so",
  unknown: 'nothing is said of a log that may not be',
}, 'the access log of a WebSocket API');

describeRule<Resources | CfnTemplate>('account-log-role-duplicated', {
  template: (more) => more,
  passes: [account(UNKNOWN), {}],
  fails: [{ ...account(UNKNOWN), ...account(UNKNOWN, 'Another') }],
  message: 'the role with which API Gateway writes logs is set 2 times for one account and region, of which the last to deploy wins',
  unknown: [{ Conditions: MAYBE, Resources: { ...account(UNKNOWN), ...account(UNKNOWN, 'Another', { Condition: 'Maybe' }) } }],
});

const MANAGED = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs' };
const inline = (action: Json, effect: Json = 'Allow'): { [key: string]: Json } => ({
  Policies: [{ PolicyName: 'Logs', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: effect, Action: action, Resource: '*' }] } }],
});

describeRule<{ [key: string]: Json }>('account-log-role-policy', {
  template: (properties) => ({ ...account(), ...role(properties) }),
  passes: [
    { ManagedPolicyArns: [MANAGED] },
    { ManagedPolicyArns: ['arn:aws:iam::aws:policy/CloudWatchLogsFullAccess'] },
    inline(['logs:CreateLogStream', 'logs:PutLogEvents']),
    inline('logs:*'),
  ],
  fails: [{}, inline('s3:GetObject'), inline('logs:PutLogEvents', 'Deny')],
  message: 'the role with which API Gateway is to write logs has no right to write any',
  unknown: [{ ManagedPolicyArns: [UNKNOWN] }, { ManagedPolicyArns: UNKNOWN }, inline(UNKNOWN)],
});

describeRule<Resources>('account-log-role-policy', {
  template: (policy) => ({ ...account(), ...role(), ...policy }),
  passes: [{
    LogPolicy: {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'Logs', Roles: [{ Ref: 'LogRole' }], PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'logs:Put*', Resource: '*' }] } },
    },
  }],
  fails: [{}],
  message: 'the role with which API Gateway is to write logs has no right to write any',
  unknown: [account(UNKNOWN), account('arn:aws:iam::111122223333:role/logs')],
}, 'a policy that is a resource, and a role from elsewhere');
