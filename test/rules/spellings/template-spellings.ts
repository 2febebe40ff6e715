import { Spelling } from './spelling';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { CfnResourceJson, CfnTemplate, Json, mapJson } from '../cfn-template';

/** The ways of plain templates. */
export const templateSpellings: Spelling[] = [
  { name: 'a template', reflect: (template) => reflect(template) },
  { name: 'a template with parameters that have defaults', reflect: (template) => reflect(withParameters(template)) },
  { name: 'a template with decided conditions', reflect: (template) => reflect(withConditions(template)) },
  { name: 'a template with mappings', reflect: (template) => reflect(withMappings(template)) },
  { name: 'two stacks with exports and imports', reflect: inTwoStacks },
  { name: 'a nested stack', reflect: inNestedStack },
];

export function reflect(...templates: CfnTemplate[]): AppReflection {
  return new AppReflection(templates.map((template, index) => new Template(template, { name: `template-${index}.json` })));
}

/** Changes the leaves of properties that are no part of an intrinsic function. */
function mapLeaves(template: CfnTemplate, change: (leaf: string | number | boolean) => Json): CfnTemplate {
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value === 'object' && value !== null) {
      const [key] = Object.keys(value);
      if (Object.keys(value).length === 1 && (key === 'Ref' || key.startsWith('Fn::'))) return value;
      return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, visit(entry)]));
    }
    return value === undefined || value === null ? value : change(value);
  };
  return { ...template, Resources: mapResources(template, (resource) => ({ ...resource, Properties: visit(resource.Properties ?? {}) as CfnResourceJson['Properties'] })) };
}

function mapResources({ Resources }: CfnTemplate, change: (resource: CfnResourceJson, logicalId: string) => CfnResourceJson): CfnTemplate['Resources'] {
  return Object.fromEntries(Object.entries(Resources).map(([logicalId, resource]) => [logicalId, change(resource, logicalId)]));
}

function withParameters(template: CfnTemplate): CfnTemplate {
  const parameters: Record<string, Json> = { ...template.Parameters };
  const spelled = mapLeaves(template, (leaf) => {
    // CloudFormation has no parameters of truth values; a text stands for one.
    const name = `Given${Object.keys(parameters).length}`;
    parameters[name] = { Type: typeof leaf === 'number' ? 'Number' : 'String', Default: typeof leaf === 'boolean' ? String(leaf) : leaf };
    return { Ref: name };
  });
  return { ...spelled, Parameters: parameters };
}

function withConditions(template: CfnTemplate): CfnTemplate {
  const decided = (value: Json): Json => ({ 'Fn::If': ['Yes', value, { Ref: 'AWS::NoValue' }] });
  return {
    ...template,
    Parameters: { ...template.Parameters, Environment: { Type: 'String', Default: 'live' } },
    Conditions: { ...template.Conditions, Yes: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Environment' }, 'test'] }] } },
    Resources: mapResources(template, (resource) => ({
      ...resource,
      Properties: Object.fromEntries([
        ...Object.entries(resource.Properties ?? {}).map(([name, value]) => [name, decided(value)]),
        ['NeverGiven', { 'Fn::If': ['Yes', { Ref: 'AWS::NoValue' }, 'something'] }],
      ]),
    })),
  };
}

function withMappings(template: CfnTemplate): CfnTemplate {
  const entries: Record<string, Json> = {};
  const spelled = mapLeaves(template, (leaf) => {
    const name = `Value${Object.keys(entries).length}`;
    entries[name] = leaf;
    return { 'Fn::FindInMap': ['Settings', { Ref: 'AWS::Region' }, name] };
  });
  return { ...spelled, Mappings: { Settings: { 'eu-west-1': entries, 'us-east-1': entries } } };
}

const APIS = ['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'];

/** The APIs in one stack, everything else in another one. */
function inTwoStacks(template: CfnTemplate): AppReflection | undefined {
  const isApi = ([, { Type }]: [string, CfnResourceJson]) => APIS.includes(Type);
  const apis = Object.fromEntries(Object.entries(template.Resources).filter(isApi));
  const others = Object.fromEntries(Object.entries(template.Resources).filter((entry) => !isApi(entry)));
  if (Object.keys(others).length === 0 || namesAny(apis, Object.keys(others))) return undefined;
  const exported = new Map<string, Json>();
  const spelled = mapJson(others as unknown as Json, (value) => {
    const imported = importOf(value, Object.keys(apis));
    if (imported) exported.set(imported.name, value);
    return imported ? { 'Fn::ImportValue': imported.name } : value;
  }) as CfnTemplate['Resources'];
  const outputs = Object.fromEntries([...exported].map(([name, value], index) => [`Output${index}`, { Value: value, Export: { Name: name } }]));
  return reflect({ ...template, Resources: apis, Outputs: outputs }, { ...template, Resources: spelled });
}

function importOf(value: Json, logicalIds: string[]): { name: string } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const target = typeof value.Ref === 'string' ? value.Ref : Array.isArray(value['Fn::GetAtt']) ? value['Fn::GetAtt'].join('.') : undefined;
  return target !== undefined && logicalIds.includes(target.split('.')[0]) ? { name: `shared-${target}` } : undefined;
}

function namesAny(resources: CfnTemplate['Resources'], logicalIds: string[]): boolean {
  const text = JSON.stringify(resources);
  return logicalIds.some((id) => text.includes(`"${id}"`) || text.includes(`\${${id}`)) || text.includes('${Api');
}

/** All of it in a nested stack, whose parameters its parent gives. */
function inNestedStack(template: CfnTemplate): AppReflection {
  const nested = withParameters(template);
  const given = Object.entries(nested.Parameters ?? {}).filter(([, parameter]) => (parameter as { Default?: Json }).Default !== undefined);
  const parameters = Object.entries(nested.Parameters ?? {})
    .map(([name, parameter]): [string, Json] => [name, { Type: (parameter as { Type: string }).Type }]);
  const child = new Template({ ...nested, Parameters: Object.fromEntries(parameters) }, { name: 'nested.json' });
  const values = Object.fromEntries(given.map(([name, value]) => [name, (value as { Default: Json }).Default]));
  const parent = new Template({
    Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: values } } },
  }, { name: 'parent.json' });
  parent.nest('Child', child);
  return new AppReflection([parent, child]);
}
