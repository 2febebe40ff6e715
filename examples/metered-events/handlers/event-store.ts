import { isDeepStrictEqual } from 'node:util';
import { AttributeValue, ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { requiredVariable } from './environment';
import { EventType, MeteredEvent } from './metered-event';

/**
 * An event as it is kept.
 */
export interface StoredEvent extends MeteredEvent {
  readonly storedAt: string;
}

/**
 * What came of storing an event: it is new, it was there already, or its id belongs to another one.
 */
export type StoreOutcome =
  | { readonly outcome: 'stored' | 'repeated'; readonly event: StoredEvent }
  | { readonly outcome: 'conflict' };

const TableName = requiredVariable('TABLE_NAME');

// Three attempts of at most 2 seconds each stay well below the function's timeout of 10.
const dynamoDb = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
});

/**
 * Stores an event once, however often it is sent: DynamoDB writes only where nothing is, and otherwise says what is there.
 */
export async function storeEvent(owner: string, event: MeteredEvent, storedAt: string): Promise<StoreOutcome> {
  try {
    await dynamoDb.send(new PutItemCommand({
      TableName,
      Item: toItem(owner, { ...event, storedAt }),
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }));
    return { outcome: 'stored', event: { ...event, storedAt } };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    const present = fromItem(error.Item);
    const same = isDeepStrictEqual(present, { ...event, storedAt: present.storedAt });
    return same ? { outcome: 'repeated', event: present } : { outcome: 'conflict' };
  }
}

/**
 * An event of this owner; undefined when there is none, whoever else may have one of that id.
 */
export async function readEvent(owner: string, id: string): Promise<StoredEvent | undefined> {
  const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: { owner: { S: owner }, id: { S: id } }, ConsistentRead: true }));
  return Item && fromItem(Item);
}

// `data` is kept as text: its sender gets back exactly what was sent.
function toItem(owner: string, { id, type, occurredAt, data, storedAt }: StoredEvent): Record<string, AttributeValue> {
  return {
    owner: { S: owner },
    id: { S: id },
    type: { S: type },
    occurredAt: { S: occurredAt },
    storedAt: { S: storedAt },
    ...data && { data: { S: JSON.stringify(data) } },
  };
}

function fromItem(item: Record<string, AttributeValue>): StoredEvent {
  const text = (name: string): string => {
    const value = item[name]?.S;
    if (value === undefined) throw new Error(`the item has no '${name}'`);
    return value;
  };
  return {
    id: text('id'),
    type: text('type') as EventType,
    occurredAt: text('occurredAt'),
    ...item.data && { data: JSON.parse(text('data')) as Record<string, unknown> },
    storedAt: text('storedAt'),
  };
}
