import { AuthorizerRequest } from './authorizer-request';
import { FakeIssuer } from './fake-issuer';
import { connectRequest, restRequest } from './fake-requests';
import { testOnlyGoodTokensOpen } from './only-good-tokens';
import { TokenCheck } from './token-check';
import { TokenForge } from './token-forge';
import { TokenRules } from './token-rules';
import { TickingClock } from '../ticking-clock';

const issuer = new FakeIssuer();
const forge = new TokenForge(issuer.url);

/** Where a token may be, and the request that has it there: all that the function of Authorizer.jwt is asked. */
const places: { rules: Partial<TokenRules>; request: (token: string) => AuthorizerRequest }[] = [
  { rules: {}, request: (token) => restRequest({ Authorization: `Bearer ${token}` }) },
  { rules: { tokenSubprotocol: 'bearer.' }, request: (token) => connectRequest({ 'Sec-WebSocket-Protocol': `chat, bearer.${token}` }) },
  { rules: { tokenQuery: 'token' }, request: (token) => connectRequest({}, { token }) },
  { rules: { tokenHeader: 'x-token' }, request: (token) => connectRequest({ 'X-Token': token }) },
];
const checks = places.map(({ rules, request }) => {
  const check = new TokenCheck({ issuer: issuer.url, audience: ['web', 'mobile'], scopes: ['orders/read'], ...rules }, issuer.fetch, new TickingClock());
  return (token: string) => check.answer(request(token));
});

beforeAll(async () => {
  await issuer.start();
  issuer.keys = forge.keys;
});

afterAll(async () => {
  await issuer.stop();
});

/** Whether the token opens REST and WebSocket APIs, wherever it is; they must agree. */
async function opens(token: string): Promise<boolean> {
  const answers = await Promise.all(checks.map((check) => check(token).catch((error: Error) => error.message)));
  const [first, ...others] = answers.map((answer) => JSON.stringify(answer).includes('"Effect":"Allow"'));
  if (others.some((other) => other !== first)) throw new Error(`the places differ: ${JSON.stringify(answers)}`);
  return first;
}

testOnlyGoodTokensOpen(forge, opens);

test('all of them together made one reading of the keys for each check', () => {
  expect(issuer.requests).toHaveLength(2 * places.length);
});
