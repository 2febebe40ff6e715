import type { InvokePermission } from './invoke-permissions';
import { addTo } from './lists-by-key';
import { GAP } from './partial-text';

/** Where the method stands in `<api>/<stage>/<method>/<path>`, and the key of a route without one. */
const METHOD = 2;

interface Placed {
  readonly permission: InvokePermission;
  readonly position: number;
}

/**
 * The permissions of one function, by what their ARNs name of a call's path.
 *
 * The CDK makes a permission for each method, often for one function: held against each of them, the routes of a large API would take their square.
 */
export class PermissionsByPath {
  private readonly byPart = new Map<string, Placed[]>();
  private readonly byMethod = new Map<string, Placed[]>();
  private readonly ofAnyPath: Placed[] = [];

  constructor(private readonly all: InvokePermission[]) {
    const named = all.map(({ sourceArn }) => literalsOf(sourceArn.value?.marked ?? ''));
    const counts = new Map<string, number>();
    for (const literal of named.flatMap(({ path }) => path)) counts.set(literal, (counts.get(literal) ?? 0) + 1);
    all.forEach((permission, position) => {
      const { method, path } = named[position];
      const placed = { permission, position };
      // What the fewest name tells them apart best.
      if (path.length > 0) addTo(this.byPart, path.reduce((rarest, each) => counts.get(each)! < counts.get(rarest)! ? each : rarest), placed);
      else if (method !== undefined) addTo(this.byMethod, method, placed);
      else this.ofAnyPath.push(placed);
    });
  }

  /** Those that may hold for a call, in their order. @param segments of its ARN after the API, as text; undefined for what is not known */
  public thatMayCover([, method, ...path]: (string | undefined)[]): InvokePermission[] {
    if (path.includes(undefined)) return this.all;
    const parts = new Set([method, ...path].flatMap((segment) => segment?.split('/') ?? []));
    const byMethod = method === undefined ? [...this.byMethod.values()].flat() : [...parts].flatMap((part) => this.byMethod.get(part) ?? []);
    const found = [...this.ofAnyPath, ...byMethod, ...[...parts].flatMap((part) => this.byPart.get(part) ?? [])];
    return found.sort((a, b) => a.position - b.position).map(({ permission }) => permission);
  }
}

/** The segments of an ARN's path that any call for which it holds must have. */
function literalsOf(arn: string): { method?: string; path: string[] } {
  const segments = arn.split(':').slice(5).join(':').split('/');
  const isLiteral = (segment: string | undefined) => segment !== undefined && !/[*?]/.test(segment) && !segment.includes(GAP);
  return { method: isLiteral(segments[METHOD]) ? segments[METHOD] : undefined, path: segments.slice(METHOD + 1).filter(isLiteral) };
}
