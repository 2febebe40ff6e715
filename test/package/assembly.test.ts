import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { gzipSync } from 'zlib';
import { Assembly, namesAlsoIn, readAssembly, reservedNames, undocumented, unions, untyped, withoutDefault } from './jsii-assembly';

/** Public places that may hold anything, each with its reason. */
const ANYTHING: { readonly [place: string]: string } = {
  'OpenApiContract.fromInline(document)': 'an OpenAPI document is any JSON, tokens among it, as in ApiDefinition.fromInline of aws-cdk-lib; what it holds is checked',
};

/** The two names that aws-cdk-lib has as well: API Gateway's own words, as factories. */
const SHARED_NAMES = ['Authorizer', 'Integration'];

const root = join(__dirname, '..', '..');
const ours = readAssembly(join(root, '.jsii'));

describe('the jsii assembly', () => {
  test('holds the public types', () => {
    expect(Object.keys(ours.types ?? {})).toEqual(expect.arrayContaining(['cdk-gatehouse.ApiType', 'cdk-gatehouse.IRouteIntegration', 'cdk-gatehouse.IRouteAuthorizer']));
  });

  test('has no union type', () => {
    expect(unions(ours)).toEqual([]);
  });

  test('has no untyped member but those with a reason', () => {
    expect(untyped(ours).sort()).toEqual(Object.keys(ANYTHING).sort());
  });

  test('has no name that Python, Java, C#, Go or TypeScript reserves', () => {
    expect(reservedNames(ours)).toEqual([]);
  });

  test('shares no type name with aws-cdk-lib but Integration and Authorizer', () => {
    const cdk = readAssembly(join(dirname(require.resolve('aws-cdk-lib/package.json')), '.jsii'));

    expect(Object.keys(cdk.types ?? {}).length).toBeGreaterThan(1000);
    expect(namesAlsoIn(cdk, ours).filter((name) => !SHARED_NAMES.includes(name))).toEqual([]);
  });

  test('documents every type and member', () => {
    expect(undocumented(ours)).toEqual([]);
  });

  test('says for every optional member of a struct what happens without it', () => {
    expect(withoutDefault(ours)).toEqual([]);
  });
});

describe('the reader of assemblies', () => {
  const string = { primitive: 'string' };
  const any = { primitive: 'any' };
  const union = { union: { types: [string, { primitive: 'number' }] } };
  const listOf = (elementtype: typeof any | typeof union) => ({ collection: { kind: 'array', elementtype } });
  const docs = { summary: 'What it is.' };
  const withType = (type: Omit<NonNullable<Assembly['types']>[string], 'name'>): Assembly => ({ types: { 'lib.Thing': { name: 'Thing', ...type } } });

  test.each([['any', any, untyped], ['json', { primitive: 'json' }, untyped], ['a union', union, unions], ['an intersection', { intersection: { types: [string] } }, unions]])(
    'finds %s in properties, parameters, results, constructors and lists', (_name, type, find) => {
      const assembly = withType({
        kind: 'class',
        initializer: { parameters: [{ name: 'scope', type: string }, { name: 'props', type }] },
        methods: [{ name: 'add', parameters: [{ name: 'what', type: listOf(type as typeof any) }], returns: { type } }],
        properties: [{ name: 'good', type: string }, { name: 'bad', type }],
      });

      expect(find(assembly)).toEqual(['Thing.bad', 'new Thing(props)', 'Thing.add(what)', 'Thing.add()']);
    });

  test('finds any inside of a union', () => {
    expect(untyped(withType({ kind: 'interface', properties: [{ name: 'bad', type: { union: { types: [string, any] } } }] }))).toEqual(['Thing.bad']);
  });

  test.each([['lambda', 'Python'], ['package', 'Java, Go, TypeScript'], ['event', 'C#'], ['range', 'Go'], ['typeof', 'C#, TypeScript'], ['var', 'Go, TypeScript'], ['yield', 'Python, TypeScript']])(
    'finds the reserved name %s (%s) in members and parameters', (name, languages) => {
      const assembly = withType({
        kind: 'class',
        methods: [{ name, parameters: [{ name, type: string }] }],
        properties: [{ name, type: string }, { name: 'fine', type: string }],
        members: [{ name }],
      });

      expect(reservedNames(assembly)).toEqual([
        `Thing.${name} (${languages})`, `Thing.${name} (${languages})`, `Thing.${name} (${languages})`, `Thing.${name}(${name}) (${languages})`,
      ]);
    });

  test('finds names that the other assembly has in one of its modules', () => {
    const other: Assembly = { types: { 'other.module.Thing': { kind: 'class', name: 'Thing' }, 'other.Else': { kind: 'class', name: 'Else' } } };

    expect(namesAlsoIn(other, withType({ kind: 'class' }))).toEqual(['Thing']);
    expect(namesAlsoIn({}, withType({ kind: 'class' }))).toEqual([]);
  });

  test('finds types, members and enum members without a summary, but not what a parent documents', () => {
    expect(undocumented(withType({
      kind: 'class',
      methods: [{ name: 'said', docs }, { name: 'unsaid' }, { name: 'inherited', overrides: 'lib.Parent' }],
      properties: [{ name: 'empty', type: string, docs: { summary: '' } }],
      members: [{ name: 'MEMBER' }],
    }))).toEqual(['Thing', 'Thing.unsaid', 'Thing.empty', 'Thing.MEMBER']);
    expect(undocumented(withType({ kind: 'class', docs }))).toEqual([]);
  });

  test('finds optional members of structs without a default, and of nothing else', () => {
    const properties = [
      { name: 'required', type: string },
      { name: 'said', type: string, optional: true, docs: { default: '- none' } },
      { name: 'unsaid', type: string, optional: true, docs },
    ];

    expect(withoutDefault(withType({ kind: 'interface', datatype: true, properties }))).toEqual(['Thing.unsaid']);
    expect(withoutDefault(withType({ kind: 'class', properties }))).toEqual([]);
  });

  test('follows the redirection to a compressed assembly', () => {
    const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
    try {
      writeFileSync(join(folder, '.jsii'), JSON.stringify({ schema: 'jsii/file-redirect', compression: 'gzip', filename: '.jsii.gz' }));
      writeFileSync(join(folder, '.jsii.gz'), gzipSync(JSON.stringify(withType({ kind: 'class' }))));

      expect(readAssembly(join(folder, '.jsii'))).toEqual(withType({ kind: 'class' }));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
