import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, CfnResource, Lazy, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { Construct } from 'constructs';
import { Spelling } from './spelling';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { templatesOfApp } from '../../../src/reflection/app-templates';
import { CfnTemplate, Json } from '../cfn-template';

/** The ways of CDK apps. */
export const appSpellings: Spelling[] = [
  { name: 'L1s, by CfnInclude', reflect: (template) => inApp((app) => include(new Stack(app, 'Stack'), template)) },
  {
    name: 'generic resources with lazy values',
    reflect: (template) => inApp((app) => generic(new Stack(app, 'Stack'), template, (properties) => ({
      properties: Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, Lazy.any({ produce: () => value })])),
    }))),
  },
  { name: 'property overrides', reflect: (template) => inApp((app) => overridden(new Stack(app, 'Stack'), template)) },
  { name: 'a nested stack of a stage', reflect: (template) => inApp((app) => generic(new NestedStack(new Stack(new Stage(app, 'Live'), 'Stack'), 'Nested'), template)) },
];

function inApp(build: (app: App) => void): AppReflection | undefined {
  const outdir = mkdtempSync(join(tmpdir(), 'spelling-'));
  try {
    const app = new App({ outdir, analyticsReporting: false });
    build(app);
    const templates = templatesOfApp(app);
    const [unread] = templates.flatMap(({ origin }) => origin.unread ?? []);
    if (unread !== undefined) throw new NotWritable(unread);
    return new AppReflection(templates);
  } catch (error) {
    // L1s refuse some of what templates can say.
    if (error instanceof NotWritable) return undefined;
    throw error;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

class NotWritable extends Error {}

function include(stack: Stack, template: CfnTemplate): void {
  const folder = mkdtempSync(join(tmpdir(), 'included-'));
  try {
    const file = join(folder, 'template.json');
    writeFileSync(file, JSON.stringify(whole(template)));
    new CfnInclude(stack, 'Included', { templateFile: file });
  } catch (error) {
    throw new NotWritable(String(error));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** CfnInclude refuses references that lead nowhere: what a case leaves out is a resource of some other kind. */
function whole(template: CfnTemplate): CfnTemplate {
  const known = [...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})];
  const text = JSON.stringify(template);
  const named = [
    ...[...text.matchAll(/\{"Ref":"([A-Za-z0-9]+)"\}/g)], ...[...text.matchAll(/\{"Fn::GetAtt":(?:\[")?"?([A-Za-z0-9]+)/g)], ...[...text.matchAll(/\$\{([A-Za-z0-9]+)[.}]/g)],
  ].map(([, logicalId]) => logicalId);
  const missing = [...new Set(named)].filter((logicalId) => !known.includes(logicalId));
  return { ...template, Resources: { ...template.Resources, ...Object.fromEntries(missing.map((logicalId) => [logicalId, { Type: 'Custom::Elsewhere' }])) } };
}

function generic(
  stack: Stack,
  template: CfnTemplate,
  props: (properties: { [key: string]: Json }) => { properties?: { [key: string]: unknown } } = (properties) => ({ properties }),
): CfnResource[] {
  addParameters(stack, template);
  return Object.entries(template.Resources).map(([logicalId, { Type: type, Properties: properties = {}, ...attributes }]) => {
    const resource = new CfnResource(stack, logicalId, { type, ...props(properties) });
    resource.overrideLogicalId(logicalId);
    for (const [name, value] of Object.entries(attributes)) resource.addOverride(name, value);
    return resource;
  });
}

function overridden(stack: Stack, template: CfnTemplate): void {
  const resources = generic(stack, template, () => ({}));
  for (const resource of resources) {
    const { Properties: properties = {} } = template.Resources[stack.resolve(resource.logicalId)];
    for (const [name, value] of Object.entries(properties)) resource.addPropertyOverride(name, value);
  }
}

function addParameters(scope: Construct, { Parameters: parameters = {}, Conditions: conditions, Mappings: mappings }: CfnTemplate): void {
  if (conditions ?? mappings) throw new NotWritable('conditions and mappings are spelled by the included template');
  for (const [name, parameter] of Object.entries(parameters)) {
    const { Type: type, Default: defaultValue } = parameter as { Type: string; Default?: Json };
    new CfnParameter(scope, name, { type, default: defaultValue }).overrideLogicalId(name);
  }
}
