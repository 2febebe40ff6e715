import { closeSync, ftruncateSync, mkdtempSync, openSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Lazy } from 'aws-cdk-lib';
import { parseContract, readContractFile } from '../../../src/openapi/contract-reader/contract-source';

const NAME = "contract 'orders.yaml'";
const folder = mkdtempSync(join(tmpdir(), 'contract-'));

function fileOf(bytes: number): string {
  const path = join(folder, `${bytes}.yaml`);
  const file = openSync(path, 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return path;
}

describe('readContractFile', () => {
  test('reads a file up to the size that API Gateway takes', () => {
    expect(readContractFile(fileOf(6 * 1024 * 1024))).toHaveLength(6 * 1024 * 1024);
  });

  test('fails one byte beyond', () => {
    const path = fileOf(6 * 1024 * 1024 + 1);
    expect(() => readContractFile(path)).toThrow(`contract '${path}' has 6291457 bytes, and API Gateway takes definitions of at most 6 MB; split it into several APIs, or leave out examples`);
  });

  test('fails without the file, and says where it looked', () => {
    expect(() => readContractFile('no/such.yaml')).toThrow(`contract 'no/such.yaml' does not exist, looked up from '${process.cwd()}'; write its path from there, or join it with __dirname`);
  });

  test('fails on a folder', () => {
    expect(() => readContractFile(folder)).toThrow(`contract '${folder}' is no file; write the path of the OpenAPI file itself`);
  });

  test('fails on a path below a file', () => {
    const path = join(folder, 'file');
    writeFileSync(path, '');
    expect(() => readContractFile(join(path, 'orders.yaml'))).toThrow(/orders\.yaml' cannot be read: ENOTDIR.*; write the path of a file that you may read/);
  });

  test('fails on what can be no path', () => {
    expect(() => readContractFile('a\0b')).toThrow(/cannot be read: /);
  });

  test('fails on a name that is only known at deploy time', () => {
    expect(() => readContractFile(Lazy.string({ produce: () => 'x' }))).toThrow("a contract's file was given by a name that is only known at deploy time");
  });
});

describe('parseContract', () => {
  test.each([
    ['JSON', '{"a": [1, "x", null, true], "b": {"c": "\\"d\\": \\\\"}}', { a: [1, 'x', null, true], b: { c: '"d": \\' } }],
    ['JSON with tabs', '{\n\t"a": 1\n}', { a: 1 }],
    ['YAML', 'a: [1, x, null, true]\nb:\n  c: 1.0\n', { a: [1, 'x', null, true], b: { c: 1 } }],
    ['flow YAML, which looks like JSON', '{ a: 1, b: [x] }', { a: 1, b: ['x'] }],
    ['merged anchors', 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }', { a: { x: 1 }, b: { x: 1, y: 2 } }],
    ['dates as texts', 'a: 2026-01-01', { a: '2026-01-01' }],
    ['numbers as keys', 'a: { 200: x }', { a: { 200: 'x' } }],
    ['a directive that nobody knows', '%OTHER 1\n---\na: 1', { a: 1 }],
    ['a byte order mark', '\uFEFF{"a": 1}', { a: 1 }],
  ])('reads %s', (_what, text, value) => {
    expect(parseContract(text, NAME)).toEqual(value);
  });

  test.each<[string, string, string]>([
    ['nothing', ' \n', `${NAME} is empty; write an OpenAPI 3.0 document`],
    ['broken YAML', 'a: 1\nb: [1, 2\nc: 3', `${NAME}, line 3, column 1: this is neither YAML nor JSON: `],
    ['broken JSON', '{\n  "a": 1,\n  "b" 2\n}', `${NAME}, line 3, column 7: this is neither YAML nor JSON: `],
    ['a key that stands twice in YAML', 'a: 1\nb: 2\na: 3', `${NAME}, line 3, column 1: this key stands twice in one object, and only one of the two would count; write it once`],
    ['a key that stands twice in JSON', '{\n  "a": {"x": 1},\n  "b": {"x": 1, "x": 2}\n}', `${NAME}, line 3, column 17: this key stands twice`],
    ['an alias of nothing', 'a: &a 1\nc: [*a, *b]', `${NAME}, line 2: nothing before has the anchor '&b'; write it where the value stands`],
    ['a second document', 'a: 1\n---\nb: 2', `${NAME}, line 2, column 1: here begins a second document; write one document in one file`],
    ["CloudFormation's tags", 'a: 1\nb: !Ref Pool', `${NAME}, line 2, column 4: this tag means something to CloudFormation or to another program, but not in OpenAPI; write \${name}`],
    ['nesting without end', '['.repeat(100_000), NAME],
  ])('fails on %s', (_what, text, message) => {
    expect(() => parseContract(text, NAME)).toThrow(message);
  });

  test('takes hundreds of aliases of one anchor', () => {
    const paths = Array.from({ length: 500 }, (_, index) => `p${index}: *ok`).join('\n');
    expect(Object.keys(parseContract(`ok: &ok { a: 1 }\n${paths}`, NAME) as object)).toHaveLength(501);
  });

  test('fails on aliases that multiply', () => {
    const levels = Array.from({ length: 9 }, (_, index) => `l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(', ')}]`);
    expect(() => parseContract(['l0: &l0 x', ...levels].join('\n'), NAME)).toThrow(`${NAME} cannot be read as YAML: excessive alias count`);
  });
});
