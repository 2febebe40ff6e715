import { readFileSync } from 'fs';
import { dirname, join } from 'path';
import { gunzipSync } from 'zlib';
import { SyntaxKind, tokenToString } from 'typescript';
import { isReservedName } from '../../node_modules/jsii/lib/reserved-words';

/** What the tests read of a jsii assembly; the whole schema is `jsii/0.10.0`. */
export interface Assembly {
  readonly types?: Record<string, AssemblyType>;
}

interface AssemblyType extends Documented {
  readonly kind: 'class' | 'interface' | 'enum';
  readonly name: string;
  readonly datatype?: boolean;
  readonly initializer?: Callable;
  readonly methods?: Callable[];
  readonly properties?: Property[];
  readonly members?: (Documented & { readonly name: string })[];
}

interface Documented {
  readonly docs?: { readonly summary?: string; readonly default?: string };
}

interface Callable extends Documented {
  readonly name?: string;
  readonly parameters?: { readonly name: string; readonly type: TypeReference }[];
  readonly returns?: { readonly type: TypeReference };
  readonly overrides?: string;
}

interface Property extends Documented {
  readonly name: string;
  readonly type: TypeReference;
  readonly optional?: boolean;
  readonly overrides?: string;
}

type TypeReference =
  | { readonly fqn: string }
  | { readonly primitive: string }
  | { readonly collection: { readonly elementtype: TypeReference } }
  | { readonly union: { readonly types: TypeReference[] } }
  | { readonly intersection: { readonly types: TypeReference[] } };

/** Large assemblies are written compressed, with a redirection in their place. */
export function readAssembly(file: string): Assembly {
  const content: unknown = JSON.parse(readFileSync(file, 'utf-8'));
  const redirected = content as { schema?: string; filename?: string };
  if (redirected.schema !== 'jsii/file-redirect') return content as Assembly;
  return JSON.parse(gunzipSync(readFileSync(join(dirname(file), redirected.filename!))).toString('utf-8')) as Assembly;
}

/** Members whose type is one of several; most jsii languages have no such types. */
export function unions(assembly: Assembly): string[] {
  return typedPlaces(assembly).filter(({ type }) => holds(type, (part) => 'union' in part || 'intersection' in part)).map(({ place }) => place);
}

/** Members that take or give anything; no compiler helps there. */
export function untyped(assembly: Assembly): string[] {
  return typedPlaces(assembly)
    .filter(({ type }) => holds(type, (part) => 'primitive' in part && ['any', 'json'].includes(part.primitive)))
    .map(({ place }) => place);
}

/** Members and parameters that jsii would have to rename for some language. */
export function reservedNames(assembly: Assembly): string[] {
  return names(assembly).flatMap(({ place, name }) => {
    const languages = [...(isReservedName(name) ?? []), ...(TYPESCRIPT_RESERVED.has(name) ? ['TypeScript'] : [])];
    return languages.length === 0 ? [] : [`${place} (${languages.join(', ')})`];
  });
}

/** Exported types whose name the other assembly has as well, in whatever module. */
export function namesAlsoIn(other: Assembly, assembly: Assembly): string[] {
  const taken = new Set(Object.values(other.types ?? {}).map(({ name }) => name));
  return Object.values(assembly.types ?? {}).map(({ name }) => name).filter((name) => taken.has(name)).sort();
}

/** Types and members that say nothing about themselves; what overrides a member of a parent is documented there. */
export function undocumented(assembly: Assembly): string[] {
  return Object.values(assembly.types ?? {}).flatMap((type) => [
    ...(type.docs?.summary ? [] : [type.name]),
    ...[...(type.methods ?? []), ...(type.properties ?? []), ...(type.members ?? [])]
      .filter((member) => !member.docs?.summary && !('overrides' in member))
      .map(({ name }) => `${type.name}.${name}`),
  ]);
}

/** Optional members of structs that do not say what happens without them. */
export function withoutDefault(assembly: Assembly): string[] {
  return Object.values(assembly.types ?? {}).filter(({ datatype }) => datatype).flatMap((type) =>
    (type.properties ?? []).filter(({ optional, docs }) => optional && !docs?.default).map(({ name }) => `${type.name}.${name}`));
}

const { FirstReservedWord, LastFutureReservedWord } = SyntaxKind;
const TYPESCRIPT_RESERVED = new Set(
  Array.from({ length: LastFutureReservedWord - FirstReservedWord + 1 }, (_, index) => tokenToString(FirstReservedWord + index)),
);

function callables(type: AssemblyType): { place: string; callable: Callable }[] {
  return [
    ...(type.initializer ? [{ place: `new ${type.name}`, callable: type.initializer }] : []),
    ...(type.methods ?? []).map((callable) => ({ place: `${type.name}.${callable.name}`, callable })),
  ];
}

function typedPlaces(assembly: Assembly): { place: string; type: TypeReference }[] {
  return Object.values(assembly.types ?? {}).flatMap((type) => [
    ...(type.properties ?? []).map((property) => ({ place: `${type.name}.${property.name}`, type: property.type })),
    ...callables(type).flatMap(({ place, callable }) => [
      ...(callable.parameters ?? []).map((parameter) => ({ place: `${place}(${parameter.name})`, type: parameter.type })),
      ...(callable.returns ? [{ place: `${place}()`, type: callable.returns.type }] : []),
    ]),
  ]);
}

function names(assembly: Assembly): { place: string; name: string }[] {
  return Object.values(assembly.types ?? {}).flatMap((type) => [
    ...[...(type.properties ?? []), ...(type.members ?? []), ...(type.methods ?? [])]
      .flatMap(({ name }) => name === undefined ? [] : [{ place: `${type.name}.${name}`, name }]),
    ...callables(type).flatMap(({ place, callable }) => (callable.parameters ?? []).map(({ name }) => ({ place: `${place}(${name})`, name }))),
  ]);
}

function holds(type: TypeReference, is: (part: TypeReference) => boolean): boolean {
  if (is(type)) return true;
  if ('collection' in type) return holds(type.collection.elementtype, is);
  if ('union' in type) return type.union.types.some((part) => holds(part, is));
  return 'intersection' in type && type.intersection.types.some((part) => holds(part, is));
}
