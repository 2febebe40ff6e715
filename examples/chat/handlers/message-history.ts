import { AttributeValue, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { ChatMessage } from './chat-protocol';
import { requiredVariable } from './environment';

/**
 * Some messages of a room, the oldest first.
 */
interface HistoryPage {
  readonly messages: ChatMessage[];
  /** There is more: what to ask for next. */
  readonly next?: string;
}

/** 25 of the longest messages, in JSON's longest form, are 90 KB: they fit one message of a WebSocket, which has 128. */
const PAGE = 25;
const KEPT_SECONDS = 7 * 24 * 60 * 60;

const TableName = requiredVariable('HISTORY_TABLE');

// Three attempts of at most 2 seconds each stay well below the function's timeout of 10.
const dynamoDb = new DynamoDBClient({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_500, throwOnRequestTimeout: true },
});

/**
 * Keeps a message for a week.
 */
export async function keepMessage(message: ChatMessage): Promise<void> {
  const { id, room, from, text, sentAt } = message;
  await dynamoDb.send(new PutItemCommand({
    TableName,
    Item: {
      room: { S: room },
      position: { S: positionOf(message) },
      id: { S: id },
      fromId: { S: from.id },
      fromName: { S: from.name },
      text: { S: text },
      sentAt: { S: sentAt },
      expiresAt: { N: `${Math.floor(Date.parse(sentAt) / 1_000) + KEPT_SECONDS}` },
    },
  }));
}

/**
 * What was said after a time or a position; without one, what was said last.
 */
export async function readMessages(room: string, since?: string): Promise<HistoryPage> {
  const { Items = [], LastEvaluatedKey } = await dynamoDb.send(new QueryCommand({
    TableName,
    // What was kept before somebody joined is told here, and what is kept afterwards comes by itself: so nothing may be overlooked.
    ConsistentRead: true,
    KeyConditionExpression: since === undefined ? 'room = :room' : 'room = :room AND #position > :since',
    ...since !== undefined && { ExpressionAttributeNames: { '#position': 'position' } },
    ExpressionAttributeValues: { ':room': { S: room }, ...since !== undefined && { ':since': { S: since } } },
    ScanIndexForward: since !== undefined,
    Limit: PAGE,
  }));
  const messages = Items.map(fromItem);
  if (since === undefined) return { messages: messages.reverse() };
  return { messages, next: LastEvaluatedKey?.position.S };
}

/** Times of one form are in order as texts, so `since` may be a time as well. */
function positionOf({ sentAt, id }: ChatMessage): string {
  return `${sentAt}#${id}`;
}

function fromItem(item: Record<string, AttributeValue>): ChatMessage {
  const text = (name: string): string => {
    const value = item[name]?.S;
    if (value === undefined) throw new Error(`the item has no '${name}'`);
    return value;
  };
  return { kind: 'message', id: text('id'), room: text('room'), from: { id: text('fromId'), name: text('fromName') }, text: text('text'), sentAt: text('sentAt') };
}
