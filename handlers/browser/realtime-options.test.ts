import { WebSocket } from 'ws';
import { RealtimeOptions, settingsOf } from './realtime-options';

const url = 'wss://live.example.com/prod';

function settings(options: Partial<RealtimeOptions>) {
  return settingsOf({ url, WebSocket, ...options });
}

describe('options', () => {
  test.each([
    { heartbeat: 10_000 }, { heartbeat: 540_000 },
    { maxIdle: 60_000 }, { maxIdle: 86_400_000 },
    { longestDelay: 500 }, { longestDelay: 3_600_000 },
    { maxQueued: 0 }, { maxQueued: 10_000 },
    { maxMessageBytes: 1 }, { maxMessageBytes: 131_072 },
    { actionField: 'kind' }, { actionField: '$kind-of_it' },
    { url: 'ws://192.0.2.1/' },
    { url: 'ws://localhost:4510', token: () => 'ey' }, { url: 'ws://127.0.0.1/live', token: () => 'ey' }, { url: 'ws://[::1]:80/', token: () => 'ey' },
  ])('are taken at their edges: %j', (options) => {
    expect(() => settings(options)).not.toThrow();
  });

  test.each([
    [{ heartbeat: 9_999 }, "heartbeat '9999' is out of range; write 10000 to 540000"],
    [{ heartbeat: 540_001 }, "heartbeat '540001' is out of range; write 10000 to 540000"],
    [{ heartbeat: NaN }, "heartbeat 'NaN' is out of range; write 10000 to 540000"],
    [{ maxIdle: 59_999 }, "maxIdle '59999' is out of range; write 60000 to 86400000"],
    [{ maxIdle: 86_400_001 }, "maxIdle '86400001' is out of range; write 60000 to 86400000"],
    [{ longestDelay: 499 }, "longestDelay '499' is out of range; write 500 to 3600000"],
    [{ longestDelay: Infinity }, "longestDelay 'Infinity' is out of range; write 500 to 3600000"],
    [{ maxQueued: -1 }, "maxQueued '-1' is out of range; write 0 to 10000"],
    [{ maxMessageBytes: 131_073 }, "maxMessageBytes '131073' is out of range; write 1 to 131072"],
    [{ actionField: 'message.kind' }, "actionField 'message.kind' is not a field at the top of a message, and this client writes no other; "
      + "write 'kind', and 'routeSelectionExpression: $request.body.kind' for the API"],
    [{ actionField: '$request.body.kind' }, "actionField '$request.body.kind' is not a field at the top of a message, and this client writes no other; write 'kind', and "],
    [{ actionField: '.' }, "actionField '.' is not a field at the top of a message, and this client writes no other; write 'action', and "],
    [{ actionField: '' }, "actionField '' is not a field at the top of a message, and this client writes no other; write 'action', and "],
    [{ url: 'https://live.example.com' }, "url 'https://live.example.com' is not the address of a WebSocket; write 'wss://…', without '#'"],
    [{ url: 'wss://live.example.com/#top' }, "url 'wss://live.example.com/#top' is not the address of a WebSocket; write 'wss://…', without '#'"],
    [{ url: '' }, "url '' is not the address of a WebSocket; write 'wss://…', without '#'"],
    [{ url: 'ws://live.example.com', token: () => 'ey' }, "url 'ws://live.example.com' is not encrypted and would show the token; write 'wss://…'"],
    [{ url: 'ws://localhost.example.com', token: () => 'ey' }, "url 'ws://localhost.example.com' is not encrypted and would show the token; write 'wss://…'"],
  ])('fail when they are wrong: %j', (options, message) => {
    expect(() => settings(options)).toThrow(message);
  });

  test('fail without a class of sockets where there is no global one', () => {
    const here = globalThis as { WebSocket?: unknown };
    const { WebSocket: ofNode } = here;
    delete here.WebSocket;
    try {
      expect(() => settings({ WebSocket: undefined })).toThrow("there is no global WebSocket; give 'WebSocket', as that of the package ws");
      here.WebSocket = WebSocket;
      expect(settings({ WebSocket: undefined }).socketClass).toBe(WebSocket);
    } finally {
      here.WebSocket = ofNode;
    }
  });
});
