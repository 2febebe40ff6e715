import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { checkDynamoDbOffered, dynamoDbAction } from './dynamo-db-action';
import { attributeList, checkAttributeNames, checkNumbers, parseAttributes } from './dynamo-db-attribute';
import { dynamoDbKeys } from './dynamo-db-keys';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';

/**
 * What item is put into a table.
 */
export interface DynamoDbPutOptions {
  /**
   * The item's attributes: each a text, or where the request has it, as `$request.body.id`, `$request.path.id`, `$context.connectionId`, `$context.authorizer.sub`.
   * One that the request lacks, or has empty, is left out; without a key DynamoDB refuses the item, which is answered 400.
   *
   * A key that the caller chooses may be another caller's: take what tells callers apart from `$context.authorizer`, or write `unlessExists`.
   */
  readonly item: { [attribute: string]: string };

  /**
   * The attributes whose values are numbers. What is no number is answered 400.
   *
   * @default - the keys that the table says are numbers; all others are texts
   */
  readonly numbers?: string[];

  /**
   * The table's partition key: an item whose key is taken is not put, and answered 409.
   *
   * @default - the item takes the place of one with the same key
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
   */
  readonly unlessExists?: string;
}

/** Puts an item into a table. */
export class DynamoDbPutIntegration implements IRouteIntegration {
  private readonly table: dynamodb.ITable;
  private readonly options: DynamoDbPutOptions;

  public constructor(table: dynamodb.ITable, options: DynamoDbPutOptions) {
    checkGivenConstruct('Integration.dynamoDbPut()', 'table', table);
    this.table = table;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkDynamoDbOffered(options, 'Integration.dynamoDbPut');
    const { item, numbers, unlessExists } = this.options;
    const keys = dynamoDbKeys(this.table);
    const attributes = parseAttributes({ option: 'item', values: item, numbers, keys }, options);
    checkNumbers(numbers, attributes, options);
    const missing = keys.names?.find((name) => !(name in item));
    if (missing !== undefined) throw new Error(`the item of '${options.routeKey}' lacks '${missing}', a key of the table '${this.table.node.path}'; write where the request has it`);
    if (unlessExists !== undefined) this.checkUnlessExists(unlessExists, keys.names, options);

    const { set, text } = attributeList(attributes, 'item');
    // '#' is written as JSON may have it: a mapping template takes it for a directive.
    const condition = unlessExists === undefined ? '' : `,"ConditionExpression":"attribute_not_exists(\\u0023key)","ExpressionAttributeNames":{"\\u0023key":"${unlessExists}"}`;
    return dynamoDbAction(options, this.table, { action: 'PutItem', set, members: `"Item":{${text}}${condition}`, success: '{}' });
  }

  private checkUnlessExists(unlessExists: string, keys: string[] | undefined, options: BindIntegrationOptions): void {
    checkAttributeNames('unlessExists', [unlessExists], options);
    if (keys === undefined || keys[0] === unlessExists) return;
    throw new Error(`the unlessExists of '${options.routeKey}' is '${unlessExists}', which is not the partition key of the table '${this.table.node.path}'; write '${keys[0]}'`);
  }
}
