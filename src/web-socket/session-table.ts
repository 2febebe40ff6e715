import { RemovalPolicy, Stack, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Construct } from 'constructs';

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
export const SESSION_INDEXES = ['users', 'rooms', 'online'] as const;

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
export class SessionTable extends Construct {
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
    this.addIndex('users', 'userId', ['onlineIn']);
    this.addIndex('rooms', 'room', ['region']);
    this.addIndex('online', 'onlineIn', []);
  }

  /** Holds only items that have the attribute. */
  private addIndex(indexName: typeof SESSION_INDEXES[number], attribute: string, nonKeyAttributes: string[]): void {
    const { INCLUDE, KEYS_ONLY } = dynamodb.ProjectionType;
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: attribute, type: STRING },
      sortKey: KEYS.partitionKey,
      ...nonKeyAttributes.length === 0 ? { projectionType: KEYS_ONLY } : { projectionType: INCLUDE, nonKeyAttributes },
    });
  }
}

/**
 * @throws when a table of this app has other keys or lacks an index, so that no session could be written or found
 */
export function checkSessionTable(table: dynamodb.ITable): void {
  const resource = table.node?.defaultChild;
  if (!dynamodb.CfnTable.isCfnTable(resource)) return;
  const { keySchema, globalSecondaryIndexes = [], timeToLiveSpecification } = Stack.of(resource).resolve(
    { keySchema: resource.keySchema, globalSecondaryIndexes: resource.globalSecondaryIndexes, timeToLiveSpecification: resource.timeToLiveSpecification },
  ) as Written;
  const refused = (has: string, why: string) => new Error(`Sessions was given the table '${table.node.path}' ${has}, and ${why}; `
    + 'write table: new SessionTable(this, \'Sessions\').table, or leave table out');
  const keys = keySchema.map(({ attributeName, keyType }) => `${attributeName} (${keyType})`);
  const wanted = [`${KEYS.partitionKey.name} (HASH)`, `${KEYS.sortKey.name} (RANGE)`];
  if (keys.join() !== wanted.join()) throw refused(`with the keys ${keys.join(', ')}`, `sessions are kept by ${wanted.join(', ')}`);
  const missing = SESSION_INDEXES.find((index) => !globalSecondaryIndexes.some(({ indexName }) => indexName === index));
  if (missing) throw refused(`without the index '${missing}'`, `receivers are found by ${SESSION_INDEXES.join(', ')}`);
  if (timeToLiveSpecification?.attributeName !== TTL) throw refused(`without a time to live by '${TTL}'`, 'connections whose $disconnect never comes would stay for ever');
}

/** What of a table stands in the template. */
interface Written {
  readonly keySchema: dynamodb.CfnTable.KeySchemaProperty[];
  readonly globalSecondaryIndexes?: dynamodb.CfnTable.GlobalSecondaryIndexProperty[];
  readonly timeToLiveSpecification?: dynamodb.CfnTable.TimeToLiveSpecificationProperty;
}
