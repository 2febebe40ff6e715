import { FakePage } from './fake-page';
import { TestConnections } from './test-connections';
import { until } from './until';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const UP_TO_THE_TENTH = [0.25, 0.5, 1, 2, 4, 8, 15, 15, 15, 15].map((seconds) => seconds * SECOND);

let all: TestConnections;
let page: FakePage;

beforeEach(async () => {
  page = new FakePage();
  FakePage.surround(page);
  all = new TestConnections();
  await all.gateway.start();
});

afterEach(async () => {
  await all.end();
  FakePage.surround(undefined);
});

describe('the delays between refusals', () => {
  test('grow after ten in a row, up to five minutes in their bound', async () => {
    all.gateway.refusal = 401;
    const { told } = all.connect();

    expect(await all.failures(told, 15)).toEqual([...UP_TO_THE_TENTH, 30 * SECOND, MINUTE, 2 * MINUTE, 2.5 * MINUTE, 2.5 * MINUTE]);
    expect(told.error[14].failures).toBe(15);
  });

  test('grow as well where no token is given', async () => {
    const { told } = all.connect({ token: () => Promise.reject(new Error('signed out')) });

    expect((await all.failures(told, 14)).slice(10)).toEqual([30 * SECOND, MINUTE, 2 * MINUTE, 2.5 * MINUTE]);
  });

  test.each([
    ['shorter', SECOND, [SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND]],
    ['longer', 10 * MINUTE, [256 * SECOND, 5 * MINUTE, 5 * MINUTE, 5 * MINUTE]],
  ])('grow from a longest one that is %s, and never below it', async (_, longestDelay, delays) => {
    all.gateway.refusal = 401;
    const { told } = all.connect({ longestDelay });

    expect((await all.failures(told, 14)).slice(10)).toEqual(delays);
  });

  test('are forgotten as soon as a connection opens, and one that is lost then comes back within the longest delay', async () => {
    all.gateway.refusal = 401;
    const { told } = all.connect();
    await all.failures(told, 12);
    await until(() => told.error.length === 13);
    all.gateway.refusal = undefined;
    all.clock.pass(told.error[12].retryIn!);
    await until(() => told.open.length === 1);

    all.gateway.refusal = 401;
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    expect(told.close[0].retryIn).toBe(15 * SECOND);
    all.clock.pass(15 * SECOND);

    expect(await all.failures(told, 2, 13)).toEqual([15 * SECOND, 15 * SECOND]);
  });

  test('do not grow where connections are let in and lost', async () => {
    all.gateway.closesAtOnce = true;
    const { told } = all.connect();

    for (let closed = 1; closed <= 15; closed += 1) {
      await until(() => told.close.length === closed);
      all.clock.pass(told.close[closed - 1].retryIn!);
    }

    expect(told.close[14].retryIn).toBe(15 * SECOND);
  });

  test('stay as long when the connection that was lost would have been renewed', async () => {
    const { told } = await all.connected();
    all.gateway.refusal = 401;
    all.gateway.closeAll(1001);
    await until(() => told.close.length === 1);
    all.clock.pass(told.close[0].retryIn!);

    const delays = await all.failures(told, 60);

    expect(delays.reduce((sum: number, delay) => sum + delay!, 0)).toBeGreaterThan(110 * MINUTE);
    expect(new Set(delays.slice(13))).toEqual(new Set([2.5 * MINUTE]));
  });

  test.each(['online', 'visibilitychange'])('are not waited for when things have changed: %s', async (change) => {
    all.gateway.refusal = 401;
    const { told } = all.connect();
    await all.failures(told, 14);
    await until(() => told.error.length === 15);
    all.gateway.refusal = undefined;

    page.happens(change);

    await until(() => told.open.length === 1);
  });
});
