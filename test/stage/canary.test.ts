import { readFileSync } from 'fs';
import * as path from 'path';
import { App, Aws, CfnParameter, Fn, Lazy, NestedStack, Stack, Token, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, synthesized } from './stage-spellings';
import { StageCanary, StageCanaryOptions } from '../../src/stage/canary';

const REMOVAL = 'Custom::ApiGatewayCanaryRemoval';

/** A value of a template, for making another of it. */
const asToken = (value: unknown): string => Token.asString(value);

describe.each(REST_STAGES)('StageCanary on $title', (spelling) => {
  const newest = synthesized(spelling, () => undefined).DeploymentId;

  test('gives the newest deployment to the canary and the base deployment to all others', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' })))).toMatchObject({
      DeploymentId: 'base01',
      CanarySetting: { DeploymentId: newest, PercentTraffic: 10, UseStageCache: false },
    });
  });

  test('changes only variables when there is no base deployment', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageCanary({ percentTraffic: 10, stageVariables: { alias: 'next' } })))).toMatchObject({
      DeploymentId: newest,
      CanarySetting: { DeploymentId: newest, PercentTraffic: 10, StageVariableOverrides: { alias: 'next' } },
    });
  });

  test('takes the canary\'s own deployment and the cache of the stage', () => {
    expect(synthesized(spelling, (stage) => stage.with(new StageCanary({ percentTraffic: 10, deploymentId: 'next01', useStageCache: true })))).toMatchObject({
      DeploymentId: newest,
      CanarySetting: { DeploymentId: 'next01', UseStageCache: true },
    });
  });

  test('is the same applied twice as once', () => {
    const template = (times: number) => {
      const stack = newStack();
      const stage = spelling.make(stack);
      for (let time = 0; time < times; time++) stage.with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
      return Template.fromStack(stack).toJSON() as unknown;
    };
    expect(template(2)).toEqual(template(1));
  });

  test('the last one wins in what it names', () => {
    const properties = synthesized(spelling, (stage) => stage.with(
      new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01', stageVariables: { alias: 'next' } }),
      new StageCanary({ percentTraffic: 50 }),
    ));
    expect(properties).toMatchObject({
      DeploymentId: 'base01',
      CanarySetting: { DeploymentId: newest, PercentTraffic: 50, StageVariableOverrides: { alias: 'next' } },
    });
  });

  test('brings a resource whose deletion takes the canary from the stage', () => {
    const stack = newStack();
    spelling.make(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
    const template = Template.fromStack(stack);
    const [stage] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    const [provider] = Object.keys(template.findResources('AWS::Lambda::Function', { Properties: { Timeout: 240 } }));
    template.resourceCountIs(REMOVAL, 1);
    template.hasResourceProperties(REMOVAL, {
      ServiceToken: { 'Fn::GetAtt': [provider, 'Arn'] },
      RestApiId: stageProperties(stack).RestApiId,
      StageName: { Ref: stage },
      // Longer than the function runs, which is longer than the handler waits.
      ServiceTimeout: '300',
    });
  });

  test('lets its function read and patch this stage, and nothing else, until it is deleted', () => {
    const stack = newStack();
    spelling.make(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
    const template = Template.fromStack(stack);
    const { RestApiId } = stageProperties(stack);
    const [stage] = Object.keys(template.findResources('AWS::ApiGateway::Stage'));
    const [[policyId, policy]] = Object.entries(template.findResources('AWS::IAM::RolePolicy'));
    const role = policy.Properties.RoleName.Ref as string;

    // Another API or stage is another policy: the former one lasts until its custom resource is deleted.
    expect(policy.Properties.PolicyName).toEqual(stack.resolve(Fn.join('', [asToken(RestApiId), '-', asToken({ Ref: stage })])));
    expect(policy.Properties.PolicyDocument.Statement).toEqual([{
      Effect: 'Allow',
      Action: ['apigateway:GET', 'apigateway:PATCH'],
      Resource: stack.resolve(Fn.join('', [
        'arn:', Aws.PARTITION, ':apigateway:', Aws.REGION, '::/restapis/', asToken(RestApiId), '/stages/', asToken({ Ref: stage }),
      ])),
    }]);
    expect(template.findResources('AWS::IAM::Role')[role].Properties.Policies).toBeUndefined();
    template.hasResourceProperties('AWS::Lambda::Function', { Role: { 'Fn::GetAtt': [role, 'Arn'] } });
    // What others depend on is deleted after them.
    template.hasResource(REMOVAL, { DependsOn: Match.arrayWith([policyId]) });
  });
});

test.each(V2_STAGES)('leaves $title alone, which cannot have a canary', ({ make }) => {
  const templateOf = (change: boolean) => {
    const stack = newStack();
    const stage = make(stack);
    if (change) stage.with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
    return Template.fromStack(stack).toJSON() as unknown;
  };
  expect(templateOf(true)).toEqual(templateOf(false));
});

test('a stage without a canary brings no resource to take one away', () => {
  const stack = newStack();
  restStage(stack);
  Template.fromStack(stack).resourceCountIs(REMOVAL, 0);
});

test('the canaries of a stack share one function, and each has its own policy', () => {
  const stack = newStack();
  for (const id of ['One', 'Two']) {
    new apigateway.CfnStage(stack, id, { restApiId: `api${id}`, stageName: 'prod' }).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  }
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::Lambda::Function', 1);
  template.resourceCountIs('AWS::IAM::Role', 1);
  template.resourceCountIs('AWS::IAM::RolePolicy', 2);
  template.resourceCountIs(REMOVAL, 2);
});

test('a canary in a nested stack has its removal there, so that they go together', () => {
  const parent = newStack();
  const nested = new NestedStack(parent, 'Nested');
  restStage(nested).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  Template.fromStack(nested).resourceCountIs(REMOVAL, 1);
  Template.fromStack(nested).resourceCountIs('AWS::Lambda::Function', 1);
  Template.fromStack(parent).resourceCountIs('AWS::Lambda::Function', 0);
});

test('AwsSolutions has nothing to say about what stands beside a canary', () => {
  const app = new App();
  const findings = (stack: Stack) => new AwsSolutionsChecks(app).validateScope(stack).violations.map(({ ruleName }) => ruleName).sort();
  const without = new Stack(app, 'Without');
  const beside = new Stack(app, 'Beside');
  restStage(without);
  restStage(beside).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  expect(findings(without)).not.toEqual([]);
  expect(findings(beside)).toEqual(findings(without));
});

test('makes no role and no policy where the CDK may make none, but says what is needed', () => {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  iam.Role.customizeRoles(stack);
  restStage(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::IAM::Role', 0);
  template.resourceCountIs('AWS::IAM::RolePolicy', 0);
  template.resourceCountIs(REMOVAL, 1);
  expect(readFileSync(path.join(app.outdir, 'iam-policy-report.txt'), 'utf8')).toContain('"apigateway:PATCH"');
});

test.each([
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-cn', 'cn-north-1'],
])('names nothing of another partition in %s', (partition, region) => {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true } });
  const stack = new Stack(app, 'Stack', { env: { region, account: '111122223333' } });
  restStage(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  const text = JSON.stringify(Template.fromStack(stack).toJSON());
  expect(text).toContain(`arn:${partition}:apigateway:${region}::/restapis/`);
  expect(text).not.toContain('arn:aws:');
});

describe('the bundled handler', () => {
  const bundle = path.join(__dirname, '..', '..', 'assets', 'canary-removal', 'index.js');

  test('answers a creation without calling anything', async () => {
    const { handler } = jest.requireActual<{ handler(event: object): Promise<object> }>(bundle);
    expect(await handler({ RequestType: 'Create', ResourceProperties: { RestApiId: 'api', StageName: 'prod' } })).toEqual({ PhysicalResourceId: 'canary-of-api-prod' });
  });

  test('holds no path of the machine that made it, and no AWS client: Lambda has them', () => {
    const text = readFileSync(bundle, 'utf8');
    expect(text).not.toContain(path.join(__dirname, '..', '..'));
    expect(text).toContain('require("@aws-sdk/client-api-gateway")');
    expect(text.length).toBeLessThan(20_000);
  });

  test('is the same asset in every synth', () => {
    const codeOf = () => {
      const stack = newStack();
      restStage(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
      return Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function')).map(({ Properties }) => Properties.Code as unknown);
    };
    expect(codeOf()).toEqual(codeOf());
    expect(codeOf()).toEqual([{ S3Bucket: expect.anything(), S3Key: expect.stringMatching(/^[0-9a-f]{64}\.zip$/) }]);
  });
});

test.each([
  ['plain', (): apigateway.CfnStageProps['canarySetting'] => ({ deploymentId: 'own', percentTraffic: 1 })],
  ['lazy', (): apigateway.CfnStageProps['canarySetting'] => Lazy.any({ produce: () => ({ deploymentId: 'own', percentTraffic: 1 }) })],
])('keeps what a %s canary of the stage says besides', (_name, canarySetting) => {
  const stack = newStack();
  restStage(stack, { deploymentId: 'dep1', canarySetting: canarySetting() }).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' }));
  expect(stageProperties(stack).CanarySetting).toEqual({ DeploymentId: 'own', PercentTraffic: 10, UseStageCache: false });
});

test('a canary without any difference brings a warning', () => {
  const warnings = (change: (stack: Stack) => void) => {
    const stack = newStack();
    change(stack);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('canaryWithoutDifference'));
  };
  expect(warnings((stack) => restStage(stack).with(new StageCanary({ percentTraffic: 10 })))).toHaveLength(1);
  expect(warnings((stack) => restStage(stack).with(new StageCanary({ percentTraffic: 10, baseDeploymentId: 'base01' })))).toHaveLength(0);
});

describe('a canary whose base is the deployment that the stage has anyway', () => {
  const warned = (make: (stack: Stack) => { stage: apigateway.CfnStage; own: string }, options: Partial<StageCanaryOptions> = {}) => {
    const stack = newStack();
    const { stage, own } = make(stack);
    const canary = new StageCanary({ percentTraffic: 10, baseDeploymentId: own, ...options });
    stage.with(canary, canary);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('canaryWithoutDifference')).length > 0;
  };
  const ofL2 = (stack: Stack) => {
    const api = new apigateway.RestApi(stack, 'Api');
    api.root.addMethod('GET');
    return { stage: api.deploymentStage.node.defaultChild as apigateway.CfnStage, own: api.latestDeployment!.deploymentId };
  };
  const ofL1 = (stack: Stack) => ({ stage: new apigateway.CfnStage(stack, 'Stage', { restApiId: 'api', deploymentId: 'dep1' }), own: 'dep1' });

  test.each([['a token', ofL2], ['written out', ofL1]])('brings a warning where it is %s', (_, make) => {
    expect(warned(make)).toBe(true);
  });

  test.each([{ stageVariables: { alias: 'next' } }, { deploymentId: 'next01' }, { baseDeploymentId: 'base01' }])('brings none with %j', (options) => {
    expect(warned(ofL2, options)).toBe(false);
  });
});

test.each([0, 0.5, 100])('takes %d percent', (percentTraffic) => {
  const stack = newStack();
  restStage(stack).with(new StageCanary({ percentTraffic, deploymentId: 'next01' }));
  expect(stageProperties(stack).CanarySetting).toMatchObject({ PercentTraffic: percentTraffic });
});

test.each([-1, 101, Number.NaN])('fails for %d percent', (percentTraffic) => {
  expect(() => new StageCanary({ percentTraffic })).toThrow(`percentTraffic '${percentTraffic}' is no part of the traffic`);
});

test.each([{ baseDeploymentId: '' }, { deploymentId: ' ' }])('fails for an empty deployment %j', (ids) => {
  expect(() => new StageCanary({ percentTraffic: 1, ...ids })).toThrow('names no deployment');
});

test('fails for a stage variable that API Gateway refuses', () => {
  expect(() => new StageCanary({ percentTraffic: 1, stageVariables: { 'a-b': 'c' } })).toThrow("stage variable 'a-b'");
});

test('passes a percentage that is only known at deploy time', () => {
  const stack = newStack();
  restStage(stack).with(new StageCanary({ percentTraffic: new CfnParameter(stack, 'Percent', { type: 'Number' }).valueAsNumber, deploymentId: 'next01' }));
  expect(stageProperties(stack).CanarySetting).toMatchObject({ PercentTraffic: { Ref: 'Percent' } });
});
