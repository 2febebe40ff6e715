import { Token, Tokenization } from 'aws-cdk-lib';
import { pointerToken } from '../json-schema';
import { JsonObject } from '../json-value';

const EXTENSION_PREFIX = 'x-amazon-apigateway-';

/** The one extension that is an operation, and no word about another one. */
export const ANY_METHOD = 'x-amazon-apigateway-any-method';

/** No document that people write comes near; beyond lie endless nesting and aliases that multiply. */
const MAX_DEPTH = 200;
const MAX_VALUES = 1_000_000;

const PLACEHOLDER = /\$\{([^{}]+)\}/g;

/**
 * A document of its own, which nobody else changes.
 */
export interface CopiedDocument {
  readonly document: unknown;
  /** The extensions of API Gateway that were left out: where each stood first, and how often. */
  readonly extensions: Map<string, { readonly pointer: string; count: number }>;
}

/**
 * Copies a document: with each `${name}` in its texts replaced, and without API Gateway's extensions.
 *
 * @throws for what is no JSON, for keys that are tokens, and for substitutions that occur nowhere
 */
export function copyDocument(document: unknown, name: string, substitutions: { [name: string]: string } = {}): CopiedDocument {
  const copying = new Copying(name, substitutions);
  const copy = copying.copy(document, '#', 0);
  const unused = Object.keys(substitutions).find((substitution) => !copying.used.has(substitution));
  if (unused !== undefined) {
    throw new Error(`${name} was given a substitution for '${unused}', but none of its values has '\${${unused}}'; write it where the value belongs, or leave the substitution out`);
  }
  return { document: copy, extensions: copying.extensions };
}

class Copying {
  public readonly extensions = new Map<string, { readonly pointer: string; count: number }>();
  public readonly used = new Set<string>();
  private readonly name: string;
  private readonly substitutions: { [name: string]: string };
  private values = 0;

  public constructor(name: string, substitutions: { [name: string]: string }) {
    this.name = name;
    this.substitutions = substitutions;
  }

  public copy(value: unknown, pointer: string, depth: number): unknown {
    if (depth > MAX_DEPTH) this.fail(`${pointer.slice(0, 200)}...`, `lies more than ${MAX_DEPTH} levels deep, or contains itself`, 'name inner schemas under \'#/components/schemas\' and refer to them');
    if (++this.values > MAX_VALUES) this.fail(pointer, `makes more than ${MAX_VALUES} values of the document`, 'write what its aliases repeat as \'$ref\'');
    if (typeof value === 'string') return this.substituted(value);
    if (value === null || typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value;
    if (Array.isArray(value)) return value.map((member, index) => this.copy(member, `${pointer}/${index}`, depth + 1));
    if (Tokenization.isResolvable(value)) return value;
    if (!isPlainObject(value)) this.fail(pointer, `is a ${typeof value === 'object' ? value.constructor?.name ?? 'thing' : typeof value}`, 'write plain objects, lists, texts, numbers, true or false');
    return Object.fromEntries(Object.entries(value).flatMap(([key, member]) => this.copyMember(key, member, pointer, depth)));
  }

  private copyMember(key: string, member: unknown, parent: string, depth: number): [string, unknown][] {
    if (Token.isUnresolved(key)) this.fail(parent, 'has a key that is only known at deploy time', 'write keys out; only values may be tokens');
    const pointer = `${parent}/${pointerToken(key)}`;
    const copy = this.copy(member, pointer, depth + 1);
    if (copy === undefined) return [];
    if (!key.startsWith(EXTENSION_PREFIX) || key === ANY_METHOD) return [[key, copy]];
    const known = this.extensions.get(key);
    if (known) known.count++;
    else this.extensions.set(key, { pointer, count: 1 });
    return [];
  }

  private substituted(text: string): string {
    if (!text.includes('${')) return text;
    return text.replace(PLACEHOLDER, (placeholder, name: string) => {
      // Other placeholders are left alone: descriptions show commands of a shell.
      if (!Object.hasOwn(this.substitutions, name)) return placeholder;
      this.used.add(name);
      return this.substitutions[name];
    });
  }

  private fail(pointer: string, what: string, remedy: string): never {
    throw new Error(`${this.name}: '${pointer}' ${what}; ${remedy}`);
  }
}

function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Not compared with Object.prototype: what another realm made has another one.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
