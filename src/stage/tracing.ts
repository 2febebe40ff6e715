import { Mixin, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Switches AWS X-Ray tracing on for a stage of a REST API.
 *
 * HTTP and WebSocket APIs have no tracing; trace their functions instead.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html
 */
export class StageTracing extends Mixin {
  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (!apigateway.CfnStage.isCfnStage(construct)) return;
    construct.tracingEnabled = true;
  }
}
