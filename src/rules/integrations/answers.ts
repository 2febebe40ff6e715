import { ApiType } from '../../api-type';
import { gatewayResponsesOf } from '../../reflection/gateway-responses';
import { IntegrationResponse, integrationResponses } from '../../reflection/integration-response';
import { DeclaredResponse, RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, integrationRule } from '../rule-subjects';

const HEADER = 'method.response.header.';

/** What callers get. */
export const answers: Rule[] = [
  integrationRule({
    id: 'mock-without-status',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mock does not say its status',
    why: 'API Gateway chooses the answer of a mock by the statusCode that its request template writes; without one calls fail with 500, and nobody can connect.',
    fix: 'write a request template with a statusCode',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: MOCK
          RequestTemplates:
            application/json: '{"statusCode": 200}'
          IntegrationResponses:
            - StatusCode: 200`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html',
  }, (integration, { api, key }) => {
    // Of the routes of a WebSocket API only $connect needs the status: to let a caller in. The others may be there to swallow messages.
    const matters = api.apiType === ApiType.REST || key === '$connect';
    return matters && integration.kind.is((kind) => kind === 'MOCK') ? judge(integration.requestTemplates, {
      what: `the request templates of the mock '${key}'`,
      place: integration.field('requestTemplates'),
      known: (templates) => templates.length === 0
        ? violation(`the mock '${key}' has no request template, and so no statusCode`)
        : templates.flatMap(([contentType, template]) => judgeStatus(key, contentType, template) ?? []),
    }) : undefined;
  }),

  integrationRule({
    id: 'method-response-header-undeclared',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'An integration response sets a header that its method response does not declare',
    why: 'API Gateway refuses the mapping, and the deployment fails.',
    fix: 'declare the header in the method response of the same status code (in a definition: under headers of the response)',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        MethodResponses:
          - StatusCode: 200
            ResponseParameters:
              method.response.header.Content-Type: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-response.html',
  }, (integration, route) => {
    // The answers of proxies are mapped by nobody.
    if (!integration.kind.is((kind) => ['AWS', 'HTTP', 'MOCK'].includes(kind))) return undefined;
    return (integrationResponses(integration).value ?? []).flatMap((response) => judge(route.responses, {
      what: `the method responses of '${route.key}'`,
      known: (declared) => undeclared(response, declared, route),
    }) ?? []);
  }),

  apiRule({
    id: 'error-detail-leak',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'Callers get the details of errors',
    why: 'Messages and stacks of backends name hosts, tables, versions and code, which help whoever looks for a way in.',
    fix: 'answer with a text of your own and $context.requestId, and read the details in the logs',
    snippet: `
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        ResponseType: DEFAULT_5XX
        ResponseTemplates:
          application/json: '{"message": "Something went wrong", "requestId": "$context.requestId"}'`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
  }, (api) => [
    ...gatewayResponsesOf(api).flatMap(({ responseType, templates, parameters }) => [...templates.value ?? [], ...parameters.value ?? []]
      .flatMap(([, value]) => judgeDetails(`the gateway response ${responseType.value ?? ''}`.trim(), value) ?? [])),
    ...api.routes.flatMap((route) => route.integration.toList().flatMap((integration) => (integrationResponses(integration).value ?? [])
      .flatMap(({ templates, parameters }) => [...templates.value ?? [], ...parameters.value ?? []])
      .flatMap(([, value]) => judgeDetails(`'${route.key}'`, value) ?? []))),
  ]),
];

function judgeStatus(key: string, contentType: string, template: TemplateValue): Outcome | Outcome[] | undefined {
  const what = `the request template of the mock '${key}'`;
  return judge(template.text(), {
    what,
    place: template,
    known: (text) => {
      if (text.marked.includes('statusCode')) return undefined;
      if (text.gaps.length > 0) return unknown(what, text.gaps[0].why, template);
      return violation(`the mock '${key}' has a request template for '${contentType}' without a statusCode`, template);
    },
  });
}

function undeclared(response: IntegrationResponse, declared: DeclaredResponse[], { key }: RouteReflection): Outcome[] {
  const mapped = (response.parameters.value ?? []).map(([name]) => name).filter((name) => name.startsWith(HEADER));
  const status = response.statusCode.value;
  if (mapped.length === 0 || status === undefined) return [];
  const same = declared.find(({ statusCode }) => statusCode === status);
  const names = same?.parameters.orDefault([]) ?? undefined;
  if (names?.isUnknowable) return [unknown(`the headers of the status ${status} of '${key}'`, names.why, same?.place)];
  const known = new Set((names?.value ?? []).map((name) => name.toLowerCase()));
  return mapped.filter((name) => !known.has(name.toLowerCase()))
    .map((name) => violation(`'${key}' sets the header ${name.slice(HEADER.length)} with the status ${status}, and its method response does not declare it`, response.place));
}

const DETAILS = [
  /\$?context\.(?:integrationErrorMessage|(?:integration|authorizer|authenticate|authorize|waf)\.error)\b/,
  /\$input\.(?:path|json)\(\s*['"]\$\.(?:stackTrace|trace)\b[^)]*\)/,
  /integration\.response\.body\.(?:stackTrace|trace)\b/,
];

function judgeDetails(subject: string, value: TemplateValue): Outcome | Outcome[] | undefined {
  const { marked = '' } = value.text().value ?? {};
  const [detail] = DETAILS.flatMap((pattern) => pattern.exec(marked)?.[0] ?? []);
  return detail === undefined ? undefined : violation(`${subject} answers callers with ${detail}, which tells them of the inside`, value);
}
