import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Document, template } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { RealtimeWebSocketApi } from '../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../src/realtime-web-socket-api-props';

/** A WebSocket API that everybody may connect to, unless the props say otherwise. */
export function webSocketApi(scope: Construct, props: Partial<RealtimeWebSocketApiProps> = {}, id = 'Chat'): RealtimeWebSocketApi {
  return new RealtimeWebSocketApi(scope, id, { authorizer: Authorizer.none('a test'), ...props });
}

/** The properties of all resources of a type; `ApiGatewayV2::Route` for short. */
export function resourcesOf(stack: Stack, type: string): Document[] {
  return Object.values(template(stack).findResources(`AWS::${type}`)).map(({ Properties }) => Properties as Document);
}

/** The properties of the one route that has a key. */
export function routeOf(stack: Stack, routeKey: string): Document {
  const routes = resourcesOf(stack, 'ApiGatewayV2::Route').filter(({ RouteKey }) => String(RouteKey) === routeKey);
  expect(routes).toHaveLength(1);
  return routes[0];
}

/** The properties of the integration that a route leads to. */
export function integrationOf(stack: Stack, routeKey: string): Document {
  const [, [, { Ref: logicalId }]] = routeOf(stack, routeKey).Target['Fn::Join'] as unknown as [string, [string, { Ref: string }]];
  return (template(stack).findResources('AWS::ApiGatewayV2::Integration')[logicalId] as { Properties: Document }).Properties;
}

/** How many resources of each type there are. */
export function countsOf(stack: Stack): { [type: string]: number } {
  const counts: { [type: string]: number } = {};
  const resources: { Type: string }[] = Object.values(template(stack).toJSON().Resources as object);
  for (const { Type } of resources) counts[Type] = (counts[Type] ?? 0) + 1;
  return counts;
}
