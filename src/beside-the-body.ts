import { CfnResource, Stack, Stage, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { templateProperty } from './reference-path';

/**
 * One message for each resource that belongs to the API but stands outside of its definition.
 *
 * API Gateway replaces the whole API whenever the definition is imported: what stands beside it is deleted or loses its parent, without an
 * error, at some later deployment. Resources are found by the API's id, so also those of an API that was imported as another construct.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html#cfn-apigateway-restapi-mode
 */
export function besideTheBody(api: apigateway.CfnRestApi): string[] {
  const messages: string[] = policyBeside(api);
  const visit = (construct: IConstruct) => {
    if (CfnResource.isCfnResource(construct)) {
      const instead = INSTEAD[construct.cfnResourceType];
      if (instead !== undefined && belongsTo(api, construct)) {
        messages.push(
          `'${construct.node.path}' adds an ${construct.cfnResourceType} to the API '${api.node.path}', whose next deployment deletes it, `
          + `because API Gateway replaces all of the API with its definition; write ${instead} instead`,
        );
      }
    }
    construct.node.children.filter((child) => !Stage.isStage(child)).forEach(visit);
  };
  visit(Stage.of(api) ?? api.node.root);
  return messages;
}

/** As `addToResourcePolicy` of the L2 sets it. The property alone is read: rendering all of the API would render its definition once more. */
function policyBeside(api: apigateway.CfnRestApi): string[] {
  if (Stack.of(api).resolve(api.policy) === undefined) return [];
  return [`the API '${api.node.path}' has a resource policy beside its definition, which the next import of the definition takes away; write policy on the API instead`];
}

/** What says the same in the definition. */
const INSTEAD: { readonly [cfnResourceType: string]: string | undefined } = {
  'AWS::ApiGateway::Resource': 'addRoute(\'GET /path\', ...)',
  'AWS::ApiGateway::Method': 'addRoute(\'GET /path\', ...)',
  'AWS::ApiGateway::Authorizer': 'authorizer on the API or on a route',
  'AWS::ApiGateway::Model': 'request: { body: schema } on a route',
  'AWS::ApiGateway::RequestValidator': 'request on a route',
  'AWS::ApiGateway::GatewayResponse': 'gatewayResponses on the API',
  'AWS::ApiGateway::DocumentationPart': 'description on the API or on a route',
};

/** By reference, from any stack; or by what is written in the API's own template, for raw `{ Ref: 'Api' }`. */
function belongsTo(api: apigateway.CfnRestApi, resource: CfnResource): boolean {
  const { targets, value } = templateProperty(resource, 'RestApiId');
  if (targets.length > 0) return targets.includes(api);
  const stack = Stack.of(api);
  return Stack.of(resource) === stack && JSON.stringify(value) === JSON.stringify(stack.resolve(api.ref));
}
