import { localFile } from './local-file';
import { readParsedFile } from './parsed-file';
import { isRecord } from '../intrinsic';

/**
 * Puts local files in where `AWS::Include` names them, as the transform does with those in S3.
 *
 * What it cannot find stays: nobody knows its content before the deployment.
 */
export function includeLocalFiles(document: Record<string, unknown>, folder: string): Record<string, unknown> {
  const transforms: unknown[] = [document.Transform].flat();
  const atTop = transforms.map((transform) => includedContent(transform, folder)).filter((content) => content !== undefined);
  let whole = includeIn(document, folder);
  for (const content of atTop) whole = merge(whole, content);
  return whole;
}

function include(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((entry) => include(entry, folder));
  return isRecord(value) ? includeIn(value, folder) : value;
}

function includeIn(value: Record<string, unknown>, folder: string): Record<string, unknown> {
  const content = includedContent(value['Fn::Transform'], folder);
  const kept = Object.entries(value).filter(([key]) => !content || key !== 'Fn::Transform');
  return { ...Object.fromEntries(kept.map(([key, field]) => [key, include(field, folder)])), ...content };
}

function includedContent(transform: unknown, folder: string): Record<string, unknown> | undefined {
  if (!isRecord(transform) || transform.Name !== 'AWS::Include' || !isRecord(transform.Parameters)) return undefined;
  const { Location: location } = transform.Parameters;
  const path = localFile(location, folder);
  if (path === undefined) return undefined;
  const { document } = readParsedFile(path, String(location));
  return isRecord(document) ? document : undefined;
}

/** Sections that both have become one. */
function merge(whole: Record<string, unknown>, content: Record<string, unknown>): Record<string, unknown> {
  const merged = { ...whole };
  for (const [section, entries] of Object.entries(content)) {
    const own = merged[section];
    merged[section] = isRecord(own) && isRecord(entries) ? { ...entries, ...own } : own ?? entries;
  }
  return merged;
}
