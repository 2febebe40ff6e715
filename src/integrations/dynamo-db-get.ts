import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { answerWithStatus } from './answer-with-status';
import { checkAnswered, checkDynamoDbOffered, dynamoDbAction } from './dynamo-db-action';
import { DynamoDbKeyOptions, itemKey } from './dynamo-db-item-key';
import { itemTemplate } from './dynamo-db-item-template';
import { projection } from './dynamo-db-projection';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';

/**
 * Which item is read, and what of it the caller gets.
 */
export interface DynamoDbGetOptions extends DynamoDbKeyOptions {
  /**
   * The attributes that the caller gets, as plain JSON: texts, numbers and booleans. Lists, maps and sets are left out; for them let a function answer.
   */
  readonly attributes: string[];

  /**
   * Whether the answer has all that was written before, for twice the read capacity.
   *
   * @default false - what was written within the last second may be missing
   */
  readonly consistentRead?: boolean;
}

/** Reads an item of a table. */
export class DynamoDbGetIntegration implements IRouteIntegration {
  private readonly table: dynamodb.ITable;
  private readonly options: DynamoDbGetOptions;

  public constructor(table: dynamodb.ITable, options: DynamoDbGetOptions) {
    checkGivenConstruct('Integration.dynamoDbGet()', 'table', table);
    this.table = table;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkDynamoDbOffered(options, 'Integration.dynamoDbGet');
    checkAnswered(options, 'Integration.dynamoDbGet');
    const { attributes, consistentRead = false } = this.options;
    const key = itemKey(this.table, this.options, options);
    const { expression, names } = projection(attributes, options);
    return dynamoDbAction(options, this.table, {
      action: 'GetItem',
      set: key.set,
      members: `"Key":${key.text},"ProjectionExpression":"${expression}","ExpressionAttributeNames":{${names}}${consistentRead ? ',"ConsistentRead":true' : ''}`,
      success: [
        '#set($item = $input.path(\'$.Item\'))',
        '#if("$!item" == "")',
        ...answerWithStatus(options.apiType, 404, '{"message":"Not Found"}'),
        '#else',
        itemTemplate('$item', attributes),
        '#end',
      ].join('\n'),
    });
  }
}
