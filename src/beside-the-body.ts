import { CfnResource, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Instead, resourcesBeside } from './beside-the-api';
import { isRecord } from './intrinsic';

/**
 * One message for each resource that belongs to the API but stands outside of its definition.
 *
 * API Gateway replaces the whole API whenever the definition is imported: what stands beside it is deleted or loses its parent, without an
 * error, at some later deployment.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html#cfn-apigateway-restapi-mode
 */
export function besideRestBody(api: apigateway.CfnRestApi): string[] {
  return [...policyBeside(api), ...deletedBeside(api, 'RestApiId', INSTEAD_ON_REST)];
}

/**
 * The same for an HTTP API, whose resource may have no property beside its definition either: CloudFormation refuses it as a redundant field.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html
 */
export function besideHttpBody(api: apigatewayv2.CfnApi): string[] {
  return [...propertiesBeside(api), ...deletedBeside(api, 'ApiId', INSTEAD_ON_HTTP)];
}

function deletedBeside(api: CfnResource, idProperty: string, insteadOf: Instead): string[] {
  return resourcesBeside(api, idProperty, insteadOf).map(({ resource, instead }) =>
    `'${resource.node.path}' adds an ${resource.cfnResourceType} to the API '${api.node.path}', whose next deployment deletes it, `
    + `because API Gateway replaces all of the API with its definition; write ${instead} instead`);
}

/** As `addToResourcePolicy` of the L2 sets it. The property alone is read: rendering all of the API would render its definition once more. */
function policyBeside(api: apigateway.CfnRestApi): string[] {
  if (Stack.of(api).resolve(api.policy) === undefined) return [];
  return [`the API '${api.node.path}' has a resource policy beside its definition, which the next import of the definition takes away; write policy on the API instead`];
}

/** What of an HTTP API's resource stands beside its definition. */
const PROPERTIES_BESIDE_HTTP_BODY = ['Body', 'FailOnWarnings', 'BasePath'];

function propertiesBeside(api: apigatewayv2.CfnApi): string[] {
  const fragment: unknown = Stack.of(api).resolve(api._toCloudFormation());
  const [resource] = Object.values((fragment as { Resources: Record<string, unknown> }).Resources);
  const properties = isRecord(resource) && isRecord(resource.Properties) ? Object.entries(resource.Properties) : [];
  const written = properties.filter(([, value]) => value !== undefined).map(([name]) => name);
  return written.filter((name) => !PROPERTIES_BESIDE_HTTP_BODY.includes(name)).map((name) =>
    `the API '${api.node.path}' has the property ${name} beside its definition, and CloudFormation refuses it as redundant; `
    + `write it as a prop of the API (${PROPS_FOR[name] ?? 'cors, description, domain, ipAddressType'}), and tags with Tags.of()`);
}

const PROPS_FOR: { readonly [property: string]: string | undefined } = {
  CorsConfiguration: 'cors', Name: 'apiName', Description: 'description', DisableExecuteApiEndpoint: 'domain', IpAddressType: 'ipAddressType',
};

/** What says the same in the definition. */
const INSTEAD_ON_HTTP: Instead = {
  'AWS::ApiGatewayV2::Route': 'addRoute(\'GET /path\', ...)',
  'AWS::ApiGatewayV2::Integration': 'integration on a route',
  'AWS::ApiGatewayV2::Authorizer': 'authorizer on the API or on a route',
};

const INSTEAD_ON_REST: Instead = {
  'AWS::ApiGateway::Resource': 'addRoute(\'GET /path\', ...)',
  'AWS::ApiGateway::Method': 'addRoute(\'GET /path\', ...)',
  'AWS::ApiGateway::Authorizer': 'authorizer on the API or on a route',
  'AWS::ApiGateway::Model': 'request: { body: schema } on a route',
  'AWS::ApiGateway::RequestValidator': 'request on a route',
  'AWS::ApiGateway::GatewayResponse': 'gatewayResponses on the API',
  'AWS::ApiGateway::DocumentationPart': 'description on the API or on a route',
};
