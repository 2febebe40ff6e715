import * as path from 'path';
import {
  ArnFormat, CfnResource, CustomResource, CustomResourceProvider, CustomResourceProviderRuntime, Duration, Stack,
  aws_apigateway as apigateway, aws_iam as iam,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ID = 'CanaryRemoval';
const RESOURCE_TYPE = 'Custom::ApiGatewayCanaryRemoval';

/**
 * What stands beside a stage's canary and takes it from the stage when it disappears from the template.
 *
 * CloudFormation leaves the canary where it is.
 *
 * @see https://github.com/aws/aws-cdk/issues/33901
 */
export class CanaryRemoval extends Construct {
  /** The stage's only one. */
  public static getOrCreate(stage: apigateway.CfnStage): CanaryRemoval {
    return stage.node.tryFindChild(ID) as CanaryRemoval | undefined ?? new CanaryRemoval(stage);
  }

  private constructor(stage: apigateway.CfnStage) {
    super(stage, ID);
    const provider = CustomResourceProvider.getOrCreateProvider(this, RESOURCE_TYPE, {
      codeDirectory: path.join(__dirname, '..', '..', 'assets', 'canary-removal'),
      runtime: CustomResourceProviderRuntime.NODEJS_24_X,
      description: 'Takes the canary from a stage of API Gateway when the stack has it no more',
      // The handler gives up after at most 180 seconds, with a message that says why.
      timeout: Duration.minutes(4),
    });
    const removal = new CustomResource(this, 'Resource', {
      resourceType: RESOURCE_TYPE,
      serviceToken: provider.serviceToken,
      // Without it a function that dies silently holds the deployment for an hour.
      serviceTimeout: Duration.minutes(5),
      properties: { RestApiId: stage.restApiId, StageName: stage.ref },
    });
    this.permit(provider, stage, removal);
  }

  /**
   * A policy of its own, which goes after the custom resource: a statement in the function's role, which the stages of a stack share,
   * would be gone before, because CloudFormation updates what stays before it deletes what does not.
   */
  private permit(provider: CustomResourceProvider, stage: apigateway.CfnStage, removal: CustomResource): void {
    const statement = { Effect: 'Allow', Action: ['apigateway:GET', 'apigateway:PATCH'], Resource: arnOf(stage) };
    const role = provider.node.tryFindChild('Role');
    if (!CfnResource.isCfnResource(role)) {
      // With `iam.Role.customizeRoles` the CDK makes no role; the statement then stands in its report for whoever does.
      provider.addToRolePolicy(statement);
      return;
    }
    removal.node.addDependency(new iam.CfnRolePolicy(this, 'Policy', {
      roleName: role.ref,
      // Another name is another policy, so that the right to a stage that is replaced lasts as long as its custom resource.
      policyName: `${stage.restApiId}-${stage.ref}`,
      policyDocument: { Version: '2012-10-17', Statement: [statement] },
    }));
  }
}

function arnOf(stage: apigateway.CfnStage): string {
  return Stack.of(stage).formatArn({
    service: 'apigateway',
    account: '',
    resource: 'restapis',
    resourceName: `${stage.restApiId}/stages/${stage.ref}`,
    arnFormat: ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME,
  });
}
