import { Token } from 'aws-cdk-lib';
import { ActionParameter } from './action-parameter';
import { DynamoDbKeys } from './dynamo-db-keys';
import { isDynamoDbNumber } from './dynamo-db-number';
import { BindIntegrationOptions } from './integration-contract';
import { jsonValue } from './velocity-value';
import { givenValue } from '../given-value';
import { isRecord } from '../intrinsic';

/** An attribute and where its value comes from. */
export interface DynamoDbAttribute {
  readonly name: string;
  /** The option that has it, for messages: `key.id`. */
  readonly option: string;
  readonly type: 'S' | 'N';
  readonly value: ActionParameter;
}

/** What attributes are read from. */
interface GivenAttributes {
  /** The option, for messages. */
  readonly option: string;
  readonly values: { readonly [name: string]: string };
  readonly numbers?: string[];
  readonly keys: DynamoDbKeys;
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html */
const NAME = /^[A-Za-z0-9_.:-]{1,255}$/;

/**
 * @throws for an attribute that DynamoDB would refuse, or whose value API Gateway could not read
 */
export function parseAttributes({ option, values, numbers, keys }: GivenAttributes, options: BindIntegrationOptions): DynamoDbAttribute[] {
  const names = attributeNames(option, values, options);
  if (names.length === 0) throw new Error(`the ${option} of '${options.routeKey}' has no attributes; write ${exampleOf(option)}`);
  checkAttributeNames(option, names, options);
  return names.map((name) => {
    if (keys.types[name] === 'B') {
      throw new Error(`the ${option} of '${options.routeKey}' has '${name}', a key of the type binary, which no mapping template can make; write a key that is a text or a number, or let a function answer`);
    }
    return {
      name,
      option: `${option}.${name}`,
      // What is no list is refused by checkNumbers, which knows all attributes.
      type: (Array.isArray(numbers) && numbers.includes(name)) || keys.types[name] === 'N' ? 'N' : 'S',
      value: ActionParameter.parse(values[name], `${option}.${name}`, options),
    };
  });
}

/**
 * The attributes of an option; none where it was left out.
 *
 * @throws when it has no names for them
 */
export function attributeNames(option: string, values: unknown, { routeKey }: BindIntegrationOptions): string[] {
  if (values === undefined) return [];
  if (isRecord(values) && !Token.isUnresolved(values)) return Object.keys(values);
  throw new Error(`the ${option} of '${routeKey}' is ${givenValue(values)}, and an attribute has a name; write ${exampleOf(option)}`);
}

function exampleOf(option: string): string {
  return `${option}: { id: '<where the request has it>' }`;
}

/**
 * @throws for a name that a mapping template could not hold
 */
export function checkAttributeNames(option: string, names: string[], { routeKey }: BindIntegrationOptions): void {
  for (const name of names) {
    if (!Token.isUnresolved(name) && NAME.test(name)) continue;
    throw new Error(`the ${option} of '${routeKey}' has the attribute ${givenValue(name)}, and the name of an attribute is written out, in at most 255 letters, digits and _ . : -`);
  }
}

/**
 * @throws for a number that is no attribute of what the route sends, or is written out and none
 */
export function checkNumbers(numbers: string[] | undefined, attributes: DynamoDbAttribute[], { routeKey }: BindIntegrationOptions): void {
  if (numbers !== undefined && !Array.isArray(numbers)) {
    throw new Error(`the numbers of '${routeKey}' are ${givenValue(numbers)}, which is no list of names; write them as numbers: ['${attributes[0].name}']`);
  }
  const known = attributes.map(({ name }) => name);
  const lost = numbers?.find((name) => !known.includes(name));
  if (lost !== undefined) throw new Error(`the numbers of '${routeKey}' have ${givenValue(lost)}, which is none of its attributes; write one of ${known.map((name) => `'${name}'`).join(', ')}`);
  const wrong = attributes.find(({ type, value }) => type === 'N' && value.source === 'literal' && !isDynamoDbNumber(value.text));
  if (wrong) throw new Error(`the ${wrong.option} of '${routeKey}' is '${wrong.value.text}', and DynamoDB takes it as a number of at most 38 digits; write one, as '1', or where the request has it`);
}

/** What makes a list of attributes in a mapping template. */
interface AttributeList {
  /** Directives that must stand before it. */
  readonly set: string;
  /** Prints the attributes, with commas between them; those that the request lacks are left out. */
  readonly text: string;
  /** The condition under which the request has one of them; undefined when it always has. */
  readonly present?: string;
}

/** @param variable a name that the template uses for nothing else */
export function attributeList(attributes: DynamoDbAttribute[], variable: string): AttributeList {
  const values = attributes.map(({ name, type, value }, index) => ({ name, type, ...jsonValue(value, `${variable}${index}`) }));
  const conditions = values.map(({ present }) => present);
  return {
    set: values.map(({ set }) => set).join(''),
    text: `#set($comma = "")${values.map(({ name, type, text, present }) => {
      const written = `$comma"${name}":{"${type}":"${text}"}#set($comma = ",")`;
      return present === undefined ? written : `#if(${present})${written}#end`;
    }).join('')}`,
    present: conditions.includes(undefined) ? undefined : conditions.join(' || '),
  };
}
