import { ApiType } from '../../api-type';
import { IntegrationResponse, integrationResponses } from '../../reflection/integration-response';
import { ServiceRequest } from '../../reflection/service-request';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';
import { judgeServiceHeader } from './service-headers';

const PUT_EVENTS = 'https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html';

/** What tells how many of several entries a service did not take. */
const FAILED_COUNTS: Record<string, string | undefined> = { PutEvents: 'FailedEntryCount', PutRecords: 'FailedRecordCount', PutRecordBatch: 'FailedPutCount' };

/** Routes that publish to topics and put events on buses. */
export const snsAndEventBridge: Rule[] = [
  integrationRule({
    id: 'sns-template-not-encoded',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mapping template puts a caller\'s text into a form for SNS without encoding it',
    why: 'An ampersand in the text begins another parameter of the call, which the caller so decides; other letters make SNS refuse it.',
    fix: 'put the value through $util.urlEncode',
    snippet: `
      RequestTemplates:
        application/json: !Sub "Action=Publish&TopicArn=$util.urlEncode('\${Topic}')&Message=$util.urlEncode($input.body)"`,
    docs: 'https://docs.aws.amazon.com/sns/latest/api/API_Publish.html',
  }, (integration, route) => {
    const request = ServiceRequest.of(integration).value;
    if (request?.service !== 'sns') return undefined;
    const prints = (request.templates.value ?? []).filter(({ isForm }) => isForm).flatMap((template) => template.prints);
    const expressions = prints.filter(({ input }) => input.some(({ isEncoded }) => !isEncoded)).map(({ expression }) => expression);
    return [...new Set(expressions)].map((expression) => violation(
      `'${route.key}' puts '${expression}' into the form for SNS without encoding it`, integration.field('requestTemplates')));
  }),

  integrationRule({
    id: 'eventbridge-headers',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'EventBridge is not told what it is asked',
    why: 'EventBridge knows its actions by a header alone, and refuses the call without it.',
    fix: 'map X-Amz-Target: AWSEvents.PutEvents and Content-Type: application/x-amz-json-1.1',
    snippet: `
      RequestParameters:
        integration.request.header.X-Amz-Target: "'AWSEvents.PutEvents'"
        integration.request.header.Content-Type: "'application/x-amz-json-1.1'"`,
    docs: PUT_EVENTS,
  }, (integration, route) => {
    const request = ServiceRequest.of(integration).value;
    if (request?.service !== 'events' || request.isByParameters) return undefined;
    return (request.templates.value ?? []).flatMap((template) => [
      judgeServiceHeader(integration, route, template, { name: 'X-Amz-Target', wanted: 'AWSEvents.PutEvents', prefix: 'AWSEvents.', service: 'EventBridge' }),
      judgeServiceHeader(integration, route, template, { name: 'Content-Type', wanted: 'application/x-amz-json-1.1', service: 'EventBridge' }),
    ]).flat();
  }),

  integrationRule({
    id: 'partial-failure-hidden',
    severity: 'error',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A route answers that all is well while events are lost',
    why: 'The service answers 200 also when it has not taken some of the entries, and the template of the answer leaves out how many.',
    fix: 'look at the count of failed entries in the template of the answer, and override the status when it is not 0',
    snippet: `
      ResponseTemplates:
        application/json: |
          #if("$!input.path('$.FailedEntryCount')" != "0")
          #set($context.responseOverride.status = 502)
          #end
          {}`,
    docs: PUT_EVENTS,
  }, (integration, route) => {
    const count = FAILED_COUNTS[ServiceRequest.of(integration).value?.action.value ?? ''];
    if (!count) return undefined;
    return judge(integrationResponses(integration).map(successesOf), {
      what: `whether '${route.key}' tells of entries that were not taken`,
      place: integration.field('responses'),
      known: (successes) => successes.flatMap(({ templates }) => (templates.value ?? []).flatMap(([, template]) => judge(template.text(), {
        what: `whether '${route.key}' tells of entries that were not taken`,
        place: template,
        known: ({ marked }) => marked.includes(count) || passesAllOn(marked) ? undefined
          : violation(`'${route.key}' answers without a look at '${count}', as if all entries were taken`, template),
      }) ?? [])),
    });
  }),
];

/** The responses that a 200 of the service selects. */
function successesOf(responses: IntegrationResponse[]): IntegrationResponse[] {
  const selected = responses.filter(({ selectionPattern }) => selectionPattern.is(({ literal }) => literal !== undefined && matches(literal, '200')));
  return selected.length > 0 ? selected : responses.filter(({ selectionPattern }) => selectionPattern.isAbsent);
}

function matches(pattern: string, status: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(status);
  } catch {
    return false;
  }
}

/** Whether the caller gets the service's answer as a whole. */
function passesAllOn(template: string): boolean {
  return /\$!?\{?input\.(body\b|(json|path)\(\s*['"]\$['"]\s*\))/.test(template);
}
