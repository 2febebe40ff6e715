import { KeptValue } from './kept-value';
import { TickingClock } from './ticking-clock';

const times = { fresh: 60, usable: 600, pause: 5 };

let clock: TickingClock;
let readings: number;
let failure: Error | undefined;
let warn: jest.SpyInstance;

beforeEach(() => {
  clock = new TickingClock();
  readings = 0;
  failure = undefined;
  warn = jest.spyOn(console, 'warn').mockImplementation();
});

afterEach(() => {
  jest.restoreAllMocks();
});

function kept(): KeptValue<number> {
  return new KeptValue('the number', async () => {
    readings += 1;
    if (failure) throw failure;
    return readings;
  }, times, clock);
}

describe('a kept value', () => {
  test('is read once while it is fresh, and again afterwards', async () => {
    const value = kept();

    expect(await value.value()).toBe(1);
    clock.pass(59);
    expect(await value.value()).toBe(1);
    clock.pass(1);
    expect(await value.value()).toBe(2);
  });

  test('is read once for all who ask at the same time', async () => {
    const value = kept();

    expect(await Promise.all([value.value(), value.newestValue(), value.value()])).toEqual([1, 1, 1]);
  });

  test('is read again for somebody whom it does not fit, after the pause', async () => {
    const value = kept();
    await value.value();

    clock.pass(4);
    expect(await value.newestValue()).toBe(1);
    clock.pass(1);
    expect(await value.newestValue()).toBe(2);
    expect(await value.newestValue()).toBe(2);
  });

  test('serves on when it cannot be read again, with one attempt in each pause', async () => {
    const value = kept();
    await value.value();
    failure = new Error('no answer');

    clock.pass(599);
    expect(await value.value()).toBe(1);
    expect(await value.value()).toBe(1);

    expect(readings).toBe(2);
    expect(warn.mock.calls).toEqual([['the number could not be read again and is used as it was 599 ms ago: Error: no answer']]);
  });

  test('is read as soon as it can be again', async () => {
    const value = kept();
    await value.value();
    failure = new Error('no answer');
    clock.pass(60);
    await value.value();
    failure = undefined;

    clock.pass(5);
    expect(await value.value()).toBe(3);
  });

  test('fails when it has not been read for too long', async () => {
    const value = kept();
    await value.value();
    failure = new Error('no answer');

    clock.pass(600);
    await expect(value.value()).rejects.toThrow('no answer');
  });

  test('fails while it was never read, and tries each time', async () => {
    const value = kept();
    failure = new Error('no answer');

    await expect(Promise.all([value.value(), value.value()])).rejects.toThrow('no answer');
    await expect(value.newestValue()).rejects.toThrow('no answer');
    failure = undefined;

    expect(await value.value()).toBe(3);
  });
});
