import { ApiType } from '../../api-type';
import { METRIC_NAMES } from '../../observability/metric-names';
import { Fact } from '../../reflection/fact';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const CANARY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html';

const PERCENT_RANGE: RuleText = {
  id: 'canary-percent-range',
  severity: 'error',
  category: 'correctness',
  appliesTo: [ApiType.REST],
  title: 'The share of a canary is no share',
  why: 'API Gateway takes 0 to 100 percent. A canary of 0 is not rolled back and one of 100 not promoted: both stay, and with them two deployments.',
  fix: 'give the canary a share between 0 and 100; to roll back, delete it, and to promote it, set DeploymentId of the stage to its deployment first',
  snippet: `
      CanarySetting:
        PercentTraffic: 10`,
  docs: CANARY,
};

/** Canary releases: a part of a stage's traffic for another deployment. */
export const canaries: Rule[] = [
  ruleOnEach(
    stageRule(PERCENT_RANGE, (stage) => judgeShare(stage.field('CanarySetting'), `${stage}`)),
    resourceRule(PERCENT_RANGE, ['AWS::ApiGateway::Deployment'], (deployment) => judgeShare(deployment.property('DeploymentCanarySettings'), `the deployment '${deployment.logicalId}'`)),
  ),

  stageRule({
    id: 'canary-without-watch',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A canary is released, and nothing watches it',
    why: 'Nobody knows whether it may be promoted: that is what the canary is for.',
    fix: 'set alarms on 5XXError, 4XXError or Latency of the API',
    snippet: `
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: AWS/ApiGateway
        MetricName: 5XXError
        Dimensions: [{ Name: ApiName, Value: Pets }]`,
    docs: CANARY,
  }, (stage, { app }) => {
    const canary = stage.field('CanarySetting');
    if (canary.isAbsent || !stage.api.definition) return undefined;
    const isWatched = app.alarms.watch(stage.api, ({ name }) => name.is((given) => WATCHED.includes(given)));
    return judge(Fact.allTrue([canary.presence().map(() => true), isWatched.map((watched) => !watched)]), {
      what: `whether an alarm watches the canary of ${stage}`,
      known: (isBlind) => isBlind ? violation(`${stage} has a canary, and no alarm watches its errors or its latency`, canary) : undefined,
    });
  }),

  stageRule({
    id: 'canary-on-v2',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A stage of an HTTP or WebSocket API is to have a canary',
    why: 'Only stages of REST APIs have canaries; CloudFormation refuses the property.',
    fix: 'shift traffic by an alias of the function, or by two APIs behind one domain',
    snippet: `
      Type: AWS::Lambda::Alias
      Properties:
        RoutingConfig:
          AdditionalVersionWeights: [{ FunctionVersion: '2', FunctionWeight: 0.1 }]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  }, (stage) => ['CanarySetting', 'CanarySettings'].map((name) => stage.field(name).isGiven
    ? violation(`${stage} sets ${name}, which ${stage.apiType} APIs do not have`, stage.field(name))
    : undefined)),
];

const { clientError, serverError, latency, integrationLatency } = METRIC_NAMES.REST;
const WATCHED: (string | undefined)[] = [clientError, serverError, latency, integrationLatency];

function judgeShare(canary: TemplateValue, subject: string): Outcome | Outcome[] | undefined {
  if (canary.isAbsent) return undefined;
  const place = canary.get('PercentTraffic');
  return judge(place.number().orDefault(0), {
    what: `the share of the canary of ${subject}`,
    place,
    known: (percent) => {
      if (percent < 0 || percent > 100) return violation(`the canary of ${subject} is to get ${percent} percent of the traffic`, place);
      if (percent > 0 && percent < 100) return undefined;
      const message = `the canary of ${subject} gets ${percent === 0 ? 'none' : 'all'} of the traffic, and is still there`;
      return { ...violation(message, place.isGiven ? place : canary), severity: 'warning' };
    },
  });
}
