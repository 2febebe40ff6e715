import { Token } from 'aws-cdk-lib';
import { httpApi } from './http-api';
import { errorOf, restApi, testStack } from './rest-api';
import { GovernedRestApi } from '../src/governed-rest-api';
import { GovernedRestApiProps } from '../src/governed-rest-api-props';
import { LeanHttpApi } from '../src/lean-http-api';
import { LeanHttpApiProps } from '../src/lean-http-api-props';

const OF_BOTH: [string, object, string][] = [
  ['an access log that is switched off', { accessLog: false }, 'accessLog was given false, which switches nothing off; leave accessLog out for the default; it cannot be switched off, and keeps little with accessLog: { retention: RetentionDays.ONE_DAY }'],
  ['alarms that are switched off', { alarms: false }, 'alarms was given false, which switches nothing off; write alarms: { without: Object.values(ApiAlarmKind) } for no alarm at all'],
  ['alarms that are null', { alarms: null }, 'alarms was given null, which switches nothing off'],
  ['CloudFront that is switched off', { cloudFront: false }, 'cloudFront was given false, which switches nothing off; leave cloudFront out'],
  ['CloudFront that is switched on', { cloudFront: true }, 'cloudFront was given true, which does not say what it is to be; write cloudFront: {}'],
  ['CloudFront as a text', { cloudFront: 'x' }, "cloudFront was given 'x', which does not say what it is to be; write cloudFront: {}"],
  ['a domain as a text', { domain: 'api.example.com' }, "domain was given 'api.example.com', which does not say what it is to be; write domain: { domainName: 'api.example.com', certificate }"],
  ['routes in a list', { routes: [] }, "routes was given a list, which does not say what it is to be; write routes: { 'GET /pets': { integration } }"],
  ['routes in a Map, which would be none', { routes: new Map() }, 'routes was given an object of the class Map, which does not say'],
  ['CORS that is switched on', { cors: true }, "cors was given true, which does not say what it is to be; write cors: { allowOrigins: ['https://app.example.com'] }"],
  ['a throttle as a number', { throttle: 100 }, 'throttle was given 100, which does not say what it is to be; write throttle: { rateLimit: 500, burstLimit: 250 }'],
  ['metrics that are off in quotes', { detailedMetrics: 'false' }, "detailedMetrics was given 'false', which is neither true nor false; write detailedMetrics: false"],
  ['warnings that are on in quotes', { failOnWarnings: 'true' }, "failOnWarnings was given 'true', which is neither true nor false; write failOnWarnings: true"],
  ['a name that is a number', { apiName: 5 }, "apiName was given 5, which is no text; write apiName: '5', or leave it out"],
  ['a stage that is a list', { stageName: ['prod'] }, 'stageName was given a list, which is no text'],
  ['a contract by its file', { contract: 'orders.yaml' }, "contract was given 'orders.yaml', which nobody has read as OpenAPI; write contract: OpenApiContract.fromFile('orders.yaml')"],
  ['a contract as an object', { contract: { openapi: '3.0.3' } }, 'contract was given an object, which nobody has read as OpenAPI; write contract: OpenApiContract.fromInline(document)'],
  ['a contract that is null', { contract: null }, "contract was given null, which nobody has read as OpenAPI; write contract: OpenApiContract.fromFile('orders.yaml')"],
  ['IP versions in another spelling', { ipAddressType: 'dual_stack' }, "ipAddressType was given 'dual_stack', which API Gateway does not know; write IpAddressType.IPV4 or IpAddressType.DUAL_STACK"],
  ['an authorizer that nobody has made', { authorizer: () => undefined }, 'the API was given a function as its authorizer, which nobody has called; a factory of Authorizer needs its parentheses; write Authorizer.'],
  ['an authorizer by its name', { authorizer: 'jwt' }, "the API was given the authorizer 'jwt', which says nobody who may call; write Authorizer."],
];

describe('an API of either type fails, and leaves nothing behind, for', () => {
  test.each(OF_BOTH)('%s', (_what, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => restApi(stack, props))).toContain(message);
    expect(errorOf(stack, () => httpApi(stack, props))).toContain(message);
  });

  test.each<[string, unknown, string]>([
    ['no props at all', undefined, 'the API has no authorizer, so nobody has said who may call its routes; write authorizer: '],
    ['null for its props', null, 'the API was given null for its props, in which nobody could have said who may call its routes; write { authorizer: ... }'],
    ['a text for its props', 'orders', "the API was given 'orders' for its props"],
  ])('%s', (_what, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => new GovernedRestApi(stack, 'Rest', props as GovernedRestApiProps))).toContain(message);
    expect(errorOf(stack, () => new LeanHttpApi(stack, 'Http', props as LeanHttpApiProps))).toContain(message);
  });
});

describe('a REST API fails, and leaves nothing behind, for', () => {
  test.each<[string, object, string]>([
    ['an execution log that is switched off', { executionLog: false }, 'executionLog was given false, which switches nothing off; write executionLog: { level: ExecutionLogLevel.OFF }'],
    ['a cache that is switched on', { cache: true }, 'cache was given true, which does not say what it is to be; write cache: { size: CacheSize.GB_0_5 }'],
    ['tracing that is off in quotes', { tracing: 'false' }, "tracing was given 'false', which is neither true nor false; write tracing: false"],
    ['a quota as a number', { integrationTimeoutQuota: 60 }, 'integrationTimeoutQuota was given 60, which has no unit; write a Duration, as Duration.seconds(60)'],
    ['a size as a number', { minimumCompressionSize: 1024 }, 'minimumCompressionSize was given 1024, which has no unit; write a Size, as Size.bytes(1024)'],
    ['binary types as a text', { binaryMediaTypes: 'image/png' }, "binaryMediaTypes was given 'image/png', which is no list; write ['image/png']"],
  ])('%s', (_what, props, message) => {
    const stack = testStack();

    expect(errorOf(stack, () => restApi(stack, props))).toContain(message);
  });
});

test('an HTTP API lets what REST APIs alone have be switched off', () => {
  expect(() => httpApi(testStack(), { cache: false, tracing: false, executionLog: false } as object)).not.toThrow();
});

test('an HTTP API fails for automatic deployments without a reason in words', () => {
  const stack = testStack();

  expect(errorOf(stack, () => httpApi(stack, { autoDeploy: true } as object))).toContain("autoDeploy was given true for a reason, and whoever reviews the app needs to know why in words; write autoDeploy: '<why>'");
});

test('names that only a deployment knows are texts', () => {
  expect(() => restApi(testStack(), { apiName: Token.asString({ Ref: 'Name' }), description: Token.asString({ Ref: 'Why' }) })).not.toThrow();
});
