import { SchemaObject, canonicalJson, isSchemaObject, mapSubschemas } from './json-schema';

/**
 * A model of an import body as the schema object of OpenAPI 3.0, for the contract that clients read.
 *
 * What OpenAPI 3.0 cannot say is said more widely, never more narrowly, so that a body that API Gateway lets through is valid by the contract too.
 * (Only behind a reference inside `oneOf` or `not` would a wider schema let less through; references are not followed.)
 *
 * @see https://spec.openapis.org/oas/v3.0.3#schema-object
 */
export function toContractSchema(importSchema: SchemaObject): SchemaObject {
  if (importSchema.$ref !== undefined) return importSchema;
  const schema: Mutable = { ...mapSubschemas(importSchema, toContractSchema) };
  relaxAroundWider(schema, importSchema);
  foldTuple(schema);
  foldPatternProperties(schema);
  foldDependencies(schema);
  foldTypes(schema);
  return schema;
}

type Mutable = { [keyword: string]: unknown };

/** Where an inner schema becomes wider, exactly one of them, or none of it, would let less through than before. */
function relaxAroundWider(schema: Mutable, importSchema: SchemaObject): void {
  if (isSchemaObject(importSchema.not) && becomesWider(importSchema.not)) delete schema.not;
  if (Array.isArray(importSchema.oneOf) && importSchema.oneOf.some((inner) => isSchemaObject(inner) && becomesWider(inner))) {
    addAllOf(schema, { anyOf: schema.oneOf });
    delete schema.oneOf;
  }
}

function becomesWider(schema: SchemaObject): boolean {
  let wider = Array.isArray(schema.items) || schema.patternProperties !== undefined;
  mapSubschemas(schema, (inner) => {
    wider ||= becomesWider(inner);
    return inner;
  });
  return wider;
}

/** An array's places become one schema for every element. */
function foldTuple(schema: Mutable): void {
  const { items, additionalItems } = schema;
  delete schema.additionalItems;
  if (!Array.isArray(items)) return;
  if (additionalItems === false) {
    const most = typeof schema.maxItems === 'number' ? schema.maxItems : items.length;
    schema.maxItems = Math.min(most, items.length);
  }
  const further = additionalItems === false ? [] : [isSchemaObject(additionalItems) ? additionalItems : {}];
  schema.items = anyOf([...items, ...further]);
}

/** Names that match a pattern become additional properties. */
function foldPatternProperties(schema: Mutable): void {
  const { patternProperties, additionalProperties } = schema;
  delete schema.patternProperties;
  if (!isSchemaObject(patternProperties)) return;
  const further = additionalProperties === false ? [] : [isSchemaObject(additionalProperties) ? additionalProperties : {}];
  schema.additionalProperties = anyOf([...Object.values(patternProperties), ...further]);
}

/** "A needs B" becomes "no A, or B". */
function foldDependencies(schema: Mutable): void {
  const { dependencies } = schema;
  delete schema.dependencies;
  if (!isSchemaObject(dependencies)) return;
  const needs = Object.entries(dependencies).map(([name, needed]) => ({
    anyOf: [
      { not: { required: [name] } },
      // `required` takes everything that is no object; a schema may not.
      ...(Array.isArray(needed) ? [{ required: needed }] : [needed, ...(schema.type === 'object' ? [] : [{ not: { type: 'object' } }])]),
    ],
  }));
  addAllOf(schema, ...needs);
}

/** OpenAPI 3.0 has one type for each schema, no type null, and `nullable` only beside a type. */
function foldTypes(schema: Mutable): void {
  const declared = typeof schema.type === 'string' || Array.isArray(schema.type) ? [schema.type].flat() as string[] : [];
  const types = declared.filter((type) => type !== 'null');
  const nullable = types.length < declared.length;
  if (declared.length > 0 && types.length === 0) {
    Object.assign(schema, { type: 'object', nullable: true, enum: [null] });
    return;
  }
  if (types.length === 1) {
    schema.type = types[0];
    if (nullable) schema.nullable = true;
    // An enum may name null only where null is a type; without the type it could never have matched.
    if (!nullable && Array.isArray(schema.enum) && schema.enum.some((value) => value !== null)) {
      schema.enum = schema.enum.filter((value) => value !== null);
    }
    if (types[0] === 'array') schema.items ??= {};
  } else if (types.length > 1) {
    delete schema.type;
    const alternatives = types.map((type) => ({ type, ...(nullable && { nullable }), ...(type === 'array' && { items: schema.items ?? {} }) }));
    delete schema.items;
    if (schema.anyOf === undefined) schema.anyOf = alternatives;
    else addAllOf(schema, { anyOf: alternatives });
  }
}

function addAllOf(schema: Mutable, ...further: SchemaObject[]): void {
  schema.allOf = [...(Array.isArray(schema.allOf) ? schema.allOf : []), ...further];
}

function anyOf(schemas: unknown[]): unknown {
  const distinct = [...new Map(schemas.map((schema) => [canonicalJson(schema), schema])).values()];
  // {} takes everything, whatever else is listed.
  if (distinct.some((schema) => isSchemaObject(schema) && Object.keys(schema).length === 0)) return {};
  return distinct.length === 1 ? distinct[0] : { anyOf: distinct };
}
