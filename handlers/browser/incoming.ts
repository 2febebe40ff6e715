/**
 * What came: a message (of a broadcast, or what a route answers), a broadcast whose data is elsewhere,
 * that API Gateway did not take a message of ours, the answer to a heartbeat, or nothing that can be read.
 */
type Incoming =
  | { readonly kind: 'message'; readonly id?: string; readonly data: unknown }
  | { readonly kind: 'link'; readonly id: string; readonly link: string }
  | { readonly kind: 'refusal'; readonly message: string }
  | { readonly kind: 'heartbeat' }
  | { readonly kind: 'unreadable' };

/**
 * Reads what a socket received.
 */
export function incoming(received: unknown): Incoming {
  let content: unknown;
  try {
    if (typeof received !== 'string') return { kind: 'unreadable' };
    content = JSON.parse(received);
  } catch {
    return { kind: 'unreadable' };
  }
  return broadcast(content) ?? ownWord(content) ?? { kind: 'message', data: content };
}

/**
 * What carries an action is a route's answer, even if it has an id and data.
 */
function broadcast(content: unknown): Incoming | undefined {
  if (!isObject(content) || typeof content.id !== 'string' || 'action' in content) return undefined;
  const { id, link } = content;
  if ('data' in content) return { kind: 'message', id, data: content.data };
  if (typeof link === 'string' && link.startsWith('https://') && typeof content.bytes === 'number') return { kind: 'link', id, link };
  return undefined;
}

/**
 * What API Gateway says itself: the answers of the routes `heartbeat` and `$default`, and its message about one that it refused.
 */
function ownWord(content: unknown): Incoming | undefined {
  if (!isObject(content)) return undefined;
  const { action, message } = content;
  if (action === 'heartbeat') return { kind: 'heartbeat' };
  if (typeof message !== 'string') return undefined;
  const refused = action === 'error' || (typeof content.connectionId === 'string' && typeof content.requestId === 'string');
  return refused ? { kind: 'refusal', message } : undefined;
}

function isObject(content: unknown): content is Record<string, unknown> {
  return typeof content === 'object' && content !== null;
}
