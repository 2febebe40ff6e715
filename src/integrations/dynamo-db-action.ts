import { aws_dynamodb as dynamodb, aws_iam as iam } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { foreignAccount, placeOfArn } from './backend-place';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { checkOffered } from './offered-api-types';
import { mappedServiceAction } from './service-action';
import { whyNobodyGets } from './silent-route';

/** An action on the items of a table. */
interface DynamoDbAction {
  readonly action: 'PutItem' | 'GetItem' | 'DeleteItem' | 'Query';
  /** Directives that must stand before the request. */
  readonly set: string;
  /** The members of the request but for the table, as a mapping template prints them. */
  readonly members: string;
  /** The mapping template of the answer. */
  readonly success: string;
  readonly indexName?: string;
}

const WRITING = ['PutItem', 'DeleteItem'];

/**
 * The action as a REST or WebSocket API calls it, and the statement that lets it.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
 */
export function dynamoDbAction(
  options: BindIntegrationOptions, table: dynamodb.ITable, { action, set, members, success, indexName }: DynamoDbAction,
): RouteIntegrationConfig {
  const place = placeOfArn(table, table.tableArn);
  // By its name DynamoDB finds a table in the account of the role alone.
  const tableName = foreignAccount(options.scope, place) === undefined ? table.tableName : table.tableArn;
  const config = mappedServiceAction(options, table, {
    action: `dynamodb:action/${action}`,
    headers: { 'Content-Type': 'application/x-amz-json-1.0' },
    request: `${set}{"TableName":"${tableName}",${members}}`,
    success,
    errorPath: '$.__type',
    place,
  });
  const role = integrationRole(options.scope);
  // Not the table's own grant, which would allow the action on all indexes too.
  iam.Grant.addToPrincipal({ grantee: role, actions: [`dynamodb:${action}`], resourceArns: [indexName === undefined ? table.tableArn : `${table.tableArn}/index/${indexName}`] });
  if (WRITING.includes(action)) table.encryptionKey?.grantEncryptDecrypt(role);
  else table.encryptionKey?.grantDecrypt(role);
  return config;
}

/** @throws where API Gateway has no action of DynamoDB */
export function checkDynamoDbOffered(options: BindIntegrationOptions, factory: string): void {
  checkOffered(options, factory, [ApiType.REST, ApiType.WEBSOCKET], {
    [ApiType.HTTP]: 'use GovernedRestApi, or write Integration.lambdaFunction(fn) with a function that calls DynamoDB',
  });
}

/** @throws where nobody gets what is read */
export function checkAnswered({ apiType, routeKey }: BindIntegrationOptions, factory: string): void {
  const nobody = apiType === ApiType.WEBSOCKET && whyNobodyGets(routeKey);
  if (!nobody) return;
  throw new Error(`'${routeKey}' was given ${factory}(), and what it reads nobody would get: ${nobody}; `
    + 'write it for a route that takes messages, or let a function answer');
}
