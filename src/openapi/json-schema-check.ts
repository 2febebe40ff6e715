import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import {
  SUBSCHEMA_KEYWORDS, SUBSCHEMA_MAP_KEYWORDS, SchemaObject, canonicalJson, isSchemaObject, pointerToken, referenceOf, tryDefinitionName,
} from './json-schema';
import { BOUNDS, KEYWORDS, KEYWORDS_BEYOND_OPENAPI, REFUSED_KEYWORDS, isRegExp } from './json-schema-keywords';

/**
 * Checks a schema for a request body, before anything is made from it. Tokens are let through.
 *
 * @param where names the schema in messages, as `body of 'POST /orders'`
 * @returns warnings: what imports, but is not enforced or not known to be
 * @throws for what JSON Schema draft 4 does not have, and for what API Gateway refuses or ignores on import
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
 */
export function checkBodySchema(schema: apigateway.JsonSchema, where: string): string[] {
  const check = new SchemaCheck(where, schema);
  check.visit(schema, '#');
  return check.warnings;
}

class SchemaCheck {
  public readonly warnings: string[] = [];
  private readonly where: string;
  private readonly root: unknown;
  private readonly ancestors = new Set<object>();

  constructor(where: string, root: unknown) {
    this.where = where;
    this.root = root;
  }

  public visit(schema: unknown, pointer: string): void {
    if (Token.isUnresolved(schema)) return;
    if (typeof schema === 'boolean') {
      this.fail(pointer, `is ${schema}`, 'but JSON Schema draft 4 has boolean schemas in additionalProperties and additionalItems only',
        schema ? 'write {} to allow anything' : 'write { not: {} } to allow nothing');
    }
    if (!isSchemaObject(schema)) this.fail(pointer, `is ${given(schema)}`, 'which is no schema', 'write an object of JSON Schema keywords');
    if (this.ancestors.has(schema)) {
      this.fail(pointer, 'contains itself', 'so that it has no end', "write it once under 'definitions' and refer to it with 'ref: #/definitions/<name>'");
    }
    this.ancestors.add(schema);
    this.checkKeywords(schema, pointer);
    this.checkVersion(schema, pointer);
    this.checkReference(schema, pointer);
    this.checkValues(schema, pointer);
    this.checkObject(schema, pointer);
    this.collectWarnings(schema, pointer);
    this.visitInner(schema, pointer);
    this.ancestors.delete(schema);
  }

  private checkKeywords(schema: SchemaObject, pointer: string): void {
    for (const [keyword, value] of Object.entries(schema)) {
      if (value === undefined) continue;
      const refused = REFUSED_KEYWORDS.get(keyword);
      if (refused) this.fail(pointer, `has '${keyword}'`, refused.why, refused.remedy);
      const expected = KEYWORDS.get(keyword);
      if (!expected) this.fail(pointer, `has '${keyword}'`, 'which is no keyword of JSON Schema draft 4', "leave it out, or write it under 'properties' if it is a property's name");
      const wanted = Token.isUnresolved(value) ? undefined : expected(value);
      if (wanted) this.fail(pointer, `has '${keyword}: ${given(value)}'`, `which is not ${wanted}`, `write ${wanted}, or leave it out`);
    }
  }

  private checkVersion(schema: SchemaObject, pointer: string): void {
    for (const version of [schema.schema, schema.$schema]) {
      if (version === undefined || Token.isUnresolved(version) || version === apigateway.JsonSchemaVersion.DRAFT4) continue;
      this.fail(pointer, `is a schema of '${version}'`, 'but API Gateway models are JSON Schema draft 4', 'write JsonSchemaVersion.DRAFT4, or leave it out');
    }
  }

  private checkReference(schema: SchemaObject, pointer: string): void {
    const reference = referenceOf(schema);
    if (reference === undefined || Token.isUnresolved(reference)) return;
    const beside = Object.keys(schema).find((keyword) => schema[keyword] !== undefined && !BESIDE_A_REFERENCE.includes(keyword));
    if (beside) this.fail(pointer, `has '${beside}' beside 'ref: ${reference}'`, "which draft 4 ignores, and API Gateway refuses for 'allOf', 'anyOf' and 'oneOf'", `write 'allOf' with the reference and a schema that has '${beside}'`);
    const name = tryDefinitionName(reference);
    if (name === undefined) this.fail(pointer, `refers to '${reference}'`, 'which API Gateway cannot follow', "write the schema under 'definitions' and refer to it with '#/definitions/<name>'");
    if (!this.leadsToSchema(name)) {
      this.fail(pointer, `refers to '${reference}'`, "which the schema's own 'definitions' do not lead to", `write '${name}' under 'definitions' of the outermost schema, as a schema of its own`);
    }
  }

  /** A chain of references that comes back to itself describes nothing. */
  private leadsToSchema(name: string): boolean {
    const definitions = isSchemaObject(this.root) ? this.root.definitions : undefined;
    if (Token.isUnresolved(definitions)) return true;
    const seen = new Set<string>();
    for (let next: string | undefined = name; next !== undefined && !seen.has(next);) {
      seen.add(next);
      const target: unknown = isSchemaObject(definitions) && Object.hasOwn(definitions, next) ? definitions[next] : undefined;
      if (target === undefined) return false;
      const reference = isSchemaObject(target) ? referenceOf(target) : undefined;
      if (reference === undefined) return true;
      next = tryDefinitionName(reference);
    }
    return false;
  }

  private checkValues(schema: SchemaObject, pointer: string): void {
    for (const [lower, upper] of BOUNDS) {
      const [least, most] = [schema[lower], schema[upper]];
      if (Token.isUnresolved(least) || Token.isUnresolved(most) || typeof least !== 'number' || typeof most !== 'number' || least <= most) continue;
      this.fail(pointer, `has '${lower}: ${least}' and '${upper}: ${most}'`, 'so that no value can ever pass', `write a '${lower}' of at most ${most}`);
    }
    for (const keyword of ['required', 'enum', 'type']) {
      const list = schema[keyword];
      if (!Array.isArray(list) || Token.isUnresolved(list)) continue;
      const duplicate = list.find((entry, index) => list.slice(0, index).some((earlier) => canonicalJson(earlier) === canonicalJson(entry)));
      if (duplicate !== undefined) this.fail(pointer, `has ${given(duplicate)} twice in '${keyword}'`, 'which draft 4 does not allow', 'write it once');
    }
    for (const type of [schema.type].flat()) {
      if (type === undefined || Token.isUnresolved(type) || TYPES.includes(type as string)) continue;
      this.fail(pointer, `has 'type: ${given(type)}'`, 'which is no type of JSON Schema', `write one of ${TYPES.join(', ')}`);
    }
  }

  private checkObject(schema: SchemaObject, pointer: string): void {
    const required = Array.isArray(schema.required) && !Token.isUnresolved(schema.required) ? schema.required : [];
    const properties = isSchemaObject(schema.properties) ? Object.keys(schema.properties) : [];
    const patterns = isSchemaObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : [];
    for (const pattern of patterns) {
      if (!isRegExp(pattern)) this.fail(pointer, `has '${pattern}' under 'patternProperties'`, 'which is no regular expression', 'write a regular expression of JavaScript (ECMA 262)');
    }
    for (const name of required) {
      if (typeof name !== 'string') this.fail(pointer, `requires ${given(name)}`, 'which is no property name', "write names in 'required'");
      if (schema.additionalProperties !== false) continue;
      if (Token.isUnresolved(name) || Token.isUnresolved(schema.properties) || properties.some((property) => Token.isUnresolved(property))) continue;
      if (properties.includes(name) || patterns.some((pattern) => new RegExp(pattern).test(name))) continue;
      this.fail(pointer, `requires '${name}' but has no such property`, "and 'additionalProperties: false' lets no other in, so that nothing could ever pass", `write '${name}' under 'properties'`);
    }
    if (pointer !== '#' && schema.definitions !== undefined) {
      this.fail(pointer, "has 'definitions'", "which '#/definitions/<name>' cannot reach from there", "write 'definitions' in the outermost schema");
    }
  }

  private collectWarnings(schema: SchemaObject, pointer: string): void {
    for (const keyword of ['minItems', 'maxItems']) {
      if (schema[keyword] !== undefined) this.warn(pointer, `has '${keyword}', which API Gateway does not enforce after an import; check the length in the backend`);
    }
    for (const keyword of KEYWORDS_BEYOND_OPENAPI) {
      if (schema[keyword] !== undefined) this.warn(pointer, `has '${keyword}', which OpenAPI 3.0 does not have, so that an import may drop it; check it in the backend as well`);
    }
    if (Array.isArray(schema.items)) this.warn(pointer, "has a list of schemas in 'items', which OpenAPI 3.0 does not have, so that an import may drop it; check it in the backend as well");
    const types = [schema.type].flat();
    if (types.includes('array') && types.includes('null')) {
      this.warn(pointer, 'allows an array or null, which imports are reported to narrow to the array; let clients leave the property out instead of sending null');
    }
    if (typeof schema.format === 'string' && /^(int32|int64|decimal)$/i.test(schema.format)) {
      this.warn(pointer, `has 'format: ${schema.format}', which API Gateway does not support; write 'minimum' and 'maximum'`);
    }
    if (typeof schema.description === 'string' && schema.description.includes('*/')) {
      this.warn(pointer, "has '*/' in its 'description', which breaks SDKs that API Gateway generates; write it another way");
    }
  }

  private visitInner(schema: SchemaObject, pointer: string): void {
    for (const [keyword, value] of Object.entries(schema)) {
      const place = `${pointer}/${keyword}`;
      if (value === undefined || Token.isUnresolved(value)) continue;
      if (SUBSCHEMA_KEYWORDS.has(keyword)) {
        if (Array.isArray(value)) value.forEach((inner, index) => this.visit(inner, `${place}/${index}`));
        else if (typeof value !== 'boolean' || !keyword.startsWith('additional')) this.visit(value, place);
      } else if (SUBSCHEMA_MAP_KEYWORDS.has(keyword) && isSchemaObject(value)) {
        for (const [name, inner] of Object.entries(value)) this.visitNamed(inner, keyword, `${place}/${pointerToken(name)}`);
      }
    }
  }

  private visitNamed(inner: unknown, keyword: string, pointer: string): void {
    if (inner === undefined) return;
    if (keyword !== 'dependencies' || !Array.isArray(inner)) return this.visit(inner, pointer);
    if (inner.length === 0 || new Set(inner).size < inner.length) {
      this.fail(pointer, `is ${given(inner)}`, 'but draft 4 wants at least one name and each one once', 'write the names of the properties that must come along');
    }
  }

  private fail(pointer: string, what: string, why: string, remedy: string): never {
    throw new Error(`${this.where}: the schema at '${pointer}' ${what}, ${why}; ${remedy}`);
  }

  private warn(pointer: string, text: string): void {
    this.warnings.push(`${this.where}: the schema at '${pointer}' ${text}`);
  }
}

const TYPES: string[] = Object.values(apigateway.JsonSchemaType);
const BESIDE_A_REFERENCE = ['ref', '$ref', 'schema', '$schema', 'definitions', 'title', 'description'];

/** A value as a message quotes it. */
function given(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(typeof value === 'string' ? `'${value}'` : value);
  const text = Array.isArray(value) ? `[${value.map(given).join(', ')}]` : 'an object';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
