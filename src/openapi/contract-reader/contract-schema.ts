import { Token } from 'aws-cdk-lib';
import { ContractReading, quoted } from './contract-reading';
import { ContractReferences, Located } from './contract-references';
import { SchemaObject, canonicalJson, isSchemaObject, mapSubschemas, pointerToken } from '../json-schema';
import { KEYWORDS, isRegExp } from '../json-schema-keywords';

/**
 * Where a schema stands while it is rewritten.
 */
export interface SchemaPlace {
  readonly pointer: string;
  /** Whether it describes the same value as the schema that the rewriting began with, rather than a part of it. */
  readonly sameValue: boolean;
  /** Names that need not be in a request, though the schema may require them. */
  readonly optional: ReadonlySet<string>;
}

/** Gives what takes the place of a reference to a schema. */
type ReferenceWriter = (target: Located, place: SchemaPlace) => SchemaObject;

/**
 * Rewrites schema objects of OpenAPI 3.0 as JSON Schema draft 4, as far as API Gateway enforces it.
 *
 * Annotations are left out: they stay in the contract, and would take room in the template. What would be checked otherwise and is not, is reduced.
 *
 * @see https://spec.openapis.org/oas/v3.0.3#schema-object
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export class SchemaRewriter {
  private readonly reading: ContractReading;
  private readonly references: ContractReferences;
  private readonly writeReference: ReferenceWriter;

  public constructor(reading: ContractReading, references: ContractReferences, writeReference: ReferenceWriter) {
    this.reading = reading;
    this.references = references;
    this.writeReference = writeReference;
  }

  /** Draft 4 of the schema at a place; anything goes where it has a problem. */
  public rewrite(schema: unknown, place: SchemaPlace): SchemaObject {
    if (Token.isUnresolved(schema)) return schema as SchemaObject;
    if (!isSchemaObject(schema)) {
      this.reading.problem(place.pointer, `is ${quoted(schema)}, which is no schema; write an object, as { type: string }`);
      return {};
    }
    if (schema.$ref !== undefined) return this.rewriteReference(schema, place);
    this.reduceUnheeded(schema, place.pointer);
    const rewritten: { [keyword: string]: unknown } = {};
    for (const keyword of KEPT) {
      if (this.isUsable(schema, keyword, place.pointer)) rewritten[keyword] = schema[keyword];
    }
    this.rewriteRequired(rewritten, schema, place);
    this.rewriteBound(rewritten, schema, place.pointer, 'minimum', 'exclusiveMinimum');
    this.rewriteBound(rewritten, schema, place.pointer, 'maximum', 'exclusiveMaximum');
    if (Array.isArray(rewritten.enum) && !Token.isUnresolved(rewritten.enum)) rewritten.enum = distinct(rewritten.enum);
    if (INTEGER_FORMATS.test(String(rewritten.format))) delete rewritten.format;
    return nullable(this.rewriteInner(rewritten, schema, place), schema.nullable === true);
  }

  private rewriteReference(schema: SchemaObject, place: SchemaPlace): SchemaObject {
    const ignored = Object.keys(schema).find((keyword) => keyword !== '$ref' && !isAnnotation(keyword));
    if (ignored !== undefined) this.reading.reduce(place.pointer, `has '${ignored}' beside '$ref', which OpenAPI 3.0 ignores; write 'allOf' with the reference and a schema that has '${ignored}'`);
    const target = this.references.follow(schema, place.pointer);
    if (target === undefined) return {};
    // A name that is optional for this schema only cannot be so in the component, which others use as well.
    const required = isSchemaObject(target.value) && Array.isArray(target.value.required) ? target.value.required : [];
    if (required.some((name: unknown) => place.optional.has(String(name)))) return this.rewrite(target.value, { ...place, pointer: target.pointer });
    return this.writeReference(target, place);
  }

  private rewriteInner(rewritten: SchemaObject, schema: SchemaObject, place: SchemaPlace): SchemaObject {
    for (const keyword of [...ONE_SCHEMA, ...SEVERAL_SCHEMAS]) this.checkInner(rewritten[keyword], keyword, place.pointer);
    const optional = new Set([...place.optional, ...this.readOnlyNames(schema, place.pointer)]);
    return mapSubschemas(rewritten, (inner, way) => {
      const [, keyword] = way.split('/');
      return this.rewrite(inner, {
        pointer: place.pointer + way,
        sameValue: place.sameValue && SAME_VALUE.has(keyword),
        optional: keyword === 'allOf' ? optional : NO_NAMES,
      });
    });
  }

  /** `mapSubschemas` passes over what is no schema. */
  private checkInner(value: unknown, keyword: string, pointer: string): void {
    if (Token.isUnresolved(value)) return;
    const members: [string, unknown][] = SEVERAL_SCHEMAS.includes(keyword) && typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, member]) => [`/${pointerToken(name)}`, member])
      : [['', value]];
    for (const [name, member] of members) {
      if (member === undefined || Token.isUnresolved(member) || isSchemaObject(member)) continue;
      if (keyword === 'additionalProperties' && typeof member === 'boolean') continue;
      this.reading.problem(`${pointer}/${keyword}${name}`, `is ${quoted(member)}, which is no schema; write an object, as { type: string }`);
    }
  }

  private reduceUnheeded(schema: SchemaObject, pointer: string): void {
    for (const keyword of Object.keys(schema)) {
      if (KEPT.has(keyword) || REWRITTEN.has(keyword) || isAnnotation(keyword)) continue;
      this.reading.reduce(pointer, keyword === 'discriminator'
        ? 'has a \'discriminator\', which API Gateway does not look at'
        : `has '${keyword}', which OpenAPI 3.0 does not have, so that API Gateway does not check it`);
    }
    if (typeof schema.pattern === 'string' && !Token.isUnresolved(schema.pattern) && !isRegExp(schema.pattern)) {
      this.reading.reduce(pointer, `has the pattern ${quoted(schema.pattern)}, which is no regular expression of JavaScript (ECMA 262), so that API Gateway does not check it`);
    }
  }

  private isUsable(schema: SchemaObject, keyword: string, pointer: string): boolean {
    const value = schema[keyword];
    if (value === undefined || (keyword === 'pattern' && typeof value === 'string' && !isRegExp(value))) return false;
    if (Token.isUnresolved(value)) return true;
    const wanted = keyword === 'type' ? wantedType(value) : KEYWORDS.get(keyword)?.(value);
    if (wanted === undefined) return true;
    this.reading.problem(pointer, `has '${keyword}: ${quoted(value)}', which is not ${wanted}; write ${wanted}, or leave it out`);
    return false;
  }

  /** A property that is only read may be required, but of responses only. */
  private rewriteRequired(rewritten: { [keyword: string]: unknown }, schema: SchemaObject, place: SchemaPlace): void {
    const { required } = schema;
    if (required === undefined) return;
    if (Token.isUnresolved(required)) {
      rewritten.required = required;
    } else if (!Array.isArray(required) || required.some((name) => typeof name !== 'string')) {
      this.reading.problem(place.pointer, `has 'required: ${quoted(required)}', which is no list of names; write the names of required properties beside 'properties'`);
    } else {
      const readOnly = this.readOnlyNames(schema, place.pointer);
      const names = [...new Set(required)].filter((name) => !readOnly.has(name) && !place.optional.has(name));
      if (names.length > 0) rewritten.required = names;
    }
  }

  /** The names of properties that a request should not have, of the schema and of what it is composed of. */
  private readOnlyNames(schema: SchemaObject, pointer: string, seen = new Set<unknown>()): Set<string> {
    const names = new Set<string>();
    if (seen.has(schema)) return names;
    seen.add(schema);
    for (const [name, property] of Object.entries(isSchemaObject(schema.properties) ? schema.properties : {})) {
      const target = this.references.follow(property, `${pointer}/properties/${pointerToken(name)}`);
      if (isSchemaObject(target?.value) && target.value.readOnly === true) names.add(name);
    }
    for (const [index, part] of (Array.isArray(schema.allOf) ? schema.allOf : []).entries()) {
      const target = this.references.follow(part, `${pointer}/allOf/${index}`);
      if (isSchemaObject(target?.value)) this.readOnlyNames(target.value, target.pointer, seen).forEach((name) => names.add(name));
    }
    return names;
  }

  /** API Gateway has no exclusive bounds: the next whole number is one for integers, and nothing is for other numbers. */
  private rewriteBound(rewritten: { [keyword: string]: unknown }, schema: SchemaObject, pointer: string, bound: 'minimum' | 'maximum', keyword: string): void {
    const exclusive = schema[keyword];
    const limit = rewritten[bound];
    if (exclusive === undefined || exclusive === false) return;
    if (exclusive !== true && !Token.isUnresolved(exclusive)) {
      this.reading.problem(pointer, `has '${keyword}: ${quoted(exclusive)}', which is neither true nor false; write '${bound}' with the number, and '${keyword}: true'`);
    } else if (exclusive === true && schema.type === 'integer' && typeof limit === 'number' && !Token.isUnresolved(limit)) {
      rewritten[bound] = bound === 'minimum' ? Math.floor(limit) + 1 : Math.ceil(limit) - 1;
    } else if (limit !== undefined) {
      this.reading.reduce(pointer, `has '${keyword}', and API Gateway lets the ${bound} itself through`);
    }
  }
}

const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean'];
const INTEGER_FORMATS = /^(int32|int64|decimal)$/i;
const NO_NAMES: ReadonlySet<string> = new Set();

/** Keywords that mean the same in draft 4. */
const KEPT = new Set([
  'type', 'enum', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'multipleOf', 'items', 'minItems', 'maxItems', 'uniqueItems',
  'properties', 'additionalProperties', 'minProperties', 'maxProperties', 'allOf', 'anyOf', 'oneOf', 'not',
]);

const ONE_SCHEMA = ['items', 'additionalProperties', 'not'];
const SEVERAL_SCHEMAS = ['properties', 'allOf', 'anyOf', 'oneOf'];

/** Keywords that are said otherwise in draft 4. */
const REWRITTEN = new Set(['required', 'nullable', 'exclusiveMinimum', 'exclusiveMaximum']);

/** Keywords that let no value through and keep none out. */
const ANNOTATIONS = new Set(['title', 'description', 'default', 'example', 'examples', 'externalDocs', 'xml', 'deprecated', 'readOnly', 'writeOnly']);

/** Keywords whose schemas describe the value itself, and no part of it. */
const SAME_VALUE = new Set(['allOf', 'anyOf', 'oneOf', 'not']);

function isAnnotation(keyword: string): boolean {
  return ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
}

function wantedType(value: unknown): string | undefined {
  if (typeof value === 'string' && TYPES.includes(value)) return undefined;
  return value === 'null' || Array.isArray(value) ? `one type (${TYPES.join(', ')}), with 'nullable: true' beside it where null is allowed` : `one of ${TYPES.join(', ')}`;
}

/** Null has a type in draft 4. Without one, only a composition or a list of values keeps it out. */
function nullable(schema: SchemaObject, isNullable: boolean): SchemaObject {
  if (!isNullable) return schema;
  const list = Array.isArray(schema.enum) && !schema.enum.includes(null) ? { enum: [...schema.enum, null] } : {};
  const composed = ['allOf', 'anyOf', 'oneOf', 'not'].some((keyword) => schema[keyword] !== undefined);
  if (composed) return { anyOf: [schema, { type: 'null' }] };
  return typeof schema.type === 'string' ? { ...schema, type: [schema.type, 'null'], ...list } : { ...schema, ...list };
}

function distinct(values: unknown[]): unknown[] {
  return [...new Map(values.map((value) => [canonicalJson(value), value])).values()];
}
