/** Whether a path matches a pattern: `**` is any folders, `*` and `?` are anything within one. */
export function matchesPattern(path: string, pattern: string): boolean {
  const source = pattern.replace(/^\.\//, '').split(/(\*\*\/|\*\*|\*|\?)/).map((piece) => WILDCARDS[piece] ?? piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('')}$`).test(path);
}

const WILDCARDS: { readonly [wildcard: string]: string | undefined } = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
