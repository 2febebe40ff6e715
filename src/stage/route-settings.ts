import { IResolveContext, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Limits } from '../limits';
import { isAbsent, mapBranches } from './conditional';
import { isIntrinsic, isRecord } from '../intrinsic';
import { pascalCase } from '../letter-case';
import { LateMerge } from './late-merge';
import { isSet, settingOf, withSettings } from './setting-names';

type Settings = apigatewayv2.CfnStage.RouteSettingsProperty;

const ALL = ['dataTraceEnabled', 'detailedMetricsEnabled', 'loggingLevel', 'throttlingBurstLimit', 'throttlingRateLimit'];

/**
 * Merges settings into what an HTTP or WebSocket API's stage gives to all routes.
 *
 * Rate and burst are always written together: API Gateway takes a missing one for 0 and refuses every request.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-stage-routesettings.html
 */
export function addDefaultRouteSettings(stage: apigatewayv2.CfnStage, settings: Settings): void {
  stage.defaultRouteSettings = LateMerge.into<Settings>(stage, 'DefaultRouteSettings', stage.defaultRouteSettings, mergeDefaults, settings);
  if (stage.routeSettings !== undefined) stage.routeSettings = routesOf(stage);
}

/**
 * Merges settings into those of one route, which repeats the defaults that it does not set itself.
 */
export function addRouteSettings(stage: apigatewayv2.CfnStage, routeKey: string, settings: Settings): void {
  stage.routeSettings = routesOf(stage, { routeKey, settings });
}

interface RouteAddition {
  readonly routeKey: string;
  readonly settings: Settings;
}

function routesOf(stage: apigatewayv2.CfnStage, ...additions: RouteAddition[]): LateMerge<RouteAddition> {
  const merge = (base: unknown, all: readonly RouteAddition[], _conditional: boolean, context: IResolveContext) =>
    mergeRoutes(base, all, context.resolve(stage.defaultRouteSettings));
  return LateMerge.into<RouteAddition>(stage, 'RouteSettings', stage.routeSettings, merge, ...additions);
}

function mergeDefaults(base: unknown, additions: readonly Settings[], conditional: boolean): unknown {
  const merged = additions.reduce((settings, addition) => withSettings(settings, addition, conditional), isRecord(base) ? base : {});
  return withBothLimits(merged, conditional);
}

/** `RouteSettings` is a free-form map: the names in it must be CloudFormation's. */
function mergeRoutes(base: unknown, additions: readonly RouteAddition[], defaults: unknown): unknown {
  const routes: Record<string, unknown> = isRecord(base) ? { ...base } : {};
  for (const { routeKey, settings } of additions) {
    routes[routeKey] = mapBranches(routes[routeKey], (route) => withSettings(isRecord(route) && !isAbsent(route) ? route : {}, settings, true));
  }
  for (const [routeKey, route] of Object.entries(routes)) {
    routes[routeKey] = mapBranches(route, (branch) =>
      isRecord(branch) && !isAbsent(branch) && !isIntrinsic(branch) ? inherit(branch, defaults) : branch);
  }
  return routes;
}

function inherit(route: Record<string, unknown>, defaults: unknown): Record<string, unknown> {
  const spelled = withSettings({}, Object.fromEntries(Object.entries(route).map(([name, value]) => [pascalCase(name), value])), true);
  const missing = ALL.filter((name) => !isSet(spelled, name)).map((name) => [name, settingOf(defaults, name)]);
  return withBothLimits(withSettings(spelled, Object.fromEntries(missing), true), true);
}

function withBothLimits(settings: Record<string, unknown>, inTemplate: boolean): Record<string, unknown> {
  return withSettings(settings, {
    throttlingRateLimit: isSet(settings, 'throttlingRateLimit') ? undefined : Limits.ACCOUNT_RATE_PER_SECOND,
    throttlingBurstLimit: isSet(settings, 'throttlingBurstLimit') ? undefined : Limits.ACCOUNT_BURST,
  }, inTemplate);
}
