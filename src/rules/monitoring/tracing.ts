import { ApiType } from '../../api-type';
import { AppReflection } from '../../reflection/app-reflection';
import { TemplateResource } from '../../reflection/template-resource';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, resourceRule, ruleOnEach, stageRule } from '../rule-subjects';
import { RuleText } from '../rule-text';

const XRAY = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-xray.html';
const V2_TYPES = [ApiType.HTTP, ApiType.WEBSOCKET];

const TRACED_FUNCTION = `
      Type: AWS::Lambda::Function
      Properties:
        TracingConfig: { Mode: Active }`;

const XRAY_ON_V2: RuleText = {
  id: 'xray-set-on-v2',
  severity: 'warning',
  category: 'operations',
  appliesTo: V2_TYPES,
  title: 'An HTTP or WebSocket API is to be traced by X-Ray',
  why: 'Only REST APIs can be traced: the trace begins in the backend at best, and a stage with TracingEnabled is refused.',
  fix: 'trace the functions behind the API, and find their requests by $context.integration.requestId in the access log',
  snippet: TRACED_FUNCTION,
  docs: XRAY,
};

/** What can be seen of a request on its way: traces and detailed metrics. */
export const tracing: Rule[] = [
  stageRule({
    id: 'xray-off',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A stage of a REST API is not traced',
    why: 'Nobody sees where a slow request spent its time, from the gateway to the last service behind it.',
    fix: 'set TracingEnabled to true',
    snippet: 'TracingEnabled: true',
    docs: XRAY,
    related: ['Serverless-APIGWXrayEnabled', 'HIPAA.Security-APIGWXrayEnabled', 'CKV_AWS_73', 'APIGateway.3', 'CT.APIGATEWAY.PR.2', 'WS2002', 'AWS-0003'],
  }, (stage) => {
    const place = stage.field('TracingEnabled');
    return judge(place.boolean().orDefault(false), {
      what: `whether ${stage} is traced`,
      place,
      known: (isOn) => isOn ? undefined : violation(`${stage} is not traced by X-Ray`, place.isGiven ? place : undefined),
    });
  }),

  ruleOnEach(
    stageRule(XRAY_ON_V2, (stage) => {
      const place = stage.field('TracingEnabled');
      return place.isGiven ? { ...violation(`${stage} sets TracingEnabled, which ${stage.apiType} APIs do not have`, place), severity: 'error' } : undefined;
    }),
    apiRule(XRAY_ON_V2, (api, { intent }) => intent.tracingRequired
      ? violation(`the API '${api.label}' is to be traced by X-Ray, which cannot trace ${api.apiType} APIs`)
      : undefined),
  ),

  resourceRule({
    id: 'backend-lambda-not-traced',
    severity: 'warning',
    category: 'operations',
    appliesTo: V2_TYPES,
    title: 'Nothing traces a function behind an HTTP or WebSocket API',
    why: 'These APIs start no trace; a function that does not start one itself is in none. Behind a traced REST API it is traced along.',
    fix: 'set TracingConfig.Mode to Active',
    snippet: TRACED_FUNCTION,
    docs: 'https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html',
    related: ['Serverless-LambdaTracing', 'CKV_AWS_50'],
  }, ['AWS::Lambda::Function'], (resource, { app }) => {
    const routes = routesByFunction(app).get(resource);
    if (!routes) return undefined;
    const subject = `the function of ${routes.length > 1 ? `'${routes[0]}' and ${routes.length - 1} more` : `'${routes[0]}'`}`;
    const place = resource.property('TracingConfig').get('Mode');
    return judge(place.string().orDefault('PassThrough'), {
      what: `whether ${subject} is traced`,
      place,
      known: (mode) => mode === 'Active' ? undefined : violation(`${subject} starts no trace, and neither does its API`, place.isGiven ? place : undefined),
    });
  }),

  stageRule({
    id: 'detailed-metrics-off',
    severity: 'warning',
    category: 'operations',
    // AWS describes no metrics of a WebSocket API's routes.
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A production stage has no metrics of single routes',
    why: 'Its metrics tell that the API is slow or fails, but not which route is.',
    fix: 'set MetricsEnabled (REST) or DetailedMetricsEnabled (HTTP) to true; CloudWatch bills the metrics',
    snippet: `
      DefaultRouteSettings:
        DetailedMetricsEnabled: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html',
  }, (stage, { intent }) => {
    if (intent.production !== true) return undefined;
    const place = stage.setting('detailedMetrics');
    return judge(place.boolean().orDefault(false), {
      what: `whether ${stage} has detailed metrics`,
      place,
      known: (isOn) => isOn ? undefined : violation(`${stage} serves production without metrics of single routes`, place.isGiven ? place : undefined),
    });
  }),
];

const indexes = new WeakMap<AppReflection, Map<TemplateResource, string[]>>();

/** The routes of HTTP and WebSocket APIs that a function answers, directly or by an alias or version. */
function routesByFunction(app: AppReflection): Map<TemplateResource, string[]> {
  let index = indexes.get(app);
  if (index) return index;
  indexes.set(app, index = new Map());
  for (const route of app.apis.filter(({ apiType }) => V2_TYPES.includes(apiType)).flatMap(({ routes }) => routes)) {
    const answering = route.integration.value?.function.value;
    const named = answering?.property('FunctionName').reference().value?.resource;
    const resource = answering?.resourceType === 'AWS::Lambda::Function' ? answering : named;
    const others = resource && index.get(resource);
    if (others) others.push(route.key);
    else if (resource) index.set(resource, [route.key]);
  }
  return index;
}
