import { TokenForge } from './token-forge';

const EACH_KIND = 100;

/** What was written to the log while tests tried tokens. */
const logged = new Set<string>();

/**
 * Tests that good tokens open an authorizer, thousands of forged ones do not, and nothing of them is logged.
 *
 * @param opens whether a token opens it
 */
export function testOnlyGoodTokensOpen(forge: TokenForge, opens: (token: string) => Promise<boolean>): void {
  beforeEach(() => {
    for (const method of ['debug', 'log', 'info', 'warn', 'error'] as const) {
      jest.spyOn(console, method).mockImplementation((...texts: unknown[]) => { logged.add(texts.join(' ')); });
    }
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  test(`of ${10 * EACH_KIND} good tokens each one opens`, async () => {
    for (let count = 0; count < 10 * EACH_KIND; count += 1) {
      const token = forge.good();
      if (!await opens(token)) throw new Error(`this token did not open: ${token}`);
    }
  }, 60_000);

  test.each(Object.entries(forge.forgeries))(`of ${EACH_KIND} tokens %s none opens`, async (_, forged) => {
    for (let count = 0; count < EACH_KIND; count += 1) {
      const token = forged();
      if (await opens(token)) throw new Error(`this token opened: ${token}`);
    }
  }, 60_000);

  test('nothing of a token was logged', () => {
    expect(logged.size).toBeGreaterThan(5);
    for (const text of logged) {
      expect(text).toMatch(/^refused: /);
      expect(text).not.toMatch(/eyJ|user\d|stranger|issuer\.example/);
    }
  });
}
