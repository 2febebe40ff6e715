import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
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
  }, [MEMBERSHIP], (resource, { app }) => {
    const memberships = app.usagePlans.upTo(resource).value ?? [];
    return memberships.length < 2 ? undefined : judge(sharedStage(memberships), {
      what: `whether the usage plans of the API key '${memberships[0].keyLabel}' cover the same stage`,
      known: (shared) => shared,
    });
  }),

  resourceRule({
    id: 'usage-plans-per-key',
    severity: 'error',
    category: 'correctness',
    appliesTo: PLANNED,
    title: 'An API key belongs to more usage plans than API Gateway takes',
    why: 'API Gateway refuses what is beyond the quota, and the deployment fails.',
    fix: 'give the client a second key, or plans that cover more stages, or have the quota raised and declare quotas.usagePlansPerKey',
    snippet: `
      Type: AWS::ApiGateway::UsagePlanKey
      Properties:
        KeyId: !Ref SecondClientKey
        KeyType: API_KEY
        UsagePlanId: !Ref UsagePlan`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  }, [MEMBERSHIP], (resource, { app, intent }) => {
    const limit = intent.quotas?.usagePlansPerKey ?? Limits.USAGE_PLANS_PER_KEY;
    // Memberships on a condition may exclude one another.
    if (resource.isConditional) return undefined;
    return app.usagePlans.upTo(resource).toList().map((memberships) => memberships.filter((each) => !each.resource.isConditional))
      .filter(({ length }) => length === limit + 1)
      .map((memberships) => violation(`the API key '${memberships[0].keyLabel}' belongs to more than ${limit} usage plans, which is what API Gateway takes`));
  }),
];

interface Covered {
  readonly api: ApiReflection | string;
  readonly stage: string;
}

/** Whether the last plan of a key covers what another one does. */
function sharedStage(memberships: PlanMembership[]): Fact<Outcome | undefined> {
  return Fact.all(memberships.map(({ plan }) => plan)).flatMap((plans) => {
    const last = plans.at(-1)!;
    const others = plans.filter((plan) => plan !== last);
    return Fact.all([last, ...others].map(coveredBy)).flatMap(([covered, ...byOthers]) => {
      const shared = byOthers.map((stages) => stages.find(({ api, stage }) => covered.some((each) => each.api === api && each.stage === stage)));
      const index = shared.findIndex((stage) => stage !== undefined);
      if (index < 0) return Fact.known(undefined);
      if (memberships.some(({ resource }) => resource.isConditional)) return Fact.unknowable('which plan it belongs to depends on a condition');
      const { api, stage } = shared[index]!;
      const where = `the stage '${stage}' of '${typeof api === 'string' ? api : api.label}'`;
      return Fact.known(violation(
        `the API key '${memberships[0].keyLabel}' belongs to the usage plans '${others[index].label}' and '${last.label}', which both cover ${where}`,
      ));
    });
  });
}

function coveredBy({ stages }: UsagePlanReflection): Fact<Covered[]> {
  return stages.flatMap((all) => Fact.all(all.map(({ api, place, stageName }) => {
    const covered: Fact<ApiReflection | string> = api.map((known): ApiReflection | string => known).orElse(() => place.get('ApiId').string());
    return stageName.string().flatMap((stage) => covered.map((known): Covered => ({ api: known, stage })));
  })));
}
