/**
 * What the events of a socket tell; each has some of it.
 */
export interface RealtimeSocketEvent {
  readonly type: string;

  /** Of `message`. */
  readonly data?: unknown;

  /** Of `close`. */
  readonly code?: number;
}

/**
 * What a connection uses of a WebSocket.
 */
export interface RealtimeSocket {
  /** 1 while it is open. */
  readonly readyState: number;

  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: RealtimeSocketEvent) => void): void;
  send(text: string): void;
  close(code: number): void;
}

/**
 * The class of browsers and of Node.js from version 22, or that of the npm package `ws`.
 */
export type RealtimeSocketClass = new (url: string, protocols: string[]) => RealtimeSocket;
