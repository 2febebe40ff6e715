import { ApiType } from '../../api-type';
import { RouteReflection } from '../../reflection/route-reflection';
import { SettingsEntry, StageReflection } from '../../reflection/stage-reflection';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, stageRule } from '../rule-subjects';

const REST_THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html';
const HTTP_THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html';
const ROUTE_SETTINGS = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-stage-routesettings.html';

const STAGE_SNIPPET = `
      DefaultRouteSettings:
        ThrottlingRateLimit: 100
        ThrottlingBurstLimit: 200`;

/** Whether what may be called is limited. */
export const throttles: Rule[] = [
  stageRule({
    id: 'stage-without-throttle',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A stage has no throttle',
    why: 'One API, or one caller of it, can use up the rate of the whole account in the region, and every other API there answers 429.',
    fix: 'set a rate and a burst for all methods or routes',
    snippet: STAGE_SNIPPET,
    docs: REST_THROTTLING,
    related: ['Serverless-APIGWDefaultThrottling', 'ES2003'],
  }, (stage) => {
    const limits = [stage.setting('rateLimit').isWritten(), stage.setting('burstLimit').isWritten()];
    if (limits.some((limit) => limit.is(Boolean))) return undefined;
    const hidden = limits.find(({ isUnknowable }) => isUnknowable);
    return hidden ? unknown(`whether ${stage} has a throttle`, hidden.why) : violation(`${stage} has no throttle of its own`);
  }),

  stageRule({
    id: 'throttle-one-of-two',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A throttle has a rate or a burst, and not both',
    why: 'AWS does not say what the other one is then; if it were 0, every request would be refused.',
    fix: 'set ThrottlingRateLimit and ThrottlingBurstLimit',
    snippet: STAGE_SNIPPET,
    docs: ROUTE_SETTINGS,
  }, (stage) => (stage.settings.value ?? []).map((entry) => judgePair(stage, entry))),

  stageRule({
    id: 'ws-route-throttle-missing',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'The messages of a WebSocket API are not limited',
    why: 'A connection is authorized once and may then send as fast as it likes; each message calls an integration.',
    fix: 'set a rate and a burst for each route of messages, or for all routes',
    snippet: `
      RouteSettings:
        sendMessage:
          ThrottlingRateLimit: 50
          ThrottlingBurstLimit: 100`,
    docs: ROUTE_SETTINGS,
  }, (stage) => {
    const messages = stage.api.routes.filter(({ key }) => key !== '$connect' && key !== '$disconnect');
    const unlimited = messages.filter((route) => rateOf(stage, route).is((isWritten) => !isWritten));
    const hidden = messages.map((route) => rateOf(stage, route)).find(({ isUnknowable }) => isUnknowable);
    if (unlimited.length > 0) return violation(`${stage} does not limit the messages ${unlimited.map(({ key }) => `'${key}'`).join(', ')}`);
    return hidden && unknown(`whether ${stage} limits its messages`, hidden.why);
  }),

  apiRule({
    id: 'http-per-consumer-throttle-claim',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.HTTP],
    title: 'An HTTP API cannot limit single consumers',
    why: 'Its throttles count all callers together; it knows no API keys and no usage plans.',
    fix: 'make it a REST API with a usage plan, or count in an authorizer; declare metered only where it is meant',
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        Throttle: { RateLimit: 10, BurstLimit: 20 }`,
    docs: HTTP_THROTTLING,
  }, (api, { intent }) => intent.metered ? violation(`the API '${api.label}' is to be metered by consumer, which HTTP APIs cannot do`) : undefined),

  routeRule({
    id: 'write-method-unthrottled',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A method that writes has no throttle of its own',
    why: 'Writes cost more than reads, and share a limit that is made for both.',
    fix: 'give the method settings of its own with a rate and a burst',
    snippet: `
      MethodSettings:
        - ResourcePath: /~1pets
          HttpMethod: POST
          ThrottlingRateLimit: 10
          ThrottlingBurstLimit: 20`,
    docs: REST_THROTTLING,
    optIn: 'writesThrottled',
  }, (route, { intent }) => intent.writesThrottled && WRITING.includes(route.method)
    ? route.api.stages.flatMap((stage) => judgeWrite(stage, route))
    : undefined),
];

const WRITING = ['POST', 'PUT', 'PATCH', 'DELETE'];

function judgePair(stage: StageReflection, { place, isDefault, routeKey }: SettingsEntry) {
  const subject = `${stage}${isDefault ? '' : ` for '${routeKey}'`}`;
  const [rate, burst] = [place.get('ThrottlingRateLimit').isWritten(), place.get('ThrottlingBurstLimit').isWritten()];
  const hidden = [rate, burst].find(({ isUnknowable }) => isUnknowable);
  if (hidden) return unknown(`whether the throttle of ${subject} is whole`, hidden.why, place);
  if (rate.value === burst.value) return undefined;
  return violation(`the throttle of ${subject} has a ${rate.value ? 'rate and no burst' : 'burst and no rate'}`, place);
}

/** Whether a route of messages has a rate: its own or that of all. */
function rateOf(stage: StageReflection, route: RouteReflection) {
  const own = stage.settingFor(route, 'rateLimit').isWritten();
  return own.is((isWritten) => !isWritten) ? stage.setting('rateLimit').isWritten() : own;
}

function judgeWrite(stage: StageReflection, route: RouteReflection) {
  const what = `whether '${route.key}' has a throttle of its own in ${stage}`;
  const open = violation(`'${route.key}' has no throttle of its own in ${stage}`);
  const own = stage.entryFor(route);
  if (own) return judge(own.place.get('ThrottlingRateLimit').isWritten(), { what, place: own.place, known: (isWritten) => isWritten ? undefined : open }) ?? [];
  const { settings } = stage;
  const hidden = settings.isUnknowable ? settings.why : (settings.value ?? []).find((entry) => entry.hidden !== undefined)?.hidden;
  return hidden === undefined ? open : unknown(what, hidden);
}
