import { Aws } from 'aws-cdk-lib';
import { AccessLogFields } from '../../src/stage/access-log-fields';

const SETS = [
  { title: 'rest', fields: AccessLogFields.rest() },
  { title: 'http', fields: AccessLogFields.http() },
  { title: 'webSocket', fields: AccessLogFields.webSocket() },
];

describe.each(SETS)('the recommended fields of $title', ({ fields }) => {
  test('are one line of JSON with every value in quotes', () => {
    const format = fields.toFormat();
    expect(format).not.toMatch(/[\n\r]/);
    expect(Object.values(JSON.parse(format) as object).every((value) => typeof value === 'string')).toBe(true);
  });

  test('stay one line of JSON when API Gateway has nothing to fill in', () => {
    expect(() => { JSON.parse(fields.toFormat().replace(/\$context\.[A-Za-z.]+/g, '-')); }).not.toThrow();
  });

  test('hold both request ids, what failed and how long the backend took', () => {
    expect(Object.values(fields.fields)).toEqual(expect.arrayContaining([
      '$context.requestId', '$context.extendedRequestId', '$context.error.message', '$context.integration.error', '$context.integration.status',
      '$context.integration.latency', '$context.authorizer.error',
    ]));
  });

  test('are variables that the API fills', () => {
    expect(() => fields.withFields(fields.fields)).not.toThrow();
  });

  test('never hold the value of an API key', () => {
    expect(Object.values(fields.fields)).not.toContain('$context.identity.apiKey');
  });

  test('leave room for fields of one\'s own', () => {
    expect(Buffer.byteLength(fields.toFormat())).toBeLessThan(2_400);
  });
});

test('a REST API\'s fields tell the phases of a request apart', () => {
  expect(Object.values(AccessLogFields.rest().fields)).toEqual(expect.arrayContaining([
    '$context.waf.status', '$context.authenticate.status', '$context.authorize.status', '$context.authorizer.status', '$context.error.responseType',
    '$context.error.validationErrorString', '$context.responseLatency', '$context.tlsVersion', '$context.cipherSuite', '$context.xrayTraceId',
    '$context.resourcePath', '$context.identity.apiKeyId',
  ]));
});

test('an HTTP API\'s fields tell API Gateway, authorizer and integration apart, and who called by token or by IAM', () => {
  expect(AccessLogFields.http().fields).toMatchObject({
    errorMessage: '$context.error.message',
    errorResponseType: '$context.error.responseType',
    authorizerError: '$context.authorizer.error',
    integrationError: '$context.integration.error',
    integrationStatus: '$context.integration.status',
    integrationServiceStatus: '$context.integration.integrationStatus',
    subject: '$context.authorizer.claims.sub',
    userArn: '$context.identity.userArn',
    routeKey: '$context.routeKey',
    basePath: '$context.customDomain.basePathMatched',
  });
});

test('an HTTP API\'s fields leave out what AWS documents for other APIs alone', () => {
  const names = Object.values(AccessLogFields.http().fields);
  expect(names).not.toContain('$context.authorizer.principalId');
  expect(names.filter((name) => /xrayTraceId|\.waf\.|authenticate|authorize\.|validationErrorString|tlsVersion|cipherSuite|apiKey/.test(name))).toEqual([]);
});

test('a WebSocket API\'s fields name the connection and the message', () => {
  const names = Object.values(AccessLogFields.webSocket().fields);
  expect(names).toEqual(expect.arrayContaining(['$context.connectionId', '$context.eventType', '$context.routeKey', '$context.messageId']));
  expect(names).not.toContain('$context.httpMethod');
});

test('withFields returns new fields and leaves the old ones alone', () => {
  const old = AccessLogFields.http();
  const fresh = old.withFields({ tenant: '$context.authorizer.claims.tenant', status: '$context.integrationStatus' });
  expect(fresh.fields).toMatchObject({ tenant: '$context.authorizer.claims.tenant', status: '$context.integrationStatus' });
  expect(old.fields).not.toHaveProperty('tenant');
  expect(old.fields.status).toBe('$context.status');
});

test('the fields handed out are a copy', () => {
  const fields = AccessLogFields.http();
  fields.fields.requestId = 'changed';
  expect(fields.fields.requestId).toBe('$context.requestId');
});

test('withoutFields leaves fields out', () => {
  const fresh = AccessLogFields.rest().withoutFields('userAgent', 'requestId');
  expect(fresh.fields).not.toHaveProperty('userAgent');
  expect(fresh.fields).toHaveProperty('extendedRequestId');
});

test('takes a value that is only known at deploy time', () => {
  expect(AccessLogFields.rest().withFields({ region: Aws.REGION }).fields.region).toBe(Aws.REGION);
});

test.each([
  [{ key: '$context.identity.apiKey' }, "write '$context.identity.apiKeyId'"],
  [{ error: '$context.error.messageString' }, "write '$context.error.message'"],
  [{ status: 'status' }, "write '$context.status'"],
  [{ status: '$context.stauts' }, "'$context.stauts', which API Gateway does not have"],
  [{ key: '$context.routeKey' }, "'$context.routeKey', which only HTTP and WEBSOCKET APIs fill"],
  [{ claims: '$context.authorizer.claims' }, "'$context.authorizer.claims', which API Gateway does not have"],
  [{ quoted: '"$context.status"' }, 'break the JSON line'],
  [{ lines: '$context.status\n' }, 'break the JSON line'],
  [{ 'a b': '$context.status' }, "access log field 'a b'"],
])('fails for the REST field %j', (field, message) => {
  expect(() => AccessLogFields.rest().withFields(field as unknown as Record<string, string>)).toThrow(message);
});

test.each(['$context.resourcePath', '$context.waf.status', '$context.authorize.error', '$context.xrayTraceId'])('fails for %s on an HTTP API', (variable) => {
  expect(() => AccessLogFields.http().withFields({ field: variable })).toThrow('and not HTTP APIs');
});

test.each(['$context.httpMethod', '$context.path', '$context.protocol', '$context.resourcePath'])('fails for %s on a WebSocket API', (variable) => {
  expect(() => AccessLogFields.webSocket().withFields({ field: variable })).toThrow('and not WEBSOCKET APIs');
});

describe.each(SETS)('of a request as it came, the fields of $title', ({ title, fields }) => {
  test.each(['token', 'accessToken', 'access_token', 'idToken', 'authorizationToken', 'jwt', 'authorization', 'usageIdentifierKey', 'claims.refresh-token'])('fail to hold $context.authorizer.%s', (name) => {
    expect(() => fields.withFields({ field: `$context.authorizer.${name}` })).toThrow(`access log field 'field' is '$context.authorizer.${name}', which writes into the log what callers prove themselves with, `
      + `and whoever reads the log could call in their name; write what only names the caller, as '$context.authorizer.${title === 'http' ? 'claims.sub' : 'principalId'}'`);
  });

  test('fail to hold a token beside something else', () => {
    expect(() => fields.withFields({ field: '$context.requestId $context.authorizer.token' })).toThrow("'$context.authorizer.token'");
  });

  test.each(['sub', 'claims.sub', 'principalId', 'tenant', 'tokenId', 'claims.token_use', 'claims.jti'])('hold $context.authorizer.%s, which opens nothing', (name) => {
    expect(fields.withFields({ field: `$context.authorizer.${name}` }).fields.field).toBe(`$context.authorizer.${name}`);
  });
});

test('fails when a field to leave out is not there', () => {
  expect(() => AccessLogFields.rest().withoutFields('colour')).toThrow("access log field 'colour' cannot be left out");
});

test('fails when no request id is left', () => {
  expect(() => AccessLogFields.rest().withoutFields('requestId', 'extendedRequestId')).toThrow('access log fields without a request id');
});

test('takes 3,072 bytes and fails for one more', () => {
  const fields = AccessLogFields.http();
  const room = 3_072 - Buffer.byteLength(fields.withFields({ f: '$context.status' }).toFormat());
  expect(Buffer.byteLength(fields.withFields({ [`f${'x'.repeat(room)}`]: '$context.status' }).toFormat())).toBe(3_072);
  expect(() => fields.withFields({ [`f${'x'.repeat(room + 1)}`]: '$context.status' })).toThrow("access log fields of '3073' bytes do not fit");
});
