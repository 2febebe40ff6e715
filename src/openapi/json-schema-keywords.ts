import { isRecord } from '../intrinsic';

/**
 * Why a keyword is refused, and what to write instead.
 */
interface RefusedKeyword {
  readonly why: string;
  readonly remedy: string;
}

const NOT_IN_DRAFT_4 = 'which JSON Schema draft 4 does not have';
const NOT_SUPPORTED = 'which API Gateway does not support';

/**
 * Keywords that draft 4 does not have, or that API Gateway's notes rule out. They would be dropped on import, or fail it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export const REFUSED_KEYWORDS = new Map<string, RefusedKeyword>(Object.entries({
  contains: { why: NOT_IN_DRAFT_4, remedy: "describe every element with 'items'" },
  propertyNames: { why: NOT_IN_DRAFT_4, remedy: "write 'patternProperties' with 'additionalProperties: false'" },
  const: { why: NOT_IN_DRAFT_4, remedy: "write an 'enum' with this one value" },
  if: { why: NOT_IN_DRAFT_4, remedy: "write 'anyOf' with a schema for each case" },
  then: { why: NOT_IN_DRAFT_4, remedy: "write 'anyOf' with a schema for each case" },
  else: { why: NOT_IN_DRAFT_4, remedy: "write 'anyOf' with a schema for each case" },
  $defs: { why: NOT_IN_DRAFT_4, remedy: "write 'definitions' and refer to '#/definitions/<name>'" },
  dependentRequired: { why: NOT_IN_DRAFT_4, remedy: "write 'dependencies'" },
  dependentSchemas: { why: NOT_IN_DRAFT_4, remedy: "write 'dependencies'" },
  prefixItems: { why: NOT_IN_DRAFT_4, remedy: "write 'items' with a list of schemas" },
  $id: { why: NOT_IN_DRAFT_4, remedy: "leave it out, and name the schema with 'title'" },
  examples: { why: NOT_IN_DRAFT_4, remedy: 'leave it out' },
  readOnly: { why: NOT_SUPPORTED, remedy: 'leave it out, and describe the request body only' },
  writeOnly: { why: NOT_SUPPORTED, remedy: 'leave it out' },
  deprecated: { why: NOT_SUPPORTED, remedy: "leave it out, and say so in 'description'" },
  nullable: { why: NOT_SUPPORTED, remedy: "write a list of types with NULL, as 'type: [STRING, NULL]'" },
  discriminator: { why: NOT_SUPPORTED, remedy: "write 'oneOf', and an 'enum' of one value for the property that tells the cases apart" },
  example: { why: NOT_SUPPORTED, remedy: 'leave it out' },
  default: { why: NOT_SUPPORTED, remedy: 'leave it out, and let the backend fill in the value' },
  exclusiveMinimum: { why: NOT_SUPPORTED, remedy: "write a 'minimum' at the first value that is allowed" },
  exclusiveMaximum: { why: NOT_SUPPORTED, remedy: "write a 'maximum' at the last value that is allowed" },
  id: { why: 'which changes what references point to, while API Gateway names models itself', remedy: "leave it out, and name the schema with 'title'" },
}));

/** Says what a value should be when it is not. */
type ValueCheck = (value: unknown) => string | undefined;

const isText: ValueCheck = (value) => (typeof value === 'string' ? undefined : 'a text');
const isNumber: ValueCheck = (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number');
const isCount: ValueCheck = (value) => (Number.isInteger(value) && Number(value) >= 0 ? undefined : 'a whole number of 0 or more');
const isBoolean: ValueCheck = (value) => (typeof value === 'boolean' ? undefined : 'true or false');
const isMap: ValueCheck = (value) => (isRecord(value) ? undefined : 'schemas by name');
const isFilledList: ValueCheck = (value) => (Array.isArray(value) && value.length > 0 ? undefined : 'a list with at least one entry');
const isPattern: ValueCheck = (value) => (typeof value === 'string' && isRegExp(value) ? undefined : 'a regular expression of JavaScript (ECMA 262)');

/**
 * Every keyword of draft 4 that `JsonSchema` has, with what its value must be. Schemas inside are checked one by one elsewhere.
 *
 * @see https://datatracker.ietf.org/doc/html/draft-fge-json-schema-validation-00
 */
export const KEYWORDS = new Map<string, ValueCheck>(Object.entries({
  schema: isText,
  $schema: isText,
  ref: isText,
  $ref: isText,
  title: isText,
  description: isText,
  format: isText,
  type: (value: unknown) => (typeof value === 'string' ? undefined : isFilledList(value)),
  enum: isFilledList,
  definitions: isMap,
  multipleOf: (value: unknown) => (isNumber(value) === undefined && Number(value) > 0 ? undefined : 'a number above 0'),
  maximum: isNumber,
  minimum: isNumber,
  maxLength: isCount,
  minLength: isCount,
  pattern: isPattern,
  items: (value: unknown) => (Array.isArray(value) ? isFilledList(value) : undefined),
  additionalItems: () => undefined,
  maxItems: isCount,
  minItems: isCount,
  uniqueItems: isBoolean,
  maxProperties: isCount,
  minProperties: isCount,
  required: isFilledList,
  properties: isMap,
  additionalProperties: () => undefined,
  patternProperties: isMap,
  dependencies: isMap,
  allOf: isFilledList,
  anyOf: isFilledList,
  oneOf: isFilledList,
  not: () => undefined,
}));

/** Lower and upper bounds that belong together. */
export const BOUNDS = [['minimum', 'maximum'], ['minLength', 'maxLength'], ['minItems', 'maxItems'], ['minProperties', 'maxProperties']] as const;

/** Keywords that draft 4 has and the schema object of OpenAPI 3.0 has not: nothing says whether they outlive an import. */
export const KEYWORDS_BEYOND_OPENAPI = ['patternProperties', 'dependencies', 'additionalItems'];

export function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return true;
  } catch {
    return false;
  }
}
