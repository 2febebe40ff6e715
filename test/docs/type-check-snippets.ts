import { join, relative } from 'path';
import * as ts from 'typescript';
import { CodeBlock, ROOT, read } from './markdown';

const FIXTURE = 'test/docs/snippet.ts-fixture';
const PLACE = '/// here';

/** A block as a module of its own, and where its lines come from. */
interface Module {
  readonly block: CodeBlock;
  readonly text: string;
  /** How many lines stand before the block's first. */
  readonly before: number;
}

/**
 * Type-checks blocks of TypeScript, all in one program.
 *
 * A block with an import is taken as it is. Every other one stands in the constructor of a stack, where the fixture's imports and constants are known.
 *
 * @returns one line for each error: `docs/alarms.md:12: Cannot find name 'topic'.`
 */
export function typeCheckSnippets(blocks: CodeBlock[]): string[] {
  // Virtual, but in the repository, from where the names of packages are resolved.
  const modules = new Map(blocks.map((block, index) => [join(ROOT, 'test', 'docs', `snippet-${index}.ts`), moduleOf(block)]));
  const options = compilerOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.readFile = (file) => modules.get(file)?.text ?? readFile(file);
  host.getSourceFile = (file, version, onError) => {
    const text = modules.get(file)?.text;
    return text === undefined ? getSourceFile(file, version, onError) : ts.createSourceFile(file, text, version);
  };

  const program = ts.createProgram({ rootNames: [...modules.keys()], options, host });
  return [...modules].flatMap(([file, module]) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map((diagnostic) => describe(diagnostic, module));
  });
}

function moduleOf(block: CodeBlock): Module {
  if (/^import /m.test(block.text)) return { block, text: block.text, before: 0 };
  const [head, foot] = read(FIXTURE).split(`${PLACE}\n`);
  return { block, text: `${head}${block.text}\n${foot}`, before: head.split('\n').length - 1 };
}

function describe(diagnostic: ts.Diagnostic, { block, before }: Module): string {
  const line = ts.getLineAndCharacterOfPosition(diagnostic.file!, diagnostic.start!).line - before;
  const inBlock = line >= 0 && line < block.text.split('\n').length;
  const place = inBlock ? `${block.file}:${block.line + line}` : `${FIXTURE} (with ${block.file}:${block.line})`;
  return `${place}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
}

/** Those of the repository, but a snippet may declare what it does not use. */
function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.dev.json');
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) throw new Error(`${relative(ROOT, file)}: ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  return { ...options, noUnusedLocals: false, noUnusedParameters: false };
}
