import { Aws, Stack, aws_apigateway as apigateway, aws_dynamodb as dynamodb, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { KeptSessions, SessionKeeper } from './session-keeper';
import { StoredSessionsOptions, checkTableOptions, tableOf } from './stored-sessions';
import { RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from '../integrations/integration-contract';
import { integrationRole } from '../integrations/integration-role';
import { jsonText } from '../integrations/velocity-value';

/** A connection lasts two hours at most; ten minutes more for clocks that differ. */
const LIFETIME_SECONDS = 7_800;

const SUBPROTOCOL = 'route.request.header.sec-websocket-protocol';

/**
 * DynamoDB, which API Gateway writes to by itself: no function, no cold start, less to pay.
 */
export class DirectSessions implements SessionKeeper {
  private readonly options: StoredSessionsOptions;

  public constructor(options: StoredSessionsOptions) {
    this.options = options;
    checkTableOptions('Sessions.direct()', options);
  }

  public bind(api: Construct): KeptSessions {
    const table = tableOf(api, this.options);
    return {
      table,
      keepsRooms: false,
      connect: new TableCall(table, 'PutItem', putSession(api, table)),
      disconnect: new TableCall(table, 'DeleteItem', deleteSession(table)),
    };
  }

  public checkAuthorizer({ identitySources = [] }: RouteAuthorizerConfig): void {
    if (!identitySources.some((source) => source.toLowerCase() === SUBPROTOCOL)) return;
    throw new Error('the API\'s authorizer reads tokens from Sec-WebSocket-Protocol, and with Sessions.direct() nobody answers browsers which subprotocol was chosen, so they close the connection at once; '
      + 'write Authorizer.jwt({ ..., tokenQuery: \'token\' }), or Sessions.stored()');
  }
}

/** One action on the table. */
class TableCall implements IRouteIntegration {
  private readonly table: dynamodb.ITable;
  private readonly action: 'PutItem' | 'DeleteItem';
  private readonly template: string;

  public constructor(table: dynamodb.ITable, action: 'PutItem' | 'DeleteItem', template: string) {
    this.table = table;
    this.action = action;
    this.template = template;
  }

  public bindIntegration({ scope }: BindIntegrationOptions): RouteIntegrationConfig {
    const role = integrationRole(scope);
    iam.Grant.addToPrincipal({ grantee: role, actions: [`dynamodb:${this.action}`], resourceArns: [this.table.tableArn] });
    this.table.encryptionKey?.grantEncryptDecrypt(role);
    return {
      integrationType: apigateway.IntegrationType.AWS,
      httpMethod: 'POST',
      uri: `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:dynamodb:action/${this.action}`,
      credentialsArn: role.roleArn,
      requestTemplates: { $default: this.template },
      // Any other answer refuses the connection: nobody is connected whom nobody knows.
      responses: [{ selectionPattern: '2\\d{2}', statusCode: '200' }],
      target: this.table,
    };
  }
}

/**
 * The item that the shipped function would write.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
function putSession(api: Construct, table: dynamodb.ITable): string {
  return [
    '#set($connectedAt = $context.requestTimeEpoch / 1000)',
    `#set($expiresAt = $connectedAt + ${LIFETIME_SECONDS})`,
    '#set($user = "$!context.authorizer.principalId")',
    // What the shipped authorizers call somebody without a name.
    '#if($user == "anonymous")#set($user = "")#end',
    // All users of an identity pool sign with one role.
    '#if($user == "")#set($user = "$!context.identity.cognitoIdentityId")#end',
    '#if($user == "")#set($user = "$!context.identity.userArn")#end',
    `{"TableName":"${table.tableName}","Item":{`,
    '"connectionId":{"S":"$context.connectionId"},"item":{"S":"session"},',
    `"onlineIn":{"S":"${Stack.of(api).region}"},`,
    `#if($user != "")"userId":{"S":"${jsonText('$user')}"},#end`,
    '"connectedAt":{"N":"$connectedAt"},"expiresAt":{"N":"$expiresAt"}}}',
  ].join('\n');
}

/** What the connection has in rooms goes with its time to live, or when a message finds it gone. */
function deleteSession(table: dynamodb.ITable): string {
  return `{"TableName":"${table.tableName}","Key":{"connectionId":{"S":"$context.connectionId"},"item":{"S":"session"}}}`;
}
