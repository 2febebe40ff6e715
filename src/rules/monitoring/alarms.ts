import { ApiType } from '../../api-type';
import { METRIC_NAMES } from '../../observability/metric-names';
import { AlarmReflection, AppAlarms, WatchedMetric } from '../../reflection/alarm-reflection';
import { AppReflection } from '../../reflection/app-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const REST_METRICS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html';
const PUT_ALARM = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** Alarms on API Gateway that never go off, tell nobody, or go off for nothing. */
export const alarms: Rule[] = [
  alarmRule({
    id: 'alarm-metric-wrong-for-type',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'An alarm watches a metric that its API does not have',
    why: 'REST APIs are known by ApiName and count 5XXError, HTTP APIs by ApiId and count 5xx, WebSocket APIs count other things; with a wrong name the alarm never has data.',
    fix: 'name a REST API by its name in ApiName, an HTTP or WebSocket API by its id in ApiId, each with the metrics of its type',
    snippet: `
      MetricName: 5xx
      Dimensions: [{ Name: ApiId, Value: !Ref HttpApi }]`,
    docs: REST_METRICS,
  }, (alarm, { app }) => alarm.metrics.map((metric) => judgeMetric(alarm, metric, app))),

  alarmRule({
    id: 'alarm-without-action',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'An alarm tells nobody',
    why: 'It turns red in a console that nobody looks at.',
    fix: 'give it an SNS topic in AlarmActions, or name it in a composite alarm or a deployment group',
    snippet: 'AlarmActions: [!Ref OnCall]',
    docs: PUT_ALARM,
    related: ['HIPAA.Security-CloudWatchAlarmAction', 'NIST.800.53.R5-CloudWatchAlarmAction'],
  }, (alarm, { app }) => {
    if (app.alarms.isFollowed(alarm)) return undefined;
    const actions = alarm.resource.property('AlarmActions');
    const silent = violation(`${alarm} has no action`, actions.isGiven ? actions : undefined);
    if (alarm.resource.property('ActionsEnabled').boolean().is((isEnabled) => !isEnabled)) return violation(`${alarm} has its actions turned off`, alarm.resource.property('ActionsEnabled'));
    return judge(actions.items(), { what: `whom ${alarm} tells`, place: actions, known: (list) => list.length > 0 ? undefined : silent, absent: () => silent });
  }),

  alarmRule({
    id: 'alarm-missing-data',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'An alarm on errors changes its state when nobody calls',
    why: 'An idle API has no data: without notBreaching the alarm flaps between states, or stays red after the last failure.',
    fix: 'set TreatMissingData to notBreaching',
    snippet: 'TreatMissingData: notBreaching',
    docs: PUT_ALARM,
  }, (alarm) => {
    const isFloor = alarm.resource.property('ComparisonOperator').string().is((operator) => /^LessThan(OrEqualTo)?Threshold$/.test(operator));
    if (isFloor || alarm.calculatesWith('FILL(') || !alarm.metrics.some(({ name }) => name.is((given) => ERRORS.includes(given)))) return undefined;
    const treatment = alarm.resource.property('TreatMissingData');
    return judge(treatment.string().orDefault('missing'), {
      what: `what ${alarm} makes of missing data`,
      place: treatment,
      known: (word) => word === 'notBreaching' ? undefined : violation(`${alarm} counts errors, and takes missing data for '${word}' instead of 'notBreaching'`, treatment.isGiven ? treatment : undefined),
    });
  }),
];

const ERRORS: (string | undefined)[] = Object.values(METRIC_NAMES).flatMap(({ clientError, serverError, executionError, integrationError }) => [
  clientError, serverError, executionError, integrationError,
]);

/** A rule that judges each alarm that watches API Gateway. */
function alarmRule(
  text: RuleText,
  judgeAlarm: (alarm: AlarmReflection, around: Surroundings) => Outcome | (Outcome | undefined)[] | undefined,
): Rule {
  return resourceRule(text, ['AWS::CloudWatch::Alarm'], (resource, around) => {
    const alarm = around.app.alarms.of(resource);
    return alarm && alarm.metrics.length > 0 ? judgeAlarm(alarm, around) : undefined;
  });
}

function judgeMetric(alarm: AlarmReflection, { name, dimensions, place }: WatchedMetric, app: AppReflection): Outcome | undefined {
  const [apiName, apiId] = [dimensions.get('ApiName'), dimensions.get('ApiId')];
  if ((apiName === undefined) === (apiId === undefined)) return undefined;
  const misnamed = apiName ? misnamedRest(apiName, app.alarms, app) : misnamedV2(apiId!, app);
  if (misnamed) return violation(`${alarm} ${misnamed}`, place);
  if (name.isUnknowable) return unknown(`the metric of ${alarm}`, name.why, place.get('MetricName'));
  const types = apiName ? [ApiType.REST] : typesOf(apiId!, app);
  const given = name.value;
  const isOf = (type: ApiType) => Object.values(METRIC_NAMES[type]).some((each) => each === given);
  const others = Object.values(ApiType).filter((type) => !types.includes(type) && isOf(type));
  if (given === undefined || types.some(isOf) || others.length === 0) return undefined;
  return violation(`${alarm} watches ${given} of ${types.join(' or ')} APIs, which only ${others.join(' and ')} APIs have`, place.get('MetricName'));
}

/** What is wrong with a value of `ApiName`. */
function misnamedRest(value: TemplateValue, known: AppAlarms, app: AppReflection): string | undefined {
  const referred = app.apiOf(value.reference().value?.resource);
  if (referred) return 'names an API by its id in ApiName, where CloudWatch knows REST APIs by their names and others by ApiId';
  const name = value.string().value;
  const isOther = name !== undefined && known.restApisNamed(value).length === 0
    && app.apis.some((api) => api.apiType !== ApiType.REST && api.definition !== undefined && api.label === name);
  return isOther ? `names '${name}' in ApiName, and it is no REST API` : undefined;
}

/** What is wrong with a value of `ApiId`. */
function misnamedV2(value: TemplateValue, app: AppReflection): string | undefined {
  return app.apiOf(value.reference().value?.resource)?.apiType === ApiType.REST ? 'names a REST API in ApiId, where CloudWatch knows it by its name in ApiName' : undefined;
}

function typesOf(apiId: TemplateValue, app: AppReflection): ApiType[] {
  const api = app.apiOf(apiId.reference().value?.resource);
  return api ? [api.apiType] : [ApiType.HTTP, ApiType.WEBSOCKET];
}
