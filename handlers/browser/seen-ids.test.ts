import { newSeenIds } from './seen-ids';

describe('seen ids', () => {
  test('remembers the newest 5,000 at least, and 10,000 at most', () => {
    const seen = newSeenIds();
    for (let number = 0; number < 10_001; number += 1) expect(seen.add(`id-${number}`)).toBe(true);

    expect(seen.add('id-5001')).toBe(false);
    expect(seen.add('id-10000')).toBe(false);
    expect(seen.add('id-0')).toBe(true);
  });

  test('forgets one when it is told to, whether it is old or new', () => {
    const seen = newSeenIds();
    seen.add('old');
    for (let number = 0; number < 5_000; number += 1) seen.add(`id-${number}`);

    seen.forget('old');
    seen.forget('id-4999');

    expect(seen.add('old')).toBe(true);
    expect(seen.add('id-4999')).toBe(true);
  });
});
