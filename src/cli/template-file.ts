import { readFileSync, statSync } from 'fs';
import { dirname } from 'path';
import { includeLocalFiles } from './included-file';
import { MAX_FILE_BYTES, ParsedFile, readParsedFile } from './parsed-file';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';

/** A CloudFormation template as it stands in a file. */
export interface TemplateFile extends ParsedFile {
  readonly path: string;
  readonly name: string;
  readonly document: Record<string, unknown>;
}

/**
 * Reads a template, in JSON or YAML.
 *
 * @param name as messages call the file
 * @throws UnusableInput when there is no template in it
 */
export function readTemplateFile(path: string, name: string): TemplateFile {
  const file = readParsedFile(path, name);
  const template = templateIn(file, path, name);
  if (!template) throw new UnusableInput(`'${name}' is no CloudFormation template: ${whyNoTemplate(file.document)}`);
  return template;
}

/** Undefined for a file of JSON or YAML that is something else. */
export function tryReadTemplateFile(path: string, name: string): TemplateFile | undefined {
  return templateIn(readParsedFile(path, name), path, name);
}

/** Whether a file may hold a template, found without reading it as JSON or YAML. */
export function mayBeTemplate(path: string): boolean {
  try {
    if (statSync(path).size > MAX_FILE_BYTES) return false;
    const text = readFileSync(path, 'utf8');
    return text.includes('Resources') && /\w::\w/.test(text);
  } catch {
    // Whoever reads it says why it cannot be read.
    return true;
  }
}

/** Whether a document is a template, whatever else its objects hold. */
function isTemplate(document: unknown): document is Record<string, unknown> {
  if (!isRecord(document) || !isRecord(document.Resources)) return false;
  return Object.entries(document.Resources).some(([logicalId, resource]) => logicalId.startsWith('Fn::') || (isRecord(resource) && typeof resource.Type === 'string'));
}

function templateIn(file: ParsedFile, path: string, name: string): TemplateFile | undefined {
  if (!isTemplate(file.document)) return undefined;
  const document = file.text.includes('AWS::Include') ? includeLocalFiles(file.document, dirname(path)) : file.document;
  return { ...file, path, name, document };
}

function whyNoTemplate(document: unknown): string {
  const remedy = 'write the path of a template, of a folder of them, or of a cloud assembly';
  if (document === undefined || document === null) return `it is empty; ${remedy}`;
  if (!isRecord(document)) return `it is ${Array.isArray(document) ? 'a list' : 'a text'}; ${remedy}`;
  if ('openapi' in document || 'swagger' in document) return 'it is an OpenAPI document; write the path of the template that has it as its Body or BodyS3Location';
  if (!isRecord(document.Resources)) return `it has no 'Resources'; ${remedy}`;
  return `none of its 'Resources' has a 'Type'; ${remedy}`;
}
