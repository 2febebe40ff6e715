import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Duration, Lazy, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { parseTokenRules } from '../../handlers/tokens/token-rules';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { JwtAuthorizerOptions } from '../../src/authorizers/jwt';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { openApiProblems } from '../openapi-validator';
import { Document, bodyOf, errorOf, restApi, template, testHandler, testStack, warnings } from '../rest-api';
import { authorizersOf, tokenRules } from './token-functions';

const ISSUER = 'https://login.example.com';
const integration = Integration.mock();
const made = (options: Partial<JwtAuthorizerOptions> = {}) => Authorizer.jwt({ issuer: ISSUER, audience: ['web'], ...options });
const NAME = expect.stringMatching(/^Jwt[0-9a-f]{8}$/) as string;

/** An API of one route. */
function apiOf(stack: Stack, options: Partial<JwtAuthorizerOptions> = {}, scopes?: string[]) {
  const api = restApi(stack, { authorizer: made(options) });
  api.addRoute('GET /orders', { integration, scopes });
  return api;
}

/** The name of a route's one authorizer; API Gateway knows no scopes beside a function. */
function authorizerOf(stack: Stack, path: string, method = 'get'): string {
  const security = bodyOf(stack).paths[path][method].security as unknown as Document[];
  const [[name, scopes], ...others] = security.flatMap((requirement) => Object.entries(requirement));
  expect([scopes, others]).toEqual([[], []]);
  return name;
}

describe('Authorizer.jwt on a REST API', () => {
  test('asks a function of the library\'s about each token, and lets it remember a good one for a minute', () => {
    const stack = testStack();
    apiOf(stack);

    expect(bodyOf(stack).components.securitySchemes).toEqual({
      [authorizerOf(stack, '/orders')]: {
        'type': 'apiKey',
        'name': 'Unused',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'request',
          identitySource: 'method.request.header.Authorization',
          authorizerUri: { 'Fn::Sub': expect.stringMatching(/functions\/\$\{ApiJwt[0-9a-f]{8}Function\w+\.Arn\}\/invocations$/) },
          authorizerResultTtlInSeconds: 60,
        },
      },
    });
    expect(authorizerOf(stack, '/orders')).toEqual(NAME);
    expect(tokenRules(stack)).toEqual([{ issuer: ISSUER, audience: ['web'], tokenHeader: 'Authorization' }]);
  });

  test('ships that function, which reads nothing but what it is told', () => {
    const app = new App();
    const stack = testStack(app);
    apiOf(stack);
    const { directory } = app.synth();
    const { files } = JSON.parse(readFileSync(join(directory, 'Stack.assets.json'), 'utf8')) as { files: { [id: string]: { source: { path: string; packaging: string } } } };
    const shipped = Object.values(files).filter(({ source }) => source.packaging === 'zip').map(({ source }) => readFileSync(join(directory, source.path, 'index.js'), 'utf8'));
    const variables = { Environment: { Variables: { TOKEN_RULES: Match.anyValue() } } };

    expect(shipped.filter((code) => code.includes('requiredVariable)("TOKEN_RULES")') || code.includes('requiredVariable("TOKEN_RULES")'))).toHaveLength(1);
    template(stack).hasResourceProperties('AWS::Lambda::Function', { ...variables, Runtime: 'nodejs24.x', MemorySize: 512, Timeout: 10 });
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ApiJwt'), 'Arn'] } }] },
    });
  });

  test('has a function for each set of scopes, in whatever order they stand', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made(), defaultScopes: ['orders/read'] });
    api.addRoute('GET /orders', { integration });
    api.addRoute('POST /orders', { integration, scopes: ['orders/write', 'orders/admin'] });
    api.addRoute('PUT /orders', { integration, scopes: ['orders/admin', 'orders/write', 'orders/admin'] });
    api.addRoute('GET /any', { integration, scopes: [] });

    const names = [authorizerOf(stack, '/orders'), authorizerOf(stack, '/orders', 'post'), authorizerOf(stack, '/any')];
    expect(new Set(names).size).toBe(3);
    expect(authorizerOf(stack, '/orders', 'put')).toBe(names[1]);
    const rules = { issuer: ISSUER, audience: ['web'], tokenHeader: 'Authorization' };
    expect(tokenRules(stack)).toEqual(expect.arrayContaining([rules, { ...rules, scopes: ['orders/read'] }, { ...rules, scopes: ['orders/admin', 'orders/write'] }]));
    template(stack).resourcePropertiesCountIs('AWS::Lambda::Permission', { Principal: 'apigateway.amazonaws.com' }, 3);
  });

  test('has a function for each issuer, audience and header', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made() });
    const others: Partial<JwtAuthorizerOptions>[] = [{}, { issuer: `${ISSUER}/` }, { audience: ['app'] }, { tokenHeader: 'X-Token' }];
    others.forEach((options, index) => api.addRoute(`GET /${index}`, { integration, authorizer: made(options) }));

    expect(tokenRules(stack)).toHaveLength(4);
    expect(Object.values(authorizersOf(bodyOf(stack))).map(({ identitySource }) => identitySource)).toEqual([...Array<string>(3).fill('method.request.header.Authorization'), 'method.request.header.X-Token']);
  });

  test('keeps its functions when routes change their order', () => {
    const ids = (order: string[]) => {
      const stack = testStack();
      const api = restApi(stack, { authorizer: made() });
      order.forEach((scope) => api.addRoute(`GET /${scope}`, { integration, scopes: [scope] }));
      return Object.keys(authorizersOf(bodyOf(stack))).sort();
    };
    expect(ids(['a', 'b'])).toEqual(ids(['b', 'a']));
  });

  test('lets the API call a function once, however many routes', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made() });
    for (const path of ['a', 'b', 'c']) api.addRoute(`GET /${path}`, { integration });
    template(stack).resourceCountIs('AWS::Lambda::Permission', 1);
    expect(tokenRules(stack)).toHaveLength(1);
  });

  test('stands beside authorizers of other kinds', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')), defaultScopes: ['orders/read'] });
    api.addRoute('GET /pool', { integration });
    api.addRoute('GET /jwt', { integration, authorizer: made(), scopes: ['orders/read'] });
    api.addRoute('GET /own', { integration, authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Own')) });
    expect(Object.keys(authorizersOf(bodyOf(stack)))).toEqual([authorizerOf(stack, '/jwt'), 'Own', 'Pool']);
    expect(bodyOf(stack).paths['/pool'].get.security).toEqual([{ Pool: ['orders/read'] }]);
  });

  test.each<[string, Duration | undefined, unknown]>([
    ['a minute where nobody says', undefined, 60], ['no time', Duration.seconds(0), 0], ['as long as API Gateway can', Duration.hours(1), 3600],
    ['as long as only a deployment knows', Duration.seconds(Token.asNumber({ Ref: 'Ttl' })), { Ref: 'Ttl' }],
  ])('remembers answers for %s', (_, resultsCacheTtl, seconds) => {
    const stack = testStack();
    apiOf(stack, { resultsCacheTtl });
    expect(Object.values(authorizersOf(bodyOf(stack)))[0].authorizerResultTtlInSeconds).toEqual(seconds);
  });

  test('tells callers of a cached route apart by the token', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made({ tokenHeader: 'X-Token' }), cache: { size: CacheSize.GB_0_5 } });
    api.addRoute('GET /orders', { integration, cache: { perCaller: true } });
    expect(bodyOf(stack).paths['/orders'].get['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual(['method.request.header.X-Token']);
  });

  test('names the token\'s header to browsers', () => {
    const stack = testStack();
    restApi(stack, { authorizer: made({ tokenHeader: 'X-Token' }), cors: { allowOrigins: ['https://app.example.com'] } }).addRoute('GET /orders', { integration });
    expect(JSON.stringify(bodyOf(stack).paths['/orders'].options)).toMatch(/Access-Control-Allow-Headers[^;]*X-Token/);
  });

  test('is an OpenID issuer in the contract, with the scopes of each route, as on an HTTP API', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made(), defaultScopes: ['orders/read'] });
    api.addRoute('GET /orders', { integration });
    api.addRoute('POST /orders', { integration, scopes: ['orders/write'], apiKeyRequired: true });
    api.addRoute('GET /other', { integration, authorizer: made({ issuer: 'https://other.example.com/' }) });

    const contract = JSON.parse(api.openApiDocument) as Document;
    expect(contract.paths['/orders'].get.security).toEqual([{ Jwt: ['orders/read'] }]);
    expect(contract.paths['/orders'].post.security).toEqual([{ Jwt: ['orders/write'], ApiKey: [] }]);
    expect(contract.paths['/other'].get.security).toEqual([{ Jwt2: [] }]);
    expect(contract.components.securitySchemes).toMatchObject({
      Jwt: { type: 'openIdConnect', openIdConnectUrl: `${ISSUER}/.well-known/openid-configuration` },
      Jwt2: { type: 'openIdConnect', openIdConnectUrl: 'https://other.example.com/.well-known/openid-configuration' },
    });
    expect(openApiProblems(api.openApiDocument)).toEqual([]);
  });

  test('takes issuer, audience and scopes that only a deployment knows', () => {
    const stack = testStack();
    const client = new cognito.UserPool(stack, 'Pool').addClient('Web');
    const parameter = (id: string) => new CfnParameter(stack, id).valueAsString;
    apiOf(stack, { issuer: `https://${parameter('Domain')}/`, audience: [parameter('Audience'), client.userPoolClientId] }, [parameter('Scope')]);
    const [rules] = tokenRules(stack) as { 'Fn::Join': [string, (string | object)[]] }[];

    const written = rules['Fn::Join'][1].map((part) => typeof part === 'string' ? part : `<${Object.values(part).join()}>`).join('');
    expect(parseTokenRules(written)).toEqual({ issuer: 'https://<Domain>/', audience: ['<Audience>', expect.stringMatching(/^<PoolWeb\w+>$/)], tokenHeader: 'Authorization', scopes: ['<Scope>'] });
  });

  test('warns when there are more sets of scopes than an API has authorizers', () => {
    const quota = (sets: number) => {
      const stack = testStack();
      const api = restApi(stack, { authorizer: made() });
      for (let set = 0; set < sets; set++) api.addRoute(`GET /${set}`, { integration, scopes: [`s/${set}`] });
      return warnings(stack, '/Stack/Api', 'authorizers');
    };
    expect(quota(10)).toEqual([]);
    expect(quota(11)).toEqual([expect.stringContaining('each set of scopes counts once, and of Authorizer.jwt() on a REST API too')]);
  });
});

describe('Authorizer.jwt on a REST API fails', () => {
  test.each<[string, () => unknown, string]>([
    ['to remember an answer for longer than API Gateway can', () => made({ resultsCacheTtl: Duration.seconds(3601) }), 'Authorizer.jwt() was given a resultsCacheTtl of 3601 seconds, which API Gateway refuses'],
    ['to remember an answer for a number', () => made({ resultsCacheTtl: 60 as unknown as Duration }), 'resultsCacheTtl of Authorizer.jwt() was given 60, which has no unit'],
    ['to read tokens in two places', () => made({ tokenHeader: 'X-Token', tokenQuery: 'token' }), 'Authorizer.jwt() was given a tokenHeader and a tokenQuery, and a token is read from one place'],
    ['for a query parameter that cannot be looked for', () => made({ tokenQuery: 'my token' }), "Authorizer.jwt() was given the tokenQuery 'my token', which is no name that API Gateway can look for"],
    ['for a query parameter without a name', () => made({ tokenQuery: '' }), "Authorizer.jwt() was given the tokenQuery '', which is no name"],
    ['for a query parameter that only a deployment knows', () => made({ tokenQuery: Token.asString({ Ref: 'Name' }) }), 'Authorizer.jwt() was given the tokenQuery <token>, which is no name'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });

  test('where the token comes in the address', () => {
    const stack = testStack();
    const api = restApi(stack);
    const authorizer = made({ tokenQuery: 'token' });
    expect(errorOf(stack, () => api.addRoute('GET /orders', { integration, authorizer }))).toBe("'GET /orders' was given Authorizer.jwt() with a tokenQuery, and addresses end in logs: "
      + 'only WebSocket APIs read tokens there, as browsers can send them no header; write tokenHeader, or leave both out for the header Authorization');
  });

  test.each([[[]], [undefined]])('for scopes of which there are none, %j', (produced) => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made() });
    const scopes = Lazy.list({ produce: () => produced });
    expect(errorOf(stack, () => api.addRoute('GET /orders', { integration, scopes }))).toContain("'GET /orders' has a list of scopes in which none stands when the route is added");
  });

  test('for rules one byte past what Lambda takes, and not before', () => {
    const overhead = Buffer.byteLength(JSON.stringify({ TOKEN_RULES: { issuer: ISSUER, audience: ['web'], tokenHeader: 'Authorization', scopes: [''] } }));
    const stack = testStack();
    const api = restApi(stack, { authorizer: made() });
    const add = (path: string, length: number) => api.addRoute(path, { integration, scopes: ['x'.repeat(length)] });

    expect(errorOf(stack, () => add('GET /a', 4097 - overhead))).toBe("'GET /a' has an issuer, an audience and scopes of 4097 bytes, and the environment of the function that compares tokens with them takes 4096; "
      + 'write fewer or shorter ones');
    add('GET /b', 4096 - overhead);
  });

  test('and makes no function, when the route\'s integration does', () => {
    const stack = testStack();
    const api = restApi(stack);
    const failing = { bindIntegration: () => { throw new Error('no backend'); } };
    expect(errorOf(stack, () => api.addRoute('GET /orders', { integration: failing, authorizer: made() }))).toBe('no backend');
  });

  test.each(['context.authorizer.claims.sub', 'context.authorizer.jwt.claims.sub'])('for a backend that is given a claim from where it is on other APIs, %s', (source) => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: made() });
    const mapped = (requestParameters: { [name: string]: string }) => Integration.custom({ integrationType: 'HTTP_PROXY' as never, uri: 'https://backend.example.com', httpMethod: 'GET', requestParameters });
    expect(errorOf(stack, () => api.addRoute('GET /orders', { integration: mapped({ 'integration.request.header.X-Caller': source }) })))
      .toBe("the integration of 'GET /orders' reads the claim 'sub' for 'integration.request.header.X-Caller' where API Gateway puts it, which is empty where a function checks the token; write 'context.authorizer.sub'");
    api.addRoute('GET /orders', { integration: mapped({ 'integration.request.header.X-Caller': 'context.authorizer.sub' }) });
  });

  test('for an authorizer of the user\'s own that says API Gateway checks the tokens', () => {
    const stack = testStack();
    const api = restApi(stack);
    const authorizer: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.JWT, tokenIssuer: ISSUER, audience: ['web'] }) };
    expect(errorOf(stack, () => api.addRoute('GET /orders', { integration, authorizer })))
      .toBe("'GET /orders' was given an authorizer of the kind 'jwt', which REST APIs do not have; let its authorizerKind be one of 'none', 'iam', 'user-pool', 'lambda-token', 'lambda-request'");
  });
});
