import { Duration, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { UserPoolAuthorizerOptions } from '../../src/authorizers/user-pool';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { httpApi, httpBindOptions, httpBodyOf } from '../http-api';
import { Document, bindOptions, bodyOf, errorOf, restApi, testStack, warnings } from '../rest-api';

const integration = Integration.mock();

function pool(stack: Construct, id = 'Members'): cognito.UserPool {
  return new cognito.UserPool(stack, id);
}

/** The schemes of an API of one route. */
function schemesOf(options: (stack: Stack, members: cognito.UserPool) => UserPoolAuthorizerOptions = () => ({}), scopes: string[] = []): Document {
  const stack = testStack();
  const members = pool(stack);
  restApi(stack, { authorizer: Authorizer.userPool(members, options(stack, members)) }).addRoute('GET /pets', { integration, scopes });
  return bodyOf(stack).components.securitySchemes;
}

const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [expect.stringMatching(new RegExp(`^${logicalId}[0-9A-F]{8}$`)), 'Arn'] });

describe('Authorizer.userPool', () => {
  test('accepts the tokens of a pool in the Authorization header', () => {
    expect(schemesOf()).toEqual({
      Members: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'cognito_user_pools',
        'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: [arnOf('Members')] },
      },
    });
  });

  test('accepts the tokens of several pools, in another header', () => {
    expect(schemesOf((stack) => ({ otherUserPools: [pool(stack, 'Staff')], tokenHeader: 'X-Token' })).Members).toMatchObject({
      'name': 'X-Token', 'x-amazon-apigateway-authorizer': { providerARNs: [arnOf('Members'), arnOf('Staff')] },
    });
  });

  test('compares the audience of identity tokens with its clients', () => {
    const schemes = schemesOf((_, members) => ({ clients: [members.addClient('Web'), members.addClient('App')] }));
    expect(Object.keys(schemes)).toEqual(['MembersClients']);
    expect(schemes.MembersClients['x-amazon-apigateway-authorizer'].identityValidationExpression)
      .toEqual({ 'Fn::Sub': expect.stringMatching(/^\^\(\$\{MembersWeb\w+\}\|\$\{MembersApp\w+\}\)\$$/) });
  });

  test('compares nothing on routes with scopes, as access tokens have no audience', () => {
    const schemes = schemesOf((_, members) => ({ clients: [members.addClient('Web')] }), ['pets/read']);
    expect(Object.keys(schemes)).toEqual(['Members']);
    expect(schemes.Members['x-amazon-apigateway-authorizer']).not.toHaveProperty('identityValidationExpression');
  });

  test('is two authorizers where only some routes have scopes and clients are named, and warns of the two kinds of token', () => {
    const stack = testStack();
    const members = pool(stack);
    const api = restApi(stack, { authorizer: Authorizer.userPool(members, { clients: [members.addClient('Web')] }) });
    api.addRoute('GET /pets', { integration });
    api.addRoute('POST /pets', { integration, scopes: ['pets/write'] });

    const { components, paths } = bodyOf(stack);
    expect(Object.keys(components.securitySchemes)).toEqual(['MembersClients', 'Members']);
    expect(paths['/pets'].get.security).toEqual([{ MembersClients: [] }]);
    expect(paths['/pets'].post.security).toEqual([{ Members: ['pets/write'] }]);
    expect(warnings(stack, '/Stack/Api', 'access token .* identity token')).toHaveLength(1);
  });

  test('is one authorizer for all routes where no clients are named', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(pool(stack)), defaultScopes: ['pets/read'] });
    api.addRoute('GET /pets', { integration });
    api.addRoute('POST /pets', { integration, scopes: ['pets/write', 'pets/admin'] });

    const { components, paths } = bodyOf(stack);
    expect(Object.keys(components.securitySchemes)).toEqual(['Members']);
    expect(paths['/pets'].post.security).toEqual([{ Members: ['pets/write', 'pets/admin'] }]);
    expect(warnings(stack, '/Stack/Api', 'identity token')).toEqual([]);
  });

  test('is one authorizer for each of two pools of one id in different scopes', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.userPool(pool(new Construct(stack, 'Cats'))) });
    api.addRoute('GET /cats', { integration });
    api.addRoute('GET /dogs', { integration, authorizer: Authorizer.userPool(pool(new Construct(stack, 'Dogs'))) });

    const { components, paths } = bodyOf(stack);
    expect(paths['/cats'].get.security).toEqual([{ Members: [] }]);
    expect(paths['/dogs'].get.security).toEqual([{ Members2: [] }]);
    expect(components.securitySchemes.Members['x-amazon-apigateway-authorizer'].providerARNs).toEqual([arnOf('CatsMembers')]);
    expect(components.securitySchemes.Members2['x-amazon-apigateway-authorizer'].providerARNs).toEqual([arnOf('DogsMembers')]);
  });

  test('takes imported pools and clients', () => {
    const arn = 'arn:aws-us-gov:cognito-idp:us-gov-west-1:111122223333:userpool/us-gov-west-1_abc';
    const stack = testStack();
    const authorizer = Authorizer.userPool(cognito.UserPool.fromUserPoolArn(stack, 'Imported', arn), {
      clients: [cognito.UserPoolClient.fromUserPoolClientId(stack, 'Web', 'webid'), cognito.UserPoolClient.fromUserPoolClientId(stack, 'App', 'appid')],
    });
    restApi(stack, { authorizer }).addRoute('GET /pets', { integration });
    expect(bodyOf(stack).components.securitySchemes.ImportedClients['x-amazon-apigateway-authorizer'])
      .toEqual({ type: 'cognito_user_pools', providerARNs: [arn], identityValidationExpression: '^(webid|appid)$' });
  });

  test('tells callers of a cached route apart by the token', () => {
    const stack = testStack();
    restApi(stack, { authorizer: Authorizer.userPool(pool(stack)), cache: { size: CacheSize.GB_0_5 } }).addRoute('GET /pets', { integration, cache: { perCaller: true } });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual(['method.request.header.Authorization']);
  });

  test.each([['X Token', 'X Token'], ['', ''], [Token.asString({ Ref: 'Header' }), '<token>']])('fails for the header %j', (tokenHeader, shown) => {
    const members = pool(testStack());
    expect(() => Authorizer.userPool(members, { tokenHeader })).toThrow(`Authorizer.userPool() was given the header '${shown}', which is no header name`);
  });

  test('fails for an empty list of clients, which would let in all of them', () => {
    const members = pool(testStack());
    expect(() => Authorizer.userPool(members, { clients: [] })).toThrow('Authorizer.userPool() was given an empty list of clients, which would accept the tokens of every app client; '
      + 'name those that are meant, or leave clients out');
  });
});

test('Authorizer.userPool fails for a token in the address on REST and HTTP APIs', () => {
  const stack = testStack();
  const members = pool(stack);
  const authorizer = Authorizer.userPool(members, { clients: [members.addClient('Web')], tokenQuery: 'token' });
  for (const options of [bindOptions(stack), httpBindOptions(stack)]) {
    expect(errorOf(stack, () => authorizer.bindAuthorizer(options))).toContain("'GET /pets/{id}' was given Authorizer.userPool() with a tokenQuery, and addresses end in logs");
  }
});

describe('the address of a pool\'s keys in the contract', () => {
  const issuerOf = (members: (stack: Stack) => cognito.IUserPool, env?: { region: string; account: string }): string => {
    const stack = new Stack(undefined, 'Stack', { env });
    const api = restApi(stack, { authorizer: Authorizer.userPool(members(stack)) });
    api.addRoute('GET /pets', { integration });
    const [scheme] = Object.values((JSON.parse(api.openApiDocument) as Document).components.securitySchemes);
    return String(scheme.openIdConnectUrl);
  };

  test('is in the stack\'s own region', () => {
    expect(issuerOf((stack) => pool(stack), { region: 'eu-west-1', account: '111122223333' }))
      .toMatch(/^https:\/\/cognito-idp\.eu-west-1\.amazonaws\.com\/Members\w+\/\.well-known\/openid-configuration$/);
    expect(issuerOf((stack) => pool(stack))).toMatch(/^https:\/\/cognito-idp\.Region\.amazonaws\.com\/Members\w+\/\.well-known\/openid-configuration$/);
  });

  test('is in the region of an imported pool', () => {
    const arn = 'arn:aws:cognito-idp:us-west-2:111122223333:userpool/us-west-2_abc';
    expect(issuerOf((stack) => cognito.UserPool.fromUserPoolArn(stack, 'Imported', arn), { region: 'eu-west-1', account: '111122223333' }))
      .toBe('https://cognito-idp.us-west-2.amazonaws.com/us-west-2_abc/.well-known/openid-configuration');
  });
});

describe('Authorizer.userPool on an HTTP API', () => {
  const backend = Integration.httpProxy('https://backend.example.com');
  const many = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
  const bind = (options: (members: cognito.UserPool, stack: Stack) => Parameters<typeof Authorizer.userPool>[1], scopes: string[] = []) => {
    const stack = testStack();
    const members = pool(stack);
    const authorizer = Authorizer.userPool(members, options(members, stack));
    return errorOf(stack, () => authorizer.bindAuthorizer(httpBindOptions(stack, 'GET /pets', scopes)));
  };

  test('is an issuer whose app clients are the audience, with and without scopes', () => {
    const stack = testStack();
    const members = pool(stack);
    const [web, app] = [members.addClient('Web'), members.addClient('App')];
    const api = httpApi(stack, { authorizer: Authorizer.userPool(members, { clients: [web, app] }) });
    api.addRoute('GET /pets', { integration: backend });
    api.addRoute('POST /pets', { integration: backend, scopes: ['pets/write'] });

    const { paths, components } = httpBodyOf(stack);
    expect(components.securitySchemes).toEqual({
      Members: {
        'type': 'oauth2',
        'x-amazon-apigateway-authorizer': {
          type: 'jwt',
          identitySource: '$request.header.Authorization',
          jwtConfiguration: {
            issuer: { 'Fn::Sub': expect.stringMatching(/^https:\/\/cognito-idp\.\$\{AWS::Region\}\.\$\{AWS::URLSuffix\}\/\$\{Members\w+\}$/) },
            audience: [stack.resolve(web.userPoolClientId), stack.resolve(app.userPoolClientId)],
          },
        },
      },
    });
    expect(paths['/pets'].get.security).toEqual([{ Members: [] }]);
    expect(paths['/pets'].post.security).toEqual([{ Members: ['pets/write'] }]);
  });

  test('is one authorizer for each of two pools, and reads a header of its own', () => {
    const stack = testStack();
    const authorizerOf = (of: cognito.UserPool, tokenHeader?: string) => Authorizer.userPool(of, { clients: [of.addClient('Web')], tokenHeader });
    const api = httpApi(stack, { authorizer: authorizerOf(pool(stack)) });
    api.addRoute('GET /a', { integration: backend });
    api.addRoute('GET /b', { integration: backend, authorizer: authorizerOf(pool(stack, 'Staff'), 'X-Staff') });

    const { securitySchemes } = httpBodyOf(stack).components;
    expect(Object.keys(securitySchemes)).toEqual(['Members', 'Staff']);
    expect(securitySchemes.Staff['x-amazon-apigateway-authorizer'].identitySource).toBe('$request.header.X-Staff');
  });

  test('fails for what an HTTP API cannot have, and says what to write', () => {
    expect(bind(() => ({}))).toBe("'GET /pets' was given Authorizer.userPool() without clients, and an HTTP API compares each token with the app clients it may come from; "
      + 'write Authorizer.userPool(pool, { clients: [web] })');
    const stack = testStack();
    const [members, staff] = [pool(stack), pool(stack, 'Staff')];
    const both = Authorizer.userPool(members, { clients: [members.addClient('Web')], otherUserPools: [staff] });
    expect(errorOf(stack, () => both.bindAuthorizer(httpBindOptions(stack, 'GET /pets')))).toBe("'GET /pets' was given Authorizer.userPool() with otherUserPools, "
      + 'but an authorizer of an HTTP API has one issuer; give the routes of the other pool an Authorizer.userPool() of its own');
    expect(bind((of) => ({ clients: [of.addClient('Web')], resultsCacheTtl: Duration.minutes(1) }))).toMatch(/with a resultsCacheTtl, but an HTTP API checks each token itself.*leave resultsCacheTtl out$/);
  });

  test('fails for one client, or one scope, more than API Gateway compares', () => {
    const clients = (count: number, stack: Stack) => many(count).map((id) => cognito.UserPoolClient.fromUserPoolClientId(stack, id, id));
    expect(bind((_, stack) => ({ clients: clients(50, stack) }))).toBe('it did not fail');
    expect(bind((_, stack) => ({ clients: clients(51, stack) }))).toContain('Authorizer.userPool() was given 51 audiences, and API Gateway compares 50');
    expect(bind((_, stack) => ({ clients: clients(1, stack) }), many(10))).toBe('it did not fail');
    expect(bind((_, stack) => ({ clients: clients(1, stack) }), many(11))).toContain("'GET /pets' asks for 11 scopes");
  });
});
