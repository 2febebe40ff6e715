import { readFileSync, readdirSync, statSync } from 'fs';
import { join } from 'path';
import {
  App, Duration, Size, Stack, Tags,
  aws_apigateway as apigateway, aws_cloudwatch as cloudwatch, aws_iam as iam, aws_sns as sns,
} from 'aws-cdk-lib';
import { CorsPolicy } from '../../src/access/cors-policy';
import { WebAcl } from '../../src/access/web-acl';
import { WebAclMode } from '../../src/access/web-acl-options';
import { Authorizer } from '../../src/authorizers/authorizer';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { RouteOptions } from '../../src/route-options';
import { AccountLogRole } from '../../src/stage/account-log-role';
import { CacheSize } from '../../src/stage/cache-size';
import { ExecutionLogLevel } from '../../src/stage/execution-log';
import { Document, restApi, template, testHandler, testStack } from '../rest-api';
import { fullApi, testDomain } from './full-api';

const string: apigateway.JsonSchema = { type: apigateway.JsonSchemaType.STRING };
const cors: CorsPolicy = { allowOrigins: ['https://app.example.com'] };
const policy = (resource: string) => new iam.PolicyDocument({
  statements: [new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['execute-api:Invoke'], resources: [resource] })],
});

interface Variant {
  readonly props?: (stack: Stack) => Partial<GovernedRestApiProps>;
  /** Of the route `POST /pets`. */
  readonly route?: (stack: Stack) => Partial<RouteOptions>;
  readonly then?: (api: GovernedRestApi, stack: Stack) => void;
}

function deploymentId(variant: Variant): string {
  const stack = testStack();
  const handler = testHandler(stack);
  const judge = testHandler(stack, 'Judge');
  const api = restApi(stack, { authorizer: Authorizer.lambdaToken(judge), ...variant.props?.(stack) });
  api.addRoute('GET /pets', { integration: Integration.lambdaFunction(handler) });
  api.addRoute('POST /pets', { integration: Integration.lambdaFunction(handler), request: { body: string, requiredQuery: ['shop'] }, ...variant.route?.(stack) });
  variant.then?.(api, stack);

  const ids = Object.keys(template(stack).findResources('AWS::ApiGateway::Deployment'));
  expect(ids).toHaveLength(1);
  expect(stack.resolve((api.stage.node.defaultChild as apigateway.CfnStage).deploymentId)).toEqual({ Ref: ids[0] });
  return ids[0];
}

const base = deploymentId({});
const mock = Integration.mock();

describe('the deployment is another one', () => {
  test.each<[string, Variant]>([
    ['a route is added', { then: (api) => api.addRoute('GET /owners', { integration: mock }) }],
    ['a route has another integration', { route: () => ({ integration: mock }) }],
    ['a route has another timeout', { route: (stack) => ({ integration: Integration.lambdaFunction(testHandler(stack, 'Slow'), { timeout: Duration.seconds(5) }) }) }],
    ['a route has another authorizer', { route: () => ({ authorizer: Authorizer.iam() }) }],
    ['a route becomes open', { route: () => ({ authorizer: Authorizer.none('a test') }) }],
    ['the API has another authorizer', { props: () => ({ authorizer: Authorizer.iam() }) }],
    ['the authorizer remembers for another time', {
      props: (stack) => ({ authorizer: Authorizer.lambdaToken(testHandler(stack, 'Other'), { resultsCacheTtl: Duration.seconds(0) }) }),
    }],
    ['a route requires an API key', { route: () => ({ apiKeyRequired: true }) }],
    ['a model changes', { route: () => ({ request: { body: { ...string, maxLength: 5 }, requiredQuery: ['shop'] } }) }],
    ['a model goes', { route: () => ({ request: { requiredQuery: ['shop'] } }) }],
    ['a required parameter becomes optional', { route: () => ({ request: { body: string, optionalQuery: ['shop'] } }) }],
    ['a required parameter goes', { route: () => ({ request: { body: string } }) }],
    ['a required header comes', { route: () => ({ request: { body: string, requiredQuery: ['shop'], requiredHeaders: ['X-Shop'] } }) }],
    ['a route has another operation name', { route: () => ({ operationName: 'createPet' }) }],
    ['a route has another description, which an exported definition shows', { route: () => ({ description: 'Creates a pet' }) }],
    ['a gateway response changes', { props: () => ({ gatewayResponses: { THROTTLED: { message: 'Slow down' } } }) }],
    ['a gateway response has another status', { props: () => ({ gatewayResponses: { QUOTA_EXCEEDED: { statusCode: 402 } } }) }],
    ['a binary type is added', { props: () => ({ binaryMediaTypes: ['image/png'] }) }],
    ['compression is switched on', { props: () => ({ minimumCompressionSize: Size.bytes(0) }) }],
    ['the endpoint is edge-optimized', { props: () => ({ endpointType: apigateway.EndpointType.EDGE }) }],
    ['the TLS policy is another', { props: (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: 'a test', tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }) }) }],
    ['the default endpoint is switched off', { props: (stack) => ({ domain: testDomain(stack) }) }],
    ['a resource policy comes', { props: () => ({ policy: policy('execute-api:/*') }) }],
    ['CORS is switched on', { props: () => ({ cors }) }],
    ['the API has another description, which an exported definition shows', { props: () => ({ description: 'Pets' }) }],
    ['the API has another name, which is the title of its definition', { props: () => ({ apiName: 'pets' }) }],
  ])('when %s', (_change, variant) => {
    expect(deploymentId(variant)).not.toBe(base);
  });

  test.each<[string, Variant, Variant]>([
    ['a resource policy changes', { props: () => ({ policy: policy('execute-api:/*') }) }, { props: () => ({ policy: policy('execute-api:/prod/*') }) }],
    ['CORS changes', { props: () => ({ cors }) }, { props: () => ({ cors: { ...cors, maxAge: Duration.minutes(5) } }) }],
    ['a binary type changes', { props: () => ({ binaryMediaTypes: ['image/png'] }) }, { props: () => ({ binaryMediaTypes: ['image/jpeg'] }) }],
    ['the compression changes', { props: () => ({ minimumCompressionSize: Size.bytes(1) }) }, { props: () => ({ minimumCompressionSize: Size.bytes(2) }) }],
    ['the domain keeps the default endpoint', { props: (stack) => ({ domain: testDomain(stack) }) }, { props: (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: 'a test' }) }) }],
    ['a cached route has another key',
      { props: () => ({ cache: { size: CacheSize.GB_0_5 } }), then: (api) => cachedRoute(api, ['querystring.page']) },
      { props: () => ({ cache: { size: CacheSize.GB_0_5 } }), then: (api) => cachedRoute(api, []) }],
  ])('when %s', (_change, before, after) => {
    expect(deploymentId(after)).not.toBe(deploymentId(before));
  });

  test('when a route goes', () => {
    const one = testStack();
    restApi(one).addRoute('GET /pets', { integration: mock });
    const two = testStack();
    const api = restApi(two);
    api.addRoute('GET /pets', { integration: mock });
    api.addRoute('GET /owners', { integration: mock });

    expect(Object.keys(template(one).findResources('AWS::ApiGateway::Deployment')))
      .not.toEqual(Object.keys(template(two).findResources('AWS::ApiGateway::Deployment')));
  });
});

function cachedRoute(api: GovernedRestApi, keyParameters: string[]): void {
  api.addRoute('GET /list', { integration: mock, authorizer: Authorizer.none('a test'), request: { optionalQuery: ['page'] }, cache: { keyParameters } });
}

describe('the deployment stays', () => {
  test.each<[string, Variant]>([
    ['nothing', {}],
    ['the throttle', { props: () => ({ throttle: { rateLimit: 1, burstLimit: 1 } }) }],
    ['the throttle of a route', { route: () => ({ throttle: { rateLimit: 1, burstLimit: 1 } }) }],
    ['the cache', { props: () => ({ cache: { size: CacheSize.GB_0_5 } }) }],
    ['the stage variables', { props: () => ({ stageVariables: { mode: 'test' } }) }],
    ['the access log', { props: () => ({ accessLog: { retention: 7 } }) }],
    ['the execution log', { props: () => ({ executionLog: { level: ExecutionLogLevel.INFO, dataTrace: 'a test' } }) }],
    ['tracing', { props: () => ({ tracing: false }) }],
    ['detailed metrics', { props: () => ({ detailedMetrics: false }) }],
    ['the canary', { props: () => ({ canary: { percentTraffic: 10, stageVariables: { mode: 'canary' } } }) }],
    ['the stage\'s name', { props: () => ({ stageName: 'live' }) }],
    ['the log role', { props: () => ({ accountLogRole: AccountLogRole.managedElsewhere('a test') }) }],
    ['the web ACL', { props: () => ({ webAcl: WebAcl.managed({ mode: WebAclMode.BLOCK }) }) }],
    ['that there is no web ACL', { props: () => ({ webAcl: WebAcl.none('a test') }) }],
    ['the alarms', { props: () => ({ alarms: { throttleHeadroom: 50 } }) }],
    ['that a domain is there beside the default endpoint', { props: (stack) => ({ domain: testDomain(stack, { keepDefaultEndpoint: 'a test' }) }) }],
    ['that warnings fail the deployment', { props: () => ({ failOnWarnings: false }) }],
    ['a usage plan', { then: (api) => api.addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } }).addApiKey('acme') }],
    ['tags of the API', { then: (api) => Tags.of(api).add('team', 'pets') }],
    ['tags of the stack', { then: (_api, stack) => Tags.of(stack).add('team', 'pets') }],
    ['a grant', { then: (api, stack) => api.grantInvoke(new iam.User(stack, 'User')) }],
    ['an alarm of one\'s own', {
      then: (api, stack) => new cloudwatch.Alarm(stack, 'Alarm', { metric: api.metrics.metricCount(), threshold: 1, evaluationPeriods: 1 }),
    }],
    ['an unrelated resource', { then: (_api, stack) => new sns.Topic(stack, 'Topic') }],
    ['a resource of the API\'s scope', { then: (api) => new sns.Topic(api, 'Topic') }],
  ])('when %s changes', (_change, variant) => {
    expect(deploymentId(variant)).toBe(base);
  });
});

describe('synthesis', () => {
  test('writes the same bytes into every file of the assembly twice', () => {
    // From one place in the code: the assembly says where each construct was made.
    const [first, second] = [1, 2].map(synthesized);

    expect(Object.keys(first)).toEqual(expect.arrayContaining(['Stack.template.json', 'manifest.json']));
    expect(second).toEqual(first);
  });

  test('writes the same when one app is synthesized twice', () => {
    const app = new App();
    fullApi(testStack(app));
    const first = textOfTemplate(app);

    expect(textOfTemplate(app)).toBe(first);
  });

  test('writes the same template for routes that are given in another order', () => {
    const keys = ['GET /pets', 'POST /pets', 'GET /pets/{id}', 'ANY /files/{proxy+}', 'GET /'];
    const templateOf = (routeKeys: string[]): Document => {
      const stack = testStack();
      const [handler, other] = [testHandler(stack), testHandler(stack, 'Other')];
      const api = restApi(stack, { cors });
      for (const key of routeKeys) {
        const post = key.startsWith('POST');
        api.addRoute(key, { integration: Integration.lambdaFunction(post ? other : handler), request: post ? { body: string } : undefined });
      }
      return template(stack).toJSON() as Document;
    };

    const [one, two] = [keys, [...keys].reverse()].map(templateOf);
    expect(two).toEqual(one);
    expect(JSON.stringify(bodyIn(two))).toBe(JSON.stringify(bodyIn(one)));
  });

  test('writes the same for throttles of routes that are given in another order', () => {
    const keys = ['GET /pets', 'POST /pets', 'GET /owners'];
    const stageOf = (routeKeys: string[]): unknown => {
      const stack = testStack();
      const api = restApi(stack);
      for (const key of routeKeys) api.addRoute(key, { integration: mock, throttle: { rateLimit: 1, burstLimit: 1 } });
      return template(stack).findResources('AWS::ApiGateway::Stage');
    };

    expect(stageOf([...keys].reverse())).toEqual(stageOf(keys));
  });

  test('keeps old deployments, which a stage may still serve', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration: mock });

    template(stack).hasResource('AWS::ApiGateway::Deployment', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('names no stage on the deployment, which would make another stage', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration: mock });
    const [deployment] = Object.values(template(stack).findResources('AWS::ApiGateway::Deployment'));

    expect(Object.keys(deployment.Properties)).toEqual(['RestApiId']);
  });
});

function bodyIn({ Resources }: Document): Document | undefined {
  return Object.values(Resources).find((resource) => String(resource.Type) === 'AWS::ApiGateway::RestApi')?.Properties.Body;
}

function synthesized(): { [file: string]: string } {
  const app = new App();
  fullApi(testStack(app));
  const { directory } = app.synth();
  const files = readdirSync(directory).filter((file) => statSync(join(directory, file)).isFile()).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8').replaceAll(directory, '')]));
}

function textOfTemplate(app: App): string {
  return readFileSync(join(app.synth({ force: true }).directory, 'Stack.template.json'), 'utf8');
}
