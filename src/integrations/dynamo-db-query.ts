import { Token, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { checkAnswered, checkDynamoDbOffered, dynamoDbAction } from './dynamo-db-action';
import { DynamoDbAttribute, attributeList, attributeNames, checkNumbers, parseAttributes } from './dynamo-db-attribute';
import { itemTemplate, keyTemplate } from './dynamo-db-item-template';
import { DynamoDbKeys, dynamoDbKeys } from './dynamo-db-keys';
import { projection } from './dynamo-db-projection';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';

/**
 * Which items are read, and what of them the caller gets, page by page.
 */
export interface DynamoDbQueryOptions {
  /**
   * The partition: its key, and where the request has the value, as `{ room: '$request.path.room' }`.
   */
  readonly partitionKey: { [attribute: string]: string };

  /**
   * Where the next request has what the answer before said of its last item: all other keys of the table, and of the index, as `{ sentAt: '$request.querystring.sentAt' }`.
   *
   * An answer is `{ "items": [...], "next": { "sentAt": "..." } }`, and without `next` the last one. The values of `next` are texts, also of numbers.
   */
  readonly startAfter: { [attribute: string]: string };

  /**
   * The attributes of each item that the caller gets, as plain JSON: texts, numbers and booleans. Lists, maps and sets are left out; for them let a function answer.
   */
  readonly attributes: string[];

  /**
   * The keys that are numbers.
   *
   * @default - those that the table says are numbers; all others are texts
   */
  readonly numbers?: string[];

  /**
   * The index that is read; it must hold the `attributes`.
   *
   * @default - the table itself
   */
  readonly indexName?: string;

  /**
   * How many items an answer has at most: 1 to 1000.
   *
   * @default 25
   */
  readonly pageSize?: number;

  /**
   * Whether the items come by falling sort key, as the newest first.
   *
   * @default false
   */
  readonly descending?: boolean;
}

/** A `#foreach` of a mapping template goes no further. @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const PAGE_SIZE_MAX = 1_000;
const INDEX_NAME = /^[A-Za-z0-9_.-]{3,255}$/;

/** Reads the items of a partition. */
export class DynamoDbQueryIntegration implements IRouteIntegration {
  private readonly table: dynamodb.ITable;
  private readonly options: DynamoDbQueryOptions;

  public constructor(table: dynamodb.ITable, options: DynamoDbQueryOptions) {
    checkGivenConstruct('Integration.dynamoDbQuery()', 'table', table);
    this.table = table;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkDynamoDbOffered(options, 'Integration.dynamoDbQuery');
    checkAnswered(options, 'Integration.dynamoDbQuery');
    const { indexName, attributes, pageSize = 25, descending = false } = this.options;
    if (indexName !== undefined) checkIndexName(indexName, options);
    checkPageSize(pageSize, options);
    const [partition, ...sort] = this.keys(options);
    const { expression, names } = projection(attributes, options);

    const value = attributeList([{ ...partition, name: ':p' }], 'partition');
    const startAfter = attributeList(sort, 'after');
    const startKey = `,"ExclusiveStartKey":{${attributeList([partition], 'partition').text},${startAfter.text}}`;
    return dynamoDbAction(options, this.table, {
      action: 'Query',
      indexName,
      set: value.set + startAfter.set,
      members: [
        ...indexName === undefined ? [] : [`"IndexName":"${indexName}"`],
        `"Limit":${pageSize}`,
        // '#' is written as JSON may have it: a mapping template takes it for a directive.
        '"KeyConditionExpression":"\\u0023p = :p"',
        `"ExpressionAttributeValues":{${value.text}}`,
        `"ProjectionExpression":"${expression}"`,
        `"ExpressionAttributeNames":{"\\u0023p":"${partition.name}",${names}}`,
        `"ScanIndexForward":${!descending}${startAfter.present === undefined ? startKey : `#if(${startAfter.present})${startKey}#end`}`,
      ].join(','),
      success: [
        `{"items":[#foreach($item in $input.path('$.Items'))${itemTemplate('$item', attributes)}#if($foreach.hasNext),#end#end]`,
        '#set($last = $input.path(\'$.LastEvaluatedKey\'))',
        `#if("$!last" != ""),"next":${keyTemplate('$last', sort.map(({ name }) => name))}#end}`,
      ].join(''),
    });
  }

  /** The key of the partition, and what else says where a page begins. */
  private keys(options: BindIntegrationOptions): DynamoDbAttribute[] {
    const { partitionKey, startAfter, numbers, indexName } = this.options;
    const keys = dynamoDbKeys(this.table, indexName);
    const partition = parseAttributes({ option: 'partitionKey', values: partitionKey, numbers, keys }, options);
    if (partition.length > 1) {
      throw new Error(`the partitionKey of '${options.routeKey}' has ${partition.length} attributes, and a partition has one; write the others as startAfter`);
    }
    checkKnown({ own: partition[0].name, others: attributeNames('startAfter', startAfter, options) }, keys, this.table, options);
    const sort = parseAttributes({ option: 'startAfter', values: startAfter, numbers, keys }, options);
    const fixed = sort.find(({ value }) => value.source === 'literal');
    if (fixed) {
      throw new Error(`the startAfter.${fixed.name} of '${options.routeKey}' is '${fixed.value.text}', so that every page would begin there; write where the next request has it, as '$request.querystring.${fixed.name}'`);
    }
    const all = [...partition, ...sort];
    checkNumbers(numbers, all, options);
    return all;
  }
}

/** @throws when a page could not begin there, as far as the app knows the keys */
function checkKnown(
  given: { own: string; others: string[] }, { names }: DynamoDbKeys, table: dynamodb.ITable, { routeKey }: BindIntegrationOptions,
): void {
  if (names === undefined) return;
  const [own, ...others] = names;
  const read = `what '${routeKey}' reads of the table '${table.node.path}'`;
  if (given.own !== own) throw new Error(`the partitionKey of '${routeKey}' is '${given.own}', and ${read} has the partition key '${own}'; write that`);
  if (others.length === 0) throw new Error(`${read} has no key beside '${own}', so that a partition is one item; write Integration.dynamoDbGet(table, { key })`);
  if (given.others.length === others.length && others.every((name) => given.others.includes(name))) return;
  const [has, write] = given.others.length === 0
    ? ['no attributes', 'where the next request has it']
    : [quoted(given.others), others.length === 1 ? 'that' : 'these'];
  throw new Error(`the startAfter of '${routeKey}' has ${has}, and ${read} begins a page after ${quoted(others)}; write ${write}`);
}

function quoted(names: string[]): string {
  return names.map((name) => `'${name}'`).join(', ');
}

function checkIndexName(indexName: string, { routeKey }: BindIntegrationOptions): void {
  if (!Token.isUnresolved(indexName) && INDEX_NAME.test(indexName)) return;
  throw new Error(`the indexName of '${routeKey}' is '${Token.isUnresolved(indexName) ? '<token>' : indexName}', and the name of an index is written out, in 3 to 255 letters, digits and _ . -`);
}

function checkPageSize(pageSize: number, { routeKey }: BindIntegrationOptions): void {
  if (Number.isInteger(pageSize) && !Token.isUnresolved(pageSize) && pageSize >= 1 && pageSize <= PAGE_SIZE_MAX) return;
  throw new Error(`the pageSize of '${routeKey}' is ${Token.isUnresolved(pageSize) ? '<token>' : pageSize}, and a mapping template goes over 1 to ${PAGE_SIZE_MAX} items; write a whole number of them`);
}
