import { handler } from './index';

test('an OPTIONS request that is no preflight gets an empty answer, and nothing happens', async () => {
  expect(await handler()).toEqual({ statusCode: 204 });
});
