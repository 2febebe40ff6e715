import { Duration, Stack, aws_dynamodb as dynamodb, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { keepFor, otherApiOf } from './one-api';
import { KeptSessions, SessionKeeper } from './session-keeper';
import { SESSION_INDEXES, SessionTable, SessionTableProps, checkSessionTable } from './session-table';
import { foreignAccount, foreignRegion, placeOfArn } from '../integrations/backend-place';
import { Integration } from '../integrations/integration';
import { ShippedFunction } from '../shipped-function';

/**
 * Where sessions are kept.
 */
export interface StoredSessionsOptions extends SessionTableProps {
  /**
   * A table of your own, with the keys and indexes of `SessionTable`; its encryption and removal are then your own as well.
   *
   * @default - a new one
   */
  readonly table?: dynamodb.ITable;
}

/** A function that writes down who comes and takes away who goes. */
export class StoredSessions implements SessionKeeper {
  private readonly options: StoredSessionsOptions;

  public constructor(options: StoredSessionsOptions) {
    this.options = options;
    checkTableOptions('Sessions.stored()', options);
  }

  public bind(api: Construct): KeptSessions {
    const table = tableOf(api, this.options);
    const { handler } = new ShippedFunction(api, 'SessionsFunction', {
      asset: 'sessions',
      description: 'Keeps who is connected to a WebSocket API',
      environment: { REALTIME_TABLE: table.tableName },
      // Every millisecond of it is one of who connects.
      memoryMegabytes: 512,
      // So long API Gateway waits; who was in thousands of rooms takes a while to take away.
      timeout: Duration.seconds(29),
    });
    grantKeeping(table, handler);
    const integration = Integration.lambdaFunction(handler);
    return { connect: integration, disconnect: integration, table, keepsRooms: true };
  }

  /** The function echoes the subprotocol, whatever the authorizer reads from it. */
  public checkAuthorizer(): void {}
}

/** Lets a function write sessions and take them away. */
function grantKeeping(table: dynamodb.ITable, grantee: iam.IGrantable): iam.Grant {
  table.encryptionKey?.grantEncryptDecrypt(grantee);
  return iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:BatchWriteItem'],
    resourceArns: [table.tableArn],
  });
}

/**
 * Lets a principal find sessions, keep them and take them away: by the table's three indexes, and never by a scan.
 *
 * `table.grant` would name every index that there may ever be.
 */
export function grantSessions(table: dynamodb.ITable, grantee: iam.IGrantable): iam.Grant {
  return grantKeeping(table, grantee).combine(iam.Grant.addToPrincipal({
    grantee,
    actions: ['dynamodb:GetItem', 'dynamodb:Query'],
    resourceArns: [table.tableArn, ...SESSION_INDEXES.map((index) => `${table.tableArn}/index/${index}`)],
  }));
}

/**
 * The table that was given, or a new one.
 *
 * @throws when the table is known to be somewhere else than the API, or to hold the sessions of another one
 */
export function tableOf(api: Construct, { table, ...props }: StoredSessionsOptions): dynamodb.ITable {
  if (!table) return new SessionTable(api, 'Sessions', props).table;
  checkPlace(api, table);
  const other = otherApiOf(api, table);
  if (other) {
    throw new Error(`the table '${table.node.path}' holds the sessions of '${other.node.path}', and '${api.node.path}' would send to connections of that one, and take them for gone; `
      + 'write a SessionTable for each API');
  }
  keepFor(api, table);
  return table;
}

/** The shipped functions look for a table by its name, in their own account and region. */
function checkPlace(api: Construct, table: dynamodb.ITable): void {
  const place = placeOfArn(table, table.tableArn);
  const [account, region] = [foreignAccount(api, place), foreignRegion(api, place)];
  if (account === undefined && region === undefined) return;
  throw new Error(`the table '${table.node.path}' of the sessions is in ${account ? `the account '${account}'` : `the region '${region}'`}, and the API in ${account ? `'${Stack.of(api).account}'` : `'${Stack.of(api).region}'`}; `
    + 'write a table beside the API, of a global table its replica (table.replica(region)), or leave table out');
}

/**
 * @throws when a table was given that sessions cannot be kept in, or settings of a new one beside it
 */
export function checkTableOptions(factory: string, options: StoredSessionsOptions): void {
  const { table, encryptionKey, removalPolicy } = options;
  if (!table) return;
  const ofNew = encryptionKey ? 'encryptionKey' : removalPolicy ? 'removalPolicy' : undefined;
  if (ofNew) throw new Error(`${factory} was given table and ${ofNew}, which only a new table can have; write ${ofNew} where the table is made, or leave table out`);
  checkSessionTable(table);
}
