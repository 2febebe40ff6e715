import { RemovalPolicy, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { DeploymentFingerprint } from './deployment-fingerprint';
import { isRecord } from '../intrinsic';

/**
 * A deployment of an HTTP API that is a new one whenever the definition has changed; aws-cdk-lib has none.
 *
 * Earlier ones stay, so that a stage can be set back to one of them.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-deployment.html
 */
export class HttpDeployment extends apigatewayv2.CfnDeployment {
  public constructor(scope: Construct, id: string, api: apigatewayv2.CfnApi) {
    super(scope, id, { apiId: api.ref });
    this.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new DeploymentFingerprint(this, () => [{
      resource: api,
      names: api.body,
      snapshotOf: ({ Body: definition }) => isRecord(definition) ? { ...definition, tags: undefined } : [definition],
    }]);
  }
}
