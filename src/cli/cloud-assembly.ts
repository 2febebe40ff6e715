import { existsSync, readFileSync, statSync } from 'fs';
import { basename, join } from 'path';
import { AssemblyAcknowledgements } from './assembly-acknowledgements';
import { AssemblyMetadata, constructPaths, readMetadata } from './assembly-metadata';
import { templateTree } from './nested-templates';
import { readParsedFile } from './parsed-file';
import { readTemplateFile } from './template-file';
import { TemplateGroup } from './template-group';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';

const MANIFEST = 'manifest.json';

/** Whether a folder is what `cdk synth` writes. */
export function isCloudAssembly(folder: string): boolean {
  const path = join(folder, MANIFEST);
  if (!existsSync(path) || !statSync(path).isFile()) return false;
  const text = readFileSync(path, 'utf8');
  return text.includes('"artifacts"') && /"(aws:cloudformation:stack|cdk:[a-z-]+)"/.test(text);
}

/** Where a cloud assembly is, and how its reading reports. */
interface AssemblyReading {
  readonly folder: string;
  /** The folders around a nested assembly: they hold its assets. */
  readonly around?: string[];
  readonly nameOf: (path: string) => string;
  readonly onUnusable: (message: string) => void;
}

/**
 * The templates of a cloud assembly: those of the app, and those of each of its stages.
 *
 * A stage is a group of its own: the CDK lets nothing in one refer to another.
 */
export function* assemblyGroups({ folder, around = [], nameOf, onUnusable }: AssemblyReading): Generator<TemplateGroup> {
  const artifacts = readArtifacts(folder, nameOf, onUnusable);
  const acknowledgements = new AssemblyAcknowledgements();
  const folders = [folder, ...around];
  const templates = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack').flatMap(({ id, environment, properties, metadata }) => {
    const path = join(folder, String(properties.templateFile ?? `${id}.template.json`));
    const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(String(environment)) ?? [];
    acknowledgements.add(metadata);
    try {
      return templateTree(readTemplateFile(path, nameOf(path)), {
        account: known(account),
        region: known(region),
        nameOf,
        readAsset: (name) => readAsset(name, folders),
        constructPathsOf: ({ document }) => constructPaths(document, metadata),
      }).map(({ template }) => template);
    } catch (error) {
      if (!(error instanceof UnusableInput)) throw error;
      onUnusable(error.message);
      return [];
    }
  });
  if (templates.length > 0) yield { templates, acknowledgedBy: (finding) => acknowledgements.reasonFor(finding) };
  for (const { properties } of artifacts.filter(({ type }) => type === 'cdk:cloud-assembly')) {
    yield* assemblyGroups({ folder: join(folder, String(properties.directoryName)), around: folders, nameOf, onUnusable });
  }
}

interface Artifact {
  readonly id: string;
  readonly type: unknown;
  readonly environment: unknown;
  readonly properties: Record<string, unknown>;
  readonly metadata: AssemblyMetadata;
}

function readArtifacts(folder: string, nameOf: (path: string) => string, onUnusable: (message: string) => void): Artifact[] {
  try {
    const path = join(folder, MANIFEST);
    const { document } = readParsedFile(path, nameOf(path));
    const artifacts = isRecord(document) && isRecord(document.artifacts) ? document.artifacts : {};
    return Object.entries(artifacts).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1])).map(([id, artifact]) => ({
      id,
      type: artifact.type,
      environment: artifact.environment,
      properties: isRecord(artifact.properties) ? artifact.properties : {},
      metadata: { ...readMetadata(folder, artifact.additionalMetadataFile, nameOf), ...isRecord(artifact.metadata) ? artifact.metadata : {} },
    }));
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    onUnusable(error.message);
    return [];
  }
}

function readAsset(name: string, folders: string[]): string | undefined {
  const path = folders.map((folder) => join(folder, `asset.${basename(name)}`)).find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/** `unknown-region` is what the app does not say. */
function known(value: string | undefined): string | undefined {
  return value?.startsWith('unknown-') ? undefined : value;
}
