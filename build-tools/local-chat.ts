/**
 * Runs the chat of examples/chat on this machine, without AWS: its functions and those of the library, with stand-ins for the services around them.
 *
 *     npx tsx --tsconfig tsconfig.dev.json build-tools/local-chat.ts
 */
import { servePage } from '../examples/chat/page/page-server';
import { ChatFunctions, LocalChat } from '../test/examples/local-chat';
import { LocalSignIn } from '../test/examples/local-sign-in';

const PORT = 8080;

async function main(): Promise<void> {
  const chat = new LocalChat();
  const signIn = new LocalSignIn(chat);
  await chat.start(loadFunctions);
  await signIn.start();
  const page = await servePage({ url: chat.gateway.url, signIn: { url: signIn.url, clientId: 'page' } }, PORT);
  console.log(`the chat is at http://localhost:${PORT}/; open it twice, with two names, and end it with Ctrl+C`);

  process.once('SIGINT', () => {
    page.closeAllConnections();
    page.close();
    void Promise.all([signIn.stop(), chat.stop()]);
  });
}

/** When their environment is there, which they read as they are loaded. */
async function loadFunctions(): Promise<ChatFunctions> {
  const { handler: sessions } = await import('../handlers/sessions/index.js');
  const { handler: broadcast } = await import('../handlers/broadcast/index.js');
  const { handler: join } = await import('../examples/chat/handlers/join.js');
  const { handler: leave } = await import('../examples/chat/handlers/leave.js');
  const { handler: send } = await import('../examples/chat/handlers/send.js');
  return { broadcast, connect: sessions, disconnect: sessions, routes: { join, leave, send } };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
