import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
import { Fact } from '../../reflection/fact';
import { TemplateValue } from '../../reflection/template-value';
import { PlanStage, UsagePlanReflection } from '../../reflection/usage-plan-reflection';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

type Outcomes = Outcome | (Outcome | undefined)[] | undefined;

const USAGE_PLANS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html';
const API_STAGE = 'https://docs.aws.amazon.com/apigateway/latest/api/API_ApiStage.html';
const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html';
const PLANNED = [ApiType.REST, ApiType.WEBSOCKET];

/** What usage plans cover, and how they limit it. */
export const planLimits: Rule[] = [
  planRule({
    id: 'usage-plan-without-key-methods',
    severity: 'warning',
    category: 'operations',
    appliesTo: PLANNED,
    title: 'A usage plan covers an API that asks for no API key',
    why: 'Calls are counted by their key, so the plan limits nobody.',
    fix: 'set ApiKeyRequired on the methods that the plan is for (in a definition: name a scheme of the type apiKey for the header x-api-key in security)',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true`,
    docs: USAGE_PLANS,
  }, (plan) => [...new Set(stagesOf(plan).flatMap(({ api }) => api.toList()))].flatMap((api) => judge(asksForKeys(api), {
    what: `whether '${api.label}' under the usage plan '${plan.label}' requires API keys`,
    known: (isAsked) => isAsked ? undefined : violation(`the usage plan '${plan.label}' covers '${api.label}', of which no route requires an API key`),
  }))),

  planRule({
    id: 'usage-plan-no-throttle',
    severity: 'warning',
    category: 'reliability',
    appliesTo: PLANNED,
    title: 'A usage plan does not limit how fast a client may call',
    why: 'One client can use up what the API, or the account, has for all of them.',
    fix: 'set RateLimit and BurstLimit of Throttle',
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        Throttle:
          RateLimit: 50
          BurstLimit: 100`,
    docs: USAGE_PLANS,
  }, (plan) => judge(plan.throttle.presence(), {
    what: `the throttle of the usage plan '${plan.label}'`,
    known: (throttle) => ['RateLimit', 'BurstLimit'].flatMap((name) => judgeLimit(plan, name, throttle.get(name))),
    absent: () => violation(`the usage plan '${plan.label}' has no throttle`),
  })),

  planRule({
    id: 'usage-plan-no-quota',
    severity: 'warning',
    category: 'cost',
    appliesTo: PLANNED,
    title: 'A usage plan does not limit how much a client may call',
    why: 'A client that calls steadily day and night is never stopped.',
    fix: 'set Limit and Period of Quota',
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        Quota:
          Limit: 100000
          Period: MONTH`,
    docs: USAGE_PLANS,
  }, (plan) => judge(plan.quota.presence(), {
    what: `the quota of the usage plan '${plan.label}'`,
    known: () => undefined,
    absent: () => violation(`the usage plan '${plan.label}' has no quota`),
  })),

  planRule({
    id: 'usage-plan-method-throttle-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A usage plan limits more single methods than the quota allows',
    why: 'API Gateway refuses the plan unless the account was granted more, and the deployment fails.',
    fix: `keep to ${Limits.USAGE_PLAN_METHOD_THROTTLES} methods for each stage and leave the others to the throttle of the plan`,
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        ApiStages:
          - ApiId: !Ref Api
            Stage: !Ref Stage
            Throttle:
              /pets/GET: { RateLimit: 10, BurstLimit: 20 }`,
    docs: QUOTAS,
  }, (plan) => stagesOf(plan).flatMap((stage) => judge(stage.throttles, {
    what: `which methods the usage plan '${plan.label}' limits`,
    known: ({ length }) => length > Limits.USAGE_PLAN_METHOD_THROTTLES
      ? violation(`the usage plan '${plan.label}' limits ${length} single methods of a stage, and by default the quota is ${Limits.USAGE_PLAN_METHOD_THROTTLES}`, stage.place)
      : undefined,
  }))),

  planRule({
    id: 'usage-plan-throttle-key-format',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A usage plan limits a method that is not there',
    why: 'API Gateway refuses the plan, or the limit holds for nothing.',
    fix: 'name the path of a method and its verb, as /pets/GET',
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        ApiStages:
          - ApiId: !Ref Api
            Stage: !Ref Stage
            Throttle:
              /pets/GET: { RateLimit: 10, BurstLimit: 20 }`,
    docs: API_STAGE,
  }, (plan) => stagesOf(plan).flatMap((stage) => judgeMethodNames(plan, stage))),

  resourceRule({
    id: 'per-region-key-and-plan-count',
    severity: 'warning',
    category: 'operations',
    appliesTo: PLANNED,
    title: 'An app has more API keys or usage plans than an account may have in a region',
    why: 'API Gateway refuses what is beyond the quota, and the deployment fails.',
    fix: 'make keys by the API instead of by templates and share plans, or have the quota of plans raised and declare quotas.usagePlans',
    snippet: `
      Type: AWS::ApiGateway::UsagePlanKey
      Properties:
        KeyId: !Ref ClientKey
        KeyType: API_KEY
        UsagePlanId: !Ref SharedPlan`,
    docs: QUOTAS,
  }, ['AWS::ApiGateway::UsagePlan', 'AWS::ApiGateway::ApiKey'], (resource, { app, intent }) => {
    const isPlan = resource.resourceType === 'AWS::ApiGateway::UsagePlan';
    const limit = isPlan ? intent.quotas?.usagePlans ?? Limits.USAGE_PLANS : Limits.API_KEYS;
    const all = app.resources(resource.resourceType);
    // Told once, at the first of those that are too many.
    if (all[limit] !== resource) return undefined;
    const counts = new Map<string, number>();
    for (const { template } of all) {
      const region = `${template.pseudoParameter('AWS::AccountId')} ${template.pseudoParameter('AWS::Region')}`;
      counts.set(region, (counts.get(region) ?? 0) + 1);
    }
    const most = Math.max(...counts.values());
    return most > limit ? violation(`there are ${most} ${isPlan ? 'usage plans' : 'API keys'} for one region, and an account may have ${limit}`) : undefined;
  }),
];

function planRule(text: RuleText, judgePlan: (plan: UsagePlanReflection) => Outcomes): Rule {
  return resourceRule(text, ['AWS::ApiGateway::UsagePlan'], (resource, { app }) => judgePlan(app.usagePlans.of(resource)!));
}

function judgeLimit(plan: UsagePlanReflection, name: string, limit: TemplateValue): Outcome[] {
  // A parameter is a limit, whatever its value.
  if (limit.resolve().kind === 'unknowable') return [];
  const outcome = judge(limit.presence(), {
    what: `whether the usage plan '${plan.label}' has a ${name}`,
    known: () => undefined,
    absent: () => violation(`the usage plan '${plan.label}' has a throttle without ${name}`, plan.throttle),
  });
  return [outcome ?? []].flat();
}

function stagesOf({ stages }: UsagePlanReflection): PlanStage[] {
  return stages.value ?? [];
}

function asksForKeys(api: ApiReflection): Fact<boolean> {
  if (api.routes.some(({ apiKeyRequired }) => apiKeyRequired.is(Boolean))) return Fact.known(true);
  return api.allRoutes.flatMap((routes) => Fact.all(routes.map(({ apiKeyRequired }) => apiKeyRequired))).map((asked) => asked.some(Boolean));
}

const METHOD_NAME = /^(\/.*|)\/([A-Z]+)$/;

function judgeMethodNames(plan: UsagePlanReflection, { throttles, api }: PlanStage): (Outcome | undefined)[] {
  const named = throttles.value ?? [];
  if (named.length === 0) return [];
  // Which methods an API from elsewhere has is nobody's business here.
  const methods = api.value?.allRoutes.flatMap((routes) => Fact.all(routes.map(({ path, method }) => path.map((known) => `${known} ${method}`))));
  return named.filter(([name]) => !name.includes('*')).flatMap(([name, place]) => {
    const subject = `the usage plan '${plan.label}' limits '${name}'`;
    const match = METHOD_NAME.exec(name);
    if (!match) return violation(`${subject}, which is no method as /pets/GET is one`, place);
    const path = match[1] === '' ? '/' : match[1];
    return methods && judge(methods, {
      what: `whether '${api.value!.label}' has the method '${name}' that the usage plan '${plan.label}' limits`,
      place,
      known: (all) => all.includes(`${path} ${match[2]}`) || all.includes(`${path} ANY`) ? undefined : violation(`${subject}, and '${api.value!.label}' has no such method`, place),
    });
  });
}
