import { Token } from 'aws-cdk-lib';
import { checkAttributeNames } from './dynamo-db-attribute';
import { BindIntegrationOptions } from './integration-contract';
import { givenValue } from '../given-value';

/**
 * What is read of an item, as an expression of DynamoDB and the names in it. Any of them may be a reserved word, so all have a placeholder.
 *
 * @throws when nothing is
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ExpressionAttributeNames.html
 */
export function projection(attributes: string[], options: BindIntegrationOptions): { expression: string; names: string } {
  const what = `the attributes of '${options.routeKey}'`;
  if (Token.isUnresolved(attributes)) throw new Error(`${what} are a list that is only known at deploy time, and a mapping template names each; write the names out`);
  if (!Array.isArray(attributes)) throw new Error(`${what} are ${givenValue(attributes)}, which is no list of names; write those that the caller may see, as attributes: ['id']`);
  if (attributes.length === 0) throw new Error(`${what} are none, so that the caller would get nothing; write those that the caller may see, as attributes: ['id']`);
  checkAttributeNames('attributes', attributes, options);
  const twice = attributes.find((name, index) => attributes.indexOf(name) < index);
  if (twice !== undefined) throw new Error(`${what} have '${twice}' twice, which DynamoDB refuses; leave one out`);
  // '#' is written as JSON may have it: a mapping template takes it for a directive.
  return {
    expression: attributes.map((_name, index) => `\\u0023a${index}`).join(','),
    names: attributes.map((name, index) => `"\\u0023a${index}":"${name}"`).join(','),
  };
}
