import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { Attributes, ConnectionItems } from './connection-items';
import { ManyReceivers } from './receivers';
import { Clock } from '../waiting';

/**
 * A connection that stands, and whose it is.
 */
interface Session {
  readonly connectionId: string;

  /** None for anonymous callers. */
  readonly userId?: string;
}

/**
 * Where a page ended; it is JSON, so that it can go through a queue.
 */
export type PageEnd = Readonly<Record<string, string>>;

/**
 * Some of the connections of receivers.
 */
interface ConnectionPage {
  readonly connectionIds: string[];

  /** Where the next page begins. There may be one although this one has no connection. */
  readonly next?: PageEnd;
}

/**
 * API Gateway ends a connection after two hours; ten minutes more, so that nothing of a living one is taken away.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
 */
const LIFETIME_SECONDS = 130 * 60;

/** A session is stored before its connection stands: `$connect` may take 29 seconds. */
const CONNECTING_SECONDS = 30;

const SESSION = 'session';

/**
 * Who is connected, and in which rooms, in DynamoDB.
 *
 * One item tells all of a session, so that a crash between two writes leaves no half session. What it does leave, memberships of a connection
 * that is gone, goes when somebody next posts to it, or by its time to live.
 */
export class SessionTable {
  private readonly items: ConnectionItems;

  constructor(
    private readonly tableName: string, private readonly client: DynamoDBClient, private readonly region: string, private readonly clock: Clock,
  ) {
    this.items = new ConnectionItems(tableName, client, clock);
  }

  public async add({ connectionId, userId }: Session): Promise<void> {
    const now = this.seconds();
    await this.items.put(connectionId, SESSION, {
      onlineIn: { S: this.region },
      ...userId !== undefined && { userId: { S: userId } },
      connectedAt: { N: `${now}` },
      expiresAt: { N: `${now + LIFETIME_SECONDS}` },
    });
  }

  /**
   * Removes all that is known of a connection.
   */
  public async remove(connectionId: string): Promise<void> {
    // The session goes first: whoever joins a room meanwhile then finds it gone, or is found by the query.
    await this.items.delete(connectionId, SESSION);
    for await (const items of this.items.all(connectionId)) await this.items.deleteAll(connectionId, items.map(({ name }) => name));
  }

  /**
   * Removes a connection of which API Gateway says that it is gone, and says whether to believe that.
   *
   * It says the same of a connection that does not stand yet: that one stays, and whoever wants to post comes back later.
   * Of a connection of another region it knows nothing: that one stays as well.
   *
   * @see https://repost.aws/knowledge-center/410-gone-api-gateway
   */
  public async removeGone(connectionId: string): Promise<boolean> {
    const session = await this.items.get(connectionId, SESSION);
    if (session && session.onlineIn?.S !== this.region) return true;
    if (session && this.seconds() < Number(session.connectedAt?.N) + CONNECTING_SECONDS) return false;
    await this.remove(connectionId);
    return true;
  }

  /**
   * Puts a connection into a room, and says whether the connection stands; when it is gone, nothing stays.
   */
  public async join(connectionId: string, room: string): Promise<boolean> {
    const session = await this.living(connectionId);
    if (!session) return false;
    await this.items.put(connectionId, membership(room), { room: { S: room }, region: { S: this.region }, expiresAt: session.expiresAt });
    // Looked up once more: the connection could end in between, and its membership would stay.
    if (await this.living(connectionId)) return true;
    await this.leave(connectionId, room);
    return false;
  }

  public async leave(connectionId: string, room: string): Promise<void> {
    await this.items.delete(connectionId, membership(room));
  }

  /**
   * The session of a connection, or nothing when it is gone.
   */
  public async sessionOf(connectionId: string): Promise<Session | undefined> {
    const session = await this.living(connectionId);
    return session && { connectionId, ...session.userId?.S !== undefined && { userId: session.userId.S } };
  }

  public async roomsOf(connectionId: string): Promise<string[]> {
    const rooms: string[] = [];
    for await (const items of this.items.all(connectionId)) {
      rooms.push(...items.filter(({ name, expiresAt }) => name !== SESSION && !this.hasExpired(expiresAt)).map(({ name }) => roomOf(name)));
    }
    return rooms;
  }

  /**
   * One page of receivers: one read of up to 1 MB. Those of other regions are left out, as only their own region can post to them,
   * and so are those that have expired.
   */
  public async page(receivers: ManyReceivers, after?: PageEnd): Promise<ConnectionPage> {
    const { index, attribute, value, region } = this.indexOf(receivers);
    const { Items = [], LastEvaluatedKey } = await this.client.send(new QueryCommand({
      TableName: this.tableName,
      IndexName: index,
      KeyConditionExpression: '#attribute = :value',
      ExpressionAttributeNames: { '#attribute': attribute },
      ExpressionAttributeValues: { ':value': { S: value } },
      ExclusiveStartKey: after && asKey(after),
    }));
    const found = Items.filter((item) => item[region]?.S === this.region && !this.hasExpired(Number(item.expiresAt?.N)));
    return {
      connectionIds: found.map(({ connectionId }) => connectionId.S!),
      ...LastEvaluatedKey && { next: asPageEnd(LastEvaluatedKey) },
    };
  }

  private async living(connectionId: string): Promise<Attributes | undefined> {
    const session = await this.items.get(connectionId, SESSION);
    return session && !this.hasExpired(Number(session.expiresAt?.N)) ? session : undefined;
  }

  /** DynamoDB may take days to delete what has. An index that does not know when says nothing. */
  private hasExpired(expiresAt: number): boolean {
    return expiresAt <= this.seconds();
  }

  private indexOf(receivers: ManyReceivers): { index: string; attribute: string; value: string; region: string } {
    if ('user' in receivers) return { index: 'users', attribute: 'userId', value: receivers.user, region: 'onlineIn' };
    if ('room' in receivers) return { index: 'rooms', attribute: 'room', value: receivers.room, region: 'region' };
    return { index: 'online', attribute: 'onlineIn', value: this.region, region: 'onlineIn' };
  }

  private seconds(): number {
    return Math.floor(this.clock.now() / 1_000);
  }
}

function membership(room: string): string {
  return `room#${room}`;
}

function roomOf(name: string): string {
  return name.slice(membership('').length);
}

function asKey(end: PageEnd): Attributes {
  return Object.fromEntries(Object.entries(end).map(([name, value]) => [name, { S: value }]));
}

/** All keys of the table and of its indexes are texts. */
function asPageEnd(lastKey: Attributes): PageEnd {
  return Object.fromEntries(Object.entries(lastKey).map(([name, { S }]) => [name, S!]));
}
