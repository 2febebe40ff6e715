import { ApiGatewayManagementApiClient, DeleteConnectionCommand, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { ServiceError } from './service-calls';

/**
 * What became of it: the connection has it, does not exist any more, cannot take it now, or will never take it.
 */
export type Outcome = 'delivered' | 'gone' | 'busy' | 'refused';

/**
 * What API Gateway said.
 */
export interface ConnectionAnswer {
  readonly outcome: Outcome;

  /** The name of the error, as `LimitExceededException` or `ECONNRESET`; it quotes nothing of the message. */
  readonly reason?: string;

  /** Of HTTP, where somebody answered: 403 when the function lacks the right; 429 when the account asks too much, or the client does not read. */
  readonly status?: number;
}

/**
 * The connections of the API, each by its id.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class Connections {
  constructor(private readonly client: ApiGatewayManagementApiClient) {}

  /**
   * Sends one message to one connection. Nothing is thrown, whatever happens.
   */
  public async post(connectionId: string, message: string | Uint8Array): Promise<ConnectionAnswer> {
    return answerOf(() => this.client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: message })));
  }

  /**
   * Ends a connection; `delivered` says that API Gateway has been told. Nothing is thrown, whatever happens.
   */
  public async disconnect(connectionId: string): Promise<ConnectionAnswer> {
    return answerOf(() => this.client.send(new DeleteConnectionCommand({ ConnectionId: connectionId })));
  }
}

/**
 * The connections behind an endpoint, as the function posts to them: tried once, as who calls knows better when to try again,
 * and given up after 3 seconds, as one receiver must not hold up the others.
 *
 * @param atOnce how many calls may be under way
 */
export function connectionsAt(endpoint: string, atOnce: number): Connections {
  return new Connections(new ApiGatewayManagementApiClient({
    endpoint,
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true, httpsAgent: { maxSockets: atOnce } },
  }));
}

async function answerOf(call: () => Promise<object>): Promise<ConnectionAnswer> {
  try {
    await call();
    return { outcome: 'delivered' };
  } catch (error) {
    const { name, code, $metadata } = error as ServiceError;
    const status = $metadata?.httpStatusCode;
    return { outcome: outcomeOf(status, name), reason: code ?? name, ...status !== undefined && { status } };
  }
}

/**
 * Without a status nobody answered: the time was over, or the way there was closed.
 *
 * What is no id at all is answered by 400: that connection will never stand.
 */
function outcomeOf(status: number | undefined, name: string | undefined): Outcome {
  if (status === 410 || status === 400 && name === 'BadRequestException') return 'gone';
  return status === undefined || status === 429 || status >= 500 ? 'busy' : 'refused';
}
