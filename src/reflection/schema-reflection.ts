import type { ApiReflection } from './api-reflection';
import { fieldsOf } from './inner-values';
import { oncePer } from './once-per';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** Keywords with one schema or a list of them. */
const SCHEMAS = ['items', 'additionalItems', 'additionalProperties', 'not', 'allOf', 'anyOf', 'oneOf'];
/** Keywords with schemas by names, which are no keywords. */
const SCHEMAS_BY_NAME = ['properties', 'patternProperties', 'definitions', 'dependencies'];

/** A schema of bodies: a model that is a resource, a named schema of a definition, or what a route of one says in place. */
export class SchemaReflection {
  constructor(
    public readonly resource: TemplateResource,
    /** As messages call it. */
    public readonly name: string,
    public readonly place: TemplateValue,
    /** Whether it comes to API Gateway by the import of a definition. */
    public readonly isImported: boolean,
  ) {}

  /** The schema with all that are inside it. References are not followed, and nothing here calls itself: schemas nest and refer as they like. */
  public parts(): TemplateValue[] {
    const found = [this.place];
    for (let index = 0; index < found.length; index++) {
      for (const [keyword, value] of fieldsOf(found[index])) {
        for (const inner of schemasAt(String(keyword), value)) found.push(inner);
      }
    }
    return found;
  }
}

/** The schemas behind a keyword: one, those of a list, or those of an object by their names. */
function schemasAt(keyword: string, value: TemplateValue): TemplateValue[] {
  const inner = fieldsOf(value);
  if (SCHEMAS_BY_NAME.includes(keyword)) return inner.map(([, schema]) => schema);
  return SCHEMAS.includes(keyword) ? [value, ...inner.filter(([key]) => typeof key === 'number').map(([, schema]) => schema)] : [];
}

/** The schemas of a REST API, each once. */
export const schemasOf = oncePer((api: ApiReflection): SchemaReflection[] => {
  const models = api.children('AWS::ApiGateway::Model').map((model) => {
    const name = model.property('Name').string().value ?? model.logicalId;
    return new SchemaReflection(model, `the schema '${name}'`, model.property('Schema').document(), false);
  });
  const document = api.document.value;
  if (!document) return models;
  const named = (document.schemas.entries().value ?? []).map(([name, schema]) => new SchemaReflection(document.owner, `the schema '${name}'`, schema, true));
  const known = new Set(named.map(({ place }) => place.path.join('/')));
  const inPlace = api.routes.filter(({ resource }) => resource === document.owner).flatMap((route) => (route.validation.models.value ?? [])
    .map(([, schema]) => new SchemaReflection(document.owner, `the body of '${route.key}'`, schema, true)));
  return [...models, ...named, ...inPlace.filter(({ place }) => !known.has(place.path.join('/')))];
});
