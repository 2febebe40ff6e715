import {
  AttributeValue, BatchWriteItemCommand, DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, QueryCommand, WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { Clock, Patience, retryWhileTransient } from '../waiting';

export type Attributes = Record<string, AttributeValue>;

/** One item of a connection. */
interface KeptItem {
  readonly name: string;

  /** In seconds since 1970. */
  readonly expiresAt: number;
}

/** The most that one call writes. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;

const PATIENCE: Patience = { firstDelay: 50, longestDelay: 1_000, total: 5_000 };

/**
 * What the session table keeps of each connection: some items with names.
 */
export class ConnectionItems {
  constructor(private readonly tableName: string, private readonly client: DynamoDBClient, private readonly clock: Clock) {}

  public async put(connectionId: string, item: string, attributes: Attributes): Promise<void> {
    await this.client.send(new PutItemCommand({ TableName: this.tableName, Item: { ...key(connectionId, item), ...attributes } }));
  }

  public async get(connectionId: string, item: string): Promise<Attributes | undefined> {
    const { Item } = await this.client.send(new GetItemCommand({ TableName: this.tableName, Key: key(connectionId, item), ConsistentRead: true }));
    return Item;
  }

  public async delete(connectionId: string, item: string): Promise<void> {
    await this.client.send(new DeleteItemCommand({ TableName: this.tableName, Key: key(connectionId, item) }));
  }

  /**
   * @throws OutOfPatience when the table is busy and stays so
   */
  public async deleteAll(connectionId: string, items: string[]): Promise<void> {
    for (let begin = 0; begin < items.length; begin += BATCH) {
      await this.deleteBatch(items.slice(begin, begin + BATCH).map((item) => ({ DeleteRequest: { Key: key(connectionId, item) } })));
    }
  }

  /** All items of a connection, page by page. */
  public async *all(connectionId: string): AsyncGenerator<KeptItem[]> {
    let after: Attributes | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand({
        TableName: this.tableName,
        KeyConditionExpression: 'connectionId = :id',
        ExpressionAttributeNames: { '#item': 'item' },
        ExpressionAttributeValues: { ':id': { S: connectionId } },
        ProjectionExpression: '#item, expiresAt',
        ConsistentRead: true,
        ExclusiveStartKey: after,
      }));
      yield Items.map(({ item, expiresAt }) => ({ name: item.S!, expiresAt: Number(expiresAt?.N) }));
      after = LastEvaluatedKey;
    } while (after);
  }

  private async deleteBatch(requests: WriteRequest[]): Promise<void> {
    let left = requests;
    await retryWhileTransient(async () => {
      const { UnprocessedItems } = await this.client.send(new BatchWriteItemCommand({ RequestItems: { [this.tableName]: left } }));
      left = UnprocessedItems?.[this.tableName] ?? [];
      if (left.length > 0) throw new BusyTable(left.length);
    }, (error) => error instanceof BusyTable, PATIENCE, this.clock);
  }
}

/** DynamoDB took a part of a batch, as it may when it is busy. */
class BusyTable extends Error {
  constructor(left: number) {
    super(`DynamoDB did not take ${left} of the deletions of a connection's items; they go by their time to live`);
  }
}

function key(connectionId: string, item: string): Attributes {
  return { connectionId: { S: connectionId }, item: { S: item } };
}
