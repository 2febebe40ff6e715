import { Stack, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { isRecord } from '../intrinsic';

/** What the app knows of the keys of a table, or of an index of it. */
export interface DynamoDbKeys {
  /** The attributes that name an item, those of the partition first; undefined when only AWS knows. Of an index, the table's come after its own. */
  readonly names?: string[];
  /** `S`, `N` or `B`, of attributes that are part of any key. */
  readonly types: { readonly [name: string]: string };
}

/**
 * Reads the keys of a table that this app makes, by whatever construct.
 */
export function dynamoDbKeys(table: dynamodb.ITable, indexName?: string): DynamoDbKeys {
  const resource = table.node.defaultChild;
  if (!dynamodb.CfnTable.isCfnTable(resource) && !dynamodb.CfnGlobalTable.isCfnGlobalTable(resource)) return { types: {} };
  const listOf = (given: unknown) => recordsOf(Stack.of(table).resolve(given));

  const types = Object.fromEntries(listOf(resource.attributeDefinitions).flatMap(({ attributeName, attributeType }) =>
    typeof attributeName === 'string' && typeof attributeType === 'string' ? [[attributeName, attributeType]] : []));
  const own = keyNames(recordsOf(listOf(resource.keySchema)));
  if (indexName === undefined) return { names: own, types };
  const indexes = [resource.globalSecondaryIndexes, resource.localSecondaryIndexes].flatMap(listOf);
  const index = indexes.find((candidate) => candidate.indexName === indexName);
  const ofIndex = index && keyNames(recordsOf(index.keySchema));
  return { names: own && ofIndex && [...new Set([...ofIndex, ...own])], types };
}

function keyNames(schema: { [name: string]: unknown }[]): string[] | undefined {
  const byType = (wanted: string) => schema.flatMap(({ attributeName, keyType }) => keyType === wanted && typeof attributeName === 'string' ? [attributeName] : []);
  const names = [...byType('HASH'), ...byType('RANGE')];
  return names.length === 0 || names.length < schema.length ? undefined : names;
}

function recordsOf(list: unknown): { [name: string]: unknown }[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}
