import { App, Lazy, Stack, Tags, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RestDeployment } from '../../src/stage/rest-deployment';

interface Made {
  readonly stack: Stack;
  readonly api: apigateway.SpecRestApi;
  readonly resource: apigateway.CfnRestApi;
  readonly deployment: RestDeployment;
}

/** The deployment's logical id, which must be that which the stage serves. */
function deployed(change: (made: Made) => void = () => undefined): string {
  const stack = new Stack(new App(), 'Stack');
  const api = new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1', info: { title: 'pets' } }), deploy: false });
  const deployment = new RestDeployment(stack, 'Deployment', api);
  new apigateway.Stage(stack, 'Stage', { deployment });
  change({ stack, api, deployment, resource: api.node.defaultChild as apigateway.CfnRestApi });

  const template = Template.fromStack(stack);
  const ids = Object.keys(template.findResources('AWS::ApiGateway::Deployment'));
  expect(ids).toHaveLength(1);
  template.hasResourceProperties('AWS::ApiGateway::Stage', { DeploymentId: { Ref: ids[0] } });
  return ids[0];
}

describe('RestDeployment', () => {
  test('has a logical id with the fingerprint of the API, and stays when another takes its place', () => {
    expect(deployed()).toMatch(/^Deployment[0-9A-F]{8}[0-9a-f]{32}$/);
    expect(deployed()).toBe(deployed());
  });

  test.each<[string, (made: Made) => void]>([
    ['the definition is another', ({ resource }) => { resource.body = { openapi: '3.0.1', info: { title: 'dogs' } }; }],
    ['a part of the definition is overridden', ({ resource }) => resource.addPropertyOverride('Body.info.version', '2')],
    ['the endpoint is overridden', ({ resource }) => resource.addPropertyOverride('EndpointConfiguration.IpAddressType', 'dualstack')],
    ['a property is set on the L1', ({ resource }) => { resource.apiKeySourceType = 'AUTHORIZER'; }],
    ['the TLS policy is set on the L1', ({ resource }) => { resource.securityPolicy = 'TLS_1_2'; }],
    ['a policy comes', ({ api }) => void api.addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['*'], resources: ['*'] }))],
    ['a user adds to the id', ({ deployment }) => deployment.addToLogicalId({ since: 'Tuesday' })],
    ['a user adds something late', ({ deployment }) => deployment.addToLogicalId(Lazy.any({ produce: () => 'late' }))],
  ])('is another when %s', (_, change) => {
    expect(deployed(change)).not.toBe(deployed());
    expect(deployed(change)).toBe(deployed(change));
  });

  test.each<[string, (made: Made) => void]>([
    ['tags come', ({ stack }) => Tags.of(stack).add('team', 'pets')],
    ['warnings no longer fail the import', ({ resource }) => { resource.failOnWarnings = false; }],
    ['another resource comes', ({ stack }) => new apigateway.CfnRestApi(stack, 'Other', { name: 'other' })],
  ])('is the same when %s', (_, change) => {
    expect(deployed(change)).toBe(deployed());
  });
});
