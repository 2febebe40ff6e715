import { readFileSync, readdirSync } from 'fs';
import { dirname, join, posix, relative, resolve, sep } from 'path';

export const ROOT = resolve(__dirname, '..', '..');

/** A fenced block of code in a document. */
export interface CodeBlock {
  /** The document, relative to the repository. */
  readonly file: string;
  /** The line, from 1, of the block's first line of code. */
  readonly line: number;
  readonly language: string;
  readonly text: string;
}

/** A link in a document. */
export interface Link {
  readonly line: number;
  readonly target: string;
}

/** Everything that people read, relative to the repository. */
export function documents(): string[] {
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md')).sort();
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...pages.map((name) => `docs/${name}`)];
}

export function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf-8');
}

export function codeBlocks(file: string, text: string = read(file)): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { line: number; language: string; indentation: string; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const [fence, indentation, language] = /^(\s*)```(\S*)/.exec(line) ?? [];
    if (fence === undefined) {
      open?.lines.push(line.startsWith(open.indentation) ? line.slice(open.indentation.length) : line);
    } else if (open === undefined) {
      open = { line: index + 2, language, indentation, lines: [] };
    } else {
      blocks.push({ file, line: open.line, language: open.language, text: open.lines.join('\n') });
      open = undefined;
    }
  });
  if (open !== undefined) throw new Error(`${file}:${open.line - 1}: this block of code never ends`);
  return blocks;
}

/** The links of a document, without those in code. */
export function links(file: string, text: string = read(file)): Link[] {
  return proseLines(text).flatMap(({ line, number }) =>
    [...line.replace(/`[^`]*`/g, 'code').matchAll(/\[[^\]]*\]\(([^)\s]+)\)/g)].map(([, target]) => ({ line: number, target })));
}

/** The names by which a document's headings are linked to, as GitHub makes them. */
export function anchors(file: string): string[] {
  return proseLines(read(file)).flatMap(({ line }) => {
    const heading = /^#+ (.+)$/.exec(line)?.[1];
    return heading === undefined ? [] : heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replace(/ /g, '-');
  });
}

/** A relative link as a path within the repository, and the heading that it names. */
export function resolveLink(file: string, target: string): { path: string; anchor?: string } {
  const [path, anchor] = target.split('#');
  const absolute = path === '' ? join(ROOT, file) : resolve(ROOT, dirname(file), path);
  return { path: relative(ROOT, absolute).split(sep).join(posix.sep), anchor };
}

function proseLines(text: string): { line: string; number: number }[] {
  let inCode = false;
  return text.split('\n').flatMap((line, index) => {
    const fence = /^\s*```/.test(line);
    if (fence) inCode = !inCode;
    return fence || inCode ? [] : [{ line, number: index + 1 }];
  });
}
