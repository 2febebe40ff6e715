import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { runningFunction } from './lambda-invocation';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';
import { ApiType } from '../api-type';
import { CONNECT, DISCONNECT } from '../predefined-routes';

/** Whether clients send messages to a route. */
export function isMessageRoute({ path }: RouteReflection): boolean {
  return path.is((key) => key !== CONNECT && key !== DISCONNECT);
}

/** The route whose key is like this; absent when certainly none is. */
export function webSocketRoute(api: ApiReflection, isMeant: (key: string) => boolean): Fact<RouteReflection> {
  const meant = api.routes.filter(({ path }) => path.is(isMeant));
  const certain = meant.find(({ resource }) => !resource.isConditional || api.resource.isConditional);
  if (certain) return Fact.known(certain);
  if (meant.length > 0) return Fact.unknowable(`it depends on a condition whether '${meant[0].key}' is made`);
  const hidden = api.routes.find(({ path }) => path.isUnknowable);
  return hidden ? Fact.unknowable(hidden.path.why) : api.allRoutes.flatMap(() => Fact.absent());
}

const indexes = new WeakMap<AppReflection, Map<TemplateResource, RouteReflection[]>>();

/** The functions that answer routes of WebSocket APIs, and which. */
export function webSocketHandlers(app: AppReflection): Map<TemplateResource, RouteReflection[]> {
  let index = indexes.get(app);
  if (!index) {
    indexes.set(app, index = new Map());
    for (const route of app.apis.filter(({ apiType }) => apiType === ApiType.WEBSOCKET).flatMap(({ routes }) => routes)) {
      const handler = functionOf(route);
      const known = handler && index.get(handler);
      if (known) known.push(route);
      else if (handler) index.set(handler, [route]);
    }
  }
  return index;
}

/** The function that runs for a route, when it is part of the app. */
export function functionOf({ integration }: RouteReflection): TemplateResource | undefined {
  return integration.flatMap((known) => known.function).flatMap(runningFunction).value;
}
