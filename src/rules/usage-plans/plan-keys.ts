import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { PlanMembership, UsagePlanReflection } from '../../reflection/usage-plan-reflection';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const USAGE_PLANS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html';
const PLANNED = [ApiType.REST, ApiType.WEBSOCKET];
const MEMBERSHIP = 'AWS::ApiGateway::UsagePlanKey';

/** Which keys belong to which usage plans. */
export const planKeys: Rule[] = [
  resourceRule({
    id: 'api-key-in-two-plans-same-stage',
    severity: 'error',
    category: 'correctness',
    appliesTo: PLANNED,
    title: 'An API key belongs to two usage plans that cover the same stage',
    why: 'A key has one plan for each stage: API Gateway refuses the second, and the deployment fails.',
    fix: 'take the key out of one of the plans, or the stage',
    snippet: `
      Type: AWS::ApiGateway::UsagePlanKey
      Properties:
        KeyId: !Ref ClientKey
        KeyType: API_KEY
        UsagePlanId: !Ref GoldPlan`,
    docs: USAGE_PLANS,
  }, [MEMBERSHIP], (resource, { app }) => (app.usagePlans.upTo(resource).value ?? []).length < 2 ? undefined : judge(app.usagePlans.upTo(resource).flatMap(sharedStage), {
    what: `whether the usage plans of the API key '${app.usagePlans.upTo(resource).value!.at(-1)!.keyLabel}' cover the same stage`,
    known: (shared) => shared,
  })),

  resourceRule({
    id: 'usage-plans-per-key',
    severity: 'error',
    category: 'correctness',
    appliesTo: PLANNED,
    title: 'An API key belongs to more usage plans than API Gateway takes',
    why: 'API Gateway refuses what is beyond the quota, and the deployment fails.',
    fix: 'give the client a second key, or plans that cover more stages, or have the quota raised and declare usagePlansPerKeyQuota',
    snippet: `
      Type: AWS::ApiGateway::UsagePlanKey
      Properties:
        KeyId: !Ref SecondClientKey
        KeyType: API_KEY
        UsagePlanId: !Ref UsagePlan`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  }, [MEMBERSHIP], (resource, { app, intent }) => {
    const limit = intent.usagePlansPerKeyQuota ?? Limits.USAGE_PLANS_PER_KEY;
    return app.usagePlans.upTo(resource).toList().filter(({ length }) => length === limit + 1)
      .map((memberships) => violation(`the API key '${memberships[0].keyLabel}' belongs to more than ${limit} usage plans, which is what API Gateway takes`));
  }),
];

/** Whether the last plan of a key covers what another one does. */
function sharedStage(memberships: PlanMembership[]): Fact<Outcome | undefined> {
  const last = memberships.at(-1)!;
  const earlier = Fact.all(memberships.slice(0, -1).map(({ plan }) => plan));
  return last.plan.flatMap((plan) => coveredBy(plan).flatMap((covered) => earlier.flatMap((others) => {
    const found = others.filter((other) => other !== plan).map((other) => coveredBy(other).map((stages): [UsagePlanReflection, string | undefined] => [other, stages.find((stage) => covered.includes(stage))]));
    return Fact.all(found).map((all) => {
      const [clash] = all.filter(([, stage]) => stage !== undefined);
      return clash && violation(`the API key '${last.keyLabel}' belongs to the usage plans '${clash[0].label}' and '${plan.label}', which both cover ${clash[1]}`);
    });
  })));
}

/** The stages of a plan in words, which are the same for the same stage. */
function coveredBy({ stages }: UsagePlanReflection): Fact<string[]> {
  return stages.flatMap((all) => Fact.all(all.map(({ api, place, stageName }) => stageName.string()
    .flatMap((stage) => api.map(({ label }) => label).orElse(() => place.get('ApiId').string()).map((name) => `the stage '${stage}' of '${name}'`)))));
}
