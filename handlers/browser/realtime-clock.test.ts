import { systemClock } from './realtime-clock';

describe('the real clock', () => {
  test('rings once, unless it is called off', async () => {
    const rung: string[] = [];
    await new Promise<void>((done) => {
      systemClock.after(0, () => rung.push('called off'))();
      systemClock.after(0, () => rung.push('rung'));
      systemClock.after(1, done);
    });

    expect(rung).toEqual(['rung']);
  });

  test('tells the time, and chance', () => {
    expect(new Date(systemClock.now()).getUTCFullYear()).toBeGreaterThan(2_000);
    expect(systemClock.random()).toBeGreaterThanOrEqual(0);
    expect(systemClock.random()).toBeLessThan(1);
  });
});
