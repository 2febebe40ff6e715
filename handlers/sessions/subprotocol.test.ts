import { subprotocolOf } from './subprotocol';

const NAME = 'Sec-WebSocket-Protocol';

test.each<[string, string | undefined]>([
  ['gatehouse', 'gatehouse'],
  ['gatehouse, bearer.eyJ.x.y', 'gatehouse'],
  ['bearer.eyJ.x.y, gatehouse', 'gatehouse'],
  ['bearer.eyJ.x.y,gatehouse', 'gatehouse'],
  [' graphql-transport-ws , gatehouse', 'graphql-transport-ws'],
  ['bearer', 'bearer'],
  ['bearer.eyJ.x.y', undefined],
  ['Bearer.eyJ.x.y', undefined],
  ['', undefined],
  [', ,', undefined],
  ['two words, \r\nset-cookie: x, "quoted", fine', 'fine'],
])('of the offer %j the answer is %j', (offer, answer) => {
  expect(subprotocolOf({ headers: { [NAME]: offer } })).toBe(answer);
  expect(subprotocolOf({ multiValueHeaders: { [NAME]: [offer] } })).toBe(answer);
});

test.each([NAME, NAME.toLowerCase(), NAME.toUpperCase()])('the offer is read from %s', (name) => {
  expect(subprotocolOf({ headers: { Host: 'x', [name]: 'gatehouse' } })).toBe('gatehouse');
  expect(subprotocolOf({ multiValueHeaders: { [name]: ['gatehouse'] } })).toBe('gatehouse');
});

test('the offer may come in several headers, of which API Gateway gives one and all', () => {
  const offers = { headers: { [NAME]: 'gatehouse' }, multiValueHeaders: { [NAME]: ['bearer.eyJ.x.y', 'gatehouse'] } };

  expect(subprotocolOf(offers)).toBe('gatehouse');
});

test('without an offer nothing is chosen', () => {
  expect(subprotocolOf({})).toBeUndefined();
  expect(subprotocolOf({ headers: null, multiValueHeaders: null })).toBeUndefined();
  expect(subprotocolOf({ headers: { Host: 'x', [NAME]: undefined }, multiValueHeaders: {} })).toBeUndefined();
});
