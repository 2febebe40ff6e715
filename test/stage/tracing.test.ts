import { App, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StageTracing } from '../../src/stage/tracing';

describe('StageTracing', () => {
  test('switches tracing on for an L1 stage', () => {
    const stack = new Stack(new App(), 'Stack');
    const stage = new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api' });

    stage.with(new StageTracing());

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: true });
  });

  test('switches tracing on for the stage inside an L2 API', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET');

    api.deploymentStage.with(new StageTracing());

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { TracingEnabled: true });
  });

  test('leaves a stage of an HTTP API alone', () => {
    const stack = new Stack(new App(), 'Stack');
    const stage = new apigatewayv2.CfnStage(stack, 'Stage', { apiId: 'api', stageName: 'prod' });

    stage.with(new StageTracing());

    const [properties] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Stage'));
    expect(properties.Properties).not.toHaveProperty('TracingEnabled');
  });
});
