import { answerTo } from '../../examples/private-service/backend/quotes';

const quote = (body: unknown, caller?: string) => answerTo({ method: 'POST', path: '/quotes', caller, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('the service behind the load balancer', () => {
  test('says that it is there', () => {
    expect(answerTo({ method: 'GET', path: '/health' })).toEqual({ status: 200, body: { status: 'ok' } });
  });

  test('lists its products and reads one', () => {
    expect(answerTo({ method: 'GET', path: '/products' })).toMatchObject({ status: 200, body: { products: [{ id: 'bolt-m8' }, { id: 'nut-m8' }, { id: 'washer-m8' }] } });
    expect(answerTo({ method: 'GET', path: '/products/nut-m8' })).toEqual({ status: 200, body: { id: 'nut-m8', name: 'Nut M8', unitPrice: 5 } });
  });

  test.each([['GET', '/products/hammer'], ['GET', '/products/'], ['GET', '/'], ['POST', '/products'], ['DELETE', '/quotes']])('fails on %s %s with 404', (method, path) => {
    expect(answerTo({ method, path }).status).toBe(404);
  });

  test.each([[1, 12], [99, 1188], [100, 1080], [1_000_000, 10_800_000]])('asks for %d bolts %d cents: from a hundred on, a tenth is off', (quantity, total) => {
    expect(quote({ product: 'bolt-m8', quantity }, 'client-1')).toEqual({ status: 200, body: { product: 'bolt-m8', quantity, total, quotedFor: 'client-1' } });
  });

  test.each<[string, unknown]>([
    ['no quantity', { product: 'bolt-m8' }],
    ['no product', { quantity: 1 }],
    ['a quantity of 0', { product: 'bolt-m8', quantity: 0 }],
    ['more than there are', { product: 'bolt-m8', quantity: 1_000_001 }],
    ['a part of a bolt', { product: 'bolt-m8', quantity: 1.5 }],
    ['a quantity in words', { product: 'bolt-m8', quantity: '1' }],
    ['no object', 'null'],
    ['no JSON', '{'],
    ['nothing', ''],
  ])('fails on an order with %s with 400, and says what to write', (_what, body) => {
    expect(quote(body)).toEqual({ status: 400, body: { message: 'write { "product": "<id>", "quantity": <1 to 1000000> }' } });
  });

  test('fails on an unknown product with 400', () => {
    expect(quote({ product: 'hammer', quantity: 1 })).toEqual({ status: 400, body: { message: 'there is no product \'hammer\'' } });
  });
});
