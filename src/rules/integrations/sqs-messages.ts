import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { comparesContents, isFifoQueue, queueRegion } from '../../reflection/queue-target';
import { RouteReflection } from '../../reflection/route-reflection';
import { ServiceRequest } from '../../reflection/service-request';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';
import { judgeServiceHeader } from './service-headers';

const SEND = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html';
const REQUESTS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-xml.html';

/** Routes that send messages to queues. */
export const sqsMessages: Rule[] = [
  integrationRule({
    id: 'sqs-template-not-urlencoded',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A mapping template puts a caller\'s text into a form for SQS without encoding it',
    why: 'An ampersand in the text begins another parameter of the call, which the caller so decides; other letters make SQS refuse it.',
    fix: 'put the value through $util.urlEncode',
    snippet: `
      RequestTemplates:
        application/json: Action=SendMessage&MessageBody=$util.urlEncode($input.body)`,
    docs: REQUESTS,
  }, (integration, route) => requestOf(integration)?.templates.toList().flat().filter(({ isForm }) => isForm).flatMap(({ prints }) => {
    const expressions = prints.filter(({ input }) => input.some(({ isEncoded }) => !isEncoded)).map(({ expression }) => expression);
    return [...new Set(expressions)].map((expression) => violation(
      `'${route.key}' puts '${expression}' into the form for SQS without encoding it`, integration.field('requestTemplates')));
  })),

  integrationRule({
    id: 'sqs-content-type-header',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'SQS is not told what kind of request it gets',
    why: 'SQS takes the request for something else, and refuses it with an unknown operation.',
    fix: 'map Content-Type: application/x-www-form-urlencoded for a form, or application/x-amz-json-1.0 and X-Amz-Target: AmazonSQS.SendMessage for JSON',
    snippet: `
      RequestParameters:
        integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"`,
    docs: REQUESTS,
  }, (integration, route) => byBody(requestOf(integration))?.templates.toList().flat().flatMap((template): (Outcome | Outcome[] | undefined)[] => {
    if (template.isForm) return [judgeServiceHeader(integration, route, template, { name: 'Content-Type', wanted: 'application/x-www-form-urlencoded', service: 'SQS' })];
    if (!template.isJson) return [];
    return [
      judgeServiceHeader(integration, route, template, { name: 'Content-Type', wanted: 'application/x-amz-json-1.0', service: 'SQS' }),
      judgeServiceHeader(integration, route, template, { name: 'X-Amz-Target', wanted: 'AmazonSQS.SendMessage', prefix: 'AmazonSQS.', service: 'SQS' }),
    ];
  }).flat()),

  integrationRule({
    id: 'sqs-fifo-group',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A message to a FIFO queue has no group',
    why: 'SQS refuses every message of the route.',
    fix: 'give the message a MessageGroupId: what its order is kept by',
    snippet: `
      RequestParameters:
        QueueUrl: !Ref OrdersQueue
        MessageBody: $request.body
        MessageGroupId: $request.body.customer`,
    docs: SEND,
  }, (integration, route) => judgeFifo(integration, route, 'MessageGroupId', 'a group', () => Fact.known(true))),

  integrationRule({
    id: 'sqs-fifo-dedup',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'Nothing tells repeated messages to a FIFO queue apart',
    why: 'SQS refuses every message of the route.',
    fix: 'give the message a MessageDeduplicationId, or set ContentBasedDeduplication on the queue',
    snippet: `
      Type: AWS::SQS::Queue
      Properties:
        FifoQueue: true
        ContentBasedDeduplication: true`,
    docs: SEND,
  }, (integration, route) => judgeFifo(integration, route, 'MessageDeduplicationId', 'a deduplication id',
    (request) => comparesContents(request).map((compares) => !compares))),

  integrationRule({
    id: 'sqs-region-mismatch',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A message is sent to SQS in another region than the queue\'s',
    why: 'SQS does not know the queue there, and refuses every message.',
    fix: 'write the region of the queue into the URI, or into the parameter Region',
    snippet: `
      Integration:
        Uri: !Sub arn:\${AWS::Partition}:apigateway:eu-west-1:sqs:path/\${AWS::AccountId}/\${Queue.QueueName}`,
    docs: REQUESTS,
  }, (integration, route) => {
    const request = requestOf(integration);
    const called = request && calledRegion(request, route);
    const region = request && queueRegion(request);
    // Most queues from elsewhere are where the API is.
    if (!called || !region || (region.isUnknowable && !request.resource('AWS::SQS::Queue').isKnown)) return undefined;
    return judge(region, {
      what: `the region of the queue of '${route.key}'`,
      place: integration.field('uri'),
      known: (place) => place === called ? undefined : violation(`'${route.key}' calls SQS in '${called}', and its queue is in '${place}'`, integration.field('uri')),
    });
  }),
];

function requestOf(integration: IntegrationReflection): ServiceRequest | undefined {
  const request = ServiceRequest.of(integration).value;
  return request?.service === 'sqs' ? request : undefined;
}

/** A query string with the action says all that SQS wants to know, whatever the body is. */
function byBody(request: ServiceRequest | undefined): ServiceRequest | undefined {
  return request?.parameter('Action').isAbsent ? request : undefined;
}

function judgeFifo(
  integration: IntegrationReflection, route: RouteReflection, name: string, what: string, isNeeded: (request: ServiceRequest) => Fact<boolean>,
): Outcome | Outcome[] | undefined {
  const request = requestOf(integration);
  if (!request || !isFifoQueue(request).is(Boolean)) return undefined;
  const isMessage = request.action.map((action) => action === 'SendMessage');
  return judge(Fact.all([isMessage, isNeeded(request)]).map((answers) => !answers.includes(false)), {
    what: `whether messages of '${route.key}' need ${what}`,
    known: (needed) => needed ? judge(request.gives(name), {
      what: `whether messages of '${route.key}' have ${what}`,
      place: integration.field('requestTemplates'),
      known: (given) => given ? undefined : violation(`'${route.key}' sends messages to a FIFO queue without ${what}`),
    }) : undefined,
  });
}

/** The region in which SQS is called, where it is written out. */
function calledRegion(request: ServiceRequest, { resource }: RouteReflection): string | undefined {
  if (!request.isByParameters) return /:apigateway:([a-z]+-[a-z-]+-\d):/.exec(request.integration.field('uri').text().value?.marked ?? '')?.[1];
  const region = request.parameter('Region').flatMap((value) => value.string());
  return region.value ?? (region.isAbsent ? resource.template.pseudoParameter('AWS::Region') : undefined);
}
