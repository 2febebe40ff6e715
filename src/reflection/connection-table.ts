import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { PolicyStatement } from './policy-document';
import { RoleReflection, roleOf } from './role-reflection';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';
import { functionOf } from './web-socket-routes';
import { ApiType } from '../api-type';
import { CONNECT } from '../predefined-routes';

/** A table of DynamoDB, in one region or in several. */
export const TABLE_TYPES = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];

const WRITING = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];
/** What keys and tables are called that hold connections. */
const CONNECTION = /connection|conn_?id|session|socket|presence/i;

/** Where a WebSocket API remembers who is connected. */
export class ConnectionTable {
  constructor(public readonly resource: TemplateResource, public readonly api: ApiReflection, public readonly connect: RouteReflection) {}

  /** As messages name it. */
  public toString(): string {
    return `the table '${this.resource.property('TableName').string().value ?? this.resource.logicalId}', where connections of '${this.api.label}' are kept,`;
  }

  /** By what items are found: the hash keys of the table and of its indexes. */
  public get hashKeys(): Fact<string[]> {
    return this.resource.property('GlobalSecondaryIndexes').items().orDefault([])
      .flatMap((indexes) => Fact.all([this.resource.properties, ...indexes].map((place) => place.get('KeySchema').items()
        .flatMap((keys) => Fact.all(keys.filter((key) => !key.get('KeyType').string().is((kind) => kind === 'RANGE')).map((key) => key.get('AttributeName').string()))))))
      .map((lists) => lists.flat());
  }

  /** Whether items are found by nothing but the id of their connection. */
  public get isByConnection(): Fact<boolean> {
    return this.hashKeys.map((keys) => keys.length > 0 && keys.every(isConnectionKey));
  }
}

/** Whether an attribute is the id of a connection, by its name. */
export function isConnectionKey(name: string): boolean {
  return CONNECTION.test(name);
}

/** Whether a statement allows an action on a table. */
export function grantsOn(app: AppReflection, statement: PolicyStatement, action: string, table: TemplateResource): boolean {
  return allows(statement, [action]) && tablesIn(app, statement).includes(table);
}

const indexes = new WeakMap<AppReflection, Map<TemplateResource, ConnectionTable>>();

/**
 * The tables where WebSocket APIs keep who is connected.
 *
 * It is one that `$connect` may write and that is called so, by its keys or by its name. Of several none is taken: a guess would speak of others' data.
 */
export function connectionTables(app: AppReflection): Map<TemplateResource, ConnectionTable> {
  let index = indexes.get(app);
  if (!index) {
    const found = app.apis.filter(({ apiType }) => apiType === ApiType.WEBSOCKET).flatMap((api) => connectionTableOf(api) ?? []);
    indexes.set(app, index = new Map(found.map((table) => [table.resource, table])));
  }
  return index;
}

function connectionTableOf(api: ApiReflection): ConnectionTable | undefined {
  const connect = api.routes.find(({ key }) => key === CONNECT);
  const statements = connect && writerOf(api.app, connect)?.statements;
  const written = new Set((statements ?? []).filter((statement) => allows(statement, WRITING)).flatMap((statement) => tablesIn(api.app, statement)));
  const candidates = [...written].filter(holdsConnections);
  const keyed = candidates.filter((table) => attributesOf(table, 'KeySchema').some(isConnectionKey));
  const [table, ...others] = keyed.length > 0 ? keyed : candidates;
  return connect && table && others.length === 0 ? new ConnectionTable(table, api, connect) : undefined;
}

/** The role of the function that answers a route, or of API Gateway where it calls DynamoDB by itself. */
function writerOf(app: AppReflection, route: RouteReflection): RoleReflection | undefined {
  const handler = functionOf(route);
  if (handler) return roleOf(app, handler.property('Role')).value;
  const integration = route.integration.value;
  const isDirect = integration?.serviceCall.is(({ service }) => service === 'dynamodb');
  return isDirect ? roleOf(app, integration!.field('credentials')).value : undefined;
}

function allows(statement: PolicyStatement, actions: string[]): boolean {
  return statement.isAllow.is(Boolean) && actions.some((action) => statement.covers(action).is(Boolean));
}

/** The tables that a statement names, by references or by names that are written out. */
function tablesIn(app: AppReflection, statement: PolicyStatement): TemplateResource[] {
  return (statement.resources.value ?? []).flatMap((arn) => {
    const referred = arn.references.find(({ resource }) => TABLE_TYPES.includes(resource.resourceType));
    const named = tablesByName(app).get(/:table\/([^/]+)$/.exec(arn.marked)?.[1] ?? '');
    return referred?.resource ?? named ?? [];
  });
}

const named = new WeakMap<AppReflection, Map<string, TemplateResource>>();

function tablesByName(app: AppReflection): Map<string, TemplateResource> {
  let index = named.get(app);
  if (!index) {
    const tables = TABLE_TYPES.flatMap((type) => app.resources(type));
    named.set(app, index = new Map(tables.flatMap((table) => table.property('TableName').string().toList().map((name): [string, TemplateResource] => [name, table]))));
  }
  return index;
}

function holdsConnections(table: TemplateResource): boolean {
  const name = table.property('TableName').text().value?.toString() ?? '';
  return [name, table.logicalId, ...attributesOf(table, 'KeySchema'), ...attributesOf(table, 'AttributeDefinitions')].some(isConnectionKey);
}

function attributesOf(table: TemplateResource, property: string): string[] {
  return (table.property(property).items().value ?? []).flatMap((entry) => entry.get('AttributeName').string().toList());
}
