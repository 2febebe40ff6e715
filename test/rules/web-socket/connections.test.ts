import { BASIC_EXECUTION, MANAGE_CONNECTIONS, connectionTable, connectionsArn, index, role } from './chat';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, route, webSocketApi } from '../resources';

const TABLE: Json = { 'Fn::GetAtt': ['Connections', 'Arn'] };
const WRITE: [Json, Json] = [['dynamodb:PutItem', 'dynamodb:DeleteItem'], TABLE];
const NAME = "the table 'Connections', where connections of 'Chat' are kept,";

const chat = (statements: [Json, Json][], ...parts: Resources[]): Resources => parts.reduce((all, part) => ({ ...all, ...part }), {
  ...webSocketApi(), ...lambdaFunction(), ...role(statements), ...route('$connect'), ...route('$disconnect'), ...route('send'),
});
const direct = (key: string): Resources => route(key, {}, {
  IntegrationType: 'AWS',
  IntegrationUri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:dynamodb:action/PutItem' },
  CredentialsArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
});

describeRule('ws-connection-table-no-ttl', {
  template: (enabled) => chat([WRITE], connectionTable({ TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: enabled } })),
  passes: [true, 'true'],
  fails: [false],
  message: `${NAME} forgets none of them by itself`,
  unknown: [UNKNOWN],
});

describeRule('ws-connection-table-no-ttl', {
  template: (parts: Resources) => chat([WRITE], connectionTable(), parts),
  passes: [
    // A table that $connect may not write, one of several that it may, one of which nothing says that it holds connections.
    role([['dynamodb:GetItem', TABLE]]),
    { ...role([WRITE, ['dynamodb:PutItem', { 'Fn::GetAtt': ['Sessions', 'Arn'] }]]), ...connectionTable({}, 'Sessions') },
    { Connections: { Type: 'AWS::SQS::Queue' }, ...role([['dynamodb:PutItem', { 'Fn::GetAtt': ['Users', 'Arn'] }]]), ...connectionTable({ KeySchema: [], AttributeDefinitions: [] }, 'Users') },
    role([['dynamodb:PutItem', '*']]),
    { Role: { Type: 'AWS::SQS::Queue' } },
  ],
  fails: [
    {},
    direct('$connect'),
    role([['dynamodb:*', TABLE], ['dynamodb:PutItem', { 'Fn::GetAtt': ['Messages', 'Arn'] }]]),
    { ...connectionTable({}, 'Messages'), ...role([WRITE]) },
  ],
  message: `${NAME} forgets none of them by itself`,
  unknown: 'what nobody knows to be such a table is not spoken of',
}, 'only on the table where connections are kept');

describeRule('ws-connection-table-no-ttl', {
  template: (arn) => chat([['dynamodb:PutItem', arn]], connectionTable({ TableName: 'chat' })),
  passes: ['arn:aws:dynamodb:eu-west-1:111122223333:table/others'],
  fails: ['arn:aws:dynamodb:eu-west-1:111122223333:table/chat'],
  message: "the table 'chat', where connections of 'Chat' are kept, forgets none of them by itself",
  unknown: 'what nobody knows to be such a table is not spoken of',
}, 'by its name');

describeRule('ws-connection-table-no-user-index', {
  template: (attribute) => chat([WRITE], connectionTable({ GlobalSecondaryIndexes: [index(attribute)] })),
  passes: ['userId', 'sub', 'GSI1PK', 'ownerName'],
  fails: ['room'],
  message: `${NAME} finds them by 'connectionId' and 'room' and not by their user, whom '$connect' knows`,
  unknown: [UNKNOWN],
});

describeRule('ws-connection-table-no-user-index', {
  template: (kind) => chat([WRITE], connectionTable(), route('$connect', { AuthorizationType: kind })),
  passes: ['NONE', UNKNOWN],
  fails: ['AWS_IAM', 'CUSTOM'],
  message: `${NAME} finds them by 'connectionId' and not by their user, whom '$connect' knows`,
  unknown: 'without users there is nothing to find',
}, 'where users are known');

describeRule('ws-broadcast-by-scan', {
  template: (indexes) => chat([['dynamodb:*', TABLE], [MANAGE_CONNECTIONS, connectionsArn()]], connectionTable({ GlobalSecondaryIndexes: indexes })),
  passes: [[index('room')]],
  fails: [undefined],
  message: `${NAME} has no index, so the function of '$connect' finds by a scan whom to tell`,
  unknown: [UNKNOWN],
});

describeRule('ws-broadcast-by-scan', {
  template: (statements: [Json, Json][]) => chat(statements, connectionTable(), role(statements, { ManagedPolicyArns: [BASIC_EXECUTION] })),
  passes: [
    [WRITE, [MANAGE_CONNECTIONS, connectionsArn()]],
    [WRITE, ['dynamodb:Scan', TABLE]],
  ],
  fails: [[WRITE, ['dynamodb:Scan', TABLE], [MANAGE_CONNECTIONS, connectionsArn()]]],
  message: `${NAME} has no index, so the function of '$connect' finds by a scan whom to tell`,
  unknown: 'who may not certainly do both is not spoken of',
}, 'by who may read all and send');
