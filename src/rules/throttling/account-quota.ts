import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Template } from '../../reflection/template';
import { TemplateValue } from '../../reflection/template-value';
import { Declarations } from '../declarations';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

const SNIPPET = `
      DefaultRouteSettings:
        ThrottlingRateLimit: 1000
        ThrottlingBurstLimit: 500`;

/** Throttles that promise more than the account has. */
export const accountQuota: Rule[] = [
  throttleRule({
    id: 'throttle-above-account',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'A throttle allows more than the account',
    why: 'The rate of the account and region comes first, so the number is never reached and promises what nobody gets.',
    fix: 'lower it, or declare the quota that AWS granted in quotas.accountRate and quotas.accountBurst',
    snippet: SNIPPET,
    docs: QUOTAS,
  }, (limit, intent) => isLow(limit.place.template, intent) ? undefined : {
    rate: intent.quotas?.accountRate ?? Limits.ACCOUNT_RATE_PER_SECOND,
    // With the rate AWS raises the burst, to what nobody is asked about.
    burst: intent.quotas?.accountBurst ?? (intent.quotas?.accountRate === undefined ? Limits.ACCOUNT_BURST : undefined),
    whose: 'the account',
  }),

  throttleRule({
    id: 'opt-in-region-throttle',
    severity: 'warning',
    category: 'reliability',
    appliesTo: EVERY_TYPE,
    title: 'A throttle allows more than an account has in this region',
    why: `In the younger regions an account begins with ${Limits.LOW_QUOTA_RATE_PER_SECOND} requests per second: it deploys as anywhere, and answers 429 early.`,
    fix: 'lower it, or ask AWS for a higher quota and declare it in quotas.accountRate and quotas.accountBurst',
    snippet: SNIPPET,
    docs: QUOTAS,
  }, ({ place: { template } }, intent) => isLow(template, intent) ? {
    rate: Limits.LOW_QUOTA_RATE_PER_SECOND, burst: Limits.LOW_QUOTA_BURST, whose: `an account in ${template.pseudoParameter('AWS::Region')!}`,
  } : undefined),
];

interface Limit {
  readonly kind: 'rate' | 'burst';
  readonly subject: string;
  readonly place: TemplateValue;
}

interface Quota {
  readonly rate: number;
  /** Undefined where it is not known. */
  readonly burst: number | undefined;
  readonly whose: string;
}

/** A rule that judges each rate and burst of stages and usage plans against a quota. */
function throttleRule(text: RuleText, quotaFor: (limit: Limit, intent: Declarations) => Quota | undefined): Rule {
  const judgeAll = (limits: Limit[], { intent }: Surroundings) => limits.flatMap((limit) => {
    const quota = quotaFor(limit, intent);
    return quota ? judgeLimit(limit, quota) ?? [] : [];
  });
  return ruleOnEach(
    stageRule(text, (stage, around) => judgeAll((['rate', 'burst'] as const).flatMap((kind) => stage.settingsOf(`${kind}Limit`)
      .map(([{ isDefault, routeKey }, place]): Limit => ({ kind, subject: `${stage}${isDefault ? '' : ` for '${routeKey}'`}`, place }))), around)),
    resourceRule(text, ['AWS::ApiGateway::UsagePlan'], (resource, around) => {
      const plan = around.app.usagePlans.of(resource);
      if (!plan) return undefined;
      const subject = `the usage plan '${plan.label}'`;
      const ofMethods = (plan.stages.value ?? []).flatMap(({ throttles }) => throttles.value ?? []);
      const all: [string, TemplateValue][] = [[subject, plan.throttle], ...ofMethods.map(([key, place]): [string, TemplateValue] => [`${subject} for '${key}'`, place])];
      return judgeAll(all.flatMap(([name, place]) => limitsIn(name, place)), around);
    }),
  );
}

function limitsIn(subject: string, place: TemplateValue): Limit[] {
  const limits: Limit[] = [{ kind: 'rate', subject, place: place.get('RateLimit') }, { kind: 'burst', subject, place: place.get('BurstLimit') }];
  return limits.filter(({ place: given }) => given.isGiven);
}

function judgeLimit({ kind, subject, place }: Limit, quota: Quota): Outcome | Outcome[] | undefined {
  const most = quota[kind];
  return most === undefined ? undefined : judge(place.number(), {
    what: `the throttle of ${subject}`,
    place,
    known: (number) => number > most ? violation(`${subject} allows a ${kind} of ${number}, and ${quota.whose} has ${most}`, place) : undefined,
  });
}

/** Whether an account has the lower quota where a template goes, and no other was granted. */
function isLow(template: Template, { quotas }: Declarations): boolean {
  const regions: readonly string[] = Limits.LOW_QUOTA_REGIONS;
  return quotas?.accountRate === undefined && quotas?.accountBurst === undefined && regions.includes(template.pseudoParameter('AWS::Region') ?? '');
}
