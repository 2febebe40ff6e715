import { IncomingMessage, createServer } from 'http';
import { answerTo } from './quotes';

const PORT = Number(process.env.PORT ?? 8080);
const LARGEST_BODY = 10_000;

const server = createServer((request, response) => {
  void bodyOf(request).then((body) => {
    const { method = 'GET', url = '/', headers } = request;
    const [path] = url.split('?');
    const caller = headers['x-caller']?.toString();
    const { status, body: answer } = body === undefined ? { status: 413, body: { message: 'Request body is too large' } } : answerTo({ method, path, caller, body });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    // The load balancer asks every few seconds, and its questions tell nothing.
    if (path !== '/health') console.log(JSON.stringify({ requestId: headers['x-request-id'], caller, method, path, status }));
  }).catch(() => request.destroy());
});

// Longer than the load balancer keeps a connection, or it would now and then send a request into one that has just been closed.
server.keepAliveTimeout = 65_000;
server.listen(PORT);
process.on('SIGTERM', () => server.close(() => process.exit(0)));

/** Undefined when it is too large. What is left of it is read and forgotten. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= LARGEST_BODY) chunks.push(chunk);
  }
  return bytes > LARGEST_BODY ? undefined : Buffer.concat(chunks).toString('utf-8');
}
