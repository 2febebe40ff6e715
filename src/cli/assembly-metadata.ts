import { existsSync } from 'fs';
import { join } from 'path';
import { readParsedFile } from './parsed-file';
import { isRecord } from '../intrinsic';

/** What the constructs of a stack leave to be known in its cloud assembly, by their paths. */
export type AssemblyMetadata = Record<string, unknown>;

/** Recent versions of the CDK write it into a file of its own. */
export function readMetadata(folder: string, file: unknown, nameOf: (path: string) => string): AssemblyMetadata {
  if (typeof file !== 'string' || !existsSync(join(folder, file))) return {};
  const { document } = readParsedFile(join(folder, file), nameOf(join(folder, file)));
  return isRecord(document) ? document : {};
}

/** The entries of one kind, with the paths of their constructs. */
export function metadataEntries(metadata: AssemblyMetadata, type: string): { path: string; data: unknown }[] {
  return Object.entries(metadata).flatMap(([path, entries]) => (Array.isArray(entries) ? entries : []).filter(isRecord)
    .filter((entry) => entry.type === type).map(({ data }) => ({ path: path.replace(/^\//, ''), data })));
}

/** The constructs of resources: as the template tells them, or the metadata where the app leaves them out of templates. */
export function constructPaths({ Resources: resources }: Record<string, unknown>, metadata: AssemblyMetadata): Map<string, string> {
  const inMetadata = new Map(metadataEntries(metadata, 'aws:cdk:logicalId').map(({ path, data }) => [String(data), path]));
  return new Map(Object.entries(isRecord(resources) ? resources : {}).flatMap(([logicalId, definition]): [string, string][] => {
    const own = isRecord(definition) && isRecord(definition.Metadata) ? definition.Metadata['aws:cdk:path'] : undefined;
    const path = typeof own === 'string' ? own : inMetadata.get(logicalId);
    return path === undefined ? [] : [[logicalId, path]];
  }));
}
