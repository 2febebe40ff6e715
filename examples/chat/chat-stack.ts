import { CfnOutput, Stack, StackProps, Validations, aws_cloudwatch_actions as actions, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import { Announcements } from './announcements';
import { ChatFunction } from './chat-function';
import { joinSchema, leaveSchema, sendSchema } from './chat-schemas';
import { ChatUsers } from './chat-users';
import { MessageHistory } from './message-history';
import { AccountLogRole, Authorizer, Integration, RealtimeWebSocketApi } from 'cdk-gatehouse';

export interface ChatStackProps extends StackProps {
  /** The address of the page, with a slash at its end. */
  readonly pageUrl: string;
  /** Who is told of alarms, after confirming the subscription. */
  readonly alarmEmail?: string;
}

/**
 * Rooms, where everybody gets what anybody says; and what they missed, when they come back.
 */
export class ChatStack extends Stack {
  constructor(scope: Construct, id: string, props: ChatStackProps) {
    super(scope, id, props);
    const users = new ChatUsers(this, 'Users', { pageUrl: props.pageUrl });
    const history = new MessageHistory(this, 'History');
    const alarmTopic = new AlarmTopic(this, 'AlarmTopic', { email: props.alarmEmail });
    const alarmAction = new actions.SnsAction(alarmTopic.topic);

    const chat = new RealtimeWebSocketApi(this, 'Api', {
      apiName: 'chat',
      description: 'Rooms, and what is said in them',
      authorizer: Authorizer.userPool(users.userPool, { clients: [users.pageClient] }),
      defaultScopes: [users.scope],
      throttle: { rateLimit: 500, burstLimit: 500 },
      connect: { throttle: { rateLimit: 50, burstLimit: 100 } },
      alarms: { actions: [alarmAction], okActions: [alarmAction] },
    });

    const environment = { HISTORY_TABLE: history.table.tableName };
    const join = new ChatFunction(this, 'Join', { source: 'join.ts', environment });
    const leave = new ChatFunction(this, 'Leave', { source: 'leave.ts' });
    const send = new ChatFunction(this, 'Send', { source: 'send.ts', environment });
    history.table.grant(join.handler, 'dynamodb:Query');
    history.table.grant(send.handler, 'dynamodb:PutItem');
    for (const { handler } of [join, leave, send]) chat.grantBroadcast(handler);

    chat.addRoute('join', {
      operationName: 'join',
      integration: Integration.lambdaFunction(join.handler),
      reply: true,
      request: { body: joinSchema },
      throttle: { rateLimit: 50, burstLimit: 100 },
    });
    chat.addRoute('leave', { operationName: 'leave', integration: Integration.lambdaFunction(leave.handler), reply: true, request: { body: leaveSchema } });
    chat.addRoute('send', {
      operationName: 'send',
      integration: Integration.lambdaFunction(send.handler),
      reply: true,
      request: { body: sendSchema },
      throttle: { rateLimit: 100, burstLimit: 200 },
    });
    new Announcements(this, 'Announcements', { broadcast: chat.broadcast });

    this.acknowledgeFindings(chat, [join.handler, leave.handler, send.handler]);
    this.output({
      Url: chat.url,
      SignInUrl: users.signInUrl,
      ClientId: users.pageClient.userPoolClientId,
      UserPoolId: users.userPool.userPoolId,
      ApiId: chat.webSocketApi.apiId,
      AccessLogGroup: chat.accessLogGroup.logGroupName,
      HistoryTable: history.table.tableName,
      DeadLetterQueueUrl: chat.broadcast.deadLetterQueue.queueUrl,
    });
  }

  /** What cannot be done otherwise, each where it is. The functions say what they have of it themselves. */
  private acknowledgeFindings(chat: RealtimeWebSocketApi, senders: lambda.Function[]): void {
    Validations.of(chat).acknowledge(
      { id: 'Gatehouse::Gatehouse-no-custom-domain', reason: 'An example that everybody can deploy: the page is told the address of the API.' },
      { id: 'Gatehouse::Gatehouse-http-public-without-cloudfront-waf', reason: 'Who may connect has signed in, and routes are throttled; examples/private-service shows AWS WAF.' },
    );
    const { role: logRole } = AccountLogRole.ensured().bindAccountLogRole(this);
    Validations.of(logRole!).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'The rights of AmazonAPIGatewayPushToCloudWatchLogs: the role writes the logs of every API of the account in this region, in groups that this stack cannot name.',
    });
    const { Ref: apiId } = this.resolve(chat.webSocketApi.apiId) as { readonly Ref: string };
    const stage = `arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${apiId}>/${chat.stage.stageName}`;
    for (const { role } of senders) {
      for (const method of ['POST', 'DELETE']) {
        Validations.of(role!).acknowledge({
          id: `AwsSolutions::AwsSolutions-IAM5[Resource::${stage}/${method}/@connections/*]`,
          reason: 'Connections get their ids when they are made. These are the ones of this API alone.',
        });
      }
    }
  }

  private output(values: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}
