import { MessageContent } from './message-content';
import { Offload } from './offload';
import { MalformedRequest } from './request-fields';
import { fitsMessage, LARGEST_TEXT, linkText, wireText } from './wire-text';

interface Message {
  readonly id: string;
  readonly data: unknown;
}

/**
 * What of a message can go through the queue. Data that is too large for a receiver goes into the bucket.
 *
 * @throws MalformedRequest when it is too large and there is no place where it can go
 */
export async function messageContent({ id, data }: Message, offload?: Offload): Promise<MessageContent> {
  const text = wireText(id, data);
  if (fitsMessage(text)) return { text };
  if (!offload) {
    throw new MalformedRequest(`the message '${id}' has ${Buffer.byteLength(text)} bytes, more than the ${LARGEST_TEXT} that API Gateway sends; `
      + 'make its data smaller, or let the API offload large messages');
  }
  return { object: await offload.put(id, JSON.stringify(data)) };
}

/**
 * What each receiver gets who is told now: data, or a link to them, whose time begins now.
 *
 * @throws MalformedRequest when the data are where this function cannot lead to
 */
export async function contentText(id: string, content: MessageContent, offload?: Offload): Promise<string> {
  if ('text' in content) return content.text;
  if (!offload) throw new MalformedRequest(`the message '${id}' stands in a bucket, and the API has none; let the API offload large messages`);
  return linkText(id, await offload.linkTo(content.object.key), content.object.bytes);
}

/**
 * What each receiver of a message gets who is told at once.
 *
 * @throws MalformedRequest when it is too large and there is no place where it can go
 */
export async function messageText(message: Message, offload?: Offload): Promise<string> {
  return contentText(message.id, await messageContent(message, offload), offload);
}
