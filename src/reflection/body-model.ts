import type { RouteReflection } from './route-reflection';
import { TemplateValue } from './template-value';

/** What the validated models of a route's body say of the value at a JSON path as `$.pet.name`; empty where nothing validates it. */
export function schemasAt({ validation }: RouteReflection, jsonPath: string | undefined): TemplateValue[] {
  const steps = /^\$((?:\.[A-Za-z_][\w-]*)*)$/.exec(jsonPath ?? '')?.[1].split('.').slice(1);
  if (!steps || validation.body.is((isValidated) => !isValidated)) return [];
  return (validation.models.value ?? []).map(([, schema]) => steps.reduce((value, step) => value.at('properties', step), schema));
}
