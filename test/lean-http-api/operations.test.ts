import { Stack, Token, aws_iam as iam, aws_logs as logs, aws_s3 as s3 } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { StageAccessLog } from '../../src/stage/access-log';
import { testDomain } from '../governed-rest-api/full-api';
import { httpApi, httpBodyOf } from '../http-api';
import { openApiProblems } from '../openapi-validator';
import { Document, template, testHandler, testStack, warnings } from '../rest-api';
import { fullHttpApi, poolHttpApi } from './full-api';

const backend = Integration.httpProxy('https://backend.example.com');

function apiWith(props: (stack: Stack) => Partial<LeanHttpApiProps> = () => ({})): { stack: Stack; api: LeanHttpApi } {
  const stack = testStack();
  return { stack, api: httpApi(stack, props(stack)) };
}

/** An ARN of the API as the template writes it, after `arn:<partition>:execute-api:<region>:<account>:<api>/`. */
function resourceOf(stack: Stack, arn: unknown): string {
  const parts: unknown[] = stack.resolve(arn)['Fn::Join'][1];
  const text = parts.map((part) => typeof part === 'string' ? part : `<${Object.values(part as object)[0]}>`).join('');
  expect(text).toMatch(/^arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<Api[0-9A-F]{8}>\//);
  return text.slice(text.indexOf('>/') + 2);
}

function grantedBy(stack: Stack): Document {
  const [{ Properties: { PolicyDocument: { Statement: [statement] } } }] = Object.values(template(stack).findResources('AWS::IAM::Policy'));
  return statement as Document;
}

describe('a grant', () => {
  test.each([[undefined, '$default/*'], ['live', 'live/*']])('on the API covers each method and path of the stage %s', (stageName, resource) => {
    const { stack, api } = apiWith(() => ({ stageName }));
    expect(api.grantInvoke(new iam.User(stack, 'User')).success).toBe(true);

    expect(grantedBy(stack)).toMatchObject({ Action: 'execute-api:Invoke', Effect: 'Allow' });
    expect(resourceOf(stack, grantedBy(stack).Resource)).toBe(resource);
  });

  test.each([
    ['GET /', '$default/GET/'],
    ['GET /pets/{id}', '$default/GET/pets/*'],
    ['DELETE /shops/{shop}/pets/{pet-id}', '$default/DELETE/shops/*/pets/*'],
    ['ANY /pets', '$default/*/pets'],
    ['ANY /files/{proxy+}', '$default/*/files/*'],
    ['$default', '$default/*/*'],
  ])('on the route %s covers %s', (routeKey, resource) => {
    const { stack, api } = apiWith();
    const route = api.addRoute(routeKey, { integration: backend, authorizer: Authorizer.iam() });
    route.grantInvoke(new iam.User(stack, 'User'));

    expect(resourceOf(stack, grantedBy(stack).Resource)).toBe(resource);
    expect(resourceOf(stack, route.routeArn)).toBe(resource);
  });
});

describe('metrics', () => {
  test('of the API have its id and its stage', () => {
    const { stack, api } = apiWith();
    const metric = api.metrics.metricServerError();

    expect(metric).toMatchObject({ namespace: 'AWS/ApiGateway', metricName: '5xx' });
    expect(stack.resolve(metric.dimensions)).toEqual({ ApiId: stack.resolve(api.httpApi.apiId), Stage: '$default' });
  });

  test.each([
    ['GET /pets/{id}', { Method: 'GET', Resource: '/pets/{id}' }],
    ['ANY /files/{proxy+}', { Method: 'ANY', Resource: '/files/{proxy+}' }],
  ])('of the route %s have its method and its path as well', (routeKey, dimensions) => {
    const { stack, api } = apiWith(() => ({ stageName: 'live' }));
    const metric = api.addRoute(routeKey, { integration: backend }).metrics.metricLatency();

    expect(stack.resolve(metric.dimensions)).toEqual({ ApiId: stack.resolve(api.httpApi.apiId), Stage: 'live', ...dimensions });
  });
});

test('fails for the metrics of $default, under which CloudWatch keeps none that AWS describes', () => {
  const route = apiWith().api.addRoute('$default', { integration: backend });

  expect(() => route.metrics).toThrow("metrics of the route '$default' were asked for, and AWS does not describe how CloudWatch knows that route; use those of the API");
});

describe('the address', () => {
  test.each([[undefined, '/'], ['live', '/live/']])('of the stage %s ends in %s', (stageName, end) => {
    const { stack, api } = apiWith(() => ({ stageName }));
    const parts: unknown[] = stack.resolve(api.url)['Fn::Join'][1];

    expect(parts).toEqual(['https://', { Ref: expect.stringMatching(/^Api/) }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }, end]);
  });

  test('is that of the domain, with its base path', () => {
    expect(apiWith((stack) => ({ domain: testDomain(stack) })).api.url).toBe('https://api.example.com/');
    expect(apiWith((stack) => ({ domain: testDomain(stack, { basePath: 'v1/pets' }) })).api.url).toBe('https://api.example.com/v1/pets/');
  });
});

test('a domain has the certificate, a mapping to the stage, records and client certificates', () => {
  const { stack } = apiWith((scope) => ({
    domain: testDomain(scope, { basePath: 'v1', mutualTls: { truststore: s3.Bucket.fromBucketName(scope, 'Bucket', 'trust'), key: 'ca.pem', version: '1' } }),
  }));
  const found = template(stack);

  found.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainName: 'api.example.com',
    DomainNameConfigurations: [Match.objectLike({ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' })],
    MutualTlsAuthentication: { TruststoreUri: 's3://trust/ca.pem', TruststoreVersion: '1' },
  });
  found.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { ApiMappingKey: 'v1', Stage: '$default' });
  for (const Type of ['A', 'AAAA']) found.hasResourceProperties('AWS::Route53::RecordSet', { Type, Name: 'api.example.com.' });
  expect(httpBodyOf(stack).servers).toEqual([{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true } }]);
});

test('a route knows its key, its method and its path', () => {
  const { api } = apiWith();

  expect(api.addRoute('GET /pets/{id}', { integration: backend })).toMatchObject({ routeKey: 'GET /pets/{id}', method: 'GET', path: '/pets/{id}' });
  expect(api.addRoute('$default', { integration: backend }).routeKey).toBe('$default');
});

test('the handle takes part in the L2\'s own methods', () => {
  const { stack, api } = apiWith();

  expect(stack.resolve(api.httpApi.apiEndpoint)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Api/), 'ApiEndpoint'] });
  expect(stack.resolve(api.httpApi.metricCount().dimensions?.ApiId)).toEqual(stack.resolve(api.httpApi.apiId));
  expect(api.stage.api).toBe(api.httpApi);
  expect(Token.isUnresolved(apiWith((scope) => ({ domain: testDomain(scope) })).api.domainName?.regionalDomainName)).toBe(true);
});

test('routes of the prop are the same as those of addRoute', () => {
  const routes = { 'GET /pets': { integration: backend }, '$default': { integration: backend, throttle: { rateLimit: 1, burstLimit: 1 } } };
  const byProp = apiWith(() => ({ routes })).stack;
  const { stack: byCall, api } = apiWith();
  for (const [key, options] of Object.entries(routes)) api.addRoute(key, options);

  expect(template(byProp).toJSON()).toEqual(template(byCall).toJSON());
});

test('the access log group is the one that was given, also later', () => {
  const { stack, api } = apiWith();
  expect(stack.resolve(api.accessLogGroup.logGroupName)).toEqual({ Ref: expect.stringMatching(/^ApiStageAccessLog/) });

  const given = new logs.LogGroup(stack, 'Given');
  api.stage.with(new StageAccessLog({ logGroup: given }));
  expect(api.accessLogGroup).toBe(given);
});

test.each([[10, 0], [11, 1]])('%d authorizers of an API are %d warnings of the quota', (count, found) => {
  const { stack, api } = apiWith();
  for (let number = 0; number < count; number++) {
    api.addRoute(`GET /r${number}`, { integration: backend, authorizer: Authorizer.jwt({ issuer: `https://login${number}.example.com`, audience: ['web'] }) });
  }

  expect(Object.keys(httpBodyOf(stack).components.securitySchemes)).toHaveLength(count);
  expect(warnings(stack, '/Stack/Api', `the API has ${count} authorizers, and 10 is the quota`)).toHaveLength(found);
});

describe('the contract', () => {
  const documentOf = (api: LeanHttpApi) => JSON.parse(api.openApiDocument) as Document;

  test.each<[string, (stack: Stack) => LeanHttpApi]>([
    ['something of everything', (stack) => fullHttpApi(stack)],
    ['a user pool and no domain', (stack) => poolHttpApi(stack, { domain: undefined })],
    ['$default alone', (stack) => {
      const api = httpApi(stack);
      api.addRoute('$default', { integration: Integration.lambdaFunction(testHandler(stack)) });
      return api;
    }],
    ['a stage of its own', (stack) => fullHttpApi(stack, { stageName: 'live', domain: undefined })],
  ])('of an API with %s is valid OpenAPI without a word of AWS', (_what, make) => {
    const api = make(testStack());

    expect(openApiProblems(api.openApiDocument)).toEqual([]);
    expect(api.openApiDocument).not.toMatch(/x-amazon|\$default|\$context/);
  });

  test('names the issuer\'s discovery document, below an issuer with and without a slash at its end', () => {
    const schemeOf = (issuer: string): unknown => {
      const { api } = apiWith(() => ({ authorizer: Authorizer.jwt({ issuer, audience: ['web'] }) }));
      api.addRoute('GET /pets', { integration: backend, scopes: ['pets:read'] });
      expect(documentOf(api).paths['/pets'].get.security).toEqual([{ Jwt: ['pets:read'] }]);
      return documentOf(api).components.securitySchemes.Jwt;
    };
    const scheme = { type: 'openIdConnect', openIdConnectUrl: 'https://login.example.com/.well-known/openid-configuration' };

    expect(schemeOf('https://login.example.com')).toEqual(scheme);
    expect(schemeOf('https://login.example.com/')).toEqual(scheme);
  });

  test('leaves $default out, and has ANY as each method', () => {
    const { paths } = documentOf(fullHttpApi(testStack()));

    expect(Object.keys(paths)).toEqual(['/files/{proxy}', '/health', '/orders', '/orders/{id}']);
    expect(Object.keys(paths['/files/{proxy}']).sort()).toEqual(['delete', 'get', 'head', 'patch', 'post', 'put']);
  });
});
