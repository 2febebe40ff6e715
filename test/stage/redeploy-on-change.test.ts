import { App, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { redeployOnChange } from '../../src/stage/redeploy-on-change';

/** The deployment's logical id and that which its stage serves. */
function deployed(fingerprint: () => string): { id: string; served: string } {
  const stack = new Stack(new App(), 'Stack');
  const api = new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1' }), deploy: false });
  const deployment = new apigateway.Deployment(stack, 'Deployment', { api, retainDeployments: true });
  redeployOnChange(deployment, fingerprint);
  new apigateway.Stage(stack, 'Stage', { deployment });

  const template = Template.fromStack(stack);
  const ids = Object.keys(template.findResources('AWS::ApiGateway::Deployment'));
  expect(ids).toHaveLength(1);
  const [stage] = Object.values(template.findResources('AWS::ApiGateway::Stage')) as { Properties: { DeploymentId: { Ref: string } } }[];
  return { id: ids[0], served: stage.Properties.DeploymentId.Ref };
}

describe('redeployOnChange', () => {
  test('gives the deployment an id with the fingerprint, which the stage serves', () => {
    const { id, served } = deployed(() => 'abc123');
    expect(id).toMatch(/^Deployment[0-9A-F]{8}abc123$/);
    expect(served).toBe(id);
  });

  test('gives the same id for the same fingerprint, and another for another', () => {
    expect(deployed(() => 'abc')).toEqual(deployed(() => 'abc'));
    expect(deployed(() => 'abc').id).not.toBe(deployed(() => 'abd').id);
  });

  test('asks for the fingerprint only once references are settled, and takes the last', () => {
    let final = false;
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const api = new apigateway.SpecRestApi(stack, 'Api', { apiDefinition: apigateway.ApiDefinition.fromInline({ openapi: '3.0.1' }), deploy: false });
    const deployment = new apigateway.Deployment(stack, 'Deployment', { api, retainDeployments: true });
    redeployOnChange(deployment, () => {
      expect(final).toBe(true);
      return 'final';
    });
    stack.node.addValidation({ validate: () => { final = true; return []; } });
    expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))).toEqual([expect.stringMatching(/final$/)]);
  });
});
