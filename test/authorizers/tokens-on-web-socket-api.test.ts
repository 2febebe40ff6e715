import { Duration, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { parseTokenRules } from '../../handlers/tokens/token-rules';
import { ApiType } from '../../src/api-type';
import { Authorizer } from '../../src/authorizers/authorizer';
import { AuthorizerKind, IRouteAuthorizer, RouteAuthorizerConfig } from '../../src/authorizers/authorizer-contract';
import { bindRouteAuthorizer } from '../../src/authorizers/bound-authorizer';
import { JwtAuthorizerOptions } from '../../src/authorizers/jwt';
import { OriginLockedRoutes } from '../../src/authorizers/origin-locked';
import { UserPoolAuthorizerOptions } from '../../src/authorizers/user-pool';
import { OriginSecret } from '../../src/domain/origin-secret';
import { errorOf, template, testHandler, testStack } from '../rest-api';
import { tokenRules } from './token-functions';

const ISSUER = 'https://login.example.com';
const SUBPROTOCOLS = 'route.request.header.Sec-WebSocket-Protocol';
const jwt = (options: Partial<JwtAuthorizerOptions> = {}) => Authorizer.jwt({ issuer: ISSUER, audience: ['web'], ...options });

const connect = (stack: Stack, scopes: string[] = []) => ({ scope: stack, apiType: ApiType.WEBSOCKET, routeKey: '$connect', executeApiArn: 'arn:aws:execute-api:r:1:api/*', scopes });

function poolOf(stack: Stack, options: (pool: cognito.UserPool) => UserPoolAuthorizerOptions = (pool) => ({ clients: [pool.addClient('Web')] })) {
  const pool = new cognito.UserPool(stack, 'Members');
  return Authorizer.userPool(pool, options(pool));
}

/** What an authorizer of the library's says of `$connect`, and what its function is told. */
function bound(authorizer: (stack: Stack) => IRouteAuthorizer, scopes?: string[]): { config: RouteAuthorizerConfig; rules: unknown } {
  const stack = testStack();
  const config = authorizer(stack).bindAuthorizer(connect(stack, scopes));
  template(stack).resourceCountIs('AWS::Lambda::Function', 1);
  template(stack).hasResourceProperties('AWS::Lambda::Permission', { Principal: 'apigateway.amazonaws.com', SourceArn: 'arn:aws:execute-api:r:1:api/*' });
  return { config, rules: tokenRules(stack)[0] };
}

describe('Authorizer.jwt on a WebSocket API', () => {
  test('asks a function of the library\'s who connects, by the token among the subprotocols, and remembers nothing', () => {
    const { config, rules } = bound(() => jwt(), ['chat']);

    expect(config).toMatchObject({ authorizerKind: AuthorizerKind.LAMBDA_REQUEST, identitySources: [SUBPROTOCOLS], tokenIssuer: ISSUER });
    expect(config.authorizerName).toMatch(/^Jwt[0-9a-f]{8}$/);
    expect(config.authorizerUri).toMatch(/lambda:path/);
    expect(config.resultsCacheTtl).toBeUndefined();
    expect(rules).toEqual({ issuer: ISSUER, audience: ['web'], tokenSubprotocol: 'bearer.', scopes: ['chat'] });
    expect(parseTokenRules(JSON.stringify(rules))).toEqual(rules);
  });

  test.each<[Partial<JwtAuthorizerOptions>, string, object]>([
    [{ tokenQuery: 'token' }, 'route.request.querystring.token', { tokenQuery: 'token' }],
    [{ tokenHeader: 'Authorization' }, 'route.request.header.Authorization', { tokenHeader: 'Authorization' }],
  ])('reads the token where %j says', (options, source, place) => {
    const { config, rules } = bound(() => jwt(options));

    expect(config.identitySources).toEqual([source]);
    expect(rules).toEqual({ issuer: ISSUER, audience: ['web'], ...place });
    expect(parseTokenRules(JSON.stringify(rules))).toEqual(rules);
  });

  test('takes more scopes than API Gateway itself compares', () => {
    const scopes = Array.from({ length: 11 }, (_, index) => `s${index}`);
    expect(bound(() => jwt(), scopes).rules).toMatchObject({ scopes: [...scopes].sort() });
  });

  test.each<[string, Partial<JwtAuthorizerOptions>, string]>([
    ['where it would remember answers', { resultsCacheTtl: Duration.minutes(1) },
      "'$connect' was given Authorizer.jwt() with a resultsCacheTtl, but a WebSocket API asks once, when somebody connects, and remembers nothing; leave resultsCacheTtl out"],
    ['where the header is the list of subprotocols', { tokenHeader: 'sec-websocket-protocol' },
      "'$connect' was given Authorizer.jwt() with the tokenHeader 'sec-websocket-protocol', which is a list of subprotocols; "
      + "leave tokenHeader out: the token is then read from the one that begins with 'bearer.'"],
  ])('fails %s', (_, options, message) => {
    const stack = testStack();
    expect(errorOf(stack, () => jwt(options).bindAuthorizer(connect(stack)))).toBe(message);
  });
});

describe('Authorizer.userPool on a WebSocket API', () => {
  test('is an issuer whose app clients are the audience', () => {
    const { config, rules } = bound((stack) => poolOf(stack));

    expect(config).toMatchObject({ authorizerKind: AuthorizerKind.LAMBDA_REQUEST, identitySources: [SUBPROTOCOLS] });
    expect(JSON.stringify(rules)).toMatch(/https:\/\/cognito-idp\..*"Ref":"MembersWeb.*tokenSubprotocol\\":\\"bearer\./);
  });

  test('reads the token from the query string where it says so', () => {
    const { config, rules } = bound((stack) => poolOf(stack, (pool) => ({ clients: [pool.addClient('Web')], tokenQuery: 'token' })));

    expect(config.identitySources).toEqual(['route.request.querystring.token']);
    expect(JSON.stringify(rules)).toContain('tokenQuery\\":\\"token');
  });

  test.each<[string, (pool: cognito.UserPool) => UserPoolAuthorizerOptions, string]>([
    ['without clients', () => ({}), "'$connect' was given Authorizer.userPool() without clients, and a WebSocket API compares each token with the app clients it may come from; "
      + 'write Authorizer.userPool(pool, { clients: [web] })'],
    ['with several pools', (pool) => ({ clients: [pool.addClient('Web')], otherUserPools: [pool] }), "'$connect' was given Authorizer.userPool() with otherUserPools, but an authorizer of a WebSocket API "
      + 'has one issuer; leave otherUserPools out, or write Authorizer.lambdaRequest(fn) with a function that verifies the tokens of both'],
    ['where it would remember answers', (pool) => ({ clients: [pool.addClient('Web')], resultsCacheTtl: Duration.seconds(0) }), "'$connect' was given Authorizer.userPool() with a resultsCacheTtl, "
      + 'but a WebSocket API asks once, when somebody connects, and remembers nothing; leave resultsCacheTtl out'],
  ])('fails %s', (_, options, message) => {
    const stack = testStack();
    const authorizer = poolOf(stack, options);
    expect(errorOf(stack, () => authorizer.bindAuthorizer(connect(stack)))).toBe(message);
  });
});

describe('behind CloudFront a WebSocket API', () => {
  const accept = () => undefined;

  function locked(authorizer: (stack: Stack) => IRouteAuthorizer, headerName = 'X-Origin-Verify') {
    const stack = testStack();
    const lock = new OriginLockedRoutes(stack, { secret: new OriginSecret(stack, 'OriginSecret', { headerName, rotateEvery: Duration.days(30) }) });
    const given = authorizer(stack);
    return { stack, bind: () => bindRouteAuthorizer(given, connect(stack), accept, lock) };
  }

  test.each<[string, (stack: Stack) => IRouteAuthorizer, string, string]>([
    ['Authorizer.jwt', () => jwt(), SUBPROTOCOLS, 'tokenSubprotocol'],
    ['Authorizer.jwt with a tokenQuery', () => jwt({ tokenQuery: 'token' }), 'route.request.querystring.token', 'tokenQuery'],
    ['Authorizer.jwt with a tokenHeader', () => jwt({ tokenHeader: 'X-Token' }), 'route.request.header.X-Token', 'tokenHeader'],
    ['Authorizer.userPool', (stack) => poolOf(stack), SUBPROTOCOLS, 'tokenSubprotocol'],
  ])('has one function that knows it and the tokens of %s', (_, authorizer, source, place) => {
    const { stack, bind } = locked(authorizer);
    const { asked, seen } = bind();

    expect(asked).toMatchObject({ authorizerKind: AuthorizerKind.LAMBDA_REQUEST, identitySources: ['route.request.header.X-Origin-Verify', source] });
    expect([asked.resultsCacheTtl, asked.simpleAnswers, asked.payloadFormatVersion]).toEqual([undefined, undefined, undefined]);
    expect(asked.authorizerName).toMatch(/^OriginLock[0-9a-f]{8}$/);
    expect(seen.authorizerKind).toBe(AuthorizerKind.JWT);
    template(stack).resourceCountIs('AWS::Lambda::Function', 1);
    expect(JSON.stringify(tokenRules(stack))).toContain(place);
  });

  test('has one function where everybody may connect', () => {
    const { stack, bind } = locked(() => Authorizer.none('a test'));
    const { asked } = bind();
    expect(asked).toMatchObject({ authorizerName: 'OriginLock', identitySources: ['route.request.header.X-Origin-Verify'], reason: 'a test' });
    expect(asked.resultsCacheTtl).toBeUndefined();
    expect(tokenRules(stack)).toEqual([]);
  });

  test('fails where the token comes in the header that CloudFront overwrites', () => {
    const { stack, bind } = locked(() => jwt({ tokenHeader: 'x-proof' }), 'X-Proof');
    expect(errorOf(stack, bind)).toBe("'$connect' has its token in the header 'x-proof', which CloudFront overwrites; give OriginLock.secretHeader() another headerName");
  });
});

describe('a route\'s authorizer', () => {
  test('is judged where it is a user\'s own, before the lock stands in its place', () => {
    const stack = testStack();
    const lock = new OriginLockedRoutes(stack, { secret: new OriginSecret(stack, 'OriginSecret', { headerName: 'X-Proof', rotateEvery: Duration.days(30) }) });
    const judged: AuthorizerKind[] = [];
    const judge = ({ authorizerKind }: RouteAuthorizerConfig) => { judged.push(authorizerKind); };
    const bind = (authorizer: IRouteAuthorizer) => bindRouteAuthorizer(authorizer, connect(stack), judge, lock);

    bind({ bindAuthorizer: () => ({ authorizerKind: AuthorizerKind.NONE, reason: 'a test' }) });
    bind(jwt());
    expect(judged).toEqual([AuthorizerKind.NONE]);
  });

  test('is the same for callers as for API Gateway where no function of the library\'s stands in between', () => {
    const stack = testStack();
    const { asked, seen } = bindRouteAuthorizer(Authorizer.lambdaRequest(testHandler(stack)), connect(stack), () => undefined);
    expect(asked).toBe(seen);
  });
});
