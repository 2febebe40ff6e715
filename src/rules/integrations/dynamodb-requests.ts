import { ApiType } from '../../api-type';
import { schemasAt } from '../../reflection/body-model';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { ServiceRequest } from '../../reflection/service-request';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';
import { DYNAMODB_RESERVED_WORDS } from './dynamodb-reserved-words';

const EXPRESSIONS = ['UpdateExpression', 'FilterExpression', 'ProjectionExpression', 'KeyConditionExpression', 'ConditionExpression'];
const SYNTAX = ['set', 'remove', 'add', 'delete', 'and', 'or', 'not', 'in', 'between'];

/** Routes that read and write tables. */
export const dynamoDbRequests: Rule[] = [
  integrationRule({
    id: 'dynamodb-scan-unbounded',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A route scans a table without a limit',
    why: 'Each call reads a megabyte of the table, all of it paid for, and nothing but the first page comes back.',
    fix: 'give the scan a Limit and an ExclusiveStartKey, or query a partition',
    snippet: `
      RequestTemplates:
        application/json: !Sub '{"TableName": "\${Table}", "Limit": 25}'`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html',
  }, (integration, route) => {
    const request = requestOf(integration);
    if (!request?.action.is((action) => action === 'Scan')) return undefined;
    return judge(request.gives('Limit'), {
      what: `whether '${route.key}' limits its scan`,
      place: integration.field('requestTemplates'),
      known: (given) => given ? undefined : violation(`'${route.key}' scans a table without a limit`, integration.field('requestTemplates')),
    });
  }),

  integrationRule({
    id: 'dynamodb-expression-injection',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'Callers write a part of an expression of DynamoDB',
    why: 'A caller who writes into the expression changes what is updated or read: escaping does not help, for no quote is needed.',
    fix: 'write the expression out, and put what callers send into ExpressionAttributeValues alone',
    snippet: `
      RequestTemplates:
        application/json: |
          {"UpdateExpression": "SET price = :price", "ExpressionAttributeValues": {":price": {"N": "$util.escapeJavaScript($input.params('price'))"}}}`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeValues.html',
  }, (integration, route) => {
    const prints = (requestOf(integration)?.templates.value ?? []).flatMap((template) => template.prints);
    const injected = prints.filter(({ name, input }) => name !== undefined && EXPRESSIONS.includes(name) && input.some(({ jsonPath }) => {
      const schemas = schemasAt(route, jsonPath);
      return schemas.length === 0 || !schemas.every((schema) => schema.get('enum').isGiven);
    }));
    return [...new Set(injected.map(({ name }) => name))].map((name) => violation(
      `'${route.key}' lets callers write a part of the '${name}'`, integration.field('requestTemplates')));
  }),

  integrationRule({
    id: 'dynamodb-reserved-word',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'An expression of DynamoDB names an attribute by a reserved word',
    why: 'DynamoDB refuses every such call with a ValidationException.',
    fix: 'write #name in the expression and what it stands for in ExpressionAttributeNames',
    snippet: `
      RequestTemplates:
        application/json: |
          {"ProjectionExpression": "\\u0023name", "ExpressionAttributeNames": {"\\u0023name": "name"}}`,
    docs: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html',
  }, (integration, route) => {
    const templates = requestOf(integration)?.templates.value ?? [];
    return templates.flatMap((template) => EXPRESSIONS.flatMap((name) => template.membersOf(name)
      .flatMap((expression) => [...new Set(reservedIn(expression))])
      .map((word) => violation(`'${route.key}' has the reserved word '${word}' in its '${name}'`, integration.field('requestTemplates')))));
  }),
];

function requestOf(integration: IntegrationReflection): ServiceRequest | undefined {
  const request = ServiceRequest.of(integration).value;
  return request?.service === 'dynamodb' ? request : undefined;
}

/** Names that are no placeholders, no functions and no syntax of expressions. */
function reservedIn(expression: string): string[] {
  const plain = expression.replace(/\\u0023/gi, '#').replace(/\\[nrt]/g, ' ');
  return [...plain.matchAll(/([#:]?)\b([A-Za-z_]\w*)(\s*\()?/g)]
    .filter(([, mark, word, call]) => mark === '' && call === undefined && !SYNTAX.includes(word.toLowerCase()) && DYNAMODB_RESERVED_WORDS.has(word.toLowerCase()))
    .map(([, , word]) => word);
}
