import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { CONNECT, DISCONNECT } from '../../predefined-routes';
import { schemasAt } from '../../reflection/body-model';
import { CallerInput } from '../../reflection/caller-input';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { integrationResponses } from '../../reflection/integration-response';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Override, velocityTemplate } from '../../reflection/velocity-template';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const LIMITS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html';

/** How mapping templates make requests and answers. */
export const mappingTemplates: Rule[] = [
  integrationRule({
    id: 'passthrough-permissive',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'Bodies of other content types pass by the mapping templates',
    why: 'A caller who changes the Content-Type sends anything to the backend, past the template that was to make the request.',
    fix: 'set PassthroughBehavior to NEVER, or to WHEN_NO_TEMPLATES',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS
          PassthroughBehavior: NEVER`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html',
  }, (integration, route) => {
    const templates = integration.requestTemplates;
    const isMapped = integration.kind.is((kind) => kind === 'AWS' || kind === 'HTTP') && templates.is((entries) => entries.length > 0);
    // A template for all messages leaves none over.
    const isForAll = route.api.apiType === ApiType.WEBSOCKET && templates.is((entries) => entries.some(([key]) => key === '$default'));
    // Who opens or closes a connection sends no body.
    if (!isMapped || isForAll || route.key === CONNECT || route.key === DISCONNECT) return undefined;
    const behavior = integration.field('passthroughBehavior');
    // A service does what the body says with the role of the integration; a backend of one's own can look at it.
    const severity = integration.isService.is(Boolean) ? 'error' : 'warning';
    const message = `'${route.key}' lets bodies pass by its mapping templates when their content type has none`;
    const permissive = (): Outcome => ({ ...violation(message, behavior.isGiven ? behavior : undefined), severity });
    return judge(behavior.string(), {
      what: `whether bodies pass by the mapping templates of '${route.key}'`,
      place: behavior,
      known: (word) => ['NEVER', 'WHEN_NO_TEMPLATES'].includes(word.toUpperCase()) ? undefined : permissive(),
      absent: permissive,
    });
  }),

  integrationRule({
    id: 'vtl-template-too-big',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mapping template is too big',
    why: 'API Gateway refuses it, and the deployment fails.',
    fix: 'write a shorter template, or let a function do the mapping',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY`,
    docs: LIMITS,
  }, (integration, route) => templatesOf(integration, route).flatMap((template) => {
    const text = (template.text().value?.pieces ?? []).filter((piece) => typeof piece === 'string').join('');
    const [size, limit, unit] = route.api.apiType === ApiType.REST
      ? [Buffer.byteLength(text), Limits.MAPPING_TEMPLATE_BYTES, 'bytes']
      : [text.length, Limits.V2_TEMPLATE_CHARACTERS, 'characters'];
    return size > limit ? [violation(`'${route.key}' has a mapping template of ${size} ${unit}, and API Gateway takes ${limit}`, template)] : [];
  })),

  integrationRule({
    id: 'vtl-too-complex',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A mapping template decides too much',
    why: 'Nothing tests and nothing traces what a template decides, and its errors are seen by callers first.',
    fix: 'let a function do what the template does',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings.html',
    optIn: 'mappingTemplateDirectives',
  }, (integration, route, { intent }) => {
    const allowed = intent.mappingTemplateDirectives ?? Infinity;
    return templatesOf(integration, route).flatMap((template) => velocityTemplate(template).toList().filter(({ directives }) => directives > allowed)
      .map(({ directives }) => violation(`'${route.key}' has a mapping template of ${directives} directives, and ${allowed} are declared as the most`, template)));
  }),

  integrationRule({
    id: 'vtl-foreach-bound',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A mapping template goes over a caller\'s list of any length',
    why: 'A #foreach ends after 1000 turns without a word: what comes behind them is lost.',
    fix: 'limit the list by maxItems in a model that is a resource, for an import drops it, and validate the body, or let a function go over the list',
    snippet: `
      Type: AWS::ApiGateway::Model
      Properties:
        Schema:
          type: object
          properties:
            items: {type: array, maxItems: 100}`,
    docs: LIMITS,
  }, (integration, route) => (integration.requestTemplates.value ?? []).flatMap(([, template]) => velocityTemplate(template).toList()
    .flatMap(({ loops, hasBreak }) => hasBreak ? [] : loops)
    .filter(({ input }) => input.some((each) => each.kind !== 'params' && !isBounded(each, route)))
    .map(({ expression }) => violation(`'${route.key}' goes over '${expression}', a list of any length, and a #foreach ends after ${Limits.FOREACH_TURNS} turns`, template)))),

  integrationRule({
    id: 'vtl-double-override',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A mapping template overrides the same parameter twice',
    why: 'An override is final: API Gateway answers with 5xx when a second one follows.',
    fix: 'set a variable as often as needed, and the override once at the end of the template',
    snippet: `
      RequestTemplates:
        application/json: |
          #set($target = "AWSEvents.PutEvents")
          #set($context.requestOverride.header.X-Amz-Target = $target)`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html',
  }, (integration, route) => templatesOf(integration, route).flatMap((template) => velocityTemplate(template).toList()
    .flatMap(({ overrides }) => twiceIn(overrides))
    .map((target) => violation(`'${route.key}' overrides '${target}' twice in one mapping template`, template)))),
];

/** The templates of requests and of answers that are there. */
function templatesOf(integration: IntegrationReflection, { api }: RouteReflection): TemplateValue[] {
  const requests = integration.requestTemplates.value ?? [];
  const responses = api.apiType === ApiType.REST ? integrationResponses(integration).value ?? [] : [];
  return [...requests, ...responses.flatMap(({ templates }) => templates.value ?? [])].map(([, template]) => template);
}

/** The targets of overrides that follow others. */
function twiceIn(overrides: Override[]): string[] {
  const late = overrides.filter((each, index) => overrides.slice(0, index).some((other) => happenBoth(each, other)));
  return [...new Set(late.map(({ target }) => target))];
}

function happenBoth(one: Override, other: Override): boolean {
  const isWithin = (inner: string, outer: string) => outer === '' || inner === outer || inner.startsWith(`${outer}/`);
  return one.target === other.target && (isWithin(one.branch, other.branch) || isWithin(other.branch, one.branch));
}

/** Whether the model of the body says how long the list may be. */
function isBounded({ jsonPath }: CallerInput, route: RouteReflection): boolean {
  const schemas = schemasAt(route, jsonPath);
  return schemas.length > 0 && schemas.every((schema) => schema.get('maxItems').isGiven);
}
