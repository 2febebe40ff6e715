import { MalformedRequest } from './broadcast-request';
import { Offload } from './offload';
import { fitsMessage, LARGEST_TEXT, linkText, wireText } from './wire-text';

/**
 * What each receiver of a message gets: its data, or a link to them when they are too large.
 *
 * @throws MalformedRequest when they are too large and there is no place where they can go
 */
export async function messageText({ id, data }: { readonly id: string; readonly data: unknown }, offload?: Offload): Promise<string> {
  const text = wireText(id, data);
  if (fitsMessage(text)) return text;
  if (!offload) {
    throw new MalformedRequest(`the message '${id}' has ${Buffer.byteLength(text)} bytes, more than the ${LARGEST_TEXT} that API Gateway sends; `
      + 'make its data smaller, or let the API offload large messages');
  }
  const json = JSON.stringify(data);
  return linkText(id, await offload.linkTo(id, json), Buffer.byteLength(json));
}
