import { Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { Stack, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import dynalite from 'dynalite';
import { TemplateRequest, mappedAnswer, renderRequest } from './service-template';
import { RouteIntegrationConfig } from '../../src/integrations/integration-contract';

const TABLE_NAME = 'orders';
const { NUMBER, STRING } = dynamodb.AttributeType;
const KEY = { partitionKey: { name: 'customer', type: STRING }, sortKey: { name: 'placedAt', type: NUMBER } };
const BY_STATE = { indexName: 'byState', partitionKey: { name: 'state', type: STRING }, sortKey: { name: 'placedAt', type: NUMBER } };

/** What a caller gets. */
interface Answer {
  /** Undefined where it has none of its own: the answer to a message. */
  readonly status?: number;
  readonly body: unknown;
}

/** The table of orders as an app makes it. */
export function ordersTable(stack: Stack): dynamodb.Table {
  const table = new dynamodb.Table(stack, 'Orders', KEY);
  table.addGlobalSecondaryIndex(BY_STATE);
  return table;
}

/** The table of orders in an engine of DynamoDB, on a port of this machine alone. */
export class DynamoTable {
  private readonly engine: Server = dynalite({ createTableMs: 0 });

  public async start(): Promise<void> {
    await new Promise<void>((done) => this.engine.listen(0, '127.0.0.1', done));
    const throughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
    const schema = ({ partitionKey, sortKey }: typeof KEY) => [{ AttributeName: partitionKey.name, KeyType: 'HASH' }, { AttributeName: sortKey.name, KeyType: 'RANGE' }];
    await this.call('CreateTable', JSON.stringify({
      TableName: TABLE_NAME,
      AttributeDefinitions: [['customer', 'S'], ['placedAt', 'N'], ['state', 'S']].map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
      KeySchema: schema(KEY),
      GlobalSecondaryIndexes: [{ IndexName: BY_STATE.indexName, KeySchema: schema(BY_STATE), Projection: { ProjectionType: 'ALL' }, ProvisionedThroughput: throughput }],
      ProvisionedThroughput: throughput,
    }));
    for (let tries = 0; tries < 50; tries++) {
      const { body } = await this.call('DescribeTable', JSON.stringify({ TableName: TABLE_NAME }));
      if ((body as { Table: { TableStatus: string } }).Table.TableStatus === 'ACTIVE') return;
    }
    throw new Error('the table did not become active');
  }

  public async stop(): Promise<void> {
    const closed = new Promise((done) => this.engine.close(done));
    this.engine.closeAllConnections();
    await closed;
  }

  /** What the caller of a route gets, through both of its templates. */
  public async answer(stack: Stack, config: RouteIntegrationConfig, request: TemplateRequest): Promise<Answer> {
    const [template] = Object.values(config.requestTemplates!);
    const { status, body } = await this.call(config.uri!.split('/').pop()!, renderRequest(readable(stack, template), request));
    const answer = mappedAnswer(config, status === 200 ? 'success' : 'failure', body);
    return { status: answer.status, body: JSON.parse(answer.body) as unknown };
  }

  /** All items, with their attributes as DynamoDB has them. */
  public async items(): Promise<unknown[]> {
    const { body } = await this.call('Scan', JSON.stringify({ TableName: TABLE_NAME }));
    return (body as { Items: unknown[] }).Items;
  }

  public async put(item: object): Promise<void> {
    expect((await this.call('PutItem', JSON.stringify({ TableName: TABLE_NAME, Item: item }))).status).toBe(200);
  }

  private async call(action: string, body: string): Promise<{ status: number; body: object }> {
    const response = await fetch(`http://127.0.0.1:${(this.engine.address() as AddressInfo).port}`, {
      method: 'POST',
      body,
      signal: AbortSignal.timeout(5_000),
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${action}`,
        'x-amz-date': '20250101T000000Z',
        'authorization': 'AWS4-HMAC-SHA256 Credential=a/20250101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
    });
    return { status: response.status, body: await response.json() as object };
  }
}

/** A template with the table's name in it, as a deployment writes it. */
function readable(stack: Stack, template: string): string {
  const resolved = stack.resolve(template) as string | { 'Fn::Join': [string, unknown[]] };
  return typeof resolved === 'string' ? resolved : resolved['Fn::Join'][1].map((part) => typeof part === 'string' ? part : TABLE_NAME).join('');
}
