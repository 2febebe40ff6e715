import { readEvent } from './event-store';
import { answering, callerOf, respond } from './proxy-response';

/**
 * `GET /events/{id}`: the caller's own event, or 404.
 *
 * It runs on a cache miss only, so its log has fewer lines than the access log.
 */
export const handler = answering(async (request) => {
  const { requestId } = request.requestContext;
  const id = request.pathParameters?.id ?? '';
  const event = await readEvent(callerOf(request), id);
  console.info({ outcome: event ? 'read' : 'not-found', apiRequestId: requestId, eventId: event?.id });
  return event ? respond(200, event) : respond(404, { message: 'No such event', requestId });
});
