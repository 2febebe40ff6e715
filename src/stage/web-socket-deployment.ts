import { CfnResource, RemovalPolicy, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { DeploymentFingerprint } from './deployment-fingerprint';

/** What of an API acts at once. */
const NOT_IN_SNAPSHOT = ['Tags', 'Name', 'Description'];

interface WebSocketDeploymentProps {
  readonly api: apigatewayv2.CfnApi;
  /** The constructs under which the API's routes and all that belongs to them stand. */
  readonly parts: IConstruct[];
}

/**
 * A deployment of a WebSocket API that is a new one whenever a route, or anything that belongs to it, has changed; aws-cdk-lib has none.
 *
 * It comes after all of them: a snapshot that is taken too early lacks what is made later, and the stage would serve it.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html
 */
export class WebSocketDeployment extends apigatewayv2.CfnDeployment {
  public constructor(scope: Construct, id: string, { api, parts }: WebSocketDeploymentProps) {
    super(scope, id, { apiId: api.ref });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.node.addDependency(...parts);
    const inSnapshot = (resource: CfnResource, name: string) => resource !== api || !NOT_IN_SNAPSHOT.includes(name);
    new DeploymentFingerprint(this, () => [api, ...parts.flatMap(resourcesUnder)].map((resource) => ({
      resource,
      names: namedBy(resource),
      snapshotOf: (properties) => [resource.node.path, ...Object.entries(properties).filter(([name]) => inSnapshot(resource, name))],
    })));
  }
}

/** In one order, whatever the order in which they were made. */
function resourcesUnder(construct: IConstruct): CfnResource[] {
  return construct.node.findAll().filter(CfnResource.isCfnResource).sort((a, b) => a.node.path < b.node.path ? -1 : 1);
}

function namedBy(resource: CfnResource): unknown {
  if (apigatewayv2.CfnIntegration.isCfnIntegration(resource)) return [resource.integrationUri, resource.credentialsArn, resource.requestTemplates];
  return apigatewayv2.CfnAuthorizer.isCfnAuthorizer(resource) ? [resource.authorizerUri, resource.authorizerCredentialsArn] : [];
}
