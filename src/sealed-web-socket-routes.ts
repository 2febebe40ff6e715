import { AspectPriority, Aspects, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { besideWebSocketRoutes } from './beside-the-routes';
import { ApiDomainOptions } from './domain/api-domain-options';
import { closesDefaultEndpoint } from './domain/domain-address';
import { CONNECT } from './predefined-routes';
import { ConnectSurroundings, judgeConnect } from './web-socket/connect-rules';
import { NoWebSocketCycle } from './web-socket/web-socket-cycle';
import { WebSocketRoutes } from './web-socket/web-socket-routes';

/**
 * A WebSocket API whose routes are complete once synthesis has come to its checks.
 */
interface MessagingApi {
  /** The L1 of the API. */
  readonly resource: apigatewayv2.CfnApi;
  readonly routes: WebSocketRoutes;
  /** What of the API its deployment holds. */
  readonly own: IConstruct[];
  /** What waits for the routes. */
  readonly waiting: IConstruct[];
  /** What stands around the routes, of what the API was given. */
  readonly surroundings: ConnectSurroundings & { readonly domain?: ApiDomainOptions };
}

/**
 * Has an API judge its routes at synthesis, when all of them are there, and take no more of them from then on.
 */
export function sealWebSocketRoutesAtSynthesis(api: Construct, { resource, routes, own, waiting, surroundings }: MessagingApi): void {
  const cycle = new NoWebSocketCycle({ waiting: [...own, ...waiting], targets: () => routes.targets });
  Aspects.of(resource).add(cycle, { priority: AspectPriority.READONLY });
  api.node.addValidation({
    validate: () => {
      // Nothing in the CDK locks a node, and a route added from here on would vanish in silence.
      api.node.lock();
      return [
        ...routes.judge(),
        ...judgeConnect(api, routes.tryRoute(CONNECT), surroundings),
        ...judgeNotifying(api, routes, surroundings.domain),
        ...besideWebSocketRoutes(resource, own),
      ];
    },
  });
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-api-gateway.html */
function judgeNotifying(api: IConstruct, routes: WebSocketRoutes, domain: ApiDomainOptions | undefined): string[] {
  if (!closesDefaultEndpoint(domain) || !routes.all.some(({ integration }) => integration.callsBack)) return [];
  return [`the API '${api.node.path}' has the domain '${domain!.domainName}' and no default endpoint, by which alone Step Functions reaches callers (notifyCaller); `
    + 'write domain: { keepDefaultEndpoint: \'<why>\' }, or let a function that the state machine calls notify them'];
}
