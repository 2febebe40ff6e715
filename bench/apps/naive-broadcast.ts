/**
 * The broadcast as tutorials write it: one function scans the table of connections and posts to all of them, `at-once` or one after another.
 */
import { ApiGatewayManagementApiClient, GoneException, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi';
import { DeleteItemCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { serve } from './function-process';

const TableName = process.env.REALTIME_TABLE!;
const dynamoDb = new DynamoDBClient({});
const connections = new ApiGatewayManagementApiClient({ endpoint: process.env.REALTIME_ENDPOINT });

serve(async ({ Records }) => {
  for (const { body } of Records) {
    const { data } = JSON.parse(body) as { data: unknown };
    const ids: string[] = [];
    for await (const { Items = [] } of paginateScan({ client: dynamoDb }, { TableName })) ids.push(...Items.map((item) => item.connectionId.S!));
    if (process.argv[2] === 'at-once') await Promise.all(ids.map((id) => post(id, JSON.stringify(data))));
    else for (const id of ids) await post(id, JSON.stringify(data));
  }
  return { batchItemFailures: [] };
});

async function post(ConnectionId: string, Data: string): Promise<void> {
  try {
    await connections.send(new PostToConnectionCommand({ ConnectionId, Data }));
  } catch (error) {
    if (!(error instanceof GoneException)) throw error;
    await dynamoDb.send(new DeleteItemCommand({ TableName, Key: { connectionId: { S: ConnectionId }, item: { S: 'session' } } }));
  }
}
