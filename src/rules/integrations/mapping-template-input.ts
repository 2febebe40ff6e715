import { ApiType } from '../../api-type';
import { schemasAt } from '../../reflection/body-model';
import { CallerInput } from '../../reflection/caller-input';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Print, velocityTemplate } from '../../reflection/velocity-template';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const REFERENCE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html';

/** What callers send, on its way into the JSON of a request. */
export const mappingTemplateInput: Rule[] = [
  integrationRule({
    id: 'vtl-unescaped-input',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mapping template puts a caller\'s text between the quotes of JSON without escaping it',
    why: 'A quote in the text ends the JSON string: the caller writes members of the request that were never meant to be theirs, or breaks it.',
    fix: 'put the value through $util.escapeJavaScript, or write $input.json without quotes around it',
    snippet: `
      RequestTemplates:
        application/json: |
          {"id": {"S": "$util.escapeJavaScript($input.params('id')).replaceAll("\\\\'","'")"}}`,
    docs: REFERENCE,
  }, (integration, route) => {
    if (!integration.kind.is((kind) => kind === 'AWS' || kind === 'HTTP')) return undefined;
    const place = integration.field('requestTemplates');
    const isDangerous = (input: CallerInput) => !input.isEscaped && !input.isEncoded && !isHarmless(input, route);
    return [judge(integration.requestTemplates, {
      what: `whether '${route.key}' escapes what callers send`,
      place,
      known: (templates) => templates.flatMap(([, template]) => judge(velocityTemplate(template), {
        what: `whether '${route.key}' escapes what callers send`,
        place: template,
        known: (velocity) => velocity.isJson
          ? expressionsOf(velocity.prints, isDangerous).map((expression) => violation(`'${route.key}' puts ${expression} between the quotes of JSON without escaping it`, template))
          : [],
      }) ?? []),
    })].flat();
  }),

  integrationRule({
    id: 'vtl-escape-without-quote-fix',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mapping template escapes single quotes, which is no JSON',
    why: 'Of an apostrophe escapeJavaScript makes an escape that JSON does not know: the request fails for a name such as O\'Brien.',
    fix: 'write .replaceAll("\\\\\'","\'") behind $util.escapeJavaScript(...)',
    snippet: `
      RequestTemplates:
        application/json: |
          {"input": "$util.escapeJavaScript($input.json('$')).replaceAll("\\\\'","'")"}`,
    docs: REFERENCE,
  }, (integration, route) => {
    if (!integration.kind.is((kind) => kind === 'AWS' || kind === 'HTTP')) return undefined;
    const isBroken = ({ isEscaped, isRequoted, isEncoded }: CallerInput) => isEscaped && !isRequoted && !isEncoded;
    // Of templates that are hidden the rule of unescaped input says so.
    return (integration.requestTemplates.value ?? []).flatMap(([, template]): Outcome[] => velocityTemplate(template).toList()
      .flatMap(({ isJson, prints }) => isJson ? expressionsOf(prints, isBroken) : [])
      .map((expression) => violation(`'${route.key}' prints ${expression}, whose escaped single quotes are no JSON`, template)));
  }),
];

/** Each expression once that prints such input between quotes. */
function expressionsOf(prints: Print[], isMeant: (input: CallerInput) => boolean): string[] {
  return [...new Set(prints.filter(({ isQuoted, input }) => isQuoted && input.some(isMeant)).map(({ expression }) => `'${expression}'`))];
}

/** Whether the model of the body lets through nothing that holds a quote. */
function isHarmless({ jsonPath }: CallerInput, route: RouteReflection): boolean {
  const schemas = schemasAt(route, jsonPath);
  return schemas.length > 0 && schemas.every(isRestricted);
}

function isRestricted(schema: TemplateValue): boolean {
  const isPlain = schema.get('type').string().is((type) => ['integer', 'number', 'boolean'].includes(type));
  return isPlain || schema.get('enum').isGiven || schema.get('pattern').isGiven;
}
