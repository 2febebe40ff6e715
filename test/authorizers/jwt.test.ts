import { App, Duration, Stack, Token, aws_ssm as ssm } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { JwtAuthorizerOptions } from '../../src/authorizers/jwt';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { httpApi, httpBindOptions, httpBodyOf } from '../http-api';
import { Document, errorOf, testStack } from '../rest-api';

const ISSUER = 'https://login.example.com';
const integration = Integration.httpProxy('https://backend.example.com');
const made = (options: Partial<JwtAuthorizerOptions> = {}) => Authorizer.jwt({ issuer: ISSUER, audience: ['web'], ...options });
const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);

function authorizersOf(stack: Stack, ...given: Partial<JwtAuthorizerOptions>[]): Document {
  const api = httpApi(stack);
  given.forEach((options, index) => api.addRoute(`GET /r${index}`, { integration, authorizer: made(options), scopes: ['read'] }));
  return httpBodyOf(stack).components.securitySchemes;
}

describe('Authorizer.jwt', () => {
  test('accepts tokens of an issuer that are meant for an audience, in the Authorization header', () => {
    expect(authorizersOf(testStack(), { audience: ['web', 'app'] })).toEqual({
      Jwt: {
        'type': 'oauth2',
        'x-amazon-apigateway-authorizer': { type: 'jwt', identitySource: '$request.header.Authorization', jwtConfiguration: { issuer: ISSUER, audience: ['web', 'app'] } },
      },
    });
  });

  test('leaves the issuer as it stands in the tokens, a slash at its end among it', () => {
    for (const issuer of ['https://example.eu.auth0.com/', 'https://login.example.com/realms/orders', 'https://login.example.com:8443']) {
      expect(authorizersOf(testStack(), { issuer }).Jwt['x-amazon-apigateway-authorizer'].jwtConfiguration.issuer).toBe(issuer);
    }
  });

  test('reads the token from another header', () => {
    expect(authorizersOf(testStack(), { tokenHeader: 'X-Token' }).Jwt['x-amazon-apigateway-authorizer'].identitySource).toBe('$request.header.X-Token');
  });

  test('is one authorizer for routes that say the same, each with its scopes', () => {
    const stack = testStack();
    expect(Object.keys(authorizersOf(stack, {}, { audience: ['web'] }, { audience: ['app'] }))).toEqual(['Jwt', 'Jwt2']);
    const { paths } = httpBodyOf(stack);
    expect(['/r0', '/r1', '/r2'].map((path): unknown => paths[path].get.security)).toEqual([[{ Jwt: ['read'] }], [{ Jwt: ['read'] }], [{ Jwt2: ['read'] }]]);
  });

  test('takes issuer, audience and scopes that only a deployment knows', () => {
    const stack = testStack();
    const issuer = `https://${Token.asString({ Ref: 'Domain' })}/`;
    httpApi(stack, { authorizer: made({ issuer, audience: [Token.asString({ Ref: 'Audience' })] }), defaultScopes: Token.asList({ Ref: 'Scopes' }) }).addRoute('GET /pets', { integration });

    const { paths, components } = httpBodyOf(stack);
    expect(paths['/pets'].get.security).toEqual([{ Jwt: { Ref: 'Scopes' } }]);
    expect(components.securitySchemes.Jwt['x-amazon-apigateway-authorizer'].jwtConfiguration).toEqual({ issuer: { 'Fn::Sub': 'https://${Domain}/' }, audience: [{ Ref: 'Audience' }] });
    expect(() => made({ issuer: Token.asString({ Ref: 'Issuer' }), audience: Token.asList({ Ref: 'Audience' }) })).not.toThrow();
  });

  test.each(['http://login.example.com', 'login.example.com', '', 'https://', 'ftp://login.example.com', ' https://login.example.com', 'https://login.example.com ', 'https:login.example.com', undefined])(
    'fails for the issuer %j, which is no https address', (issuer) => {
      expect(() => made({ issuer: issuer as string })).toThrow(`Authorizer.jwt() was given the issuer '${issuer}', which is no https address, so API Gateway could not read its keys; `
        + "write the issuer as it stands in the tokens' iss claim, as 'https://example.eu.auth0.com/'");
    });

  test.each([
    [`${ISSUER}/.well-known/openid-configuration`, `which is its discovery document; API Gateway adds that path itself; write '${ISSUER}'`],
    [`${ISSUER}/?tenant=a`, `which has a query or a fragment, and an issuer has none; write '${ISSUER}/'`],
    [`${ISSUER}#keys`, `which has a query or a fragment, and an issuer has none; write '${ISSUER}'`],
  ])('fails for the issuer %s', (issuer, message) => {
    expect(() => made({ issuer })).toThrow(`Authorizer.jwt() was given the issuer '${issuer}', ${message}`);
  });

  test.each(['https://user:secret@login.example.com/realm', 'https://user@login.example.com/realm'])('fails for the issuer %s, which has credentials, and does not repeat them', (issuer) => {
    const message = 'Authorizer.jwt() was given an issuer with a user name or a password in it, which no token\'s iss claim has and everybody can read in the template; '
      + "write 'https://login.example.com/realm'";
    expect(() => made({ issuer })).toThrow(new Error(message));
  });

  test('takes an issuer that a context lookup has yet to find', () => {
    const stack = new Stack(new App(), 'Looking', { env: { account: '111111111111', region: 'eu-west-1' } });
    expect(() => made({ issuer: ssm.StringParameter.valueFromLookup(stack, '/auth/issuer') })).not.toThrow();
  });

  test.each([[undefined, 'undefined'], ['https://login.example.com', "'https://login.example.com'"], [null, 'null']])('fails for %p in place of its options', (options, given) => {
    expect(() => Authorizer.jwt(options as unknown as JwtAuthorizerOptions))
      .toThrow(`Authorizer.jwt() was given ${given}, so nobody has said whose tokens are accepted; write Authorizer.jwt({ issuer: 'https://...', audience: ['web'] })`);
  });

  test.each<[string, unknown, string]>([
    ['no audience', [], 'no audience'], ['an audience that JavaScript left out', undefined, 'no audience'], ['an audience that is no list', 'web', 'no audience'],
    ['a blank audience', ['web', ' '], "the audience ' '"], ['an audience that the environment lacks', ['web', undefined], "the audience 'undefined'"],
  ])('fails for %s', (_what, audience, given) => {
    expect(() => made({ audience: audience as string[] })).toThrow(`Authorizer.jwt() was given ${given}, and without one API Gateway makes no authorizer; `
      + "write what the issuer puts into the tokens' aud or client_id, as audience: ['web']");
  });

  test('compares as many audiences as API Gateway does, and fails for one more', () => {
    expect(() => made({ audience: many(Limits.JWT_AUDIENCES) })).not.toThrow();
    expect(() => made({ audience: many(Limits.JWT_AUDIENCES + 1) })).toThrow('Authorizer.jwt() was given 51 audiences, and API Gateway compares 50; '
      + 'let the issuer put a common audience into the tokens, or give groups of routes authorizers of their own');
  });

  test('compares as many scopes as API Gateway does, and fails for one more', () => {
    const stack = testStack();
    const bind = (count: number) => () => made().bindAuthorizer(httpBindOptions(stack, 'GET /pets', many(count)));

    expect(bind(Limits.JWT_SCOPES_PER_ROUTE)).not.toThrow();
    expect(bind(Limits.JWT_SCOPES_PER_ROUTE + 1)).toThrow("'GET /pets' asks for 11 scopes, and API Gateway compares 10 for each route; let one scope stand for several, as 'orders:write'");
  });

  test('counts the API\'s scopes as well, when a route takes them', () => {
    const stack = testStack();
    const api = httpApi(stack, { authorizer: made(), defaultScopes: many(11) });

    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration }))).toContain("'GET /pets' asks for 11 scopes");
    api.addRoute('GET /cats', { integration, scopes: [] });
  });

  test.each(['X Token', 'X:Token', ''])('fails for the header %j', (tokenHeader) => {
    expect(() => made({ tokenHeader })).toThrow(`Authorizer.jwt() was given the header '${tokenHeader}', which is no header name`);
  });

  test('fails where answers about tokens are remembered for a time, which none is', () => {
    const stack = testStack();
    const authorizer = made({ resultsCacheTtl: Duration.seconds(0) });
    const api = httpApi(stack);

    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer })))
      .toBe("'GET /pets' was given Authorizer.jwt() with a resultsCacheTtl, but an HTTP API checks each token itself and remembers nothing; leave resultsCacheTtl out");
  });

  test('fails where the token comes in the address', () => {
    const stack = testStack();
    const authorizer = made({ tokenQuery: 'token' });
    const api = httpApi(stack);

    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer }))).toBe("'GET /pets' was given Authorizer.jwt() with a tokenQuery, and addresses end in logs: "
      + 'only WebSocket APIs read tokens there, as browsers can send them no header; write tokenHeader, or leave both out for the header Authorization');
  });
});
