import { DeclaredIntent } from './declared-intent';
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
  readonly intent: DeclaredIntent;
}

/** A rule that judges each route of the APIs to which it applies. */
export function routeRule(text: RuleText, judgeRoute: Judge<RouteReflection>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).flatMap((api) => api.routes.map((route) => ({
    subject: route, api, resource: route.resource, place: route.place, route: route.key,
  }))), judgeRoute);
}

/** A rule that judges what answers each route, where that is known. */
export function integrationRule(
  text: RuleText,
  judgeIntegration: (integration: IntegrationReflection, route: RouteReflection, around: Surroundings) => Outcomes,
): Rule {
  return routeRule(text, (route, around) => route.integration.toList().flatMap((integration) => judgeIntegration(integration, route, around)));
}

/** A rule that judges each stage of the APIs to which it applies. */
export function stageRule(text: RuleText, judgeStage: Judge<StageReflection>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).flatMap((api) => api.stages.map((stage) => ({
    subject: stage, api, resource: stage.resource, place: stage.place,
  }))), judgeStage);
}

/** A rule that judges each API to which it applies. */
export function apiRule(text: RuleText, judgeApi: Judge<ApiReflection>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).map((api) => ({
    subject: api, api, resource: api.resource, place: api.resource.properties,
  })), judgeApi);
}

/** A rule that judges each authorizer of the APIs to which it applies. */
export function authorizerRule(text: RuleText, judgeAuthorizer: Judge<AuthorizerReflection>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).flatMap((api) => api.authorizers.map((authorizer) => ({
    subject: authorizer, api, resource: authorizer.resource, place: authorizer.place, part: authorizer.name,
  }))), judgeAuthorizer);
}

/** A rule that judges each schema of the REST APIs. */
export function schemaRule(text: RuleText, judgeSchema: Judge<SchemaReflection>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).flatMap((api) => schemasOf(api).map((schema) => ({
    subject: schema, api, resource: schema.resource, place: schema.place, part: schema.name,
  }))), judgeSchema);
}

/** A rule that judges each answer that a REST API gives by itself, where that is not API Gateway's own. */
export function gatewayResponseRule(text: RuleText, judgeResponse: Judge<GatewayResponse>): Rule {
  return ruleOf(text, (app) => apisOf(app, text).flatMap((api) => gatewayResponsesOf(api).map((response) => ({
    subject: response, api, resource: response.resource, place: response.place, part: response.responseType.value,
  }))), judgeResponse);
}

/** A rule that judges each template with an API in it. */
export function templateRule(text: RuleText, judgeTemplate: Judge<Template>): Rule {
  return ruleOf(text, (app) => {
    const first = new Map([...app.apis].reverse().map((api) => [api.resource.template, api]));
    return [...first].map(([template, api]) => ({ subject: template, api, resource: api.resource, place: api.resource.properties }));
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
  return ruleOf(text, (app) => resourceTypes.flatMap((resourceType) => app.resources(resourceType)).map((resource) => ({
    subject: resource, resource, place: resource.properties,
  })), judgeResource);
}

interface Subject<T> {
  readonly subject: T;
  readonly api?: ApiReflection;
  readonly resource: TemplateResource;
  readonly place: TemplateValue;
  readonly route?: string;
  readonly part?: string;
}

function apisOf(app: AppReflection, { appliesTo }: RuleText): ApiReflection[] {
  return app.apis.filter(({ apiType }) => appliesTo.includes(apiType));
}

function ruleOf<T>(text: RuleText, subjectsIn: (app: AppReflection) => Subject<T>[], judgeSubject: Judge<T>): Rule {
  return {
    ...text,
    check: (app: AppReflection, intent: DeclaredIntent) => subjectsIn(app).flatMap((subject) => {
      const outcomes = [judgeSubject(subject.subject, { app, intent }, subject.api!)].flat();
      return outcomes.flatMap((outcome) => outcome ? [findingOf(text, subject, outcome)] : []);
    }),
  };
}

function findingOf<T>(text: RuleText, { api, resource, place, route, part }: Subject<T>, outcome: Outcome): Finding {
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
