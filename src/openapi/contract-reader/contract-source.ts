import { readFileSync, statSync } from 'fs';
import { Token } from 'aws-cdk-lib';
import { parseYaml } from './contract-yaml';
import { Limits } from '../../limits';

const MEBIBYTE = 1024 * 1024;

/**
 * The text of a contract's file.
 *
 * @throws when there is no such file, or one that is too large
 */
export function readContractFile(path: string): string {
  if (Token.isUnresolved(path)) {
    throw new Error('a contract\'s file was given by a name that is only known at deploy time, and it is read before; write the name out, as \'orders.yaml\'');
  }
  const file = attempt(path, () => statSync(path, { throwIfNoEntry: false }));
  if (file === undefined) {
    throw new Error(`contract '${path}' does not exist, looked up from '${process.cwd()}'; write its path from there, or join it with __dirname`);
  }
  if (!file.isFile()) throw new Error(`contract '${path}' is no file; write the path of the OpenAPI file itself`);
  checkContractSize(`contract '${path}'`, file.size);
  return attempt(path, () => readFileSync(path, 'utf-8'));
}

/**
 * The value that a contract's text stands for, in JSON or YAML: its content says which.
 *
 * @param name names the contract in messages
 * @throws when the text is neither, or has a key twice
 */
export function parseContract(text: string, name: string): unknown {
  const content = text.replace(/^\uFEFF/, '');
  if (content.trim() === '') throw new Error(`${name} is empty; write an OpenAPI 3.0 document`);
  // JSON is YAML too, so that YAML's reader finds line and column of what is wrong with it.
  return tryParseJson(content) ?? parseYaml(content, name);
}

/**
 * @throws when API Gateway would not take a definition of this size
 */
export function checkContractSize(name: string, bytes: number): void {
  if (bytes <= Limits.DEFINITION_BYTES) return;
  throw new Error(`${name} has ${bytes} bytes, and API Gateway takes definitions of at most ${Limits.DEFINITION_BYTES / MEBIBYTE} MB; split it into several APIs, or leave out examples`);
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (error) {
    throw new Error(`contract '${path}' cannot be read: ${(error as Error).message}; write the path of a file that you may read`);
  }
}

/** Undefined also for JSON that has a key twice, of which only the last would be left. */
function tryParseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    let keys = 0;
    const value: unknown = JSON.parse(text, function (this: unknown, _key, member: unknown) {
      if (typeof member === 'object' && member !== null && !Array.isArray(member)) keys += Object.keys(member).length;
      return member;
    });
    return keys === writtenKeys(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many keys stand in a JSON text: each string that a colon follows. */
function writtenKeys(text: string): number {
  let keys = 0;
  for (const [, colon] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"\s*(:?)/gs)) if (colon) keys++;
  return keys;
}
