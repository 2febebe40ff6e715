import { CfnParameter, Duration, Lazy, Stack, aws_apigatewayv2 as apigatewayv2, aws_cognito as cognito, aws_lambda as lambda } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { BOTH, stackIn, tokensOf } from '../domain/fronted-api';
import { httpApi, httpBodyOf } from '../http-api';
import { Document, acknowledged, bodyOf, errorOf, restApi, template, testHandler, warnings } from '../rest-api';
import { authorizersOf, tokenRules } from './token-functions';

const integration = Integration.httpProxy('https://backend.example.com');
const jwt = (audience: string[] = ['web'], issuer = 'https://id.example.com') => Authorizer.jwt({ issuer, audience });

const lockFunctions = (stack: Stack) => Object.values(template(stack).findResources('AWS::Lambda::Function', {
  Properties: { Environment: { Variables: Match.objectLike({ ORIGIN_SECRET_ARN: Match.anyValue() }) } },
}));

describe.each(BOTH)('the lock of $name', ({ name, make }) => {
  const rest = name === 'a REST API';
  const bodyIn = (stack: Stack) => rest ? bodyOf(stack) : httpBodyOf(stack);
  const source = (header: string) => rest ? `method.request.header.${header}` : `$request.header.${header}`;

  test('asks on an open route for nothing but the header, and keeps why the route is open', () => {
    const stack = stackIn();
    const api = make(stack);
    api.addRoute('GET /open', { integration, authorizer: Authorizer.none('a public list') });

    const authorizers = authorizersOf(bodyIn(stack));
    expect(Object.keys(authorizers)).toEqual(['OriginLock']);
    expect(authorizers.OriginLock).toMatchObject({ type: 'request', identitySource: rest ? source('X-Origin-Verify') : [source('X-Origin-Verify')], authorizerResultTtlInSeconds: 300 });
    expect(tokenRules(stack)).toEqual([]);
    expect(acknowledged(api)).toMatchObject({ [`Gatehouse::Gatehouse-${rest ? 'rest-method' : 'http-route'}-without-auth[GET:/open]`]: 'a public list' });
    expect(bodyIn(stack).paths['/open'].get.security).toEqual([{ OriginLock: [] }]);
  });

  test('reads its own secret and nothing else', () => {
    const stack = stackIn();
    make(stack).addRoute('GET /open', { integration });
    expect(lockFunctions(stack)).toHaveLength(1);
    const [secret] = Object.keys(template(stack).findResources('AWS::SecretsManager::Secret'));
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('OriginLockLog'), 'Arn'] } },
          { Action: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], Effect: 'Allow', Resource: { Ref: secret } },
        ],
      },
    });
  });

  /** The rules of the function that a route's authorizer is, as far as they are written out. */
  const rulesOf = (stack: Stack, path: string, method: string): string => {
    const [[lock, ...others]] = (bodyIn(stack).paths[path][method].security as unknown as Document[]).map((requirement) => Object.keys(requirement));
    expect(others).toEqual([]);
    const [, handler] = /\$\{(\w+)\.Arn\}/.exec(JSON.stringify(authorizersOf(bodyIn(stack))[lock].authorizerUri))!;
    const found = template(stack).findResources('AWS::Lambda::Function')[handler] as unknown as { Properties: { Environment: { Variables: { TOKEN_RULES?: unknown } } } };
    return JSON.stringify(found.Properties.Environment.Variables.TOKEN_RULES ?? 'none').replaceAll('\\', '');
  };

  test('checks the tokens of a user pool, with the scopes that its routes ask for', () => {
    const stack = stackIn();
    const api = make(stack, { authorizer: tokensOf(stack), defaultScopes: ['orders/read'] });
    api.addRoute('GET /orders', { integration });
    api.addRoute('POST /orders', { integration, scopes: ['orders/write', 'orders/admin'] });
    api.addRoute('GET /any', { integration, scopes: [] });
    api.addRoute('GET /open', { integration, authorizer: Authorizer.none('a test') });

    expect(lockFunctions(stack)).toHaveLength(4);
    expect(rulesOf(stack, '/orders', 'get')).toMatch(/cognito-idp\.us-east-1\..*"Ref":"PoolWeb.*"tokenHeader":"Authorization","scopes":\["orders\/read"\]/);
    expect(rulesOf(stack, '/orders', 'post')).toContain('"scopes":["orders/admin","orders/write"]');
    expect(rulesOf(stack, '/any', 'get')).toContain('"tokenHeader":"Authorization"}');
    expect(rulesOf(stack, '/open', 'get')).toBe('"none"');

    const [lock] = Object.keys(bodyIn(stack).paths['/orders'].post.security[0]);
    expect(lock).toMatch(/^OriginLock[0-9a-f]{8}$/);
    expect(authorizersOf(bodyIn(stack))[lock]).toMatchObject({
      identitySource: rest ? 'method.request.header.X-Origin-Verify, method.request.header.Authorization' : ['$request.header.X-Origin-Verify', '$request.header.Authorization'],
      authorizerResultTtlInSeconds: 60,
    });
    // API Gateway refuses scopes beside a function.
    expect(bodyIn(stack).paths['/orders'].post.security).toEqual([{ [lock]: [] }]);
  });

  test('checks the tokens of any issuer, with one function for both', () => {
    const stack = stackIn();
    make(stack).addRoute('GET /orders/{id}', { integration, authorizer: jwt(), scopes: ['orders:read'] });
    expect(tokenRules(stack)).toEqual([
      { issuer: 'https://id.example.com', audience: ['web'], tokenHeader: 'Authorization', scopes: ['orders:read'] },
    ]);
    expect(lockFunctions(stack)).toHaveLength(1);
  });

  test('is not what the contract asks of callers', () => {
    const stack = stackIn();
    const api = make(stack);
    api.addRoute('GET /open', { integration });
    api.addRoute('GET /orders', { integration, authorizer: jwt(), scopes: ['orders:read'] });
    const contract = JSON.parse(api.openApiDocument) as Document;
    expect(contract.paths['/open'].get.security).toEqual([]);
    expect(contract.paths['/orders'].get.security).toEqual([{ Jwt: ['orders:read'] }]);
    expect(contract.components.securitySchemes).toEqual({ Jwt: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example.com/.well-known/openid-configuration' } });
  });

  test('takes the scopes of one method as no scopes of the others', () => {
    const stack = stackIn();
    const api = make(stack, { authorizer: tokensOf(stack) });
    api.addRoute('ANY /x', { integration, scopes: ['x/any'] });
    api.addRoute('GET /x', { integration });
    expect(rulesOf(stack, '/x', 'x-amazon-apigateway-any-method')).toContain('"scopes":["x/any"]');
    expect(rulesOf(stack, '/x', 'get')).not.toContain('scopes');
  });

  test('has one function for a set of scopes, in whatever order they stand and however often', () => {
    const stack = stackIn();
    const api = make(stack, { authorizer: tokensOf(stack) });
    [['b/b', 'a/a'], ['a/a', 'b/b'], ['a/a', 'b/b', 'a/a']].forEach((scopes, index) => api.addRoute(`GET /${index}`, { integration, scopes }));
    for (let route = 3; route < 60; route++) api.addRoute(`GET /${route}`, { integration, scopes: ['a/a', 'b/b'] });
    expect(lockFunctions(stack)).toHaveLength(1);
    expect(Object.keys(authorizersOf(bodyIn(stack)))).toHaveLength(1);
    expect(rulesOf(stack, '/0', 'get')).toContain('"scopes":["a/a","b/b"]');
  });

  test('leaves a function as it was when its route asks for other scopes, and takes another one', () => {
    const functions = (scopes: string[]) => {
      const stack = stackIn();
      make(stack, { authorizer: tokensOf(stack) }).addRoute('GET /a', { integration, scopes });
      return Object.keys(template(stack).findResources('AWS::Lambda::Function')).filter((id) => id.includes('OriginLock') && !id.includes('Rotation'));
    };
    const [one, other, none] = [['a/a'], ['a/b'], []].map(functions);
    expect(functions(['a/a'])).toEqual(one);
    expect(new Set([one, other, none].flat()).size).toBe(3);
  });

  test('takes scopes that are only known at deploy time', () => {
    const stack = stackIn();
    const scope = new CfnParameter(stack, 'Scope').valueAsString;
    const api = make(stack, { authorizer: tokensOf(stack) });
    api.addRoute('GET /a', { integration, scopes: [scope, 'a/a'] });
    api.addRoute('GET /b', { integration, scopes: ['a/a', scope] });
    api.addRoute('GET /c', { integration, scopes: Lazy.list({ produce: () => ['late/read'] }) });
    expect(rulesOf(stack, '/a', 'get')).toMatch(/"scopes":\["a\/a","",\{"Ref":"Scope"\}/);
    expect(rulesOf(stack, '/b', 'get')).toBe(rulesOf(stack, '/a', 'get'));
    expect(rulesOf(stack, '/c', 'get')).toContain('"scopes":["late/read"]');
    expect(lockFunctions(stack)).toHaveLength(2);
  });

  test('remembers an answer for as long as the user pool\'s authorizer says', () => {
    const remembered = (resultsCacheTtl?: Duration) => {
      const stack = stackIn();
      const config: RouteAuthorizerConfig = {
        authorizerKind: rest ? AuthorizerKind.USER_POOL : AuthorizerKind.JWT, authorizerName: 'Mine', tokenIssuer: 'https://id.example.com', audience: ['web'], resultsCacheTtl,
      };
      make(stack).addRoute('GET /a', { integration, authorizer: { bindAuthorizer: () => config } });
      return Object.values(authorizersOf(bodyIn(stack))).map(({ authorizerResultTtlInSeconds }) => authorizerResultTtlInSeconds);
    };
    expect(remembered()).toEqual([60]);
    expect(remembered(Duration.seconds(0))).toEqual([0]);
  });

  test('warns when there are more sets of scopes than an API has authorizers', () => {
    const quota = (sets: number) => {
      const stack = stackIn();
      const api = make(stack, { authorizer: tokensOf(stack) });
      for (let set = 0; set < sets; set++) api.addRoute(`GET /${set}`, { integration, scopes: [`s/${set}`] });
      return warnings(stack, '/Shop/Api', 'authorizers');
    };
    expect(quota(10)).toEqual([]);
    expect(quota(11)).toEqual([expect.stringMatching(/^the API has 11 authorizers, and 10 is the quota unless it was raised; .*behind a secret header each set of scopes/)]);
  });

  test('has a function of its own for each audience, and one for the same', () => {
    const stack = stackIn();
    const pool = new cognito.UserPool(stack, 'Pool');
    const [web, app] = [pool.addClient('Web'), pool.addClient('App')];
    const api = make(stack);
    api.addRoute('GET /a', { integration, authorizer: Authorizer.userPool(pool, { clients: [web] }) });
    api.addRoute('GET /b', { integration, authorizer: Authorizer.userPool(pool, { clients: [web] }) });
    api.addRoute('GET /c', { integration, authorizer: Authorizer.userPool(pool, { clients: [app] }) });
    expect(lockFunctions(stack)).toHaveLength(2);
    expect(Object.keys(authorizersOf(bodyIn(stack)))).toHaveLength(2);
  });

  test('has a function of its own for clients of one logical id in two stacks', () => {
    const stack = stackIn();
    const elsewhere = ['One', 'Two'].map((id) => tokensOf(new Stack(stack.node.root as never, id, { env: stack.environment === '' ? {} : { region: stack.region, account: stack.account } })));
    const api = make(stack);
    elsewhere.forEach((authorizer, index) => api.addRoute(`GET /${index}`, { integration, authorizer }));
    expect(lockFunctions(stack)).toHaveLength(2);
  });

  test('keeps its functions when routes change their order', () => {
    const ids = (order: string[]) => {
      const stack = stackIn();
      const [pool, other] = [tokensOf(stack), tokensOf(stack, 'Other')];
      const api = make(stack);
      order.forEach((path) => api.addRoute(`GET /${path}`, { integration, authorizer: path === 'a' ? pool : other }));
      return Object.keys(authorizersOf(bodyIn(stack))).sort();
    };
    expect(ids(['a', 'b'])).toEqual(ids(['b', 'a']));
  });

  test('lets the API call its function once, however many routes', () => {
    const stack = stackIn();
    const api = make(stack);
    ['a', 'b', 'c'].forEach((path) => api.addRoute(`GET /${path}`, { integration }));
    template(stack).resourcePropertiesCountIs('AWS::Lambda::Permission', { Principal: 'apigateway.amazonaws.com' }, 1);
  });

  test('leaves functions of the user\'s alone that check the header themselves', () => {
    const stack = stackIn();
    const handler = testHandler(stack, 'Own');
    const api = make(stack, { cloudFront: { originLock: OriginLock.secretHeader({ checkedByOwnAuthorizers: 'in own.ts' }) } });
    api.addRoute('GET /a', { integration, authorizer: Authorizer.lambdaRequest(handler) });
    handler.addEnvironment('SECRET', api.cloudFront!.originSecret!.secretArn);
    api.cloudFront!.originSecret!.grantRead(handler);
    expect(Object.keys(authorizersOf(bodyIn(stack)))).toEqual(['Own']);
    expect(lockFunctions(stack)).toEqual([]);
  });

  describe('fails on a route', () => {
    const failure = (authorizer: (stack: Stack) => IRouteAuthorizer, originLock?: OriginLock): string => {
      const stack = stackIn();
      const api = make(stack, { cloudFront: { originLock } });
      const made = authorizer(stack);
      return errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer: made }));
    };

    test('with IAM', () => {
      expect(failure(() => Authorizer.iam())).toBe("'GET /a' has Authorizer.iam(), beside which the route can have no second one that knows CloudFront by its secret header; "
        + 'write cloudFront: { originLock: OriginLock.mutualTls(clientCertificate) }, with domain.mutualTls on the API');
    });

    test('with a Lambda authorizer', () => {
      expect(failure((stack) => Authorizer.lambdaRequest(testHandler(stack)))).toMatch(/^'GET \/a' has a Lambda authorizer of its own, .*OriginLock\.secretHeader\(\{ checkedByOwnAuthorizers: '<where>' \}\)$/);
    });

    test('with a user pool that names no clients', () => {
      expect(failure((stack) => Authorizer.userPool(new cognito.UserPool(stack, 'Pool')))).toMatch(/clients/);
    });

    test.each([[[]], [undefined]])('with scopes of which there are none, %j', (produced) => {
      const stack = stackIn();
      const api = make(stack, { authorizer: tokensOf(stack) });
      const scopes = Lazy.list({ produce: () => produced });
      expect(errorOf(stack, () => api.addRoute('GET /a', { integration, scopes }))).toBe("'GET /a' has a list of scopes in which none stands when the route is added, "
        + 'and a function compares each token with them; write them out, or scopes: [] where any token will do');
    });

    test('whose token comes in the header that CloudFront overwrites', () => {
      const withHeader = (stack: Stack) => {
        const pool = new cognito.UserPool(stack, 'Pool');
        return Authorizer.userPool(pool, { clients: [pool.addClient('Web')], tokenHeader: 'x-proof' });
      };
      expect(failure(withHeader, OriginLock.secretHeader({ headerName: 'X-Proof' }))).toMatch(/its token in the header 'x-proof', which CloudFront overwrites; give OriginLock.secretHeader\(\) another headerName$/);
    });
  });

  describe('and the environment of its function', () => {
    const withScopeOf = (length: number): string => {
      const stack = stackIn();
      const api = make(stack, { authorizer: tokensOf(stack) });
      return errorOf(stack, () => {
        api.addRoute('GET /a', { integration, scopes: ['x'.repeat(length)] });
        throw new Error('none');
      });
    };
    const overhead = Buffer.byteLength(JSON.stringify({
      ORIGIN_HEADER: 'X-Origin-Verify', TOKEN_RULES: { issuer: '', audience: [''], tokenHeader: 'Authorization', scopes: [''] },
    }));

    test('fails one byte past what Lambda takes', () => {
      expect(withScopeOf(4097 - overhead)).toBe("'GET /a' has an issuer, an audience and scopes of 4097 bytes, and the environment of the function that compares tokens with them takes 4096; "
        + 'write fewer or shorter ones, or originLock: OriginLock.mutualTls(clientCertificate)');
    });

    test('takes what Lambda takes', () => {
      const stack = stackIn();
      make(stack, { authorizer: tokensOf(stack) }).addRoute('GET /a', { integration, scopes: ['x'.repeat(4096 - overhead)] });
      expect(lockFunctions(stack)).toHaveLength(1);
    });

    test('takes the scopes of however many routes', () => {
      const stack = stackIn();
      const api = make(stack, { authorizer: tokensOf(stack) });
      for (let route = 0; route < 100; route++) api.addRoute(`GET /${route}`, { integration, scopes: [`${'x'.repeat(60)}/${route % 5}`] });
      expect(lockFunctions(stack)).toHaveLength(5);
    });
  });
});

describe('the lock of an HTTP API', () => {
  const make = BOTH[0].make;

  test('answers in the simple form', () => {
    const stack = stackIn();
    make(stack).addRoute('GET /a', { integration, authorizer: jwt() });
    const [authorizer] = Object.values(authorizersOf(httpBodyOf(stack)));
    expect(authorizer).toMatchObject({ authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true });
  });

  test('takes an audience, an issuer and scopes that are only known at deploy time', () => {
    const stack = stackIn();
    const late = (text: string) => Lazy.string({ produce: () => text });
    make(stack).addRoute('GET /a', { integration, authorizer: jwt([late('late-web')], late('https://late.example.com')), scopes: Lazy.list({ produce: () => ['late:read'] }) });
    expect(tokenRules(stack)).toEqual([{ issuer: 'https://late.example.com', audience: ['late-web'], tokenHeader: 'Authorization', scopes: ['late:read'] }]);
  });

  test('makes no function for the scopes of a route that was refused', () => {
    const stack = stackIn();
    const api = make(stack, { authorizer: jwt() });
    api.addRoute('GET /a', { integration });
    const refusing = { bindIntegration: () => { throw new Error('refused'); } };
    expect(errorOf(stack, () => api.addRoute('GET /b', { integration: refusing, scopes: ['b:read'] }))).toBe('refused');
    expect(tokenRules(stack)).toEqual([{ issuer: 'https://id.example.com', audience: ['web'], tokenHeader: 'Authorization' }]);
  });

  describe('with a token where an authorizer of the user\'s own says', () => {
    const mine = (config: Partial<RouteAuthorizerConfig>): IRouteAuthorizer => ({
      bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.JWT, authorizerName: 'Mine', tokenIssuer: 'https://id.example.com', audience: ['web'], ...config }),
    });

    test.each(['$request.header.X-Token', 'method.request.header.X-Token'])('reads it there, from %s', (source) => {
      const stack = stackIn();
      make(stack).addRoute('GET /a', { integration, authorizer: mine({ identitySources: [source], tokenHeader: 'X-Other' }) });
      expect(tokenRules(stack)).toEqual([expect.objectContaining({ tokenHeader: 'X-Token' })]);
      expect(Object.values(authorizersOf(httpBodyOf(stack)))).toEqual([expect.objectContaining({ identitySource: ['$request.header.X-Origin-Verify', '$request.header.X-Token'] })]);
    });

    test('reads it from the header where there are no identity sources', () => {
      const stack = stackIn();
      make(stack).addRoute('GET /a', { integration, authorizer: mine({ identitySources: [], tokenHeader: 'X-Token' }) });
      expect(tokenRules(stack)).toEqual([expect.objectContaining({ tokenHeader: 'X-Token' })]);
    });

    test.each([
      ['$request.querystring.token', 'method.request.querystring.token'], ['$context.routeKey', 'context.routeKey'], ['$stageVariables.t', 'stageVariables.t'],
      [Lazy.string({ produce: () => '$request.header.X' }), '<token>'],
    ])('fails where it is no header, %s', (source, shown) => {
      const stack = stackIn();
      const api = make(stack);
      expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer: mine({ identitySources: [source] }) }))).toBe(
        `'GET /a' has its token in '${shown}', and behind a secret header a function reads tokens from headers alone; `
        + "write identitySources: ['$request.header.Authorization'], or OriginLock.mutualTls(clientCertificate)");
    });

    test('fails where it is the header that CloudFront overwrites', () => {
      const stack = stackIn();
      const api = make(stack);
      expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer: mine({ identitySources: ['$request.header.x-origin-verify'] }) }))).toMatch(/which CloudFront overwrites/);
    });
  });

  test('fails for an app client that holds the address of the distribution, with the way from the route to the API', () => {
    const stack = stackIn();
    const pool = new cognito.UserPool(stack, 'Pool');
    const client = pool.addClient('Web', { oAuth: { callbackUrls: [Lazy.string({ produce: () => api.cloudFront!.url })] } });
    const api = make(stack, { authorizer: Authorizer.userPool(pool, { clients: [client] }) });
    api.addRoute('GET /a', { integration });
    expect(() => template(stack)).toThrow(/^route 'GET \/a' leads to 'Shop\/Api\/OriginLock[0-9a-f]{8}\/Function', which holds the API 'Shop\/Api\/Resource'/);
  });
});

describe('the lock of a REST API', () => {
  const make = BOTH[1].make;

  test('remembers that a token is good for as long as its authorizer says', () => {
    const stack = stackIn();
    const api = make(stack);
    api.addRoute('GET /a', { integration, authorizer: jwt() });
    api.addRoute('GET /b', { integration, authorizer: Authorizer.jwt({ issuer: 'https://id.example.com', audience: ['web'], resultsCacheTtl: Duration.minutes(10) }) });
    expect(Object.values(authorizersOf(bodyOf(stack))).map(({ authorizerResultTtlInSeconds }) => authorizerResultTtlInSeconds)).toEqual([60, 600]);
    expect(lockFunctions(stack)).toHaveLength(1);
  });

  test('fails for a JWT authorizer of the user\'s own kind, which REST APIs do not have', () => {
    const stack = stackIn();
    const api = make(stack);
    const authorizer: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.JWT, tokenIssuer: 'https://id.example.com', audience: ['web'] }) };
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer }))).toMatch(/^'GET \/a' was given an authorizer of the kind 'jwt', which REST APIs do not have;/);
  });

  test('fails on a route with several user pools', () => {
    const stack = stackIn();
    const [pool, other] = ['Pool', 'Other'].map((id) => new cognito.UserPool(stack, id));
    const api = make(stack);
    const authorizer = Authorizer.userPool(pool, { clients: [pool.addClient('Web')], otherUserPools: [other] });
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer }))).toMatch(/^'GET \/a' has several user pools, and behind a secret header a route takes the tokens of one issuer;/);
  });

  test('fails on a route with a user pool of the user\'s own kind, which names no clients', () => {
    const stack = stackIn();
    const api = make(stack);
    const authorizer: IRouteAuthorizer = { bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.USER_POOL, authorizerName: 'Mine', userPoolArns: ['arn'] }) };
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer }))).toMatch(/names nobody for whom tokens must be meant.*clients: \[web\]/);
  });

  test('fails on a route with a Lambda authorizer of one token', () => {
    const stack = stackIn();
    const api = make(stack);
    const handler: lambda.Function = testHandler(stack);
    expect(errorOf(stack, () => api.addRoute('GET /a', { integration, authorizer: Authorizer.lambdaToken(handler) }))).toMatch(/^'GET \/a' has a Lambda authorizer of its own/);
  });

  test('lets an unlocked API share the authorizer of a pool, whoever its clients are', () => {
    const stack = stackIn();
    const pool = new cognito.UserPool(stack, 'Pool');
    const config = (client: string) => Authorizer.userPool(pool, { clients: [pool.addClient(client)] })
      .bindAuthorizer({ scope: stack, apiType: ApiType.REST, routeKey: 'GET /a', scopes: ['a'], executeApiArn: 'arn' });
    expect(config('One').audience).toBeUndefined();
  });
});

describe('what an HTTP backend behind the lock gets to see', () => {
  const backend = (options = {}) => Integration.httpProxy('https://backend.example.com', options);
  const mapped = (mapping: apigatewayv2.ParameterMapping) => backend({ requestMapping: mapping });

  test('is all of an HTTP API\'s request but the secret header', () => {
    const stack = stackIn();
    const api = httpApi(stack, { cloudFront: {} });
    api.addRoute('GET /plain', { integration: backend() });
    api.addRoute('GET /mapped', { integration: mapped(new apigatewayv2.ParameterMapping().overwriteHeader('X-Caller', apigatewayv2.MappingValue.contextVariable('authorizer.sub'))) });
    api.addRoute('GET /function', { integration: Integration.lambdaFunction(testHandler(stack)) });
    const integrations = Object.values(httpBodyOf(stack).components['x-amazon-apigateway-integrations']).map(({ requestParameters }) => requestParameters);
    expect(integrations).toHaveLength(3);
    expect(integrations).toEqual(expect.arrayContaining([
      undefined,
      { 'remove:header.X-Origin-Verify': '\'\'' },
      { 'overwrite:header.X-Caller': '$context.authorizer.sub', 'remove:header.X-Origin-Verify': '\'\'' },
    ]));
  });

  test('is all of a REST API\'s request, with another value of the header', () => {
    const stack = stackIn();
    const api = restApi(stack, { cloudFront: {} });
    api.addRoute('GET /pets/{id}', { integration: Integration.httpProxy('https://backend.example.com/{id}') });
    expect(bodyOf(stack).paths['/pets/{id}'].get['x-amazon-apigateway-integration'].requestParameters).toEqual({
      'integration.request.path.id': 'method.request.path.id', 'integration.request.header.X-Origin-Verify': '\'hidden\'',
    });
  });

  test.each(['authorizer.claims.sub', 'authorizer.jwt.claims.sub'])('fails to be the claim of API Gateway\'s own check, $context.%s', (variable) => {
    const stack = stackIn();
    const api = httpApi(stack, { cloudFront: {} });
    const mapping = new apigatewayv2.ParameterMapping().appendHeader('X-Caller', apigatewayv2.MappingValue.contextVariable(variable));
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: mapped(mapping) }))).toBe(
      'the integration of \'GET /pets\' reads the claim \'sub\' for \'append:header.X-Caller\' where API Gateway puts it, which is empty behind the secret header of cloudFront, where a function checks the token; '
      + 'write \'$context.authorizer.sub\', or OriginLock.mutualTls(clientCertificate)');
  });
});
