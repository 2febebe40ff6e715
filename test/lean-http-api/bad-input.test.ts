import {
  App, CfnParameter, Duration, Fn, Lazy, Size, Stack, Token,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_iam as iam, aws_logs as logs,
} from 'aws-cdk-lib';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { RouteOptions } from '../../src/route-options';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { CacheSize } from '../../src/stage/cache-size';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi, httpBodyOf } from '../http-api';
import { errorOf, template, testHandler, testStack } from '../rest-api';

const backend = Integration.httpProxy('https://backend.example.com');
const cors = { allowOrigins: ['https://app.example.com'] };
const failure = (props: object, stack = testStack()) => errorOf(stack, () => httpApi(stack, props as Partial<LeanHttpApiProps>));

/** What REST APIs have, as a spread or a change of the class name brings it along; and what to write instead. */
const onlyRest: [string, unknown, string][] = [
  ['webAcl', WebAcl.managed(), 'AWS WAF protects no HTTP API directly; put CloudFront in front with cloudFront: {}, whose web ACL it is, or use GovernedRestApi'],
  ['cache', { size: CacheSize.GB_0_5 }, 'HTTP APIs keep no answers; cache them at the edge'],
  ['policy', new iam.PolicyDocument(), 'HTTP APIs have no resource policy; judge addresses and accounts in Authorizer.lambdaRequest(fn)'],
  ['canary', { percentTraffic: 1 }, 'HTTP APIs have no canary; shift traffic with a weighted alias'],
  ['tracing', true, 'HTTP APIs take no part in AWS X-Ray; switch tracing on in the functions'],
  ['executionLog', { level: ExecutionLogLevel.INFO }, 'HTTP APIs write no execution log; the access log names the error'],
  ['accountLogRole', AccountLogRole.managedElsewhere('a test'), 'HTTP APIs write their log without a role of the account; leave it out'],
  ['gatewayResponses', {}, 'the gateway\'s own errors of an HTTP API have one form; use GovernedRestApi'],
  ['binaryMediaTypes', ['image/png'], 'HTTP APIs pass bytes as they are, and functions say isBase64Encoded; leave it out'],
  ['minimumCompressionSize', Size.bytes(0), 'HTTP APIs compress nothing; compress in the function, give the path a ttl'],
  ['integrationTimeoutQuota', Duration.seconds(60), 'HTTP APIs wait 30 seconds at most, whatever the quota; use GovernedRestApi'],
  ['endpointType', apigateway.EndpointType.REGIONAL, 'HTTP APIs have Regional endpoints alone; put CloudFront in front'],
];

describe('a prop that only REST APIs have', () => {
  test.each(onlyRest)('fails as %s, with what does the same', (prop, value, instead) => {
    expect(failure({ [prop]: value })).toContain(`LeanHttpApi was given ${prop}, but ${instead}`);
  });

  test.each(onlyRest)('passes as %s that is switched off or not given', (prop) => {
    for (const value of [undefined, false]) {
      const stack = testStack();
      httpApi(stack, { [prop]: value });
      expect(() => template(stack)).not.toThrow();
    }
  });
});

describe('fails, and leaves nothing behind, for', () => {
  test.each<[string, object, string]>([
    ['no authorizer, as JavaScript may', { authorizer: undefined }, 'nobody has said who may call its routes; write authorizer: Authorizer.jwt({ issuer, audience })'],
    ['a stage name with a space', { stageName: 'pre prod' }, "stageName 'pre prod' is no name that API Gateway takes"],
    ['another stage name with a dollar sign', { stageName: '$live' }, "stageName '$live' is no name that API Gateway takes"],
    ['an empty stage name', { stageName: '' }, "stageName '' is no name"],
    ['a stage name one too long', { stageName: 'x'.repeat(129) }, 'write up to 128 letters'],
    ['a name one too long', { apiName: 'x'.repeat(129) }, 'apiName has 129 characters, and API Gateway takes 128; write a shorter one'],
    ['a blank name', { apiName: ' ' }, "apiName is ' ', and API Gateway makes no API without a name"],
    ['CORS with credentials for everybody', { cors: { allowOrigins: ['*'], allowCredentials: true } }, "cors.allowOrigins was given '*' with allowCredentials"],
    ['CORS with credentials for every header', { cors: { ...cors, allowHeaders: ['*'], allowCredentials: true } }, "cors.allowHeaders was given '*' with allowCredentials"],
    ['CORS with credentials for every method', { cors: { ...cors, allowMethods: ['*'], allowCredentials: true } }, "cors.allowMethods was given '*' with allowCredentials"],
    ['CORS without origins', { cors: { allowOrigins: [] } }, 'cors.allowOrigins was given []'],
    ['a negative throttle', { throttle: { rateLimit: -1, burstLimit: 1 } }, "rateLimit '-1' of the stage"],
    ['half a burst', { throttle: { rateLimit: 1, burstLimit: 0.5 } }, "burstLimit '0.5' of the stage"],
    ['a stage variable with a bad name', { stageVariables: { 'my-mode': 'x' } }, "stage variable 'my-mode'"],
    ['a stage variable one character too long', { stageVariables: { mode: 'x'.repeat(513) } }, 'has a value of 513 characters'],
    ['automatic deployments for no reason', { autoDeploy: ' ' }, 'autoDeploy was given an empty reason'],
    ['an access log of a REST API', { accessLog: { format: AccessLogFields.rest() } }, 'format has the fields of REST APIs'],
    ['an alarm that would always ring', { alarms: { latency: Duration.seconds(0) } }, 'latency was given as'],
    ['default scopes that nobody would look at', { defaultScopes: ['a'] }, "defaultScopes asks for the scopes 'a', but Authorizer.none() lets everybody in"],
    ['a malformed key in routes', { routes: { 'get /pets': { integration: backend } } }, "route key 'get /pets' has a method in lower case; write 'GET /pets'"],
    ['a route of the prop that cannot work', { routes: { 'GET /a': { integration: backend }, 'GET /b': { integration: backend, scopes: ['x'] } } }, "'GET /b' asks for the scopes 'x'"],
    ['an OPTIONS route beside CORS', { cors, routes: { 'OPTIONS /pets': { integration: backend } } }, "the route 'OPTIONS /pets' would take the place of the preflight answer"],
  ])('%s', (_what, props, message) => {
    expect(failure(props)).toContain(message);
  });

  test.each<[string, (stack: Stack) => Partial<LeanHttpApiProps>, RegExp]>([
    ['a domain whose certificate is in another region', (stack) => ({
      domain: testDomain(stack, { certificate: acm.Certificate.fromCertificateArn(stack, 'Elsewhere', 'arn:aws:acm:us-east-1:111111111111:certificate/abc') }),
    }), /certificate of domain 'api\.example\.com' is in us-east-1, where a Regional domain in eu-west-1 cannot use it/],
    ['a domain outside of its zone', (stack) => ({ domain: testDomain(stack, { domainName: 'api.example.org' }) }), /is outside of the hosted zone 'example\.com'/],
    ['a default endpoint that is kept for no reason', (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: '' }) }), /keepDefaultEndpoint was given an empty reason/],
    ['a log group\'s retention beside a log group', (stack) => ({ accessLog: { logGroup: new logs.LogGroup(stack, 'Mine'), retention: logs.RetentionDays.ONE_DAY } }), /retention was given beside logGroup/],
  ])('%s', (_what, prepare, message) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });

    expect(failure(prepare(stack), stack)).toMatch(message);
  });

  test('a second API of the same id, which takes nothing from the first', () => {
    const stack = testStack();
    const first = httpApi(stack);

    expect(failure({}, stack)).toContain("There is already a Construct with name 'Api'");
    expect(stack.node.tryFindChild('Api')).toBe(first);
  });
});

describe('fails, and leaves the API as it was, for a route with', () => {
  const string: apigateway.JsonSchema = { type: apigateway.JsonSchemaType.STRING };

  test.each<[string, string, (stack: Stack) => Partial<RouteOptions>, string]>([
    ['a request shape', 'POST /pets', () => ({ request: { body: string } }), "'POST /pets' was given request, but HTTP APIs check no requests; check them in the function, or use GovernedRestApi"],
    ['a cache', 'GET /pets', () => ({ cache: {} }), "'GET /pets' was given cache, but HTTP APIs keep no answers; cache them at the edge"],
    ['an API key', 'GET /pets', () => ({ apiKeyRequired: true }), "'GET /pets' was given apiKeyRequired, but HTTP APIs know no API keys"],
    ['a mock', 'GET /pets', () => ({ integration: Integration.mock() }), "'GET /pets' was given Integration.mock(), which HTTP APIs do not have; write Integration.lambdaFunction(fn)"],
    ['a token authorizer', 'GET /pets', (stack) => ({ authorizer: Authorizer.lambdaToken(testHandler(stack)) }), 'Authorizer.lambdaRequest('],
    ['a timeout one millisecond too long', 'GET /pets', () => ({ integration: Integration.httpProxy('https://backend.example.com', { timeout: Duration.millis(30_001) }) }),
      "the integration timeout of 'GET /pets' is 30001 ms, and HTTP APIs wait 30000 ms at most"],
    ['a timeout one millisecond too short', 'GET /pets', () => ({ integration: Integration.httpProxy('https://backend.example.com', { timeout: Duration.millis(49) }) }),
      "the integration timeout of 'GET /pets' is 49 ms, which API Gateway refuses; write whole milliseconds from 50 to 30000"],
    ['eleven scopes', 'GET /pets', () => ({ authorizer: Authorizer.jwt({ issuer: 'https://login.example.com', audience: ['web'] }), scopes: Array.from({ length: 11 }, (_, index) => `s${index}`) }),
      "'GET /pets' asks for 11 scopes, and API Gateway compares 10 for each route"],
    ['another name for a parameter of the same place', 'GET /cats/{name}', () => ({}), "the route 'GET /cats/{name}' has the path of 'GET /cats/{id}' but for the names of its parameters"],
    ['a key that is there', 'GET /cats/{id}', () => ({}), "the route 'GET /cats/{id}' exists already"],
    ['a negative throttle', 'GET /pets', () => ({ throttle: { rateLimit: -1, burstLimit: 1 } }), "rateLimit '-1' of route 'GET /pets'"],
  ])('%s', (_what, routeKey, optionsOf, message) => {
    const stack = testStack();
    const api = httpApi(stack);
    api.addRoute('GET /cats/{id}', { integration: backend });
    const options = optionsOf(stack);

    expect(errorOf(stack, () => api.addRoute(routeKey, { integration: backend, ...options }))).toContain(message);
    expect(Object.keys(httpBodyOf(stack).paths)).toEqual(['/cats/{id}']);
  });
});

describe('takes', () => {
  test.each<[string, Partial<LeanHttpApiProps>]>([
    ['the longest stage name', { stageName: 'x'.repeat(128) }],
    ['the longest name', { apiName: 'x'.repeat(128) }],
    ['the stage $default by its name', { stageName: '$default' }],
    ['a throttle that stops everything', { throttle: { rateLimit: 1, burstLimit: 0 } }],
    ['the longest stage variable', { stageVariables: { mode: 'x'.repeat(512) } }],
  ])('%s', (_what, props) => {
    const stack = testStack();
    httpApi(stack, { cors, ...props });

    expect(() => template(stack)).not.toThrow();
  });

  test('tokens, and judges none of them', () => {
    const stack = testStack();
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    const api = httpApi(stack, {
      authorizer: Authorizer.jwt({ issuer: text('Issuer'), audience: Token.asList({ Ref: 'Audience' }) }),
      defaultScopes: [text('Scope')],
      stageName: text('StageName'),
      apiName: text('Name'),
      description: text('Description'),
      stageVariables: { mode: text('Mode') },
      throttle: { rateLimit: number('Rate'), burstLimit: number('Burst') },
      cors: { allowOrigins: [text('Origin'), Fn.importValue('origin')], allowHeaders: Token.asList({ Ref: 'Headers' }), maxAge: Duration.seconds(number('Age')) },
      autoDeploy: text('Reason'),
    });
    api.addRoute('ANY /pets', {
      integration: Integration.httpProxy(Lazy.string({ produce: () => 'https://backend.example.com' }), { timeout: Duration.millis(number('Timeout')) }),
      throttle: { rateLimit: number('RouteRate'), burstLimit: number('RouteBurst') },
    });

    const body = httpBodyOf(stack);
    expect(body.info).toMatchObject({ title: { Ref: 'Name' }, description: { Ref: 'Description' } });
    expect(body['x-amazon-apigateway-cors']).toMatchObject({ allowOrigins: [{ Ref: 'Origin' }, { 'Fn::ImportValue': 'origin' }], allowHeaders: { Ref: 'Headers' }, maxAge: { Ref: 'Age' } });
    expect(body.components.securitySchemes.Jwt['x-amazon-apigateway-authorizer'].jwtConfiguration).toEqual({ issuer: { Ref: 'Issuer' }, audience: { Ref: 'Audience' } });
    expect(body.paths['/pets']['x-amazon-apigateway-any-method'].security).toEqual([{ Jwt: [{ Ref: 'Scope' }] }]);
    template(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: { Ref: 'StageName' },
      RouteSettings: { 'ANY /pets': { ThrottlingRateLimit: { Ref: 'RouteRate' }, ThrottlingBurstLimit: { Ref: 'RouteBurst' } } },
    });
  });
});
