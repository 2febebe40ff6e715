import { Mixin, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { EVERY_METHOD, addMethodSettings } from './method-settings';
import { addDefaultRouteSettings } from './route-settings';

/**
 * Has API Gateway publish metrics for each method or route of a stage, not only for the stage as a whole.
 *
 * CloudWatch bills them as custom metrics, per method and metric.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
export class StageDetailedMetrics extends Mixin {
  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct) || apigatewayv2.CfnStage.isCfnStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (apigateway.CfnStage.isCfnStage(construct)) addMethodSettings(construct, EVERY_METHOD, { metricsEnabled: true });
    else if (apigatewayv2.CfnStage.isCfnStage(construct)) addDefaultRouteSettings(construct, { detailedMetricsEnabled: true });
  }
}
