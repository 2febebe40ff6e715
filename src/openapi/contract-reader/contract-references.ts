import { Token } from 'aws-cdk-lib';
import { ContractReading, quoted } from './contract-reading';
import { isSchemaObject, pointerToken } from '../json-schema';
import { JsonObject } from '../json-value';

/**
 * A value and its place in the document.
 */
export interface Located {
  readonly value: unknown;
  /** As `#/components/schemas/Pet`. */
  readonly pointer: string;
}

/**
 * Follows the references of a document, each one once.
 */
export class ContractReferences {
  private readonly reading: ContractReading;
  private readonly root: JsonObject;
  private readonly targets = new Map<string, Located | undefined>();

  public constructor(reading: ContractReading, root: JsonObject) {
    this.reading = reading;
    this.root = root;
  }

  /**
   * What a value stands for: itself, or what the references lead to that begin with it. Undefined after a problem.
   */
  public follow(value: unknown, pointer: string): Located | undefined {
    const passed: string[] = [];
    let here: Located | undefined = { value, pointer };
    while (here !== undefined && isReference(here.value)) {
      if (passed.includes(here.pointer)) {
        const circle = passed.slice(passed.indexOf(here.pointer)).sort();
        return this.reading.problem(circle[0], `is a reference that leads back to itself${circle.length > 1 ? ` through ${circle.slice(1).map(quoted).join(', ')}` : ''} and means nothing; write a schema there`);
      }
      passed.push(here.pointer);
      here = this.target(here.value.$ref, here.pointer);
    }
    return here;
  }

  private target(reference: unknown, pointer: string): Located | undefined {
    if (Token.isUnresolved(reference)) return this.reading.problem(pointer, 'has a \'$ref\' that is only known at deploy time; write it out');
    if (typeof reference !== 'string') return this.reading.problem(pointer, `has '$ref: ${quoted(reference)}', which is no reference; write '#/components/schemas/Name'`);
    if (!reference.startsWith('#/')) {
      return this.reading.problem(pointer, reference.startsWith('#')
        ? `refers to '${reference}', which is no JSON pointer; write '#/components/schemas/Name'`
        : `refers to '${reference}' in another file, which API Gateway cannot read; bundle the files into one, for example with 'npx @redocly/cli bundle'`);
    }
    if (!this.targets.has(reference)) this.targets.set(reference, this.locate(reference));
    return this.targets.get(reference)
      ?? this.reading.problem(pointer, `refers to '${reference}', which the document does not have; write it there, or correct the reference`);
  }

  private locate(reference: string): Located | undefined {
    let value: unknown = this.root;
    let pointer = '#';
    for (const token of reference.slice(2).split('/')) {
      const name = percentDecoded(token).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = Reflect.get(value, name);
      pointer += `/${pointerToken(name)}`;
    }
    return { value, pointer };
  }
}

/** Members whose keys are names: a schema called `example` is no example. */
const NAMED = new Set([
  'properties', 'paths', 'schemas', 'responses', 'parameters', 'headers', 'requestBodies', 'examples', 'links', 'callbacks', 'securitySchemes', 'content', 'encoding',
]);

/** Members that are data: what looks like a reference in there is none. */
const DATA = new Set(['example', 'default', 'enum', 'value']);

/**
 * Follows every reference of a document, so that whatever leads nowhere is a problem, used or not: readers of the contract would meet it.
 */
export function checkReferences(references: ContractReferences, value: unknown, pointer = '#', keysAreNames = false): void {
  if (Array.isArray(value)) {
    value.forEach((member, index) => checkReferences(references, member, `${pointer}/${index}`));
  } else if (isSchemaObject(value)) {
    if (!keysAreNames && isReference(value)) references.follow(value, pointer);
    for (const [key, member] of Object.entries(value)) {
      if (typeof member !== 'object' || member === null || (!keysAreNames && (DATA.has(key) || key.startsWith('x-')))) continue;
      checkReferences(references, member, `${pointer}/${pointerToken(key)}`, !keysAreNames && NAMED.has(key));
    }
  }
}

function isReference(value: unknown): value is { readonly $ref: unknown } {
  return isSchemaObject(value) && value.$ref !== undefined;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
