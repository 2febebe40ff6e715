import { GATEWAY_RESPONSE_STATUS } from '../../access/gateway-response-types';
import { ApiType } from '../../api-type';
import type { ApiReflection } from '../../reflection/api-reflection';
import { preflightsOf } from '../../reflection/cors-reflection';
import { GatewayResponse, allGatewayResponsesOf, gatewayResponseHeader } from '../../reflection/gateway-responses';
import { PartialText } from '../../reflection/partial-text';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, gatewayResponseRule, ruleOnEach } from '../rule-subjects';
import { RuleText } from '../rule-text';

const TYPES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html';
const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const FALLBACKS = ['DEFAULT_4XX', 'DEFAULT_5XX'];
const TOO_LARGE = 'REQUEST_TOO_LARGE';
const KNOWN_TYPES = [...Object.keys(GATEWAY_RESPONSE_STATUS), TOO_LARGE];

const WITHOUT_CORS: RuleText = {
  id: 'cors-gateway-responses-missing',
  severity: 'warning',
  category: 'operations',
  appliesTo: [ApiType.REST],
  title: "API Gateway's own errors have no CORS headers",
  why: 'Pages cannot read a 401, 403, 413, 429 or 5XX that API Gateway answers by itself: browsers report a failure of CORS instead, which sends people looking in the wrong place.',
  fix: 'set Access-Control-Allow-Origin in the gateway responses DEFAULT_4XX and DEFAULT_5XX, and in every other that is customized',
  snippet: `
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        RestApiId: !Ref Api
        ResponseType: DEFAULT_4XX
        ResponseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'https://app.example.com'"`,
  docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
};

/** The answers that API Gateway gives by itself. */
export const gatewayResponses: Rule[] = [
  ruleOnEach(
    apiRule(WITHOUT_CORS, (api) => api.apiType === ApiType.REST && hasPreflights(api) ? [judge(allGatewayResponsesOf(api), {
      what: `the gateway responses of the API '${api.label}'`,
      known: (responses) => {
        if (responses.some(({ responseType }) => responseType.isUnknowable)) return undefined;
        const missing = FALLBACKS.filter((fallback) => !responses.some(({ responseType }) => responseType.is((name) => name === fallback)));
        if (missing.length === 0) return undefined;
        return violation(`the API '${api.label}' answers preflights, but sets no ${ALLOW_ORIGIN} in ${listed(missing)}`);
      },
    })].flat() : undefined),
    gatewayResponseRule(WITHOUT_CORS, (response, _around, api) => {
      if (!hasPreflights(api) || response.responseType.is((name) => name === TOO_LARGE)) return undefined;
      return judge(gatewayResponseHeader(response, ALLOW_ORIGIN), {
        what: `the headers of ${nameOf(response)}`,
        known: () => undefined,
        absent: () => violation(`${nameOf(response)} has no ${ALLOW_ORIGIN}`),
      });
    }),
  ),

  gatewayResponseRule({
    id: 'cors-gateway-response-origin-mismatch',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: "API Gateway's own errors allow another origin than the preflights",
    why: 'The page that the preflight lets in cannot read errors: its browser reports a failure of CORS.',
    fix: 'write the same origin in the gateway responses and in the OPTIONS methods',
    snippet: `
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        ResponseType: DEFAULT_4XX
        ResponseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'https://app.example.com'"`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  }, (response, _around, api) => {
    if (preflightsOf(api).length === 0) return undefined;
    return judge(gatewayResponseHeader(response, ALLOW_ORIGIN).flatMap((value) => value.text()), {
      what: `the origin that ${nameOf(response)} allows`,
      known: (text) => judgeOrigin(response, text, api),
    });
  }),

  gatewayResponseRule({
    id: 'gateway-response-413-customized',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The gateway response REQUEST_TOO_LARGE is customized',
    why: 'API Gateway does not let it be: what is written never reaches a caller.',
    fix: 'customize DEFAULT_4XX, which answers for it',
    snippet: `
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        ResponseType: DEFAULT_4XX`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html',
  }, ({ responseType }) => responseType.is((name) => name === TOO_LARGE)
    ? violation(`the gateway response '${TOO_LARGE}' is customized, which API Gateway passes over`)
    : undefined),

  gatewayResponseRule({
    id: 'gateway-response-unknown-type',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A gateway response has a type that does not exist',
    why: 'The deployment fails, or at best the import of a body passes the entry over.',
    fix: `write one of ${KNOWN_TYPES.filter((name) => name !== TOO_LARGE).join(', ')}`,
    snippet: `
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        ResponseType: THROTTLED`,
    docs: TYPES,
  }, ({ responseType }) => judge(responseType, {
    what: 'the type of a gateway response',
    known: (name) => KNOWN_TYPES.includes(name) ? undefined : violation(`the gateway response '${name}' is of no type that API Gateway knows`),
  })),
];

/** Whether pages call an API, as far as it shows: it answers their preflights, or lets something do so. */
function hasPreflights(api: ApiReflection): boolean {
  if (preflightsOf(api).some(({ origins }) => !origins.isAbsent)) return true;
  return api.routes.some((route) => route.isPreflight && route.integration.value?.kind.is((kind) => kind !== 'MOCK'));
}

function judgeOrigin(response: GatewayResponse, text: PartialText, api: ApiReflection): Outcome | undefined {
  // What stands without quotes is taken from the request, and so is as the preflights want it.
  if (!/^'[^]*'$/.test(text.marked)) return undefined;
  const origin = text.slice(1, -1);
  const preflights = preflightsOf(api);
  if (origin.literal === '*') {
    const withCredentials = preflights.some(({ credentials }) => credentials.is(Boolean));
    return withCredentials ? violation(`${nameOf(response)} allows the origin '*', which browsers refuse with the credentials that the preflights allow`) : undefined;
  }
  const allowed = preflights.flatMap(({ origins }) => origins.value ?? []);
  if (allowed.length === 0 || allowed.some((each) => each.toString() === origin.toString())) return undefined;
  const gap = [origin, ...allowed].flatMap(({ gaps }) => gaps)[0];
  if (gap) return unknown(`whether ${nameOf(response)} allows the origin of the preflights`, gap.why);
  const others = [...new Set(allowed.map((each) => `'${each.toString()}'`))];
  return violation(`${nameOf(response)} allows the origin '${origin.literal}', and the preflights allow ${others.join(' and ')}`);
}

function nameOf({ responseType }: GatewayResponse): string {
  return `the gateway response '${responseType.value ?? '?'}'`;
}

function listed(names: string[]): string {
  return names.map((name) => `'${name}'`).join(' and ');
}
