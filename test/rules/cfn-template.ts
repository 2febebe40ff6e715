/** Whatever JSON can hold; `undefined` stands for a field that is left out. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

export interface CfnResourceJson {
  Type: string;
  Properties?: { [key: string]: Json };
  [attribute: string]: Json;
}

/** A CloudFormation template as data. */
export interface CfnTemplate {
  Parameters?: { [key: string]: Json };
  Conditions?: { [key: string]: Json };
  Mappings?: { [key: string]: Json };
  Outputs?: { [key: string]: Json };
  Resources: { [logicalId: string]: CfnResourceJson };
}

export type Resources = CfnTemplate['Resources'];

/** A value that nobody knows before the deployment: a parameter without default. */
export const UNKNOWN: Json = { Ref: 'Unknown' };

/** A template of some resources, in which `UNKNOWN` may be used. Fields that are `undefined` are left out. */
export function templateWith(resources: Resources, more: Omit<CfnTemplate, 'Resources'> = {}): CfnTemplate {
  const template = { ...more, Resources: resources };
  const isUsed = JSON.stringify(template).includes('"Unknown"') || JSON.stringify(template).includes('${Unknown}');
  return JSON.parse(JSON.stringify(isUsed ? { ...template, Parameters: { ...more.Parameters, Unknown: { Type: 'String' } } } : template));
}

/** Changes every value of a JSON document from its leaves up. */
export function mapJson(value: Json, change: (value: Json, key?: string) => Json, key?: string): Json {
  if (Array.isArray(value)) return change(value.map((entry) => mapJson(entry, change)), key);
  if (typeof value !== 'object' || value === null) return change(value, key);
  return change(Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, mapJson(entry, change, name)])), key);
}
