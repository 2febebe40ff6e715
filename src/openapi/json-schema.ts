import { Token, Tokenization } from 'aws-cdk-lib';
import { isRecord } from '../intrinsic';

/**
 * A JSON schema as plain data: draft 4 as API Gateway takes it, or the schema object of OpenAPI 3.0.
 */
export interface SchemaObject {
  readonly [keyword: string]: unknown;
}

/** Keywords whose value is one schema or a list of schemas. */
export const SUBSCHEMA_KEYWORDS = new Set(['items', 'additionalItems', 'additionalProperties', 'allOf', 'anyOf', 'oneOf', 'not']);

/** Keywords whose value names schemas: a property called `items` or `ref` in there is no keyword. */
export const SUBSCHEMA_MAP_KEYWORDS = new Set(['properties', 'patternProperties', 'dependencies', 'definitions']);

/**
 * Whether a value is a schema that can be read now: not a boolean, not a list, not a token.
 */
export function isSchemaObject(value: unknown): value is SchemaObject {
  return isRecord(value) && !Tokenization.isResolvable(value);
}

/**
 * Copies a schema with each schema directly inside it replaced; everything else stays, but what is undefined.
 *
 * `pointer` is the way from the schema to the inner one, as `/properties/name`.
 */
export function mapSubschemas(schema: SchemaObject, replace: (inner: SchemaObject, pointer: string) => SchemaObject): SchemaObject {
  const copy: { [keyword: string]: unknown } = {};
  const one = (value: unknown, pointer: string) => (isSchemaObject(value) ? replace(value, pointer) : value);
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === undefined) continue;
    if (SUBSCHEMA_KEYWORDS.has(keyword)) {
      copy[keyword] = Array.isArray(value) ? value.map((inner, index) => one(inner, `/${keyword}/${index}`)) : one(value, `/${keyword}`);
    } else if (SUBSCHEMA_MAP_KEYWORDS.has(keyword) && isSchemaObject(value)) {
      copy[keyword] = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, one(inner, `/${keyword}/${pointerToken(name)}`)]));
    } else {
      copy[keyword] = value;
    }
  }
  return copy;
}

/**
 * The reference that a schema is, in the CDK's spelling (`ref`) or in JSON Schema's (`$ref`).
 */
export function referenceOf(schema: SchemaObject): string | undefined {
  const reference = schema.ref ?? schema.$ref;
  return typeof reference === 'string' ? reference : undefined;
}

/** What a model of an import body says elsewhere, or not at all. */
const NOT_IN_A_MODEL = ['schema', '$schema', 'definitions'];

const DEFINITIONS = '#/definitions/';

/**
 * The name that `#/definitions/<name>` points to; undefined for every other reference.
 */
export function tryDefinitionName(reference: string): string | undefined {
  const token = reference.startsWith(DEFINITIONS) ? reference.slice(DEFINITIONS.length) : '';
  if (token === '' || token.includes('/')) return undefined;
  return percentDecoded(token).replace(/~1/g, '/').replace(/~0/g, '~');
}

/**
 * A name as one step of a JSON pointer.
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6901
 */
export function pointerToken(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * The draft-4 schema as a model of an import body: no `$schema`, no `definitions`, and each `#/definitions/<name>` is the component
 * that `rename` gives. What stands beside a reference has no meaning in draft 4 and is left out.
 *
 * Takes schemas that `checkBodySchema` has let through.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export function toImportSchema(schema: SchemaObject, rename: (definition: string) => string): SchemaObject {
  if (!isSchemaObject(schema)) return schema;
  const reference = referenceOf(schema);
  if (reference !== undefined) {
    const definition = tryDefinitionName(reference);
    return { $ref: definition === undefined ? reference : `#/components/schemas/${rename(definition)}` };
  }
  const keywords: { [keyword: string]: unknown } = { ...schema };
  for (const keyword of NOT_IN_A_MODEL) delete keywords[keyword];
  return mapSubschemas(keywords, (inner) => toImportSchema(inner, rename));
}

/**
 * The same text for equal values, whatever the order of their keys. A token equals itself only.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  // Tokens serialize to one and the same placeholder, so that two of them would look equal.
  if (Tokenization.isResolvable(value)) return Token.asString(value);
  const object = value as { [key: string]: unknown };
  const keys = Object.keys(object).filter((key) => object[key] !== undefined).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(',')}}`;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
