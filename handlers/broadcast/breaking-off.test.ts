import { connectionIds, FakeApi } from './fake-api';
import { QueueAnswer, QueueEvent } from './on-event';
import { Delivery } from '../realtime/broadcast-request';

/** So long that a page of 1 MB has some five hundred of its members. */
const LONG_ROOM = 'r'.repeat(1_000);

/** The function ends before this call, or when it was made and its answer has not come. */
interface End {
  readonly step: number;
  readonly when: 'before' | 'after';
}

beforeEach(() => {
  jest.spyOn(console, 'info').mockImplementation();
  jest.spyOn(console, 'warn').mockImplementation();
  jest.spyOn(console, 'error').mockImplementation();
});

afterEach(() => jest.restoreAllMocks());

/**
 * A function that ends in the middle of its work, once, at one of the calls that it makes.
 */
class BreakingFunction {
  /** The calls that were made, by the names of their commands. */
  public readonly steps: string[] = [];

  /** Whether it has. */
  public hasEnded = false;

  private over = false;

  constructor(private readonly api: FakeApi, private end?: End) {
    const { management, dynamoDb, sqs } = api.sdk;
    management.middlewareStack.add((next, { commandName }) => (args) => this.step(commandName, () => next(args)), { step: 'initialize' });
    dynamoDb.middlewareStack.add((next, { commandName }) => (args) => this.step(commandName, () => next(args)), { step: 'initialize' });
    sqs.middlewareStack.add((next, { commandName }) => (args) => this.step(commandName, () => next(args)), { step: 'initialize' });
  }

  public async invoke(event: QueueEvent): Promise<QueueAnswer> {
    const answer = await this.api.invoke(event);
    if (!this.over) return answer;
    this.over = false;
    throw new Error('the function has ended');
  }

  private async step<T>(name: unknown, call: () => Promise<T>): Promise<T> {
    if (this.over) throw new Error('the function has ended');
    this.steps.push(String(name));
    if (this.end?.step !== this.steps.length - 1) return call();
    const { when } = this.end;
    this.end = undefined;
    if (when === 'after') await call().catch(() => undefined);
    this.over = true;
    this.hasEnded = true;
    throw new Error('the function has ended');
  }
}

describe('a broadcast to connections of every kind', () => {
  const standing = ['stands1', 'stands2', 'stands3'];

  /** Runs it all, and returns the steps that this took. */
  async function run(end?: End): Promise<string[]> {
    const api = new FakeApi();
    await api.start();
    try {
      await api.connect(standing);
      await api.connect(['busy'], { throttled: 3 });
      await api.connect(['stuck'], { full: true });
      await api.connect(['refused'], { forbidden: true });
      await api.remember(['gone']);
      await api.join('lobby', ['gone', 'stuck', 'stands1']);
      const broken = new BreakingFunction(api, end);
      api.queue.messages.push({ body: JSON.stringify({ to: { everyone: true }, data: 1 }), delay: 0 });
      await api.source.drain((event) => broken.invoke(event));

      for (const id of [...standing, 'busy']) expect(new Set(api.connections.received(id))).toEqual(new Set(['{"id":"message1","data":1}']));
      expect(broken.hasEnded).toBe(end !== undefined);
      const steps = [...broken.steps];
      const missed = api.source.deadLetters.flatMap((body) => (JSON.parse(body) as Delivery).deliver);
      expect(new Set(missed)).toEqual(new Set(['refused']));
      // What is left of a connection whose removal broke off goes with the next message to it.
      await api.broadcast({ to: { room: 'lobby' }, data: 2 });
      expect(await api.engine.items()).toEqual(['busy session', 'refused session', 'stands1 room#lobby', ...standing.map((id) => `${id} session`)].sort());
      return steps;
    } finally {
      await api.stop();
    }
  }

  test('reaches all, whatever call the function ends at', async () => {
    const steps = await run();
    expect(steps.length).toBeGreaterThan(20);

    for (const step of steps.keys()) {
      for (const when of ['before', 'after'] as const) {
        const again = await run({ step, when });
        // What was done is done again at most once.
        expect(again.length).toBeLessThanOrEqual(2 * steps.length + 1);
      }
    }
  });
});

describe('a broadcast of several pages', () => {
  const ids = connectionIds(1_250);
  let api: FakeApi;

  beforeEach(async () => {
    api = new FakeApi();
    await api.start();
    await api.join(LONG_ROOM, ids);
  });

  afterEach(() => api.stop());

  /** Runs its pages, and returns to whom it would deliver and how many pages that took. */
  async function run(invoke: (event: QueueEvent) => Promise<QueueAnswer>): Promise<{ told: string[]; pages: number }> {
    const told: string[] = [];
    let pages = 0;
    api.queue.messages.push({ body: JSON.stringify({ to: { room: LONG_ROOM }, data: 1 }), delay: 0 });
    await api.source.drain(async ({ Records }) => {
      const deliveries = Records.filter(({ body }) => body.startsWith('{"deliver"'));
      const others = Records.filter((record) => !deliveries.includes(record));
      told.push(...deliveries.flatMap(({ body }) => (JSON.parse(body) as Delivery).deliver));
      pages += others.length;
      return invoke({ Records: others });
    });
    return { told, pages };
  }

  test('loses nobody, whatever call the function ends at, and does no page more than twice', async () => {
    const whole = new BreakingFunction(api);
    expect(await run((event) => whole.invoke(event))).toMatchObject({ pages: 3 });
    expect(whole.steps).toHaveLength(8);

    for (const step of [...whole.steps.keys()]) {
      for (const when of ['before', 'after'] as const) {
        const broken = new BreakingFunction(api, { step, when });
        const { told, pages } = await run((event) => broken.invoke(event));
        expect(broken.hasEnded).toBe(true);
        expect(new Set(told).size).toBe(1_250);
        expect(pages).toBeLessThanOrEqual(6);
      }
    }
  });

  test('ends even when the function ends after each page as often as the queue brings it', async () => {
    const { told, pages } = await run(async (event) => {
      await api.invoke(event);
      if (event.Records.length > 0) throw new Error('the function has ended');
      return { batchItemFailures: [] };
    });

    expect(new Set(told).size).toBe(1_250);
    // Five times, and for each of them five times the next one.
    expect(pages).toBe(5 + 25 + 125);
  });
});
