import { forEachAtOnce } from './at-once';

const never = () => false;

test('does each item once, and no more at once than it may', async () => {
  const done: number[] = [];
  let underWay = 0;
  let most = 0;
  const left = await forEachAtOnce([...Array(20).keys()], () => 3, async (item) => {
    most = Math.max(most, underWay += 1);
    await new Promise((go) => setImmediate(go));
    underWay -= 1;
    done.push(item);
  }, never);

  expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  expect(most).toBe(3);
  expect(left).toEqual([]);
});

test('does nothing with nothing', async () => {
  expect(await forEachAtOnce([], () => 3, async () => { throw new Error('called'); }, never)).toEqual([]);
});

test('one item that takes long holds up no other', async () => {
  const done: string[] = [];
  let finish = () => {};
  const slow = new Promise<void>((end) => { finish = end; });
  await forEachAtOnce(['slow', ...'abcdefgh'], () => 2, async (item) => {
    if (item === 'slow') await slow;
    done.push(item);
    if (item === 'h') finish();
  }, never);

  expect(done).toEqual([...'abcdefgh', 'slow']);
});

test('does fewer at once as soon as that is asked for, and all of them', async () => {
  const atOnce: number[] = [];
  let underWay = 0;
  const left = await forEachAtOnce([...Array(30).keys()], () => atOnce.length < 10 ? 8 : 2, async () => {
    underWay += 1;
    atOnce.push(underWay);
    await new Promise((go) => setImmediate(go));
    underWay -= 1;
  }, never);

  expect(Math.max(...atOnce)).toBe(8);
  // Those that were under way are done.
  expect(Math.max(...atOnce.slice(16))).toBe(2);
  expect(atOnce).toHaveLength(30);
  expect(left).toEqual([]);
});

test('says what it has not begun when it is over', async () => {
  const done: string[] = [];
  const left = await forEachAtOnce([...'abcdef'], () => 2, async (item) => { done.push(item); }, () => done.length >= 3);

  expect([...done, ...left]).toEqual([...'abcdef']);
  expect(done.length).toBeLessThan(6);
});

test('fails when an item fails', async () => {
  await expect(forEachAtOnce([...'abc'], () => 2, async (item) => { if (item === 'b') throw new Error('b failed'); }, never)).rejects.toThrow('b failed');
});
