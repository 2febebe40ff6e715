import { CreateTableCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { LocalGateway, LocalGatewayProps } from './local-gateway';
import { EventSource } from '../../handlers/broadcast/event-source';
import type * as broadcast from '../../handlers/broadcast/index';
import { BroadcastRequest, queueText } from '../../handlers/realtime/broadcast-request';
import { DynamoEngine } from '../../handlers/realtime/dynamo-engine';
import { FakeQueue } from '../../handlers/realtime/fake-queue';
import { TickingClock } from '../../handlers/ticking-clock';
import { FakeIssuer } from '../../handlers/tokens/fake-issuer';
import { KeyPair } from '../../handlers/tokens/key-pair';
import { TokenCheck } from '../../handlers/tokens/token-check';
import { systemClock } from '../../handlers/waiting';
import { lambdaEnvironment } from '../fake-service';

/** The functions of the example, and those of the library behind it, as they are loaded in Lambda: with their environment set. */
export interface ChatFunctions extends Pick<LocalGatewayProps, 'connect' | 'disconnect' | 'routes'> {
  readonly broadcast: typeof broadcast.handler;
}

/** Somebody with a name in the user pool. */
interface PoolUser {
  readonly name: string;
  readonly groups?: string[];
}

const CLIENT_ID = 'page';
const SCOPE = 'chat/use';
const HISTORY_TABLE = 'history';

/**
 * The whole chat on ports of this machine: every function of the example and of the library, with a DynamoDB engine, a queue and a WebSocket API around them.
 */
export class LocalChat {
  public readonly engine = new DynamoEngine();
  public readonly queue = new FakeQueue();
  public readonly gateway = new LocalGateway(() => ({ ...this.functions!, authorizer: async (event) => this.tokens.answer(event) }));

  private readonly issuer = new FakeIssuer();
  private readonly keys = KeyPair.rsa('chat');
  private readonly tokens: TokenCheck;
  private readonly source = new EventSource(this.queue, new TickingClock());
  private readonly environment = process.env;
  private functions?: ChatFunctions;
  private pump?: NodeJS.Timeout;
  private pumping = false;

  constructor() {
    this.issuer.keys = [this.keys.jwk];
    // As `Authorizer.userPool` renders them.
    const rules = { issuer: this.issuer.url, audience: [CLIENT_ID], tokenSubprotocol: 'bearer.', scopes: [SCOPE] };
    this.tokens = new TokenCheck(rules, this.issuer.fetch, systemClock);
  }

  /**
   * @param load loads the functions, when their environment is there
   */
  public async start(load: () => ChatFunctions | Promise<ChatFunctions>): Promise<void> {
    await Promise.all([this.engine, this.queue, this.gateway, this.issuer].map((service) => service.start()));
    await this.engine.client().send(new CreateTableCommand({
      TableName: HISTORY_TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'room', AttributeType: 'S' }, { AttributeName: 'position', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'room', KeyType: 'HASH' }, { AttributeName: 'position', KeyType: 'RANGE' }],
    }));
    process.env = {
      ...lambdaEnvironment(this.environment, this.engine.endpoint),
      AWS_ENDPOINT_URL_SQS: this.queue.endpoint,
      REALTIME_TABLE: this.engine.tableName,
      REALTIME_QUEUE_URL: this.queue.url,
      REALTIME_ENDPOINT: this.gateway.callbackUrl,
      HISTORY_TABLE,
    };
    this.functions = await load();
    this.pump = setInterval(() => void this.drain(), 2);
  }

  public async stop(): Promise<void> {
    await this.gateway.stop();
    clearInterval(this.pump);
    await Promise.all([this.engine, this.queue, this.issuer].map((service) => service.stop()));
    process.env = this.environment;
  }

  /** What somebody has in hand who has signed in: an access token as Cognito makes it. */
  public tokenOf({ name, groups }: PoolUser, change: object = {}): string {
    const now = Math.floor(Date.now() / 1_000);
    return this.keys.token({
      sub: `id-of-${name}`,
      username: name,
      iss: this.issuer.url,
      client_id: CLIENT_ID,
      token_use: 'access',
      scope: SCOPE,
      iat: now,
      exp: now + 900,
      ...groups && { 'cognito:groups': groups },
      ...change,
    }, 'RS256');
  }

  /** Puts a request into the broadcast queue, as anybody may who can send to it. */
  public tell(request: BroadcastRequest): void {
    this.queue.messages.push({ body: queueText(request), delay: 0 });
  }

  /** What is kept of a room, the oldest first. */
  public async kept(room: string): Promise<(string | undefined)[]> {
    const { Items = [] } = await this.engine.client().send(new QueryCommand({
      TableName: HISTORY_TABLE, KeyConditionExpression: 'room = :room', ExpressionAttributeValues: { ':room': { S: room } },
    }));
    return Items.map(({ text }) => text.S);
  }

  /** Gives the broadcast function what is in the queue, as Lambda does. */
  private async drain(): Promise<void> {
    if (this.pumping) return;
    this.pumping = true;
    await this.source.drain((event) => this.functions!.broadcast(event, { getRemainingTimeInMillis: () => 60_000 }));
    this.pumping = false;
  }
}
