import { WebSocket } from 'ws';
import { FakeGateway } from './fake-gateway';
import { RealtimeConnection, RealtimeError, RealtimeOptions, RealtimeSocketClass } from './index';
import { until } from './until';

describe('the client, as it is published', () => {
  test('works with the real clock', async () => {
    const gateway = new FakeGateway();
    await gateway.start();
    const socketClass: RealtimeSocketClass = WebSocket;
    const options: RealtimeOptions = { url: gateway.url, WebSocket: socketClass, longestDelay: 500 };
    const connection = new RealtimeConnection(options);
    const order: string[] = [];
    connection.on('open', () => order.push('open'));
    connection.on('recovered', ({ awaySince }) => order.push(`recovered ${awaySince instanceof Date}`));
    connection.on('error', (error) => order.push(`${error instanceof RealtimeError} ${error.code}`));

    await until(() => order.length === 1);
    gateway.closeAll(1001);
    await until(() => order.length === 3);
    gateway.tell('garbage');
    await until(() => order.length === 4);
    connection.close();
    await gateway.stop();

    expect(order).toEqual(['open', 'open', 'recovered true', 'true unreadable']);
  });
});
