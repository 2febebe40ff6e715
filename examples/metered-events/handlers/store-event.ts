import { createHash } from 'node:crypto';
import type { APIGatewayProxyWithCognitoAuthorizerEvent } from 'aws-lambda';
import { StoredEvent, storeEvent } from './event-store';
import { MalformedEvent, MeteredEvent, parseEvent } from './metered-event';
import { answering, callerOf, respond } from './proxy-response';

/**
 * `POST /events`: 201 when the event is stored, 200 when it was there already, 409 when its id belongs to another one.
 */
export const handler = answering(async (request) => {
  const { requestId } = request.requestContext;
  // The canary has another value than the stage.
  const receipts = request.stageVariables?.receipts === 'on';
  const owner = callerOf(request);

  let event: MeteredEvent;
  try {
    event = parseEvent(bodyOf(request));
  } catch (error) {
    if (!(error instanceof MalformedEvent)) throw error;
    console.info({ outcome: 'malformed', apiRequestId: requestId, receipts });
    return respond(400, { message: 'Invalid request body', error: error.message, requestId });
  }

  const result = await storeEvent(owner, event, new Date().toISOString());
  console.info({ outcome: result.outcome, apiRequestId: requestId, eventId: event.id, eventType: event.type, receipts });
  if (result.outcome === 'conflict') return respond(409, { message: 'Another event has this id', requestId });
  return respond(result.outcome === 'stored' ? 201 : 200, { ...result.event, ...receipts && { receipt: receiptOf(owner, result.event) } });
});

function bodyOf({ body, isBase64Encoded }: APIGatewayProxyWithCognitoAuthorizerEvent): string {
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf-8').toString('utf-8');
}

/** What a sender can keep, to show later which event was stored when. */
function receiptOf(owner: string, { id, type, occurredAt, data, storedAt }: StoredEvent): string {
  return createHash('sha256').update(JSON.stringify([owner, id, type, occurredAt, data ?? null, storedAt])).digest('hex');
}
