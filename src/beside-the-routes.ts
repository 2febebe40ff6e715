import { CfnResource, Stage, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { belongsTo } from './beside-the-body';

/** What our constructs make themselves, so that the deployment holds it. */
const INSTEAD: { readonly [cfnResourceType: string]: string | undefined } = {
  'AWS::ApiGatewayV2::Route': 'addRoute(\'sendMessage\', ...)',
  'AWS::ApiGatewayV2::Integration': 'integration on a route',
  'AWS::ApiGatewayV2::Authorizer': 'authorizer on the API',
  'AWS::ApiGatewayV2::Model': 'request: { body: schema } on a route',
  'AWS::ApiGatewayV2::RouteResponse': 'reply: true on a route',
  'AWS::ApiGatewayV2::IntegrationResponse': 'responses of Integration.custom',
};

/**
 * One message for each resource that belongs to a WebSocket API and was made beside the construct: the API's deployment neither waits for it nor
 * changes with it, so the stage would serve the API without it.
 */
export function besideWebSocketRoutes(api: apigatewayv2.CfnApi, home: IConstruct): string[] {
  const messages: string[] = [];
  const visit = (construct: IConstruct) => {
    if (construct === home) return;
    if (CfnResource.isCfnResource(construct)) {
      const instead = INSTEAD[construct.cfnResourceType];
      if (instead !== undefined && belongsTo(api, 'ApiId', construct)) {
        messages.push(`'${construct.node.path}' adds an ${construct.cfnResourceType} to the API '${home.node.path}' beside its routes, and the API's deployment neither waits for it nor changes with it; write ${instead} instead`);
      }
    }
    construct.node.children.filter((child) => !Stage.isStage(child)).forEach(visit);
  };
  visit(Stage.of(api) ?? api.node.root);
  return messages;
}
