import { RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { dynamoDbKeys } from '../integrations/dynamo-db-keys';
import { isRecord } from '../intrinsic';

/**
 * How sessions are kept.
 */
export interface SessionTableProps {
  /**
   * The key that encrypts the table.
   *
   * @default - the key that AWS manages for DynamoDB
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the table when it leaves the stack. What it holds is worth nothing after two hours.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

const STRING = dynamodb.AttributeType.STRING;

/** The keys of the table and of its indexes: what the shipped functions read and write. */
const KEYS = {
  partitionKey: { name: 'connectionId', type: STRING },
  sortKey: { name: 'item', type: STRING },
};

const TTL = 'expiresAt';

/** By these, receivers of a message are found. */
const INDEX_KEYS = { users: 'userId', rooms: 'room', online: 'onlineIn' } as const;

export const SESSION_INDEXES = Object.keys(INDEX_KEYS) as (keyof typeof INDEX_KEYS)[];

/**
 * The table of a WebSocket API's sessions: who is connected, in which rooms, in which region.
 *
 * A session is one item, `session`, and each room that it has joined one more, `room#<room>`; all of them expire with the connection.
 * By the indexes `users`, `rooms` and `online` those are found who are to get a message, without looking at anybody else.
 *
 * Its stream tells who comes and who is gone, however they went: `new DynamoEventSource(table, ...)` behind a function that wants to know.
 *
 * `RealtimeWebSocketApi` makes one by itself. Make it yourself to keep it in a stack of its own: `Sessions.stored({ table })`.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
 */
@propertyInjectable
export class SessionTable extends Construct {
  /**
   * The id under which an organisation registers its defaults.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.SessionTable';

  /**
   * The table as the CDK knows it.
   */
  public readonly table: dynamodb.Table;

  constructor(scope: Construct, id: string, props: SessionTableProps = {}) {
    super(scope, id);
    const { encryptionKey, removalPolicy = RemovalPolicy.DESTROY } = props;
    this.table = new dynamodb.Table(this, 'Table', {
      ...KEYS,
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: encryptionKey ? dynamodb.TableEncryption.CUSTOMER_MANAGED : dynamodb.TableEncryption.AWS_MANAGED,
      encryptionKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      timeToLiveAttribute: TTL,
      stream: dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
      removalPolicy,
    });
    this.addIndex('users', ['onlineIn', TTL]);
    this.addIndex('rooms', ['region', TTL]);
    this.addIndex('online', [TTL]);
  }

  /** Holds only items that have the attribute. */
  private addIndex(indexName: keyof typeof INDEX_KEYS, nonKeyAttributes: string[]): void {
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: INDEX_KEYS[indexName], type: STRING },
      sortKey: KEYS.partitionKey,
      projectionType: dynamodb.ProjectionType.INCLUDE,
      nonKeyAttributes,
    });
  }
}

/**
 * @throws when a table of this app has other keys or lacks an index, so that no session could be written or found
 */
export function checkSessionTable(table: dynamodb.ITable): void {
  const resource = table.node?.defaultChild;
  if (!dynamodb.CfnTable.isCfnTable(resource) && !dynamodb.CfnGlobalTable.isCfnGlobalTable(resource)) return;
  const refused = (has: string, why: string) => new Error(`Sessions was given the table '${table.node.path}' ${has}, and ${why}; `
    + 'write table: new SessionTable(this, \'Sessions\').table, or leave table out');
  const { names = [], types } = dynamoDbKeys(table);
  const wanted = [KEYS.partitionKey.name, KEYS.sortKey.name];
  if (names.join() !== wanted.join()) throw refused(`with the keys ${names.join(', ')}`, `sessions are kept by ${wanted.join(', ')}`);
  for (const [index, attribute] of Object.entries(INDEX_KEYS)) {
    const [partitionKey] = dynamoDbKeys(table, index).names ?? [];
    if (partitionKey === undefined) throw refused(`without the index '${index}'`, `receivers are found by ${SESSION_INDEXES.join(', ')}`);
    if (partitionKey !== attribute) throw refused(`whose index '${index}' has the key '${partitionKey}'`, `receivers are found there by '${attribute}'`);
  }
  const other = [...wanted, ...Object.values(INDEX_KEYS)].find((name) => types[name] !== 'S');
  if (other) throw refused(`where '${other}' is of the type ${types[other]}`, 'it is a text (S)');
  const ttl: unknown = Stack.of(resource).resolve(resource.timeToLiveSpecification);
  if (isRecord(ttl) && ttl.attributeName === TTL) return;
  throw refused(`without a time to live by '${TTL}'`, 'connections whose $disconnect never comes would stay for ever');
}
