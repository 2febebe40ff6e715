import { RouteKey } from '../route-key';

/** One character of a path, or any number of them. */
interface Part {
  /** Which character; undefined for any, `[^/]` for any but a slash. */
  readonly character?: string;
  readonly repeats?: boolean;
}

const ANY: Part = {};
const ANY_NUMBER: Part = { repeats: true };
const IN_SEGMENT = '[^/]';

/**
 * Whether some request for a route has a path that the pattern of CloudFront fits.
 */
export function patternMeets(pattern: string, route: Pick<RouteKey, 'path' | 'isDefault'>): boolean {
  return partsOfRoute(route).some((parts) => meets(partsOfPattern(pattern), parts));
}

/**
 * Whether every request for a route has a path that the pattern of CloudFront fits, as far as it can be seen: `true` is certain.
 */
export function patternTakes(pattern: string, route: Pick<RouteKey, 'path' | 'isDefault'>): boolean {
  return partsOfRoute(route).every((parts) => takes(partsOfPattern(pattern), parts));
}

/** With or without a slash at its beginning CloudFront means the same. */
function partsOfPattern(pattern: string): Part[] {
  const path = pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;
  return [...path].map((character) => character === '*' ? ANY_NUMBER : character === '?' ? ANY : { character });
}

/** A REST API answers with a slash at the end as without. */
function partsOfRoute(route: Pick<RouteKey, 'path' | 'isDefault'>): Part[][] {
  if (route.isDefault) return [[ANY_NUMBER]];
  const parts = route.path.split(/(\{[^}]*\})/).flatMap((piece): Part[] => {
    if (/^\{.*\+\}$/.test(piece)) return [ANY, ANY_NUMBER];
    if (piece.startsWith('{')) return [{ character: IN_SEGMENT }, { character: IN_SEGMENT, repeats: true }];
    return [...piece].map((character) => ({ character }));
  });
  return [parts, [...parts, { character: '/' }]];
}

/** Whether there is a text that both fit. */
function meets(one: Part[], other: Part[]): boolean {
  return fromEachPlaceOnce((i, j, from) => {
    const [a, b] = [one[i], other[j]];
    if (a === undefined && b === undefined) return true;
    if (a?.repeats && from(i + 1, j)) return true;
    if (b?.repeats && from(i, j + 1)) return true;
    if (a === undefined || b === undefined || !compatible(a, b)) return false;
    return from(a.repeats ? i : i + 1, b.repeats ? j : j + 1);
  });
}

function compatible({ character: a }: Part, { character: b }: Part): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  return (a === IN_SEGMENT && b !== '/') || (b === IN_SEGMENT && a !== '/');
}

/** Whether the pattern fits every text of the route. Only its `*` takes a part of the route that stands for several texts. */
function takes(pattern: Part[], route: Part[]): boolean {
  return fromEachPlaceOnce((i, j, from) => {
    const [wanted, given] = [pattern[i], route[j]];
    if (wanted === undefined) return given === undefined;
    if (wanted.repeats) return from(i + 1, j) || (given !== undefined && from(i, j + 1));
    if (given === undefined || given.repeats) return false;
    return (wanted.character === undefined || wanted.character === given.character) && from(i + 1, j + 1);
  });
}

/** Looks at each pair of places once, so that many wildcards take no longer than one. */
function fromEachPlaceOnce(look: (i: number, j: number, from: (i: number, j: number) => boolean) => boolean): boolean {
  const seen = new Set<string>();
  const from = (i: number, j: number): boolean => {
    const place = `${i} ${j}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return look(i, j, from);
  };
  return from(0, 0);
}
