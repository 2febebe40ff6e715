import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { SchemaObject, canonicalJson, isSchemaObject, mapSubschemas, referenceOf, toImportSchema, tryDefinitionName } from './json-schema';
import { toContractSchema } from './json-schema-contract';
import { pascalCase } from '../letter-case';
import { Limits } from '../limits';

/**
 * The models of one API: equal schemas are one component, however often and in whatever key order they are given.
 */
export class SchemaComponents {
  private readonly schemas = new Map<string, SchemaObject>();
  private readonly nameByContent = new Map<string, string>();
  private readonly takenNames: Set<string>;

  /** @param reserved names that no component may take */
  public constructor(...reserved: string[]) {
    this.takenNames = new Set(reserved.map((name) => name.toLowerCase()));
  }

  /**
   * Adds a schema, unless an equal one is there, and gives the component's name.
   *
   * The name has letters and digits only, as API Gateway asks of models. It comes from the schema's title when that yields a free one,
   * otherwise from `suggestedName`. The schema must have passed `checkBodySchema`. Its `definitions` become components too.
   *
   * @throws when a model is larger than API Gateway takes
   */
  public register(schema: apigateway.JsonSchema, suggestedName: string): string {
    const definitions: SchemaObject = isSchemaObject(schema.definitions) ? schema.definitions : {};
    const names = new Map<string, string>();
    const rename = (definition: string): string => {
      const known = names.get(definition);
      if (known !== undefined) return known;
      const body = definitions[definition] as SchemaObject;
      const closure = definitionsBehind(body, definitions);
      // A schema that refers to itself needs its name before its content is known; its source stands for the content.
      const content = closure.has(definition) ? canonicalJson([definition, [...closure].sort().map((name) => [name, definitions[name]])]) : undefined;
      const name = content === undefined ? this.adopt(toImportSchema(body, rename), definition) : this.nameByContent.get(content);
      if (name !== undefined) {
        names.set(definition, name);
        return name;
      }
      const claimed = this.claimName(body, definition);
      names.set(definition, claimed);
      this.nameByContent.set(content!, claimed);
      this.store(claimed, toImportSchema(body, rename));
      return claimed;
    };
    return this.adopt(toImportSchema(schema as SchemaObject, rename), suggestedName);
  }

  /**
   * `components.schemas` of the import body, by name.
   */
  public importSchemas(): { [name: string]: SchemaObject } {
    return this.sorted((schema) => schema);
  }

  /**
   * `components.schemas` of the contract, by name.
   */
  public contractSchemas(): { [name: string]: SchemaObject } {
    return this.sorted((schema) => (isSchemaObject(schema) ? toContractSchema(schema) : schema));
  }

  private sorted(convert: (schema: SchemaObject) => SchemaObject): { [name: string]: SchemaObject } {
    const names = [...this.schemas.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, convert(this.schemas.get(name)!)]));
  }

  private adopt(schema: SchemaObject, suggestedName: string): string {
    const component = isSchemaObject(schema) && typeof schema.$ref === 'string' ? schema.$ref.replace('#/components/schemas/', '') : undefined;
    if (component !== undefined && this.schemas.has(component)) return component;
    const content = canonicalJson(schema);
    const existing = this.nameByContent.get(content);
    if (existing !== undefined) return existing;
    const name = this.claimName(schema, suggestedName);
    this.nameByContent.set(content, name);
    this.store(name, schema, content);
    return name;
  }

  private store(name: string, schema: SchemaObject, content = canonicalJson(schema)): void {
    const bytes = Buffer.byteLength(content);
    if (bytes > Limits.MODEL_BYTES) {
      throw new Error(`schema '${name}' has ${bytes} bytes, but a model of API Gateway has at most ${Limits.MODEL_BYTES}; describe less of the body, or split it under 'definitions'`);
    }
    this.schemas.set(name, schema);
  }

  private claimName(schema: SchemaObject, suggestedName: string): string {
    const title = isSchemaObject(schema) && typeof schema.title === 'string' && !Token.isUnresolved(schema.title) ? alphanumeric(schema.title) : '';
    const suggested = alphanumeric(suggestedName) || 'Model';
    let name = title !== '' && !this.isTaken(title) ? title : suggested;
    for (let count = 2; this.isTaken(name); count++) name = `${suggested}${count}`;
    this.takenNames.add(name.toLowerCase());
    return name;
  }

  /** Names that differ in case only would meet in generated SDKs. */
  private isTaken(name: string): boolean {
    return this.takenNames.has(name.toLowerCase());
  }
}

/** References are written longer than they are given, and names replace names. */
const MOST_GROWTH = 2;

/**
 * Finds at the call, and not at synthesis, what `register` refuses.
 *
 * @throws when a model of the schema is larger than API Gateway takes
 */
export function checkModelSize(schema: apigateway.JsonSchema, suggestedName: string): void {
  // Nearly every schema is so small that it need not be written as models to be measured.
  if (Buffer.byteLength(JSON.stringify(schema)) * MOST_GROWTH <= Limits.MODEL_BYTES) return;
  new SchemaComponents().register(schema, suggestedName);
}

/** Every definition that a schema refers to, directly or through others. */
function definitionsBehind(schema: SchemaObject, definitions: SchemaObject, found = new Set<string>()): Set<string> {
  if (!isSchemaObject(schema)) return found;
  const reference = referenceOf(schema);
  const definition = reference === undefined ? undefined : tryDefinitionName(reference);
  if (definition !== undefined && !found.has(definition)) {
    found.add(definition);
    definitionsBehind(definitions[definition] as SchemaObject, definitions, found);
  }
  mapSubschemas(schema, (inner) => {
    definitionsBehind(inner, definitions, found);
    return inner;
  });
  return found;
}

/** `new café order` as `NewCafeOrder`: letters and digits only, each word with a capital. */
function alphanumeric(text: string): string {
  const words = text.normalize('NFKD').replace(/\p{M}/gu, '').split(/[^A-Za-z0-9]+/);
  return words.map(pascalCase).join('');
}
