import { Duration, Fn, Token } from 'aws-cdk-lib';
import { CorsPolicy, checkCorsPolicy } from '../../src/access/cors-policy';

const ORIGIN = 'https://app.example.com';

describe('checkCorsPolicy', () => {
  test.each([
    ['https://app.example.com'], ['http://localhost:5173'], ['http://localhost'], ['https://xn--bcher-kva.example'], ['https://127.0.0.1:8443'], ['http://[::1]:3000'],
    ['https://a.example:80'], ['capacitor://localhost'], ['chrome-extension://abcdef'], ['*'],
  ])("lets the origin '%s' through", (origin) => {
    expect(() => checkCorsPolicy({ allowOrigins: [origin] })).not.toThrow();
  });

  test.each([
    ['https://app.example.com/', 'is no origin'],
    ['https://app.example.com/path', 'is no origin'],
    ['app.example.com', "write it as 'https://app.example.com'"],
    ['https://', 'is no origin'],
    ['', 'is no origin'],
    ['null', 'is no origin'],
    ['https://a b.example', 'is no origin'],
    ["https://a'.example", 'is no origin'],
    ['https://a".example', 'is no origin'],
    ['https://a$context.example', 'is no origin'],
    ['https://a.example\n', 'is no origin'],
    ['https://user@a.example', 'is no origin'],
    ['https://*.example.com', "has a '*' inside, and origins are compared as a whole"],
    ['https://App.example.com', "origins are lower case; write 'https://app.example.com'"],
    ['HTTPS://app.example.com', "write 'https://app.example.com'"],
    ['https://app.example.com:443', "leaves out the port that https implies; write 'https://app.example.com'"],
    ['http://localhost:80', "write 'http://localhost'"],
  ])("fails on the origin '%s'", (origin, message) => {
    expect(() => checkCorsPolicy({ allowOrigins: [origin] })).toThrow(message);
  });

  test.each<[string, CorsPolicy, string]>([
    ['no origin', { allowOrigins: [] }, 'cors.allowOrigins was given [], which lets no page in'],
    ["'*' beside an origin", { allowOrigins: ['*', ORIGIN] }, "but '*' already means every origin"],
    ["'*' beside a token", { allowOrigins: ['*', Token.asString({ Ref: 'Origin' })] }, "but '*' already means every origin"],
    ['an origin twice', { allowOrigins: [ORIGIN, 'http://localhost', ORIGIN] }, `cors.allowOrigins was given '${ORIGIN}' twice`],
    ['origins in a list of unknown length', { allowOrigins: Token.asList({ Ref: 'Origins' }) }, 'write the origins one by one, as [Fn.select(0, list)]'],
    ['a quote in a header name', { allowOrigins: [ORIGIN], allowHeaders: ["X-'Key"] }, "cors.allowHeaders was given 'X-'Key', which is no header name"],
    ['a line break in a header name', { allowOrigins: [ORIGIN], exposeHeaders: ['X-Key\r\nX'] }, 'cors.exposeHeaders was given'],
    ['a list in one header name', { allowOrigins: [ORIGIN], allowHeaders: ['A,B'] }, "cors.allowHeaders was given 'A,B'"],
    ['a method in lower case', { allowOrigins: [ORIGIN], allowMethods: ['get'] }, "cors.allowMethods was given 'get'"],
    ['ANY', { allowOrigins: [ORIGIN], allowMethods: ['ANY'] }, "write DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT or '*'"],
    ['no method', { allowOrigins: [ORIGIN], allowMethods: [] }, 'cors.allowMethods was given [], which lets no method in'],
    ['a broken number of seconds', { allowOrigins: [ORIGIN], maxAge: Duration.millis(1500) }, 'cors.maxAge was given 1.5 seconds'],
    ['credentials for every origin', { allowOrigins: ['*'], allowCredentials: true }, "cors.allowOrigins was given '*' with allowCredentials"],
    ['credentials with every header', { allowOrigins: [ORIGIN], allowHeaders: ['*'], allowCredentials: true }, "cors.allowHeaders was given '*'"],
    ['credentials with every method', { allowOrigins: [ORIGIN], allowMethods: ['*'], allowCredentials: true }, "cors.allowMethods was given '*'"],
    ['credentials with every exposed header', { allowOrigins: [ORIGIN], exposeHeaders: ['*'], allowCredentials: true }, "cors.exposeHeaders was given '*'"],
  ])('fails on %s', (_, policy, message) => {
    expect(() => checkCorsPolicy(policy)).toThrow(message);
  });

  test.each<[string, object, string]>([
    ['no origins at all', {}, 'cors was given no allowOrigins, so it lets no page in; write at least one origin'],
    ['an origin that is in no list', { allowOrigins: ORIGIN }, `cors.allowOrigins was given '${ORIGIN}', which is no list; write ['${ORIGIN}']`],
    ['a header that is in no list', { allowOrigins: [ORIGIN], allowHeaders: 'X-Key' }, "cors.allowHeaders was given 'X-Key', which is no list; write ['X-Key']"],
    ['methods in a Set', { allowOrigins: [ORIGIN], allowMethods: new Set(['GET']) }, 'cors.allowMethods was given an object of the class Set, which is no list'],
    ['an origin that the environment lacks', { allowOrigins: [ORIGIN, undefined] }, 'cors.allowOrigins was given a list with undefined in it, and browsers compare texts'],
    ['an origin as a URL', { allowOrigins: [new URL(ORIGIN)] }, 'cors.allowOrigins was given a list with an object of the class URL in it'],
    ['an age as a number', { allowOrigins: [ORIGIN], maxAge: 3600 }, 'cors.maxAge was given 3600, which has no unit; write a Duration, as Duration.seconds(3600)'],
    ['credentials in quotes', { allowOrigins: ['*'], allowCredentials: 'true' }, "cors.allowCredentials was given 'true', which is neither true nor false; write allowCredentials: true, or leave it out"],
  ])('fails on %s, as JavaScript may write it', (_, policy, message) => {
    expect(() => checkCorsPolicy(policy as CorsPolicy)).toThrow(message);
  });

  test('lets an origin through that a context lookup has yet to find', () => {
    expect(() => checkCorsPolicy({ allowOrigins: ['dummy-value-for-/web/Origin'] })).not.toThrow();
  });

  test("lets '*' stand for all headers and methods without credentials", () => {
    expect(() => checkCorsPolicy({ allowOrigins: [ORIGIN], allowHeaders: ['*'], allowMethods: ['*'], exposeHeaders: ['*'] })).not.toThrow();
  });

  test('lets whole seconds, zero among them, through', () => {
    expect(() => checkCorsPolicy({ allowOrigins: [ORIGIN], maxAge: Duration.seconds(0) })).not.toThrow();
    expect(() => checkCorsPolicy({ allowOrigins: [ORIGIN], maxAge: Duration.hours(2) })).not.toThrow();
  });

  test('lets tokens through as specific values', () => {
    const text = Token.asString({ Ref: 'Text' });
    const list = Token.asList({ Ref: 'List' });
    expect(() => checkCorsPolicy({
      allowOrigins: [text, Fn.select(0, list), ORIGIN],
      allowHeaders: list,
      allowMethods: [text],
      exposeHeaders: [text],
      allowCredentials: true,
      maxAge: Duration.seconds(Token.asNumber({ Ref: 'Seconds' })),
    })).not.toThrow();
  });
});
