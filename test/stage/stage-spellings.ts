import { App, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';

/** One way to write a stage. */
export interface StageSpelling {
  readonly title: string;
  readonly make: (stack: Stack) => IConstruct;
}

export const REST_STAGES: StageSpelling[] = [
  { title: 'an L1 stage of a REST API', make: (stack) => new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', stageName: 'prod', deploymentId: 'dep1' }) },
  {
    title: 'an L2 stage of a REST API',
    make: (stack) => {
      const api = new apigateway.RestApi(stack, 'Api', { cloudWatchRole: false });
      api.root.addMethod('GET');
      return api.deploymentStage;
    },
  },
];

export const HTTP_STAGES: StageSpelling[] = [
  {
    title: 'an L1 stage of an HTTP API',
    make: (stack) => {
      const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'web', protocolType: 'HTTP' });
      return new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: '$default' });
    },
  },
  { title: 'an L2 stage of an HTTP API', make: (stack) => new apigatewayv2.HttpApi(stack, 'Api').defaultStage! },
];

export const WEBSOCKET_STAGES: StageSpelling[] = [
  {
    title: 'an L1 stage of a WebSocket API',
    make: (stack) => {
      const api = new apigatewayv2.CfnApi(stack, 'Api', { name: 'chat', protocolType: 'WEBSOCKET', routeSelectionExpression: '$request.body.action' });
      return new apigatewayv2.CfnStage(stack, 'Stage', { apiId: api.ref, stageName: 'prod' });
    },
  },
  {
    title: 'an L2 stage of a WebSocket API',
    make: (stack) => new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(stack, 'Api'), stageName: 'prod' }),
  },
];

export const V2_STAGES = [...HTTP_STAGES, ...WEBSOCKET_STAGES];

export type Properties = Record<string, unknown>;

/** The properties of the one stage in the template. */
export function stageProperties(stack: Stack): Properties {
  const template = Template.fromStack(stack);
  const stages = [...Object.values(template.findResources('AWS::ApiGateway::Stage')), ...Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))];
  expect(stages).toHaveLength(1);
  return (stages[0] as { Properties: Properties }).Properties;
}

/** What a spelling's stage looks like in the template after something was done to it. */
export function synthesized(spelling: StageSpelling, change: (stage: IConstruct, stack: Stack) => void): Properties {
  const stack = newStack();
  change(spelling.make(stack), stack);
  return stageProperties(stack);
}

export function newStack(): Stack {
  return new Stack(new App(), 'Stack');
}

/** An L1 stage of a REST API with the given properties. */
export function restStage(stack: Stack, properties: Partial<apigateway.CfnStageProps> = {}): apigateway.CfnStage {
  return new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', stageName: 'prod', ...properties });
}

/** An L1 stage of a v2 API that is not part of the app. */
export function v2Stage(stack: Stack, properties: Partial<apigatewayv2.CfnStageProps> = {}): apigatewayv2.CfnStage {
  return new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod', ...properties });
}
