import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { RouteKey } from '../route-key';
import { isAbsent, mapBranches, outcomesOf } from './conditional';
import { isIntrinsic, isRecord } from '../intrinsic';
import { camelCase, pascalCase } from '../letter-case';
import { LateMerge } from './late-merge';
import { isSet, settingOf, withSettings } from './setting-names';

/** Which methods of a REST API a setting is for: a plain path and an HTTP method. */
export interface MethodSelector {
  readonly path: string;
  readonly method: string;
}

export const EVERY_METHOD: MethodSelector = { path: '/*', method: '*' };

/**
 * What a single method takes over from the default entry.
 *
 * Nothing about the cache: a method whose entry is silent is not cached, and answers must not become shared behind its back.
 */
const INHERITED = ['loggingLevel', 'dataTraceEnabled', 'metricsEnabled', 'throttlingRateLimit', 'throttlingBurstLimit'];

/** @throws when the key is no route key of a REST API */
export function methodOf(routeKey: string): MethodSelector {
  const { method, path } = RouteKey.parse(routeKey);
  return { path, method };
}

/**
 * Merges settings into a REST API stage's `MethodSettings`, by path and method.
 *
 * API Gateway takes the most specific entry and nothing else, so when the template is written every entry for a single method
 * repeats the defaults that it does not set itself: otherwise logging and metrics would silently end there.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigateway-stage-methodsetting.html
 */
export function addMethodSettings(stage: apigateway.CfnStage, selector: MethodSelector, settings: apigateway.CfnStage.MethodSettingProperty): void {
  stage.methodSettings = LateMerge.into<Addition>(stage, 'MethodSettings', stage.methodSettings, merge, { selector, settings });
}

/** `/orders/{id}` as `ResourcePath` wants it: `/~1orders~1{id}`; the root stays `/`. */
export function resourcePathOf(path: string): string {
  return path === '/' || path === '/*' ? path : `/${path.replace(/\//g, '~1')}`;
}

interface Addition {
  readonly selector: MethodSelector;
  readonly settings: apigateway.CfnStage.MethodSettingProperty;
}

function merge(base: unknown, additions: readonly Addition[], conditional: boolean): unknown {
  const entries: unknown[] = Array.isArray(base) ? [...base] : [];
  // In whatever order routes are written, the template is the same.
  for (const { selector, settings } of [...additions].sort(bySelector)) {
    const fresh = { httpMethod: selector.method, resourcePath: resourcePathOf(selector.path) };
    const position = entries.findIndex((entry) => isFor(entry, selector));
    if (position < 0) {
      entries.push(withSettings({}, { ...fresh, ...settings }, conditional));
      continue;
    }
    entries[position] = mapBranches(entries[position], (entry, inIf) => isRecord(entry) && !isAbsent(entry)
      ? withSettings(entry, settings, conditional || inIf)
      : withSettings({}, { ...fresh, ...settings }, conditional || inIf));
  }
  const defaults = entries.find((entry) => isFor(entry, EVERY_METHOD));
  return defaults === undefined ? entries : entries.map((entry) => (entry === defaults ? entry : inherit(entry, defaults, conditional)));
}

function bySelector({ selector: a }: Addition, { selector: b }: Addition): number {
  const [left, right] = [a, b].map(({ path, method }) => path === EVERY_METHOD.path ? '' : `${path} ${method}`);
  return left < right ? -1 : left > right ? 1 : 0;
}

function inherit(entry: unknown, defaults: unknown, conditional: boolean): unknown {
  return mapBranches(entry, (branch, inIf) => {
    if (!isRecord(branch) || isAbsent(branch) || isIntrinsic(branch)) return branch;
    const missing = INHERITED.filter((name) => !isSet(branch, name)).map((name) => [name, settingOf(defaults, name)]);
    return withSettings(branch, Object.fromEntries(missing), conditional || inIf);
  });
}

/** Of an entry with branches, all have to be for the method; a branch of nothing is for any. */
function isFor(entry: unknown, selector: MethodSelector): boolean {
  const outcomes = outcomesOf(entry).filter((outcome) => !isAbsent(outcome));
  return outcomes.length > 0 && outcomes.every((outcome) => isRecord(outcome)
    && plainPath(outcome) === selector.path
    && (outcome[camelCase('httpMethod')] ?? outcome[pascalCase('httpMethod')]) === selector.method);
}

/** The path that people read, whichever of the spellings of `ResourcePath` an entry has. */
function plainPath(entry: Record<string, unknown>): unknown {
  const path = entry.resourcePath ?? entry.ResourcePath;
  if (typeof path !== 'string') return path;
  return path.startsWith('/~1') ? path.slice(1).replace(/~1/g, '/') : path;
}
