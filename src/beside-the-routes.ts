import { aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Instead, resourcesBeside } from './beside-the-api';

/** What our constructs make themselves, so that the deployment holds it. */
const INSTEAD: Instead = {
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
export function besideWebSocketRoutes(api: apigatewayv2.CfnApi, own: IConstruct[]): string[] {
  return resourcesBeside(api, 'ApiId', INSTEAD, own).map(({ resource, instead }) =>
    `'${resource.node.path}' adds an ${resource.cfnResourceType} to the API '${api.node.scope!.node.path}' beside its routes, `
    + `and the API's deployment neither waits for it nor changes with it; write ${instead} instead`);
}
