import { Declarations } from './declarations';
import { Finding } from './finding';
import { Outcome } from './outcome';
import { Rule } from './rule';
import { RuleText } from './rule-text';
import { ApiType } from '../api-type';
import { ApiReflection } from '../reflection/api-reflection';
import { AppReflection } from '../reflection/app-reflection';
import { AuthorizerReflection } from '../reflection/authorizer-reflection';
import { GatewayResponse, gatewayResponsesOf } from '../reflection/gateway-responses';
import { IntegrationReflection } from '../reflection/integration-reflection';
import { GAP } from '../reflection/partial-text';
import { RouteReflection } from '../reflection/route-reflection';
import { SchemaReflection, schemasOf } from '../reflection/schema-reflection';
import { StageReflection } from '../reflection/stage-reflection';
import type { Template } from '../reflection/template';
import type { TemplateResource } from '../reflection/template-resource';
import { TemplateValue } from '../reflection/template-value';

type Outcomes = Outcome | (Outcome | undefined)[] | undefined;
type Judge<T> = (subject: T, around: Surroundings, api: ApiReflection) => Outcomes;

/** What a rule may look at beside its subject. */
export interface Surroundings {
  readonly app: AppReflection;
  readonly intent: Declarations;
}

/** A rule that judges each route of the APIs to which it applies. */
export function routeRule(text: RuleText, judgeRoute: Judge<RouteReflection>): Rule {
  return partRule(text, ({ routes }) => routes, ({ resource, place, key }) => ({ resource, place, route: key }), judgeRoute);
}

/** A rule that judges what answers each route, where that is known. */
export function integrationRule(
  text: RuleText,
  judgeIntegration: (integration: IntegrationReflection, route: RouteReflection, around: Surroundings) => Outcomes,
): Rule {
  return routeRule(text, (route, around) => route.integration.value && judgeIntegration(route.integration.value, route, around));
}

/** A rule that judges each stage of the APIs to which it applies. */
export function stageRule(text: RuleText, judgeStage: Judge<StageReflection>): Rule {
  return partRule(text, ({ stages }) => stages, ({ resource, place }) => ({ resource, place }), judgeStage);
}

/** A rule that judges each API to which it applies. */
export function apiRule(text: RuleText, judgeApi: Judge<ApiReflection>): Rule {
  return partRule(text, (api) => [api], ({ resource }) => wholeOf(resource), judgeApi);
}

/** A rule that judges each authorizer of the APIs to which it applies. */
export function authorizerRule(text: RuleText, judgeAuthorizer: Judge<AuthorizerReflection>): Rule {
  return partRule(text, ({ authorizers }) => authorizers, ({ resource, place, name }) => ({ resource, place, part: name }), judgeAuthorizer);
}

/** A rule that judges each schema of the REST APIs. */
export function schemaRule(text: RuleText, judgeSchema: Judge<SchemaReflection>): Rule {
  return partRule(text, schemasOf, ({ resource, place, name }) => ({ resource, place, part: name }), judgeSchema);
}

/** A rule that judges each answer that a REST API gives by itself, where that is not API Gateway's own. */
export function gatewayResponseRule(text: RuleText, judgeResponse: Judge<GatewayResponse>): Rule {
  return partRule(text, gatewayResponsesOf, ({ resource, place, responseType }) => ({ resource, place, part: responseType.value }), judgeResponse);
}

/** A rule that judges each template with an API in it. */
export function templateRule(text: RuleText, judgeTemplate: Judge<Template>): Rule {
  return ruleOf(text, (app) => {
    const first = new Map([...app.apis].reverse().map((api) => [api.resource.template, api]));
    return [...first].map(([template, api]) => ({ subjects: [template], api, whereIs: () => wholeOf(api.resource) }));
  }, judgeTemplate);
}

/** One rule about several kinds of subjects. */
export function ruleOnEach(...rules: [Rule, ...Rule[]]): Rule {
  return { ...rules[0], check: (app, intent) => rules.flatMap((rule) => rule.check(app, intent)) };
}

/** A rule that judges resources of one or more types, whatever API they serve. */
export function resourceRule(
  text: RuleText,
  resourceTypes: string[],
  judgeResource: (resource: TemplateResource, around: Surroundings) => Outcomes,
): Rule {
  return ruleOf(text, (app) => resourceTypes.map((resourceType) => ({ subjects: app.resources(resourceType), whereIs: wholeOf })), judgeResource);
}

/** Where findings about a subject belong. */
interface Whereabouts {
  readonly resource: TemplateResource;
  readonly place: TemplateValue;
  readonly route?: string;
  readonly part?: string;
}

interface Subjects<T> {
  readonly subjects: T[];
  readonly api?: ApiReflection;
  /** Asked of those that something is found on: most rules have nothing to say of most subjects. */
  readonly whereIs: (subject: T) => Whereabouts;
}

function wholeOf(resource: TemplateResource): Whereabouts {
  return { resource, place: resource.properties };
}

function partRule<T>(text: RuleText, partsOf: (api: ApiReflection) => T[], whereIs: (part: T) => Whereabouts, judgePart: Judge<T>): Rule {
  const apisOf = (app: AppReflection) => app.apis.filter(({ apiType }) => text.appliesTo.includes(apiType));
  return ruleOf(text, (app) => apisOf(app).map((api) => ({ subjects: partsOf(api), api, whereIs })), judgePart);
}

function ruleOf<T>(text: RuleText, subjectsIn: (app: AppReflection) => Subjects<T>[], judgeSubject: Judge<T>): Rule {
  return {
    ...text,
    check: (app: AppReflection, intent: Declarations) => {
      const around = { app, intent };
      const findings: Finding[] = [];
      for (const { subjects, api, whereIs } of subjectsIn(app)) {
        for (const subject of subjects) {
          const outcomes = judgeSubject(subject, around, api!);
          if (outcomes === undefined) continue;
          const said = Array.isArray(outcomes) ? outcomes : [outcomes];
          for (const outcome of said) if (outcome) findings.push(findingOf(text, api, whereIs(subject), outcome));
        }
      }
      return findings;
    },
  };
}

function findingOf(text: RuleText, api: ApiReflection | undefined, { resource, place, route, part }: Whereabouts, outcome: Outcome): Finding {
  const { id, category, fix, docs, severity } = text;
  return {
    ruleId: id,
    severity: outcome.kind === 'unknown' ? 'unknown' : outcome.severity ?? severity,
    category,
    apiType: api?.apiType ?? onlyType(text),
    api: api?.label,
    resource,
    place: (outcome.place ?? place).path,
    route: outcome.route ?? route,
    part,
    message: outcome.message.replaceAll(GAP, '${?}'),
    fix,
    docs,
  };
}

function onlyType({ appliesTo }: RuleText): ApiType | undefined {
  return appliesTo.length === 1 ? appliesTo[0] : undefined;
}
