import {
  App, CfnParameter, Duration, Fn, Lazy, Size, Stack, Token,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_iam as iam, aws_logs as logs,
} from 'aws-cdk-lib';
import { CorsPolicy } from '../../src/access/cors-policy';
import { UsagePlanTierOptions } from '../../src/access/usage-plan-options';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { RouteOptions } from '../../src/route-options';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { CacheSize } from '../../src/stage/cache-size';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { bodyOf, errorOf, restApi, template, testHandler, testStack } from '../rest-api';
import { testDomain } from './full-api';

const mock = Integration.mock();
const none = Authorizer.none('a test');
const cors: CorsPolicy = { allowOrigins: ['https://app.example.com'] };
const TEN_MEBIBYTES = 10 * 1024 * 1024;

/** In a region, so that the regions of certificates can be told apart. */
function stackInIreland(): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
}

type Props = { readonly [prop in keyof GovernedRestApiProps]: unknown };

describe('fails, and leaves nothing behind, for', () => {
  test.each<[string, Partial<Props>, string]>([
    ['no authorizer, as JavaScript may', { authorizer: undefined }, 'nobody has said who may call its routes; write authorizer: Authorizer.jwt({ issuer, audience }), Authorizer.userPool(pool)'],
    ['a PRIVATE endpoint', { endpointType: apigateway.EndpointType.PRIVATE }, 'endpointType is PRIVATE, which this library does not offer yet; write EndpointType.REGIONAL'],
    ['a stage name with a space', { stageName: 'pre prod' }, "stageName 'pre prod' is no name that API Gateway takes"],
    ['an empty stage name', { stageName: '' }, "stageName '' is no name"],
    ['a stage name one too long', { stageName: 'x'.repeat(129) }, 'write up to 128 letters'],
    ['a binary type that is none', { binaryMediaTypes: ['image/png', 'png'] }, "binaryMediaTypes holds 'png', which is no content type; write one as 'image/png'"],
    ['a compression one byte too large', { minimumCompressionSize: Size.bytes(TEN_MEBIBYTES + 1) }, 'minimumCompressionSize is 10485761 bytes, which API Gateway refuses'],
    ['CORS with credentials for everybody', { cors: { allowOrigins: ['*'], allowCredentials: true } }, "cors.allowOrigins was given '*' with allowCredentials"],
    ['CORS without origins', { cors: { allowOrigins: [] } }, 'cors.allowOrigins was given []'],
    ['an unknown gateway response', { gatewayResponses: { THROTTLE: {} } }, "gatewayResponses was given 'THROTTLE', which is no response type of API Gateway; write one of"],
    ['a gateway response that would leak', { gatewayResponses: { DEFAULT_5XX: { message: '$context.integrationErrorMessage' } } }, 'which shows callers the backend\'s own error'],
    ['a gateway response\'s header that CORS sets', { cors, gatewayResponses: { THROTTLED: { headers: { 'access-control-allow-origin': '*' } } } }, 'which the CORS policy sets'],
    ['a negative throttle', { throttle: { rateLimit: -1, burstLimit: 1 } }, "rateLimit '-1' of the stage"],
    ['half a burst', { throttle: { rateLimit: 1, burstLimit: 0.5 } }, "burstLimit '0.5' of the stage"],
    ['a stage variable with a bad name', { stageVariables: { 'my-mode': 'x' } }, "stage variable 'my-mode'"],
    ['a stage variable with a bad value', { stageVariables: { mode: 'a b' } }, "stage variable 'mode' has the value 'a b'"],
    ['a stage variable one character too long', { stageVariables: { mode: 'x'.repeat(513) } }, 'has a value of 513 characters'],
    ['more than all traffic for the canary', { canary: { percentTraffic: 101 } }, "percentTraffic '101'"],
    ['data in the log for no reason', { executionLog: { dataTrace: ' ' } }, 'dataTrace was given an empty reason'],
    ['data in a log that is off', { executionLog: { level: ExecutionLogLevel.OFF, dataTrace: 'a test' } }, "dataTrace was given with level 'OFF'"],
    ['an access log of an HTTP API', { accessLog: { format: AccessLogFields.http() } }, 'format has the fields of HTTP APIs'],
    ['an alarm that would always ring', { alarms: { latency: Duration.seconds(0) } }, 'latency was given as'],
    ['an alarm that could never ring', { alarms: { serverErrors: { percent: 100 } } }, "serverErrors.percent was given as '100'"],
    ['a web ACL of CloudFront', { webAcl: WebAcl.existing('arn:aws:wafv2:us-east-1:111111111111:global/webacl/x/y') }, 'arn:aws:wafv2:us-east-1:111111111111:global/webacl/x/y'],
    ['a malformed key in routes', { routes: { 'get /pets': { integration: mock } } }, "route key 'get /pets' has a method in lower case; write 'GET /pets'"],
    ['a route of the prop that cannot work', { routes: { 'GET /a': { integration: mock }, 'GET /b': { integration: mock, scopes: ['x'] } } }, "'GET /b' asks for the scopes 'x'"],
    ['an OPTIONS route beside CORS', { cors, routes: { 'OPTIONS /pets': { integration: mock } } }, "the route 'OPTIONS /pets' would take the place of the preflight answer"],
  ])('%s', (_what, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => restApi(stack, props as Partial<GovernedRestApiProps>))).toContain(message);
  });

  test.each<[string, (stack: Stack) => () => Partial<GovernedRestApiProps>, RegExp]>([
    ['a domain whose certificate is not in us-east-1, on EDGE', (stack) => {
      const domain = testDomain(stack, { certificate: certificateIn(stack, 'eu-west-1') });
      return () => ({ endpointType: apigateway.EndpointType.EDGE, domain });
    }, /certificate of domain 'api\.example\.com' is in eu-west-1, where an edge-optimized domain cannot use it; make one in us-east-1/],
    ['a domain whose certificate is in another region', (stack) => {
      const domain = testDomain(stack, { certificate: certificateIn(stack, 'us-east-1') });
      return () => ({ domain });
    }, /certificate of domain 'api\.example\.com' is in us-east-1, where a Regional domain in eu-west-1 cannot use it/],
    ['a domain outside of its zone', (stack) => {
      const domain = testDomain(stack, { domainName: 'api.example.org' });
      return () => ({ domain });
    }, /domain name 'api\.example\.org' is outside of the hosted zone 'example\.com'/],
    ['a default endpoint that is kept for no reason', (stack) => {
      const domain = testDomain(stack, { keepDefaultEndpoint: '' });
      return () => ({ domain });
    }, /keepDefaultEndpoint was given an empty reason/],
    ['a log group\'s retention beside a log group', (stack) => {
      const logGroup = new logs.LogGroup(stack, 'Mine');
      return () => ({ accessLog: { logGroup, retention: logs.RetentionDays.ONE_DAY } });
    }, /retention was given beside logGroup/],
  ])('%s', (_what, prepare, message) => {
    const stack = stackInIreland();
    const props = prepare(stack);

    expect(errorOf(stack, () => restApi(stack, props()))).toMatch(message);
  });

  test.each<[string, () => unknown, RegExp]>([
    ['an open API', () => Authorizer.none(''), /^Authorizer\.none\(\) was given an empty reason/],
    ['an API without a web ACL', () => WebAcl.none(' '), /^WebAcl\.none\(\) was given an empty reason/],
    ['a log role that is managed elsewhere', () => AccountLogRole.managedElsewhere('\n'), /^AccountLogRole\.managedElsewhere\(\) was given an empty reason/],
  ])('no reason for %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('fails, and leaves what was there before, for', () => {
  test('a web ACL of another region', () => {
    const stack = stackInIreland();

    expect(errorOf(stack, () => restApi(stack, { webAcl: WebAcl.existing('arn:aws:wafv2:us-east-1:111111111111:regional/webacl/x/y') }))).toMatch(/us-east-1.*eu-west-1/);
  });

  test('another log role than the one that the stack ensures', () => {
    const stack = testStack();
    restApi(stack, {}, 'First');
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });

    expect(errorOf(stack, () => restApi(stack, { accountLogRole: AccountLogRole.ensured({ role }) }))).toContain('already ensures a role of its own');
  });

  test('a second API of the same id, which takes nothing from the first', () => {
    const stack = testStack();
    const first = restApi(stack, {}, 'Api');

    expect(errorOf(stack, () => restApi(stack, {}, 'Api'))).toContain("There is already a Construct with name 'Api'");
    expect(stack.node.tryFindChild('Api')).toBe(first);
  });
});

function certificateIn(stack: Stack, region: string): acm.ICertificate {
  return acm.Certificate.fromCertificateArn(stack, `Certificate-${region}`, `arn:aws:acm:${region}:111111111111:certificate/abc`);
}

describe('takes', () => {
  test.each<[string, Partial<GovernedRestApiProps>]>([
    ['the longest stage name', { stageName: 'x'.repeat(128) }],
    ['the smallest compression', { minimumCompressionSize: Size.bytes(0) }],
    ['the largest compression', { minimumCompressionSize: Size.bytes(TEN_MEBIBYTES) }],
    ['every binary type', { binaryMediaTypes: ['*/*'] }],
    ['a throttle that stops everything', { throttle: { rateLimit: 1, burstLimit: 0 } }],
    ['the whole traffic for the canary', { canary: { percentTraffic: 100 } }],
    ['the longest stage variable', { stageVariables: { mode: 'x'.repeat(512) } }],
  ])('%s', (_what, props) => {
    const stack = testStack();
    restApi(stack, { cors, ...props }).addRoute('GET /pets', { integration: mock });

    expect(() => template(stack)).not.toThrow();
  });

  test('tokens, and judges none of them', () => {
    const stack = testStack();
    const text = (id: string) => new CfnParameter(stack, id).valueAsString;
    const number = (id: string) => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;
    const api = restApi(stack, {
      stageName: text('StageName'),
      apiName: text('Name'),
      description: text('Description'),
      binaryMediaTypes: [text('Binary')],
      minimumCompressionSize: Size.bytes(number('Compression')),
      stageVariables: { mode: text('Mode') },
      throttle: { rateLimit: number('Rate'), burstLimit: number('Burst') },
      cors: { allowOrigins: [text('Origin'), Fn.importValue('origin')], maxAge: Duration.seconds(number('Age')) },
      gatewayResponses: { THROTTLED: { message: text('Message'), statusCode: number('Status') } },
      domain: testDomain(stack, { domainName: text('Domain'), basePath: text('BasePath') }),
      webAcl: WebAcl.existing(text('Acl')),
      alarms: { serverErrors: { percent: number('Percent') } },
    });
    api.addRoute('GET /pets', { integration: Integration.httpProxy(Lazy.string({ produce: () => 'https://backend.example.com' })) });
    api.addUsagePlan('free', { quota: { limit: number('Quota'), period: apigateway.Period.DAY } });
    template(stack).hasResourceProperties('AWS::ApiGateway::Stage', { StageName: { Ref: 'StageName' }, Variables: { mode: { Ref: 'Mode' } } });

    const body = bodyOf(stack);
    expect(body['x-amazon-apigateway-minimum-compression-size']).toEqual({ Ref: 'Compression' });
    expect(body['x-amazon-apigateway-binary-media-types']).toEqual([{ Ref: 'Binary' }]);
    expect(body.info).toEqual({ title: { Ref: 'Name' }, description: { Ref: 'Description' }, version: '1.0' });
    expect(JSON.stringify(body)).not.toContain('Token[');
    expect(api.openApiDocument).not.toContain('Token[');
  });
});

describe('addRoute fails, and leaves nothing behind, for', () => {
  test.each<[string, string, Partial<RouteOptions>, RegExp]>([
    ['no integration, as JavaScript may', 'GET /x', { integration: undefined }, /^'GET \/x' has no integration that this library knows/],
    ['an empty key', '', {}, /^route key '' has no space/],
    ['no method', '/x', {}, /write 'GET \/x'$/],
    ['an unknown method', 'FETCH /x', {}, /^route key 'FETCH \/x' begins with 'FETCH', which is no method of API Gateway/],
    ['no slash', 'GET x', {}, /^route key 'GET x' has no '\/' before its path; write 'GET \/x'$/],
    ['a duplicate', 'GET /pets/{id}', {}, /^the route 'GET \/pets\/\{id\}' exists already/],
    ['/ping', 'GET /ping', {}, /uses '\/ping', which API Gateway answers itself/],
    ['/sping', 'GET /sping', {}, /uses '\/sping', which API Gateway answers itself/],
    ['a greedy parameter in between', 'GET /{proxy+}/x', {}, /goes on after '\{proxy\+\}'/],
    ['another parameter name at one level', 'GET /pets/{petId}/toys', {}, /has '\{petId\}' where 'GET \/pets\/\{id\}' has '\{id\}'/],
    ['a key with a token', `GET /${Token.asString({ Ref: 'X' })}`, {}, /cannot hold a value that is only known at deploy time/],
    ['brackets, which no finding could name', 'GET /[x]', {}, /has the segment '\[x\]'/],
    ['scopes on an open route', 'GET /x', { scopes: ['a'] }, /Authorizer\.none\(\) lets everybody in and never looks at scopes/],
    ['scopes on IAM', 'GET /x', { authorizer: Authorizer.iam(), scopes: ['a'] }, /Authorizer\.iam\(\) asks the caller's policies and never looks at scopes/],
    ['a cache where the API has none', 'GET /x', { cache: {} }, /'GET \/x' has a cache, but its API has none/],
    ['a body on GET', 'GET /x', { request: { body: {} } }, /'GET \/x' has a body schema, but GET requests carry no body/],
    ['a schema that draft 4 does not have', 'POST /x', { request: { body: { const: 1 } as apigateway.JsonSchema } }, /the body schema of 'POST \/x'/],
    ['a negative throttle', 'GET /x', { throttle: { rateLimit: -1, burstLimit: 1 } }, /rateLimit '-1' of route 'GET \/x'/],
    ['an operation name that is none', 'GET /x', { operationName: 'get-x' }, /has the operationName 'get-x'/],
  ])('%s', (_what, routeKey, options, message) => {
    const stack = testStack();
    const api = restApi(stack);
    api.addRoute('GET /pets/{id}', { integration: mock });

    expect(errorOf(stack, () => api.addRoute(routeKey, { integration: mock, ...options } as RouteOptions))).toMatch(message);
    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/pets/{id}']);
  });

  test.each<[string, (stack: Stack) => Partial<RouteOptions>, RegExp]>([
    ['an authorizer of aws-cdk-lib, which belongs to another API', (stack) => ({
      authorizer: new apigateway.TokenAuthorizer(stack, 'L2', { handler: testHandler(stack) }) as unknown as RouteOptions['authorizer'],
    }), /'GET \/x' was given an authorizer that belongs to another API/],
    ['a function whose route is refused only then', (stack) => ({
      integration: Integration.lambdaFunction(testHandler(stack), { timeout: Duration.seconds(30) }),
    }), /'GET \/x'.*30/],
    ['a cached route whose callers are not kept apart', (stack) => ({
      authorizer: Authorizer.lambdaToken(testHandler(stack)), cache: {},
    }), /'GET \/x' is cached and has an authorizer, so one caller would be given the answer made for another/],
    ['a cached route whose callers cannot be told apart', () => ({ authorizer: Authorizer.iam(), cache: { perCaller: true } }), /what tells callers of its authorizer apart/],
    ['a cache key that is no declared parameter', () => ({ authorizer: none, cache: { keyParameters: ['querystring.page'] } }), /names 'querystring\.page', which the route does not declare/],
    ['a time to live one second too long', () => ({ authorizer: none, cache: { ttl: Duration.seconds(3601) } }), /keeps answers for 3601 seconds/],
    ['a time to live of nothing', () => ({ authorizer: none, cache: { ttl: Duration.seconds(0) } }), /keeps answers for 0 seconds/],
  ])('%s', (_what, options, message) => {
    const stack = testStack();
    const api = restApi(stack, { cache: { size: CacheSize.GB_0_5 } });
    const route = { integration: mock, ...options(stack) };

    expect(errorOf(stack, () => api.addRoute('GET /x', route))).toMatch(message);
  });

  test('a refused route, which can be added again once it is right', () => {
    const stack = testStack();
    const api = restApi(stack);
    const handler = testHandler(stack);
    expect(() => api.addRoute('GET /pets/{id}', { integration: Integration.lambdaFunction(handler, { timeout: Duration.seconds(30) }) })).toThrow();
    api.addRoute('GET /pets/{petId}', { integration: Integration.lambdaFunction(handler) });

    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/pets/{petId}']);
  });
});

describe('addUsagePlan fails, and leaves nothing behind, for', () => {
  test.each<[string, string, UsagePlanTierOptions, RegExp]>([
    ['a plan that limits nobody', 'pro', {}, /neither throttle nor quota limits nobody/],
    ['a name that is none', 'p r o', { throttle: { rateLimit: 1, burstLimit: 1 } }, /usage plan 'p r o' has no name/],
    ['a quota of nothing', 'pro', { quota: { limit: 0, period: apigateway.Period.DAY } }, /has the limit 0/],
    ['an offset beyond the period', 'pro', { quota: { limit: 1, period: apigateway.Period.WEEK, offset: 7 } }, /has the offset 7.*write 0 to 6/],
    ['limits of routes without one of its own', 'pro', {
      quota: { limit: 1, period: apigateway.Period.DAY }, routes: { 'GET /pets': { rateLimit: 1, burstLimit: 1 } },
    }, /needs a throttle of its own/],
    ['a limit for ANY', 'pro', { throttle: { rateLimit: 1, burstLimit: 1 }, routes: { 'ANY /pets': { rateLimit: 1, burstLimit: 1 } } }, /limits the route 'ANY \/pets'/],
    ['limits for more routes than API Gateway takes', 'pro', {
      throttle: { rateLimit: 1, burstLimit: 1 },
      routes: Object.fromEntries(Array.from({ length: 21 }, (_, number) => [`GET /r${number}`, { rateLimit: 1, burstLimit: 1 }])),
    }, /has limits for 21 single routes, and API Gateway takes 20/],
    ['a tier that is there', 'free', { throttle: { rateLimit: 1, burstLimit: 1 } }, /UsagePlan-free/],
  ])('%s', (_what, name, options, message) => {
    const stack = testStack();
    const api = restApi(stack);
    api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } });

    expect(errorOf(stack, () => api.addUsagePlan(name, options))).toMatch(message);
  });
});

describe('the integration timeout quota', () => {
  test.each<[string, Partial<GovernedRestApiProps>, string]>([
    ['less than every account has', { integrationTimeoutQuota: Duration.seconds(28) }, 'integrationTimeoutQuota is 28000 ms, and no account has such a quota; write one from 29000 ms to 300000 ms'],
    ['a second more than AWS gives', { integrationTimeoutQuota: Duration.seconds(301) }, 'integrationTimeoutQuota is 301000 ms, and no account has such a quota'],
    ['a token', { integrationTimeoutQuota: Duration.seconds(Token.asNumber({ Ref: 'Quota' })) }, 'integrationTimeoutQuota is only known at deploy time'],
    ['more than edge-optimized endpoints wait', { integrationTimeoutQuota: Duration.seconds(60), endpointType: apigateway.EndpointType.EDGE },
      'integrationTimeoutQuota is 60000 ms, but edge-optimized endpoints wait 29000 ms at most'],
  ])('fails for %s', (_what, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => restApi(stack, props))).toContain(message);
  });

  test.each([29, 300])('takes %p seconds, which an integration may then wait', (seconds) => {
    const api = restApi(testStack(), { integrationTimeoutQuota: Duration.seconds(seconds) });

    expect(() => api.addRoute('GET /slow', { integration: Integration.httpProxy('https://example.com', { timeout: Duration.seconds(seconds) }) })).not.toThrow();
  });
});
