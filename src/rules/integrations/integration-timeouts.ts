import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { DEFAULT_ENDPOINT_TYPE, endpointTypesOf } from '../../reflection/endpoint-types';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { isStreamed, timeoutMillis } from '../../reflection/integration-timeout';
import { isAsynchronous, runningFunction } from '../../reflection/lambda-invocation';
import { RouteReflection } from '../../reflection/route-reflection';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html';
const LAMBDA_DEFAULT_TIMEOUT_SECONDS = 3;

/** How long API Gateway waits for what answers a route. */
export const integrationTimeouts: Rule[] = [
  integrationRule({
    id: 'rest-integration-timeout-range',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The timeout of a REST API\'s integration is out of range',
    why: 'API Gateway refuses the integration, and the deployment fails.',
    fix: 'set TimeoutInMillis between 50 and 29000; more needs a Regional or private API, or response streaming',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          TimeoutInMillis: 29000`,
    docs: QUOTAS,
  }, (integration, route) => judge(integration.field('timeoutInMillis').number(), {
    what: `the timeout of '${route.key}'`,
    place: integration.field('timeoutInMillis'),
    known: (millis) => judgeRestTimeout(millis, integration, route),
  })),

  integrationRule({
    id: 'rest-integration-timeout-needs-quota',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'The timeout of a REST API\'s integration needs a raised quota',
    why: 'Without the raised quota the deployment fails, and AWS may lower the account\'s request rate in exchange for it.',
    fix: 'declare the quota that AWS has granted as quotas.integrationTimeoutMillis, or answer at once and let the work go on in a queue or an execution',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          TimeoutInMillis: 29000`,
    docs: QUOTAS,
  }, (integration, route, { intent }) => {
    const timeout = integration.field('timeoutInMillis');
    const millis = timeout.number().value;
    const granted = intent.quotas?.integrationTimeoutMillis ?? Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS;
    if (millis === undefined || millis <= granted || millis <= Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS) return undefined;
    // What no quota allows is an error of its own.
    if (millis > Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS || isEdge(route).is(Boolean)) return undefined;
    return judge(isStreamed(integration), {
      what: `whether '${route.key}' needs a raised quota`,
      place: timeout,
      known: (streamed) => {
        if (streamed) return undefined;
        const subject = `'${route.key}' waits ${millis} ms for its integration`;
        return intent.quotas?.integrationTimeoutMillis === undefined
          ? violation(`${subject}, which only a raised quota of the account allows`, timeout)
          : { ...violation(`${subject}, and the declared quota of the account allows ${granted}`, timeout), severity: 'error' };
      },
    });
  }),

  integrationRule({
    id: 'v2-integration-timeout-range',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The timeout of an HTTP or WebSocket API\'s integration is out of range',
    why: 'API Gateway refuses the integration, and the deployment fails; no quota raises this limit.',
    fix: 'set TimeoutInMillis between 50 and 30000, or 29000 for a WebSocket API',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        TimeoutInMillis: 29000`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
  }, (integration, route) => judge(integration.field('timeoutInMillis').number(), {
    what: `the timeout of '${route.key}'`,
    place: integration.field('timeoutInMillis'),
    known: (millis) => {
      const [most, kind] = route.api.apiType === ApiType.HTTP
        ? [Limits.HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS, 'an HTTP API']
        : [Limits.WEB_SOCKET_INTEGRATION_TIMEOUT_MAX_MILLIS, 'a WebSocket API'];
      return outOfRange(millis, most, kind, integration, route);
    },
  })),

  integrationRule({
    id: 'lambda-outlives-integration',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A function may run longer than API Gateway waits for it',
    why: 'The caller gets an error while the function runs on, is paid for, and may finish what the caller then tries again.',
    fix: 'give the function a shorter Timeout than the integration has, or hand long work to a queue, an event bus or a state machine',
    snippet: `
      Type: AWS::Lambda::Function
      Properties:
        Timeout: 28`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html',
  }, (integration, route) => {
    // Of functions from elsewhere nothing is known, and there are too many of them to say so of each.
    const timeout = integration.function.flatMap(runningFunction).value?.property('Timeout');
    if (isAsynchronous(integration).is(Boolean)) return undefined;
    const waited = timeoutMillis(route.api, integration);
    if (!timeout || !waited.isKnown) return undefined;
    return judge(timeout.number().orDefault(LAMBDA_DEFAULT_TIMEOUT_SECONDS), {
      what: `the timeout of the function of '${route.key}'`,
      place: timeout,
      known: (seconds) => seconds * 1000 <= waited.value! ? undefined
        : violation(`'${route.key}' waits ${waited.value} ms for a function that may run ${seconds * 1000} ms`),
    });
  }),
];

function isEdge({ api }: RouteReflection): Fact<boolean> {
  return endpointTypesOf(api).orDefault([DEFAULT_ENDPOINT_TYPE]).map((types) => types.includes('EDGE'));
}

function judgeRestTimeout(millis: number, integration: IntegrationReflection, route: RouteReflection): Outcome | Outcome[] | undefined {
  if (millis >= Limits.INTEGRATION_TIMEOUT_MIN_MILLIS && millis <= Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS) return undefined;
  const place = integration.field('timeoutInMillis');
  return judge(isStreamed(integration), {
    what: `how long '${route.key}' may take`,
    place,
    known: (streamed) => {
      if (streamed) return outOfRange(millis, Limits.REST_STREAM_TIMEOUT_MAX_MILLIS, 'a stream', integration, route);
      return outOfRange(millis, Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS, 'a REST API', integration, route) ?? judge(isEdge(route), {
        what: `how long '${route.key}' may take`,
        place,
        known: (edge) => edge ? outOfRange(millis, Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS, 'an edge-optimized API', integration, route) : undefined,
      });
    },
  });
}

function outOfRange(millis: number, most: number, kind: string, integration: IntegrationReflection, route: RouteReflection): Outcome | undefined {
  const least = Limits.INTEGRATION_TIMEOUT_MIN_MILLIS;
  if (millis >= least && millis <= most) return undefined;
  return violation(`'${route.key}' waits ${millis} ms for its integration, and ${kind} allows ${least} to ${most}`, integration.field('timeoutInMillis'));
}
