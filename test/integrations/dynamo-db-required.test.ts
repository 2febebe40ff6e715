import { Lazy, Stack, aws_dynamodb as dynamodb } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { bindOptions, errorOf, testStack } from '../rest-api';

/** What JavaScript may hand over. */
type Options = { [name: string]: unknown } | undefined;

const ROUTE = 'POST /orders/{id}';
const KEY = { customer: '$request.path.id', placedAt: '$request.querystring.at' };
const FACTORIES: { [factory in 'dynamoDbPut' | 'dynamoDbGet' | 'dynamoDbDelete' | 'dynamoDbQuery']: Options } = {
  dynamoDbPut: { item: KEY },
  dynamoDbGet: { key: KEY, attributes: ['note'] },
  dynamoDbDelete: { key: KEY },
  dynamoDbQuery: { partitionKey: { customer: '$request.path.id' }, startAfter: { placedAt: '$request.querystring.at' }, attributes: ['note'] },
};

/** A table of which the app knows no keys, so that nothing but the options can be wrong. */
const theirs = (stack: Stack) => dynamodb.Table.fromTableArn(stack, 'Theirs', 'arn:aws:dynamodb:eu-west-1:111122223333:table/theirs');

type Factory = keyof typeof FACTORIES;
const MEMBERS = (Object.keys(FACTORIES) as Factory[]).flatMap((factory) => Object.keys(FACTORIES[factory]!).map((member) => ({ factory, member })));
const MAPS = MEMBERS.filter(({ member }) => member !== 'attributes');
const LISTS = MEMBERS.filter(({ member }) => member === 'attributes');

function make(factory: Factory, table: dynamodb.ITable, options: Options): IRouteIntegration {
  return (Integration[factory] as unknown as (table: dynamodb.ITable, options: Options) => IRouteIntegration)(table, options);
}

function failure(factory: Factory, changed: { [member: string]: unknown }): string {
  const stack = testStack();
  const integration = make(factory, theirs(stack), { ...FACTORIES[factory], ...changed });
  return errorOf(stack, () => integration.bindIntegration(bindOptions(stack, ROUTE)));
}

test.each(Object.keys(FACTORIES) as Factory[])('Integration.%s takes what the tests here leave out', (factory) => {
  const stack: Stack = testStack();
  expect(() => make(factory, theirs(stack), FACTORIES[factory]).bindIntegration(bindOptions(stack, ROUTE))).not.toThrow();
});

test.each(MAPS)('Integration.$factory fails without $member', ({ factory, member }) => {
  expect(failure(factory, { [member]: undefined })).toBe(`the ${member} of '${ROUTE}' has no attributes; write ${member}: { id: '<where the request has it>' }`);
});

test.each(MAPS.flatMap(({ factory, member }) => [
  ['null', null], ["'id'", 'id'], ['a list', ['id']], ['<token>', Lazy.any({ produce: () => ({}) })],
].map(([shown, value]) => ({ factory, member, shown, value }))))('Integration.$factory fails with $shown as $member', ({ factory, member, shown, value }) => {
  expect(failure(factory, { [member]: value })).toContain(`the ${member} of '${ROUTE}' is ${String(shown)}, and an attribute has a name; write ${member}: {`);
});

test.each(LISTS)('Integration.$factory fails without attributes, and with a text for them', ({ factory }) => {
  expect(failure(factory, { attributes: undefined })).toBe(`the attributes of '${ROUTE}' are undefined, which is no list of names; write those that the caller may see, as attributes: ['id']`);
  expect(failure(factory, { attributes: 'note' })).toContain("are 'note', which is no list of names; write");
});

test.each(MAPS)('Integration.$factory fails for a value of $member that is no text', ({ factory, member }) => {
  for (const [value, shown] of [[undefined, 'undefined'], [7, '7'], [null, 'null'], [{}, 'an object']]) {
    expect(failure(factory, { [member]: { customer: value } })).toContain(`the ${member}.customer of '${ROUTE}' is ${String(shown)}, which is no text; write '$request.body', '$request.body.x', `);
  }
});

test.each(Object.keys(FACTORIES) as Factory[])('Integration.%s fails for numbers that are no list', (factory) => {
  for (const [numbers, shown] of [['customer', '\'customer\''], [null, 'null'], [5, '5']]) {
    expect(failure(factory, { numbers })).toBe(`the numbers of '${ROUTE}' are ${shown}, which is no list of names; write them as numbers: ['customer']`);
  }
});

test.each(Object.keys(FACTORIES) as Factory[])('Integration.%s fails without options', (factory) => {
  const table = theirs(testStack());
  for (const [options, shown] of [[undefined, 'undefined'], [null, 'null']] as const) {
    expect(() => make(factory, table, options as Options)).toThrow(`Integration.${factory}() was given ${shown} as its options, and cannot know what is meant; write Integration.${factory}(table, { ${Object.keys(FACTORIES[factory]!).join(', ')} })`);
  }
});
