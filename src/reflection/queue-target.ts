import { Fact } from './fact';
import type { ServiceRequest } from './service-request';

const QUEUE = 'AWS::SQS::Queue';

/** Whether the queue that gets a message keeps order: the names of those end in `.fifo`, also of queues from elsewhere. */
export function isFifoQueue(request: ServiceRequest): Fact<boolean> {
  const { integration } = request;
  const names = [...request.parameter('QueueUrl').toList(), integration.field('uri')].flatMap((place) => place.text().toList());
  if (names.some(({ marked }) => /\.fifo'?$/.test(marked))) return Fact.known(true);
  return request.resource(QUEUE).flatMap((queue) => queue.property('FifoQueue').boolean().orDefault(false));
}

/** Whether the queue tells repeated messages by what is in them. */
export function comparesContents(request: ServiceRequest): Fact<boolean> {
  return request.resource(QUEUE).flatMap((queue) => queue.property('ContentBasedDeduplication').boolean().orDefault(false));
}

/** The regions where a queue is, as far as anything says: its URL, or the stack that makes it. */
export function queueRegion(request: ServiceRequest): Fact<string> {
  const texts = [...request.parameter('QueueUrl').toList(), request.integration.field('requestTemplates')].map((place) => JSON.stringify(place.looseJson() ?? ''));
  const written = texts.flatMap((text) => /sqs\.([a-z]{2,3}(?:-[a-z]+)+-\d)\.amazonaws/.exec(text)?.[1] ?? []);
  if (written.length > 0) return Fact.known(written[0]);
  return request.resource(QUEUE).flatMap(({ template }) => {
    const region = template.pseudoParameter('AWS::Region');
    return region === undefined ? Fact.unknowable('the region of its stack is only known at deployment') : Fact.known(region);
  });
}
