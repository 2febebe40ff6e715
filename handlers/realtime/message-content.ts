/**
 * What of a message goes through the queue: the text that each receiver gets, or where its data is, as that is too large.
 */
export type MessageContent = { readonly text: string } | { readonly object: OffloadedData };

/**
 * The data of a message, as JSON in the offload bucket. A link to it is made when it is sent, as a link does not last.
 */
export interface OffloadedData {
  readonly key: string;
  readonly bytes: number;
}

/** What stands in the offload bucket begins so. */
export const OFFLOADED = 'messages/';

/**
 * The content alone of whatever has it.
 */
export function contentOf(carrier: MessageContent): MessageContent {
  return 'text' in carrier ? { text: carrier.text } : { object: carrier.object };
}
