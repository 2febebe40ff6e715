import { App, Lazy, Stack, Tags, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpDeployment } from '../../src/stage/http-deployment';

interface Made {
  readonly stack: Stack;
  readonly resource: apigatewayv2.CfnApi;
  readonly deployment: HttpDeployment;
}

const definition = { openapi: '3.0.1', info: { title: 'pets' }, tags: [{ 'name': 'team', 'x-amazon-apigateway-tag-value': 'pets' }] };

/** The deployment's logical id, which must be that which the stage serves. */
function deployed(change: (made: Made) => void = () => undefined): string {
  const stack = new Stack(new App(), 'Stack');
  const resource = new apigatewayv2.CfnApi(stack, 'Api', { body: definition });
  const deployment = new HttpDeployment(stack, 'Deployment', resource);
  new apigatewayv2.CfnStage(stack, 'Stage', { apiId: resource.ref, stageName: 'live', deploymentId: deployment.ref });
  change({ stack, resource, deployment });

  const template = Template.fromStack(stack);
  const ids = Object.keys(template.findResources('AWS::ApiGatewayV2::Deployment'));
  expect(ids).toHaveLength(1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', { DeploymentId: { Ref: ids[0] } });
  return ids[0];
}

describe('HttpDeployment', () => {
  test('has a logical id with the fingerprint of the definition', () => {
    expect(deployed()).toMatch(/^Deployment[0-9a-f]{32}$/);
    expect(deployed()).toBe(deployed());
  });

  test('stays when another takes its place, and belongs to the API', () => {
    const stack = new Stack(new App(), 'Stack');
    const api = new apigatewayv2.CfnApi(stack, 'Api', { body: definition });
    new HttpDeployment(stack, 'Deployment', api);

    Template.fromStack(stack).hasResource('AWS::ApiGatewayV2::Deployment', {
      Properties: { ApiId: { Ref: 'Api' } }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain',
    });
  });

  test.each<[string, (made: Made) => void]>([
    ['the definition is another', ({ resource }) => { resource.body = { ...definition, info: { title: 'dogs' } }; }],
    ['the definition is known late', ({ resource }) => { resource.body = Lazy.any({ produce: () => ({ ...definition, info: { title: 'late' } }) }); }],
    ['a part of the definition is overridden', ({ resource }) => resource.addPropertyOverride('Body.info.version', '2')],
    ['a part of the definition is taken away', ({ resource }) => resource.addPropertyDeletionOverride('Body.info')],
  ])('is another when %s', (_, change) => {
    expect(deployed(change)).not.toBe(deployed());
    expect(deployed(change)).toBe(deployed(change));
  });

  test.each<[string, (made: Made) => void]>([
    ['the definition has other AWS tags, which act at once', ({ resource }) => { resource.body = { ...definition, tags: undefined }; }],
    ['tags come', ({ stack }) => Tags.of(stack).add('team', 'dogs')],
    ['warnings fail the import', ({ resource }) => { resource.failOnWarnings = true; }],
    ['the same definition is known late', ({ resource }) => { resource.body = Lazy.any({ produce: () => ({ ...definition }) }); }],
    ['another API comes', ({ stack }) => new apigatewayv2.CfnApi(stack, 'Other', { name: 'other', protocolType: 'HTTP' })],
  ])('is the same when %s', (_, change) => {
    expect(deployed(change)).toBe(deployed());
  });

  test('is made for an API without a definition as well', () => {
    expect(deployed(({ resource }) => { resource.body = undefined; })).not.toBe(deployed());
  });
});
