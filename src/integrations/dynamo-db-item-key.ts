import { aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { attributeList, checkNumbers, parseAttributes } from './dynamo-db-attribute';
import { dynamoDbKeys } from './dynamo-db-keys';
import { BindIntegrationOptions } from './integration-contract';

/**
 * Which item of a table is meant.
 */
export interface DynamoDbKeyOptions {
  /**
   * The item's key: the partition key, and the sort key where the table has one. Each a text, or where the request has it, as `$request.path.id`, `$request.body.id`, `$context.authorizer.sub`.
   * To a request that lacks it DynamoDB says no, which is answered 400.
   */
  readonly key: { [attribute: string]: string };

  /**
   * The parts of the key that are numbers.
   *
   * @default - those that the table says are numbers; all others are texts
   */
  readonly numbers?: string[];
}

/**
 * The key in a mapping template.
 *
 * @throws when it is not the table's
 */
export function itemKey(
  table: dynamodb.ITable, { key, numbers }: DynamoDbKeyOptions, options: BindIntegrationOptions,
): { set: string; text: string } {
  const keys = dynamoDbKeys(table);
  const attributes = parseAttributes({ option: 'key', values: key, numbers, keys }, options);
  checkNumbers(numbers, attributes, options);
  const given = attributes.map(({ name }) => name);
  if (keys.names && (given.length !== keys.names.length || keys.names.some((name) => !given.includes(name)))) {
    const named = (names: string[]) => names.map((name) => `'${name}'`).join(' and ');
    throw new Error(`the key of '${options.routeKey}' has ${named(given)}, and items of the table '${table.node.path}' have the key ${named(keys.names)}; write ${keys.names.length === 1 ? 'that' : 'both'}`);
  }
  const { set, text } = attributeList(attributes, 'key');
  return { set, text: `{${text}}` };
}
