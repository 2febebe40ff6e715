import { parse as parseYaml } from 'yaml';

/**
 * Reads a document that is JSON or YAML.
 *
 * @throws when it is neither
 */
export function parseDocument(text: string): unknown {
  return text.trimStart().startsWith('{') ? JSON.parse(text) : parseYaml(text);
}
