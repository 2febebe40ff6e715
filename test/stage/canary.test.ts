import { CfnParameter, Lazy, Stack, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, synthesized } from './stage-spellings';
import { StageCanary } from '../../src/stage/canary';

const REMOVAL = 'Custom::ApiGatewayCanaryRemoval';

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
    template.resourceCountIs(REMOVAL, 1);
    const [removal] = Object.values(template.findResources(REMOVAL)) as { Properties: { Delete: unknown; Create?: unknown } }[];
    expect(JSON.stringify(removal.Properties.Delete)).toContain('\\"op\\":\\"remove\\",\\"path\\":\\"/canarySettings\\"');
    expect(removal.Properties.Create).toBeUndefined();
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'apigateway:PATCH', Effect: 'Allow', Resource: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('/stages/')])] } }] },
    });
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
