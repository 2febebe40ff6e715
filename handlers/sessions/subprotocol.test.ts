import { subprotocolOf } from './subprotocol';

const NAME = 'Sec-WebSocket-Protocol';
const JWT = 'eyJhbGciOiJFUzI1NiJ9.e30.c2lnbmF0dXJl';

test.each<[string, string | undefined]>([
  ['gatehouse', 'gatehouse'],
  ['gatehouse, bearer.eyJ.x.y', 'gatehouse'],
  ['bearer.eyJ.x.y, gatehouse', 'gatehouse'],
  ['bearer.eyJ.x.y,gatehouse', 'gatehouse'],
  [' graphql-transport-ws , gatehouse', 'graphql-transport-ws'],
  ['bearer', 'bearer'],
  ['bearer.eyJ.x.y', undefined],
  ['Bearer.eyJ.x.y', undefined],
  [JWT, undefined],
  [`${JWT}, gatehouse`, 'gatehouse'],
  [`gatehouse, ${JWT}`, 'gatehouse'],
  ['eyJhbGciOiJub25lIn0.e30., gatehouse', 'gatehouse'],
  ['eyAiYWxnIjoiRVMyNTYifQ.e30.c2ln, ewogICJhbGciOiAiRVMyNTYiCn0.e30.c2ln, gatehouse', 'gatehouse'],
  ['eyJhbGciOiJSU0EtT0FFUCJ9.a2V5.aXY.dGV4dA.dGFn, gatehouse', 'gatehouse'],
  ['ocpp2.0.1', 'ocpp2.0.1'],
  ['MBWS.huawei.com', 'MBWS.huawei.com'],
  ['eyes.v1', 'eyes.v1'],
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
