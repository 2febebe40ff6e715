import { Clock, OutOfPatience, Patience, retryWhileTransient } from './waiting';

const patience: Patience = { firstDelay: 5, longestDelay: 20, total: 100 };

function stoppedClock(random = 0): Clock & { slept: number[] } {
  let time = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    random: () => random,
    sleep: async (millis) => {
      slept.push(millis);
      time += millis;
    },
  };
}

function failing(times: number, message = 'not yet'): () => Promise<number> {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw new Error(message);
    return calls;
  };
}

const notYet = (error: Error) => error.message === 'not yet';

describe('retryWhileTransient', () => {
  test('does not wait when the first attempt succeeds', async () => {
    const clock = stoppedClock();

    expect(await retryWhileTransient(failing(0), notYet, patience, clock)).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  test('doubles its delays up to the longest', async () => {
    const clock = stoppedClock();

    expect(await retryWhileTransient(failing(5), notYet, patience, clock)).toBe(6);
    expect(clock.slept).toEqual([5, 10, 20, 20, 20]);
  });

  test('lengthens each delay by up to a quarter', async () => {
    const clock = stoppedClock(0.8);

    await retryWhileTransient(failing(2), notYet, patience, clock);

    expect(clock.slept).toEqual([6, 12]);
  });

  test('begins an attempt exactly at the end of its patience', async () => {
    const clock = stoppedClock();

    expect(await retryWhileTransient(failing(2), notYet, { firstDelay: 5, longestDelay: 20, total: 15 }, clock)).toBe(3);
  });

  test('fails with the last error when the next attempt would begin after the end of its patience', async () => {
    const clock = stoppedClock();

    const result = retryWhileTransient(failing(2), notYet, { firstDelay: 5, longestDelay: 20, total: 14 }, clock);

    await expect(result).rejects.toThrow(OutOfPatience);
    await expect(result).rejects.toMatchObject({ lastError: { message: 'not yet' } });
    expect(clock.slept).toEqual([5]);
  });

  test('counts the time that the attempts take', async () => {
    const clock = stoppedClock();
    const slow = async () => {
      await clock.sleep(60);
      throw new Error('not yet');
    };

    await expect(retryWhileTransient(slow, notYet, patience, clock)).rejects.toThrow(OutOfPatience);
    expect(clock.slept).toEqual([60, 5, 60]);
  });

  test('fails at once on an error that is not transient', async () => {
    const clock = stoppedClock();

    await expect(retryWhileTransient(failing(1, 'never'), notYet, patience, clock)).rejects.toThrow('never');
    expect(clock.slept).toEqual([]);
  });
});
