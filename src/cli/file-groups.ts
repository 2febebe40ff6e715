import { readFileSync } from 'fs';
import { dirname } from 'path';
import { ReadTemplate, nestedStacks, templateTree } from './nested-templates';
import { readTemplateFile, tryReadTemplateFile } from './template-file';
import { TemplateGroup } from './template-group';
import { TemplateSource } from './template-search';
import { UnusableInput } from './unusable-input';
import { isRecord } from '../intrinsic';
import { TemplateValue } from '../reflection/template-value';

interface FileReading {
  readonly nameOf: (path: string) => string;
  readonly onUnusable: (message: string, source: TemplateSource) => void;
}

/**
 * Groups templates that stand in files of their own: each alone, with its nested stacks.
 *
 * Templates of one folder belong together where one imports what exactly one other exports. Only those are held until their folder is read.
 */
export function* fileGroups(sources: TemplateSource[], reading: FileReading): Generator<TemplateGroup> {
  const roots = rootsOf(sources.map((source) => outlineOf(source, reading)));
  for (const { source } of roots.filter(({ isLinked }) => !isLinked)) {
    const tree = treeOf(source, reading);
    if (tree) yield { templates: tree.map(({ template }) => template) };
  }
  const byFolder = new Map<string, TemplateSource[]>();
  for (const { source } of roots.filter(({ isLinked }) => isLinked)) {
    const folder = dirname(source.path);
    byFolder.set(folder, [...byFolder.get(folder) ?? [], source]);
  }
  for (const neighbours of byFolder.values()) {
    yield* linkedGroups(neighbours.map((source) => treeOf(source, reading)).filter((tree) => tree !== undefined));
  }
}

/** What decides with whom a template belongs; most are not read for it. */
interface Outline {
  readonly source: TemplateSource;
  readonly nested: string[];
  /** Whether it imports or exports anything. */
  readonly isLinked: boolean;
}

function outlineOf(source: TemplateSource, { nameOf }: FileReading): Outline {
  try {
    const text = readFileSync(source.path, 'utf8');
    const nests = text.includes('AWS::CloudFormation::Stack');
    return {
      source,
      nested: nests ? nestedStacks(readTemplateFile(source.path, nameOf(source.path))).flatMap(({ path }) => path ?? []) : [],
      isLinked: text.includes('ImportValue') || /\bExport\b/.test(text),
    };
  } catch {
    // What is wrong with it is said when it is its turn.
    return { source, nested: [], isLinked: false };
  }
}

/** Those that no other one nests; of templates that nest each other, the first. */
function rootsOf(outlines: Outline[]): Outline[] {
  const byPath = new Map(outlines.map((outline) => [outline.source.path, outline]));
  const nested = new Set(outlines.flatMap((outline) => outline.nested.filter((path) => path !== outline.source.path)));
  const reached = new Set<string>();
  const reach = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    byPath.get(path)?.nested.forEach(reach);
  };
  const roots = outlines.filter(({ source }) => !nested.has(source.path));
  for (const { source } of roots) reach(source.path);
  for (const outline of outlines) {
    if (reached.has(outline.source.path)) continue;
    roots.push(outline);
    reach(outline.source.path);
  }
  return roots;
}

/** Undefined for what cannot be read, and for a file that turned up in a folder and is something else. */
function treeOf(source: TemplateSource, { nameOf, onUnusable }: FileReading): ReadTemplate[] | undefined {
  const name = nameOf(source.path);
  try {
    const file = source.isNamed ? readTemplateFile(source.path, name) : tryReadTemplateFile(source.path, name);
    return file && templateTree(file, { nameOf });
  } catch (error) {
    if (!(error instanceof UnusableInput)) throw error;
    onUnusable(error.message, source);
    return undefined;
  }
}

function* linkedGroups(trees: ReadTemplate[][]): Generator<TemplateGroup> {
  const exporters = new Map<string, ReadTemplate[][]>();
  for (const tree of trees) {
    const names = new Set(tree.flatMap(({ template }) => template.exportedValues().map(([name]) => name)));
    for (const name of names) exporters.set(name, [...exporters.get(name) ?? [], tree]);
  }
  const groupOf = new Map(trees.map((tree) => [tree, new Set([tree])]));
  for (const tree of trees) {
    for (const name of tree.flatMap(importedNames)) {
      // Two that export the same are copies for several environments: which one is meant, nobody knows.
      const [exporter, ...others] = exporters.get(name) ?? [];
      if (!exporter || others.length > 0) continue;
      const joined = new Set([...groupOf.get(exporter)!, ...groupOf.get(tree)!]);
      for (const member of joined) groupOf.set(member, joined);
    }
  }
  for (const group of new Set(groupOf.values())) yield { templates: [...group].flat().map(({ template }) => template) };
}

/** Names of imports that are known to their last letter. */
function importedNames({ template, document }: ReadTemplate): string[] {
  const namesIn = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(namesIn);
    if (!isRecord(value)) return [];
    const imported = value['Fn::ImportValue'];
    const own = imported === undefined ? [] : TemplateValue.of(imported, template, []).string().toList();
    return [...own, ...Object.values(value).flatMap(namesIn)];
  };
  return namesIn(document);
}
