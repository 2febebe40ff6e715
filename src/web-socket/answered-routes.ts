import { aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeNoAuthorization } from './web-socket-authorizer';
import { DEFAULT } from '../predefined-routes';

/** The route that keeps a connection open which has nothing else to say. */
const HEARTBEAT = 'heartbeat';

const ROUTES = [HEARTBEAT, DEFAULT];

/**
 * What the sender of a message gets. Nothing of the message is looked at, so it may be anything.
 */
const ANSWER = [
  `#if($context.routeKey == '${HEARTBEAT}')`,
  `{"action":"${HEARTBEAT}"}`,
  '#else',
  '{"action":"error","message":"no route takes this message"}',
  '#end',
].join('\n');

/**
 * Routes that API Gateway answers by itself, without a backend that could be slow, fail or cost: heartbeats, and messages that no route takes.
 *
 * A route of the same key that the user adds takes their place.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-response.html
 */
export class AnsweredRoutes extends Construct {
  public constructor(scope: Construct, id: string, apiId: string) {
    super(scope, id);
    const integration = new apigatewayv2.CfnIntegration(this, 'Integration', {
      apiId,
      integrationType: 'MOCK',
      requestTemplates: { $default: '{"statusCode":200}' },
      templateSelectionExpression: '\\$default',
      passthroughBehavior: 'NEVER',
    });
    new apigatewayv2.CfnIntegrationResponse(this, 'IntegrationResponse', {
      apiId,
      integrationId: integration.ref,
      integrationResponseKey: '$default',
      responseTemplates: { $default: ANSWER },
      templateSelectionExpression: '\\$default',
    });
    for (const routeKey of ROUTES) {
      const route = new apigatewayv2.CfnRoute(this, routeKey, {
        apiId,
        routeKey,
        target: `integrations/${integration.ref}`,
        routeResponseSelectionExpression: DEFAULT,
      });
      acknowledgeNoAuthorization(route);
      new apigatewayv2.CfnRouteResponse(route, 'Response', { apiId, routeId: route.ref, routeResponseKey: DEFAULT });
    }
  }

  /** Makes room for a route of the user's. */
  public giveWay(routeKey: string): void {
    if (!ROUTES.includes(routeKey)) return;
    this.node.tryRemoveChild(routeKey);
    if (ROUTES.some((key) => this.node.tryFindChild(key))) return;
    this.node.tryRemoveChild('IntegrationResponse');
    this.node.tryRemoveChild('Integration');
  }
}
