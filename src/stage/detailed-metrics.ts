import { Mixin, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { EVERY_METHOD, addMethodSettings } from './method-settings';
import { addDefaultRouteSettings } from './route-settings';
import { isStage, isV2Stage } from './stage-api-type';

/**
 * Has API Gateway publish metrics for each method or route of a stage, not only for the stage as a whole.
 *
 * CloudWatch bills them as custom metrics, per method and metric.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export class StageDetailedMetrics extends Mixin {
  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (apigateway.CfnStage.isCfnStage(construct)) addMethodSettings(construct, EVERY_METHOD, { metricsEnabled: true });
    else if (isV2Stage(construct)) addDefaultRouteSettings(construct, { detailedMetricsEnabled: true });
  }
}
