import { dirname } from 'path';
import { localFile, readLocalFile } from './local-file';
import { TemplateFile, readTemplateFile } from './template-file';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';
import { Template } from '../reflection/template';
import { unreadParts } from '../reflection/unread-parts';

/** How a template and those that it nests are read. */
interface TemplateReading {
  readonly region?: string;
  readonly account?: string;
  /** As reports call a file. */
  readonly nameOf: (path: string) => string;
  /** The file of a definition in S3. */
  readonly readAsset?: (name: string) => string | undefined;
  readonly constructPathsOf?: (file: TemplateFile) => Map<string, string>;
}

/** A template with what its file says. */
export interface ReadTemplate {
  readonly template: Template;
  readonly document: Record<string, unknown>;
}

/** A template, followed by those of its nested stacks whose files are there. */
export function templateTree(file: TemplateFile, reading: TemplateReading, above: string[] = []): ReadTemplate[] {
  const unread = unreadParts(file.document);
  const folder = dirname(file.path);
  const template = new Template(file.document, {
    name: file.name,
    region: reading.region,
    account: reading.account,
    locate: file.locate,
    constructPaths: reading.constructPathsOf?.(file),
    readAsset: (name) => reading.readAsset?.(name) ?? readLocalFile(name, folder),
    unread,
  });
  const nested = nestedStacks(file).flatMap(({ logicalId, path }) => {
    if (path === undefined || above.includes(path) || path === file.path) {
      unread.push(`the nested stack '${logicalId}' has its template elsewhere; give the file's path beside this one, or write it as TemplateURL`);
      return [];
    }
    try {
      const [root, ...below] = templateTree(readTemplateFile(path, reading.nameOf(path)), reading, [...above, file.path]);
      template.nest(logicalId, root.template);
      return [root, ...below];
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      unread.push(`the nested stack '${logicalId}' cannot be read: ${error.message}`);
      return [];
    }
  });
  return [{ template, document: file.document }, ...nested];
}

/** The nested stacks of a template with the files of their templates, as far as those are local. */
export function nestedStacks({ document, path }: TemplateFile): { logicalId: string; path?: string }[] {
  return Object.entries(isRecord(document.Resources) ? document.Resources : {}).flatMap(([logicalId, definition]) => {
    if (!isRecord(definition) || definition.Type !== 'AWS::CloudFormation::Stack') return [];
    const { Metadata: metadata, Properties: properties } = definition;
    const asset = isRecord(metadata) ? metadata['aws:asset:path'] : undefined;
    const url = isRecord(properties) ? properties.TemplateURL : undefined;
    return [{ logicalId, path: localFile(asset, dirname(path)) ?? localFile(url, dirname(path)) }];
  });
}
