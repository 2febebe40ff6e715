import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
import { sizeOfValue } from '../../reflection/json-size';
import { oncePer } from '../../reflection/once-per';
import { SchemaReflection } from '../../reflection/schema-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { schemaRule } from '../rule-subjects';

const NOTES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html';

/** The schemas of bodies: models, and the schemas of definitions, of which an import makes models. */
export const schemas: Rule[] = [
  schemaRule({
    id: 'openapi-unsupported-keyword',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A schema uses a keyword that API Gateway does not support',
    why: 'Models are JSON Schema draft 4: an import warns of such a keyword or drops it, and bodies are checked less than the schema says, or not as it says.',
    fix: 'write it in draft 4: a list of types for nullable, minimum for exclusiveMinimum, oneOf with an enum of one value for discriminator, and no keyword beside $ref',
    snippet: `
      type: object
      properties:
        nickname:
          type: [string, 'null']
        age:
          type: integer
          minimum: 1`,
    docs: NOTES,
  }, (schema) => {
    const why = whyHidden(schema);
    if (why) return unknown(`the keywords of ${schema.name}`, why, schema.place);
    const found = new Map<string, TemplateValue>();
    for (const part of schema.parts()) {
      for (const [keyword, place] of unsupportedIn(part)) if (!found.has(keyword)) found.set(keyword, place);
    }
    return [...found].map(([keyword, place]) => violation(`${schema.name} has ${keyword}, which API Gateway does not support`, place));
  }),

  schemaRule({
    id: 'model-minmax-items',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'API Gateway does not enforce how long a list may be',
    why: 'An import leaves minItems and maxItems out of the validation: the backend gets lists of any length.',
    fix: 'check the length in the backend, or limit the size of bodies with AWS WAF',
    snippet: `
      type: array
      items:
        $ref: '#/components/schemas/Pet'`,
    docs: NOTES,
  }, (schema, _around, api) => {
    // Of a model that is a resource, no import drops anything; where no body is validated, nothing of it is enforced.
    if (!schema.isImported || !mayValidateBodies(api)) return undefined;
    const why = whyHidden(schema);
    if (why) return unknown(`the keywords of ${schema.name}`, why, schema.place);
    const parts = schema.parts();
    return ['minItems', 'maxItems'].flatMap((keyword): Outcome[] => {
      const place = parts.map((part) => part.get(keyword)).find((value) => value.isGiven);
      return place ? [violation(`${schema.name} has '${keyword}', which API Gateway does not enforce after an import`, place)] : [];
    });
  }),

  schemaRule({
    id: 'model-too-big',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A schema is too large for a model',
    why: `API Gateway refuses a model of more than ${Limits.MODEL_BYTES} bytes, and the deployment fails.`,
    fix: 'split the schema into several that refer to each other, or describe less of the body',
    snippet: `
      type: object
      properties:
        owner:
          $ref: '#/components/schemas/Owner'`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html',
  }, (schema) => {
    const { bytes } = sizeOfValue(schema.place);
    return bytes > Limits.MODEL_BYTES ? violation(`${schema.name} has ${bytes} bytes, and a model takes at most ${Limits.MODEL_BYTES}`) : undefined;
  }),
];

const mayValidateBodies = oncePer(({ routes }: ApiReflection) => routes.some(({ validation: { body } }) => body.isUnknowable || body.is(Boolean)));

const COMBINATIONS = ['oneOf', 'anyOf', 'allOf'];

/** Keywords that a schema itself has, without those inside it, as messages name them. */
function unsupportedIn(schema: TemplateValue): [string, TemplateValue][] {
  const alone = ['discriminator', 'nullable', 'exclusiveMinimum'].map((keyword): [string, TemplateValue] => [`'${keyword}'`, schema.get(keyword)])
    .filter(([, value]) => value.isGiven && !value.boolean().is((isOn) => !isOn));
  if (schema.get('$ref').isAbsent) return alone;
  return [...alone, ...COMBINATIONS.map((keyword): [string, TemplateValue] => [`'${keyword}' beside '$ref'`, schema.get(keyword)]).filter(([, value]) => value.isGiven)];
}

/** Why nothing is known of a schema; undefined when something is. One that is no object at all is not hidden. */
function whyHidden({ place }: SchemaReflection): string | undefined {
  return place.resolve().kind === 'plain' || place.isAbsent ? undefined : place.entries().why;
}
