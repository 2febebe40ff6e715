import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { checkDynamoDbOffered, dynamoDbAction } from './dynamo-db-action';
import { DynamoDbKeyOptions, itemKey } from './dynamo-db-item-key';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';

/** Deletes an item of a table; it is no failure when there is none. */
export class DynamoDbDeleteIntegration implements IRouteIntegration {
  private readonly table: dynamodb.ITable;
  private readonly options: DynamoDbKeyOptions;

  public constructor(table: dynamodb.ITable, options: DynamoDbKeyOptions) {
    checkGivenConstruct('Integration.dynamoDbDelete()', 'table', table);
    this.table = table;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkDynamoDbOffered(options, 'Integration.dynamoDbDelete');
    const { set, text } = itemKey(this.table, this.options, options);
    return dynamoDbAction(options, this.table, { action: 'DeleteItem', set, members: `"Key":${text}`, success: '{}' });
  }
}
