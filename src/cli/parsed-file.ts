import { readFileSync, statSync } from 'fs';
import { extname } from 'path';
import { errorMessage } from './error-message';
import { parseJsonText } from './json-text';
import { ParsedText } from './parsed-text';
import { TextFlaw } from './text-flaw';
import { UnusableInput } from './unusable-input';
import { parseYamlText } from './yaml-text';
import { TemplatePath } from '../reflection/template-value';

/** A file of JSON or YAML. */
export interface ParsedFile extends ParsedText {
  readonly text: string;
}

/** CloudFormation takes a megabyte; a template before its transforms, or one that is packaged later, may have more. */
export const MAX_FILE_BYTES = 20_000_000;

/**
 * Reads a file of JSON or YAML.
 *
 * @param name as messages call the file
 * @throws UnusableInput with line and column of what is wrong
 */
export function readParsedFile(path: string, name: string): ParsedFile {
  const text = readText(path, name);
  try {
    return { ...parseText(text, path), text };
  } catch (error) {
    if (!(error instanceof TextFlaw)) throw error;
    const { position, message } = error;
    throw new UnusableInput(`${name}${position ? `:${position.line}:${position.column}` : ''}: ${message}`);
  }
}

/** Where something stands in a file, as messages begin. */
export function placeIn({ locate }: ParsedFile, name: string, path: TemplatePath): string {
  const position = locate(path);
  return position ? `${name}:${position.line}:${position.column}` : name;
}

function readText(path: string, name: string): string {
  try {
    const { size } = statSync(path);
    if (size > MAX_FILE_BYTES) throw new UnusableInput(`'${name}' has ${size} bytes, and CloudFormation takes templates of a megabyte; write the path of a template`);
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UnusableInput) throw error;
    throw new UnusableInput(`'${name}' cannot be read: ${errorMessage(error)}; write the path of a file that you may read`);
  }
}

/** By its content rather than its name: JSON is written into `.yaml` and `.template` as well. */
function parseText(text: string, path: string): ParsedText {
  const extension = extname(path).toLowerCase();
  if (extension === '.json') return parseJsonText(text);
  if (!/^\s*[{[]/.test(text)) return parseYamlText(text);
  try {
    return parseJsonText(text);
  } catch (jsonFlaw) {
    // YAML's own braces need no quotes.
    try {
      return parseYamlText(text);
    } catch (yamlFlaw) {
      throw extension === '.template' ? jsonFlaw : yamlFlaw;
    }
  }
}
