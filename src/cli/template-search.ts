import { Dirent, Stats, readdirSync, statSync } from 'fs';
import { basename, dirname, join, resolve } from 'path';
import { isCloudAssembly } from './cloud-assembly';
import { mayBeTemplate } from './template-file';
import { UnusableInput } from './unusable-input';

/** What there is to check under the paths that were given. */
export interface TemplateSources {
  /** Folders that `cdk synth` wrote. */
  readonly assemblies: string[];
  readonly files: TemplateSource[];
}

export interface TemplateSource {
  readonly path: string;
  /** Given by its own path: what is wrong with it must not be overlooked. */
  readonly isNamed: boolean;
}

const TEMPLATE_NAME = /\.(json|ya?ml|template)$/i;

/** Collects sources over several paths, each only once. */
export class TemplateSearch implements TemplateSources {
  public readonly assemblies: string[] = [];
  public readonly files: TemplateSource[] = [];
  private readonly seen = new Set<string>();

  constructor(private readonly workingFolder: string) {}

  /**
   * @throws UnusableInput when there is nothing at the path
   */
  public add(given: string): void {
    const path = resolve(this.workingFolder, given);
    const stats = tryStat(path);
    const remedy = 'write the path of a template, of a folder of them, or of a cloud assembly';
    if (!stats) throw new UnusableInput(`'${given}' does not exist, looked up from '${this.workingFolder}'; ${remedy}`);
    if (stats.isFile()) {
      if (basename(path) === 'manifest.json' && isCloudAssembly(dirname(path))) this.addAssembly(dirname(path));
      else this.addFile(path, true);
      return;
    }
    if (!stats.isDirectory()) throw new UnusableInput(`'${given}' is neither a file nor a folder; ${remedy}`);
    if (!this.walk(path)) {
      throw new UnusableInput(`'${given}' has no CloudFormation template, neither *.json, *.yaml, *.yml nor *.template, and no cloud assembly; ${remedy}`);
    }
  }

  /** Whether there was anything. */
  private walk(folder: string): boolean {
    if (isCloudAssembly(folder)) return this.addAssembly(folder);
    return entriesOf(folder).map((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name !== 'node_modules' && !entry.name.startsWith('.') && this.walk(path);
      return isFile(entry, path) && TEMPLATE_NAME.test(entry.name) && mayBeTemplate(path) && this.addFile(path, false);
    }).some(Boolean);
  }

  private addAssembly(folder: string): true {
    if (!this.seen.has(folder)) this.assemblies.push(folder);
    this.seen.add(folder);
    return true;
  }

  private addFile(path: string, isNamed: boolean): true {
    if (!this.seen.has(path)) this.files.push({ path, isNamed });
    this.seen.add(path);
    return true;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1);
  } catch {
    // A folder that may not be read holds nothing that could be checked.
    return [];
  }
}

/** Links to files are followed; those to folders may lead in circles. */
function isFile(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && tryStat(path)?.isFile() === true);
}

/** Undefined also for what is below a file, and for a link that leads to itself. */
function tryStat(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
