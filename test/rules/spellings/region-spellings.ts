import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { Spelling } from './spelling';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { templatesOfApp } from '../../../src/reflection/app-templates';
import { Template } from '../../../src/reflection/template';
import { CfnTemplate, Json } from '../cfn-template';

/** The ways in which the region of a stack is known: an app says it, or whoever reads the template. */
export function inRegion(region: string): Spelling[] {
  return [
    { name: `a template for ${region}`, reflect: (template) => new AppReflection([new Template(template, { name: 'template.json', region })]) },
    { name: `a stack of an app in ${region}`, reflect: (template) => inApp((app) => fill(new Stack(app, 'Stack', { env: { region, account: '111122223333' } }), template)) },
    { name: `a nested stack in ${region}`, reflect: (template) => nestedIn(region, template) },
  ];
}

function inApp(build: (app: App) => void): AppReflection {
  const outdir = mkdtempSync(join(tmpdir(), 'region-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    build(app);
    return new AppReflection(templatesOfApp(app));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function fill(stack: Stack, { Parameters: parameters = {}, Resources: resources }: CfnTemplate): void {
  for (const [name, parameter] of Object.entries(parameters)) {
    const { Type: type, Default: defaultValue } = parameter as { Type: string; Default?: Json };
    new CfnParameter(stack, name, { type, default: defaultValue }).overrideLogicalId(name);
  }
  for (const [logicalId, { Type: type, Properties: properties }] of Object.entries(resources)) {
    new CfnResource(stack, logicalId, { type, properties }).overrideLogicalId(logicalId);
  }
}

function nestedIn(region: string, template: CfnTemplate): AppReflection {
  const child = new Template(template, { name: 'nested.json' });
  const parent = new Template({ Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: {} } } }, { name: 'parent.json', region });
  parent.nest('Child', child);
  return new AppReflection([parent, child]);
}

/** One resource in a region of its own, all others in another; they name it by imports. */
export function apart(logicalId: string, region: string, elsewhere: string): Spelling {
  return {
    name: `${logicalId} in ${region}, all else in ${elsewhere}`,
    reflect: ({ Resources: resources, ...more }) => {
      const { [logicalId]: alone, ...others } = resources;
      const outputs = { Alone: { Value: { Ref: logicalId }, Export: { Name: 'alone' } } };
      const linked = JSON.parse(JSON.stringify(others).split(`{"Ref":"${logicalId}"}`).join('{"Fn::ImportValue":"alone"}')) as Json;
      return new AppReflection([
        new Template({ ...more, Resources: { [logicalId]: alone }, Outputs: outputs }, { name: 'alone.json', region }),
        new Template({ ...more, Resources: linked }, { name: 'others.json', region: elsewhere }),
      ]);
    },
  };
}
