import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import { CorsPolicy } from '../../src/access/cors-policy';
import { httpCors } from '../../src/access/http-cors';
import { Integration } from '../../src/integrations/integration';
import { httpApi, httpBodyOf } from '../http-api';
import { testStack } from '../rest-api';

const ORIGIN = 'https://app.example.com';
const HEADERS = ['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key'];
const settings = (policy: Partial<CorsPolicy>, methods = ['GET'], headers: string[] = []) => httpCors({ allowOrigins: [ORIGIN], ...policy }, methods, headers);

function imported(policy: CorsPolicy, stack: Stack = testStack()): unknown {
  httpApi(stack, { cors: policy }).addRoute('GET /pets', { integration: Integration.httpProxy('https://backend.example.com') });
  return httpBodyOf(stack)['x-amazon-apigateway-cors'];
}

describe('the CORS settings of an HTTP API', () => {
  test('are the policy\'s, in API Gateway\'s words', () => {
    expect(imported({
      allowOrigins: [ORIGIN, 'http://localhost:5173'], allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Trace'], exposeHeaders: ['X-Page'], allowCredentials: true, maxAge: Duration.minutes(10),
    })).toEqual({
      allowOrigins: [ORIGIN, 'http://localhost:5173'], allowMethods: ['GET', 'PUT'], allowHeaders: ['X-Trace'], exposeHeaders: ['X-Page'], allowCredentials: true, maxAge: 600,
    });
  });

  test('are the routes\' methods and the usual headers where the policy names none', () => {
    expect(imported({ allowOrigins: ['*'] })).toEqual({ allowOrigins: ['*'], allowMethods: ['GET', 'OPTIONS'], allowHeaders: HEADERS });
  });

  test.each([
    [['POST', 'GET', 'POST'], ['GET', 'OPTIONS', 'POST']],
    [['ANY', 'GET'], ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']],
    [[], ['OPTIONS']],
  ])('let pages use the methods of %j', (methods, allowMethods) => {
    expect(settings({}, methods)).toMatchObject({ allowMethods });
  });

  test('let pages send what authorizers read, once each, whatever its letter case', () => {
    expect(settings({}, ['GET'], ['X-Partner', 'authorization'])).toMatchObject({ allowHeaders: [...HEADERS, 'X-Partner'] });
    expect(settings({ allowHeaders: ['X-Own'] }, ['GET'], ['X-Partner'])).toMatchObject({ allowHeaders: ['X-Own'] });
  });

  test.each([[Duration.seconds(0), 0], [Duration.days(1), 86_400], [undefined, undefined]])('let browsers remember %s as %s', (maxAge, seconds) => {
    expect(settings({ maxAge })).toHaveProperty('maxAge', seconds);
  });

  test('say no more of credentials than the policy', () => {
    expect(settings({}).allowCredentials).toBeUndefined();
    expect(settings({ allowCredentials: false }).allowCredentials).toBe(false);
  });

  test('are what only a deployment knows, lists among it', () => {
    const origin = Token.asString({ Ref: 'Origin' });

    expect(imported({
      allowOrigins: [origin, Fn.importValue('origin')],
      allowMethods: Token.asList({ Ref: 'Methods' }),
      allowHeaders: Token.asList({ Ref: 'Headers' }),
      exposeHeaders: Token.asList({ Ref: 'Exposed' }),
      allowCredentials: true,
      maxAge: Duration.seconds(Token.asNumber({ Ref: 'Age' })),
    })).toEqual({
      allowOrigins: [{ Ref: 'Origin' }, { 'Fn::ImportValue': 'origin' }],
      allowMethods: { Ref: 'Methods' },
      allowHeaders: { Ref: 'Headers' },
      exposeHeaders: { Ref: 'Exposed' },
      allowCredentials: true,
      maxAge: { Ref: 'Age' },
    });
  });
});
