import { App, Lazy, Stack, Token, aws_dynamodb as dynamodb, aws_kms as kms } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ordersTable } from './dynamo-table';
import { SILENT_ROUTES, messageRoute } from './message-route';
import { ApiType } from '../../src/api-type';
import { DynamoDbPutOptions } from '../../src/integrations/dynamo-db-put';
import { DynamoDbQueryOptions } from '../../src/integrations/dynamo-db-query';
import { Integration } from '../../src/integrations/integration';
import { BindIntegrationOptions, IRouteIntegration } from '../../src/integrations/integration-contract';
import { bindOptions, errorOf, template, testStack } from '../rest-api';

type Make = (table: dynamodb.ITable) => IRouteIntegration;

const KEY = { customer: '$request.path.id', placedAt: '$request.querystring.at' };
const MESSAGE_KEY = { customer: '$request.body.id', placedAt: '$request.body.at' };
const PAGE: DynamoDbQueryOptions = { partitionKey: { customer: '$request.path.id' }, startAfter: { placedAt: '$request.querystring.at' }, attributes: ['note'] };
const ROUTE = 'POST /orders/{id}';

const put = (options: Partial<DynamoDbPutOptions> = {}): Make => (table) => Integration.dynamoDbPut(table, { item: KEY, ...options });
const get = (options: Partial<Parameters<typeof Integration.dynamoDbGet>[1]> = {}): Make => (table) => Integration.dynamoDbGet(table, { key: KEY, attributes: ['note'], ...options });
const query = (options: Partial<DynamoDbQueryOptions> = {}): Make => (table) => Integration.dynamoDbQuery(table, { ...PAGE, ...options });

function failure(make: Make, options: Partial<BindIntegrationOptions> = {}, table: (stack: Stack) => dynamodb.ITable = ordersTable): string {
  const stack = testStack();
  const integration = make(table(stack));
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, ROUTE), ...options }));
}

function bind(make: Make, table: (stack: Stack) => dynamodb.ITable = ordersTable, stack: Stack = testStack()) {
  return { stack, config: make(table(stack)).bindIntegration(bindOptions(stack, ROUTE)) };
}

const imported = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Theirs', 'arn:aws:dynamodb:eu-west-1:111122223333:table/theirs');
const byPartitionAlone = (stack: Stack) => new dynamodb.TableV2(stack, 'Carts', { partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING } });
const binary = (stack: Stack) => new dynamodb.Table(stack, 'Blobs', { partitionKey: { name: 'customer', type: dynamodb.AttributeType.BINARY } });

describe('what the API may do with a table of DynamoDB', () => {
  test.each<[string, Make, string]>([
    ['put', put(), 'dynamodb:PutItem'], ['get', get(), 'dynamodb:GetItem'], ['delete', (table) => Integration.dynamoDbDelete(table, { key: KEY }), 'dynamodb:DeleteItem'], ['query', query(), 'dynamodb:Query'],
  ])('is to %s in that table, and nothing else', (_what, make, action) => {
    template(bind(make).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: action, Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] } }] },
    });
  });

  test('is to query an index, and not the table', () => {
    const make = query({ indexName: 'byState', partitionKey: { state: '$request.path.id' }, startAfter: { placedAt: '$request.body.at', customer: '$request.body.customer' } });
    template(bind(make).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'dynamodb:Query', Effect: 'Allow', Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^Orders'), 'Arn'] }, '/index/byState']] } }] },
    });
  });

  test.each<[string, Make, Set<string>]>([
    ['reading', get(), new Set(['kms:Decrypt'])],
    ['writing', put(), new Set(['kms:Decrypt', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'])],
  ])('is to use the key of an encrypted table for %s', (_what, make, actions) => {
    const { stack } = bind(make, (scope) => new dynamodb.Table(scope, 'Orders', {
      partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING }, sortKey: { name: 'placedAt', type: dynamodb.AttributeType.NUMBER }, encryptionKey: new kms.Key(scope, 'Key'),
    }));
    const [policy] = Object.values(template(stack).findResources('AWS::IAM::Policy')) as { Properties: { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } } }[];
    const ofKey = policy.Properties.PolicyDocument.Statement.find(({ Resource }) => JSON.stringify(Resource).includes('Key'));
    expect(new Set([ofKey?.Action].flat())).toEqual(actions);
  });

  test('goes to the region of the table, and to a table of another account by its ARN', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const { config } = bind(put(), imported, stack);
    expect(stack.resolve(config.uri)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:dynamodb:action/PutItem']] });
    expect(config.requestTemplates?.['application/json']).toContain('"TableName":"arn:aws:dynamodb:eu-west-1:111122223333:table/theirs"');
    expect(bind(put(), imported).config.requestTemplates?.['application/json']).toContain('"TableName":"theirs"');
  });

  test('has the table as its target', () => {
    const stack = testStack();
    const table = ordersTable(stack);
    expect(put()(table).bindIntegration(bindOptions(stack, ROUTE)).target).toBe(table);
  });
});

describe('the keys of a table', () => {
  test.each<[string, Make, string]>([
    ['an item without its sort key', put({ item: { customer: 'ada' } }), "the item of 'POST /orders/{id}' lacks 'placedAt', a key of the table 'Stack/Orders'; write where the request has it"],
    ['a key that is none', get({ key: { customer: 'ada', at: '1' } }), "the key of 'POST /orders/{id}' has 'customer' and 'at', and items of the table 'Stack/Orders' have the key 'customer' and 'placedAt'; write both"],
    ['a part of the key', (table) => Integration.dynamoDbDelete(table, { key: { customer: 'ada' } }), "the key of 'POST /orders/{id}' has 'customer', and items of the table 'Stack/Orders' have the key"],
    ['another partition key', query({ partitionKey: { state: 'open' } }), "the partitionKey of 'POST /orders/{id}' is 'state', and what 'POST /orders/{id}' reads of the table 'Stack/Orders' has the partition key 'customer'; write that"],
    ['two partition keys', query({ partitionKey: { customer: 'ada', placedAt: '1' } }), "the partitionKey of 'POST /orders/{id}' has 2 attributes, and a partition has one; write the others as startAfter"],
    ['a page that could not begin', query({ indexName: 'byState', partitionKey: { state: 'open' } }), "the startAfter of 'POST /orders/{id}' has 'placedAt', and what 'POST /orders/{id}' reads of the table 'Stack/Orders' begins a page after 'placedAt', 'customer'; write these"],
    ['no page', query({ startAfter: {} }), "the startAfter of 'POST /orders/{id}' has no attributes, and what 'POST /orders/{id}' reads of the table 'Stack/Orders' begins a page after 'placedAt'; write where the next request has it"],
    ['a page that was left out', query({ startAfter: undefined }), "the startAfter of 'POST /orders/{id}' has no attributes, and what 'POST /orders/{id}' reads of the table 'Stack/Orders' begins a page after 'placedAt'; write where the next request has it"],
    ['another page', query({ startAfter: { note: '$request.body.note' } }), "begins a page after 'placedAt'; write that"],
    ['unlessExists with the sort key', put({ unlessExists: 'placedAt' }), "the unlessExists of 'POST /orders/{id}' is 'placedAt', which is not the partition key of the table 'Stack/Orders'; write 'customer'"],
  ])('fail for %s', (_what, make, message) => {
    expect(failure(make)).toContain(message);
  });

  test.each<[string, Make]>([
    ['key.placedAt', get({ key: { ...KEY, placedAt: 'abc' } })],
    ['key.placedAt', (table) => Integration.dynamoDbDelete(table, { key: { ...KEY, placedAt: 'abc' } })],
    ['item.placedAt', put({ item: { ...KEY, placedAt: 'abc' } })],
    ['item.total', put({ item: { ...KEY, total: 'abc' }, numbers: ['total'] })],
    ['partitionKey.placedAt', query({ indexName: 'later', partitionKey: { placedAt: 'abc' }, startAfter: { other: '$request.body.other' } })],
  ])('fail for a text written out as %s, where a number is wanted', (name, make) => {
    expect(failure(make)).toBe(`the ${name} of 'POST /orders/{id}' is 'abc', and DynamoDB takes it as a number of at most 38 digits; write one, as '1', or where the request has it`);
  });

  test('take a number written out where a number is wanted, and any text where a text is', () => {
    expect(bind(get({ key: { customer: 'abc', placedAt: '-12.5e3' } })).config.requestTemplates?.['application/json']).toContain('"placedAt":{"N":"-12.5e3"}');
    expect(() => bind(get({ key: { customer: 'abc', placedAt: Token.asString({ Ref: 'At' }) } }))).not.toThrow();
  });

  test('fail for a partition of one item, and for a key that no template can make', () => {
    for (const startAfter of [PAGE.startAfter, {}, undefined]) {
      expect(failure(query({ startAfter }), {}, byPartitionAlone)).toBe("what 'POST /orders/{id}' reads of the table 'Stack/Carts' has no key beside 'customer', so that a partition is one item; write Integration.dynamoDbGet(table, { key })");
    }
    expect(failure(put({ item: { customer: 'ada' } }), {}, binary)).toContain("the item of 'POST /orders/{id}' has 'customer', a key of the type binary, which no mapping template can make");
  });

  test('are taken as they are said for a table or an index that the app does not know', () => {
    for (const startAfter of [{}, undefined]) {
      expect(failure(query({ startAfter }), {}, imported)).toBe("the startAfter of 'POST /orders/{id}' has no attributes; write startAfter: { id: '<where the request has it>' }");
    }
    expect(() => bind(query({ startAfter: { any: '$request.body.any' }, numbers: ['any'] }), imported)).not.toThrow();
    expect(() => bind(query({ indexName: 'later', partitionKey: { any: 'x' }, startAfter: { other: '$request.body.other' } }))).not.toThrow();
    expect(() => bind(get({ key: { any: 'x' } }), (stack) => {
      const table = ordersTable(stack);
      (table.node.defaultChild as dynamodb.CfnTable).keySchema = Lazy.any({ produce: () => ({ Ref: 'Schema' }) });
      return table;
    })).not.toThrow();
  });

  test('are read from a global table, its indexes and those within a partition', () => {
    const { STRING, NUMBER } = dynamodb.AttributeType;
    const table = (stack: Stack) => new dynamodb.TableV2(stack, 'Rooms', {
      partitionKey: { name: 'room', type: STRING },
      sortKey: { name: 'at', type: NUMBER },
      localSecondaryIndexes: [{ indexName: 'bySize', sortKey: { name: 'size', type: NUMBER } }],
      globalSecondaryIndexes: [{ indexName: 'byAuthor', partitionKey: { name: 'author', type: STRING } }],
    });
    const options = { partitionKey: { room: '$request.path.id' }, attributes: ['text'] };
    const after = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `$request.body.${name}`]));
    expect(() => bind(query({ ...options, startAfter: after('at') }), table)).not.toThrow();
    expect(() => bind(query({ ...options, startAfter: after('size', 'at'), indexName: 'bySize' }), table)).not.toThrow();
    expect(() => bind(query({ ...options, partitionKey: { author: '$request.path.id' }, startAfter: after('room', 'at'), indexName: 'byAuthor' }), table)).not.toThrow();
    expect(failure(query({ ...options, startAfter: after('size'), indexName: 'bySize' }), {}, table)).toContain("begins a page after 'size', 'at'; write these");
    expect(bind(query({ ...options, startAfter: after('size', 'at'), indexName: 'bySize' }), table).config.requestTemplates?.['application/json']).toMatch(/"size":\{"N":.*"at":\{"N":/);
  });
});

describe('an index that a table gets after the route', () => {
  test.each<[string, (stack: Stack) => dynamodb.Table | dynamodb.TableV2]>([
    ['a table', ordersTable], ['a global table', (stack) => new dynamodb.TableV2(stack, 'Carts', { partitionKey: { name: 'customer', type: dynamodb.AttributeType.STRING } })],
  ])('is not lost to %s, whose keys were looked at', (_what, make) => {
    const stack = testStack();
    const table = make(stack);
    Integration.dynamoDbPut(table, { item: { customer: 'ada', placedAt: '1' } }).bindIntegration(bindOptions(stack, ROUTE));
    const later = { indexName: 'later', partitionKey: { name: 'laterKey', type: dynamodb.AttributeType.STRING } };
    table.addGlobalSecondaryIndex(later);
    expect(JSON.stringify(template(stack).toJSON())).toMatch(/"AttributeName":"laterKey","AttributeType":"S".*"IndexName":"later"/);
    expect(failure((found) => Integration.dynamoDbQuery(found, { ...PAGE, indexName: 'later', partitionKey: { customer: 'ada' } }), {}, (other) => {
      const again = make(other);
      again.addGlobalSecondaryIndex(later);
      return again;
    })).toContain("has the partition key 'laterKey'; write that");
  });
});

describe('an item, a key or a page that makes no sense', () => {
  test.each<[string, Make, string]>([
    ['no attributes', put({ item: {} }), "the item of 'POST /orders/{id}' has no attributes; write item: { id: '<where the request has it>' }"],
    ['an empty value', put({ item: { ...KEY, note: '' } }), "the item.note of 'POST /orders/{id}' is empty"],
    ['a reference that API Gateway cannot read', put({ item: { ...KEY, note: '$body' } }), "the item.note of 'POST /orders/{id}' is '$body', which API Gateway cannot read"],
    ['a path parameter that the route lacks', get({ key: { customer: '$request.path.name', placedAt: '1' } }), "the key.customer of 'POST /orders/{id}' is '$request.path.name', but the route has no path parameter '{name}'"],
    ['a name with a quote', put({ item: { ...KEY, 'it\'s': 'x' } }), "the item of 'POST /orders/{id}' has the attribute 'it's', and the name of an attribute is written out, in at most 255 letters, digits and _ . : -"],
    ['a name that begins a directive', get({ attributes: ['#set'] }), "the attributes of 'POST /orders/{id}' has the attribute '#set'"],
    ['a name that is too long', put({ item: { ...KEY, ['a'.repeat(256)]: 'x' } }), 'in at most 255 letters'],
    ['a name that only a deployment knows', put({ unlessExists: Token.asString({ Ref: 'Key' }) }), "the unlessExists of 'POST /orders/{id}' has the attribute <token>"],
    ['a number that is no attribute', put({ numbers: ['total'] }), "the numbers of 'POST /orders/{id}' have 'total', which is none of its attributes; write one of 'customer', 'placedAt'"],
    ['a number that is no part of the key', get({ numbers: ['total'] }), "the numbers of 'POST /orders/{id}' have 'total'"],
    ['a number that is no part of a page', query({ numbers: ['note'] }), "the numbers of 'POST /orders/{id}' have 'note'"],
    ['an answer of nothing', get({ attributes: [] }), "the attributes of 'POST /orders/{id}' are none, so that the caller would get nothing; write those that the caller may see, as attributes: ['id']"],
    ['an answer that says a thing twice', query({ attributes: ['a', 'b', 'a'] }), "the attributes of 'POST /orders/{id}' have 'a' twice, which DynamoDB refuses; leave one out"],
    ['an answer that only a deployment knows', get({ attributes: Token.asList({ Ref: 'Names' }) }), "the attributes of 'POST /orders/{id}' are a list that is only known at deploy time"],
    ['pages that begin at one place', query({ startAfter: { placedAt: '1' } }), "the startAfter.placedAt of 'POST /orders/{id}' is '1', so that every page would begin there; write where the next request has it, as '$request.querystring.placedAt'"],
    ['no item', put({ item: undefined }), "the item of 'POST /orders/{id}' has no attributes; write item: { id: '<where the request has it>' }"],
    ['no key', get({ key: undefined }), "the key of 'POST /orders/{id}' has no attributes; write key: { id: '<where the request has it>' }"],
    ['no partition', query({ partitionKey: undefined }), "the partitionKey of 'POST /orders/{id}' has no attributes; write partitionKey: { id: '<where the request has it>' }"],
    ['a key without its name', get({ key: '$request.path.id' as unknown as typeof KEY }), "the key of 'POST /orders/{id}' is '$request.path.id', and an attribute has a name; write key: { id: '<where the request has it>' }"],
    ['pages without a name', query({ startAfter: ['placedAt'] as unknown as typeof KEY }), "the startAfter of 'POST /orders/{id}' is a list, and an attribute has a name; write startAfter: { id: '<where the request has it>' }"],
    ['an item that only a deployment knows', put({ item: Token.asAny({ Ref: 'Item' }) as unknown as typeof KEY }), "the item of 'POST /orders/{id}' is <token>, and an attribute has a name"],
    ['a value that is no text', put({ item: { ...KEY, total: 5 as unknown as string } }), "the item.total of 'POST /orders/{id}' is 5, which is no text; write"],
    ['pages that begin at a place that is none', query({ startAfter: { placedAt: 'abc' } }), "the startAfter.placedAt of 'POST /orders/{id}' is 'abc', so that every page would begin there"],
    ['an index without a name', query({ indexName: 'ab' }), "the indexName of 'POST /orders/{id}' is 'ab', and the name of an index is written out, in 3 to 255 letters, digits and _ . -"],
    ['an index whose name only a deployment knows', query({ indexName: Token.asString({ Ref: 'Index' }) }), "the indexName of 'POST /orders/{id}' is '<token>'"],
  ])('fails for %s', (_what, make, message) => {
    expect(failure(make)).toContain(message);
  });

  test('takes a page of 1 and of 1000 items, and fails for others', () => {
    for (const pageSize of [1, 1000]) expect(bind(query({ pageSize })).config.requestTemplates?.['application/json']).toContain(`"Limit":${pageSize},`);
    expect(bind(query()).config.requestTemplates?.['application/json']).toContain('"Limit":25,');
    for (const pageSize of [0, 1001, 1.5, Token.asNumber({ Ref: 'Size' })]) {
      expect(failure(query({ pageSize }))).toBe(`the pageSize of 'POST /orders/{id}' is ${Token.isUnresolved(pageSize) ? '<token>' : pageSize}, and a mapping template goes over 1 to 1000 items; write a whole number of them`);
    }
  });

  test('takes a name of 255 characters', () => {
    expect(() => bind(put({ item: { ...KEY, ['a'.repeat(255)]: 'x' } }))).not.toThrow();
  });
});

describe('DynamoDB on other APIs', () => {
  test.each([put(), get(), query()])('fails on an HTTP API', (make) => {
    expect(failure(make, { apiType: ApiType.HTTP })).toMatch(/^'POST \/orders\/\{id\}' was given Integration\.dynamoDb\w+\(\), which is offered on REST and WEBSOCKET APIs only; use GovernedRestApi, or write Integration\.lambdaFunction\(fn\) with a function that calls DynamoDB$/);
  });

  test.each(SILENT_ROUTES)('keeps and forgets a connection on %s, and fails for what nobody would get there', (routeKey) => {
    const stack = testStack();
    const table = dynamodb.Table.fromTableName(stack, 'Connections', 'connections');
    const key = { id: '$context.connectionId' };
    for (const integration of [Integration.dynamoDbPut(table, { item: key }), Integration.dynamoDbDelete(table, { key })]) {
      expect(integration.bindIntegration(messageRoute(stack, routeKey)).requestTemplates?.$default).toContain('$!context.connectionId');
    }
    for (const integration of [Integration.dynamoDbGet(table, { key, attributes: ['id'] }), Integration.dynamoDbQuery(table, { ...PAGE, partitionKey: key })]) {
      expect(errorOf(stack, () => integration.bindIntegration(messageRoute(stack, routeKey)))).toMatch(/^'\$\w+' was given Integration\.dynamoDb(Get|Query)\(\), and what it reads nobody would get: the (connection is not made yet|client has gone); write it for a route that takes messages/);
    }
  });

  test('fails for the path and the query string of a message', () => {
    expect(failure(get(), { apiType: ApiType.WEBSOCKET, routeKey: 'getOrder' })).toContain("the key.customer of 'getOrder' is '$request.path.id', and what a WebSocket API gets has neither headers, query string nor path");
    expect(() => bind(get({ key: MESSAGE_KEY }))).not.toThrow();
  });
});
