import { ApiType } from '../../api-type';
import type { AppReflection } from '../../reflection/app-reflection';
import { ConnectionTable, TABLE_TYPES, connectionTables, grantsOn, isConnectionKey } from '../../reflection/connection-table';
import { Fact } from '../../reflection/fact';
import { roleOf } from '../../reflection/role-reflection';
import { webSocketHandlers } from '../../reflection/web-socket-routes';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

/** Attributes by which people are found, and keys that hold whatever a table is asked for. */
const PERSON = /user|sub(ject)?$|account|member|owner|principal|player|customer|client|person|people|identity|email|tenant|device|login|agent|(^|[^a-z])pk|partition|hash/i;

/** Where WebSocket APIs keep who is connected. */
export const connections: Rule[] = [
  tableRule({
    id: 'ws-connection-table-no-ttl',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'Connections that are gone stay in the table',
    why: '$disconnect is called if it can be and no more: without an expiry, items of connections that ended otherwise pile up, and every broadcast pays for them.',
    fix: 'set TimeToLiveSpecification, and write into the attribute when a connection ends at the latest, two hours after it began',
    snippet: `
      Type: AWS::DynamoDB::Table
      Properties:
        TimeToLiveSpecification:
          AttributeName: expiresAt
          Enabled: true`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html',
  }, (table) => {
    const enabled = table.resource.property('TimeToLiveSpecification.Enabled');
    const missing = () => violation(`${table.toString()} forgets none of them by itself`, table.resource.properties);
    return judge(enabled.boolean(), {
      what: `whether ${table.toString()} forgets them by itself`, place: enabled, known: (isOn) => isOn ? undefined : missing(), absent: missing,
    });
  }),

  tableRule({
    id: 'ws-connection-table-no-user-index',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'Nobody finds the connections of a user',
    why: 'A client gets another connection id whenever it connects anew: who knows only the user cannot send to it.',
    fix: 'add a global secondary index on the id of the user',
    snippet: `
      Type: AWS::DynamoDB::Table
      Properties:
        GlobalSecondaryIndexes:
          - IndexName: users
            KeySchema:
              - { AttributeName: userId, KeyType: HASH }
            Projection: { ProjectionType: KEYS_ONLY }`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html',
  }, (table) => !table.connect.authorization.is((kind) => kind !== 'NONE') ? undefined : judge(table.hashKeys, {
    what: `by what ${table.toString()} finds them`,
    known: (keys) => keys.length === 0 || keys.some((key) => PERSON.test(key) && !isConnectionKey(key)) ? undefined
      : violation(`${table.toString()} finds them by ${quoted(keys)} and not by their user, whom '${table.connect.key}' knows`, table.resource.properties),
  })),

  tableRule({
    id: 'ws-broadcast-by-scan',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'Whom to tell is found by reading all connections',
    why: 'A scan reads every item whatever it looks for, so each message costs more with every client that is connected.',
    fix: 'add a global secondary index on what messages go to, such as a room, and query it',
    snippet: `
      Type: AWS::DynamoDB::Table
      Properties:
        GlobalSecondaryIndexes:
          - IndexName: rooms
            KeySchema:
              - { AttributeName: room, KeyType: HASH }
            Projection: { ProjectionType: KEYS_ONLY }`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-query-scan.html',
  }, (table, { app }) => {
    const scanning = scanningRoute(app, table);
    return scanning === undefined ? undefined : judge(table.isByConnection, {
      what: `by what ${table.toString()} finds them`,
      known: (isByConnection) => isByConnection
        ? violation(`${table.toString()} has no index, so the function of '${scanning}' finds by a scan whom to tell`, table.resource.properties) : undefined,
    });
  }),
];

function tableRule(text: RuleText, judgeTable: (table: ConnectionTable, around: Surroundings) => Outcome | Outcome[] | undefined): Rule {
  return resourceRule(text, TABLE_TYPES, (resource, around) => {
    const table = connectionTables(around.app).get(resource);
    return table && judgeTable(table, around);
  });
}

/** The first route whose function may both read all of a table and send to connections. Rights to read are often given together, so they alone say little. */
function scanningRoute(app: AppReflection, table: ConnectionTable): string | undefined {
  for (const [handler, routes] of webSocketHandlers(app)) {
    const role: Fact<boolean> = roleOf(app, handler.property('Role')).flatMap((known) => known.allows('execute-api:ManageConnections')
      .map((maySend) => maySend && known.statements.some((statement) => grantsOn(app, statement, 'dynamodb:Scan', table.resource))));
    if (role.is(Boolean)) return routes[0].key;
  }
  return undefined;
}

function quoted(keys: string[]): string {
  return keys.map((key) => `'${key}'`).join(' and ');
}
