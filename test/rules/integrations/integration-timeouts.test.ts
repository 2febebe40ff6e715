import { UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, httpApi, lambdaFunction, method, restApi, route, webSocketApi } from '../resources';

const timed = (timeout: unknown, more = {}) => method('GET /pets', {
  Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri(), TimeoutInMillis: timeout as number, ...more },
});

describeRule('rest-integration-timeout-range', {
  template: (timeout) => ({ ...restApi(), ...lambdaFunction(), ...timed(timeout) }),
  passes: [50, 29_000, 300_000, '29000', undefined],
  fails: [49, 300_001, 0, '30'],
  message: (timeout) => `'GET /pets' waits ${timeout} ms for its integration, and a REST API allows 50 to 300000`,
  unknown: [UNKNOWN],
});

describeRule('rest-integration-timeout-range', {
  template: (types) => ({
    ...restApi({ EndpointConfiguration: types === undefined ? undefined : { Types: types } }), ...lambdaFunction(), ...timed(29_001),
  }),
  passes: [['REGIONAL'], ['PRIVATE']],
  fails: [['EDGE'], undefined],
  message: "'GET /pets' waits 29001 ms for its integration, and an edge-optimized API allows 50 to 29000",
  unknown: [[UNKNOWN]],
}, 'of an edge-optimized API');

describeRule('rest-integration-timeout-range', {
  template: (timeout) => ({ ...restApi({ EndpointConfiguration: { Types: ['EDGE'] } }), ...lambdaFunction(), ...timed(timeout, { ResponseTransferMode: 'STREAM' }) }),
  passes: [900_000, 29_001],
  fails: [900_001],
  message: "'GET /pets' waits 900001 ms for its integration, and a stream allows 50 to 900000",
  unknown: [UNKNOWN],
}, 'of a stream');

describeRule('rest-integration-timeout-needs-quota', {
  template: (timeout) => ({ ...restApi(), ...lambdaFunction(), ...timed(timeout) }),
  passes: [29_000, undefined, 300_001],
  fails: [29_001, 300_000],
  message: (timeout) => `'GET /pets' waits ${timeout} ms for its integration, which only a raised quota of the account allows`,
  unknown: 'what the timeout is, the rule of its range asks',
});

describeRule('rest-integration-timeout-needs-quota', {
  template: (mode) => ({ ...restApi(), ...lambdaFunction(), ...timed(60_000, { ResponseTransferMode: mode }) }),
  passes: ['STREAM'],
  fails: ['BUFFERED'],
  message: "'GET /pets' waits 60000 ms for its integration, which only a raised quota of the account allows",
  unknown: [UNKNOWN],
}, 'a stream needs none');

describeRule('rest-integration-timeout-needs-quota', {
  template: (timeout) => ({ ...restApi(), ...lambdaFunction(), ...timed(timeout) }),
  passes: [60_000],
  fails: [60_001],
  message: "'GET /pets' waits 60001 ms for its integration, and the declared quota of the account allows 60000",
  unknown: 'what the timeout is, the rule of its range asks',
  intent: { quotas: { integrationTimeoutMillis: 60_000 } },
  severity: 'error',
}, 'with a granted quota');

describeRule('v2-integration-timeout-range', {
  template: (timeout) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { TimeoutInMillis: timeout }) }),
  passes: [50, 30_000, undefined],
  fails: [49, 30_001],
  message: (timeout) => `'GET /pets' waits ${timeout} ms for its integration, and an HTTP API allows 50 to 30000`,
  unknown: [UNKNOWN],
});

describeRule('v2-integration-timeout-range', {
  template: (timeout) => ({ ...webSocketApi(), ...lambdaFunction(), ...route('send', {}, { TimeoutInMillis: timeout }) }),
  passes: [50, 29_000, undefined],
  fails: [49, 29_001],
  message: (timeout) => `'send' waits ${timeout} ms for its integration, and a WebSocket API allows 50 to 29000`,
  unknown: [UNKNOWN],
}, 'of a WebSocket API');

describeRule('lambda-outlives-integration', {
  template: (seconds) => ({ ...restApi(), ...lambdaFunction('Function', { Timeout: seconds }), ...method('GET /pets') }),
  passes: [29, undefined],
  fails: [30, 900],
  message: (seconds) => `'GET /pets' waits 29000 ms for a function that may run ${Number(seconds) * 1000} ms`,
  unknown: [UNKNOWN],
});

describeRule('lambda-outlives-integration', {
  template: (timeout) => ({ ...httpApi(), ...lambdaFunction('Function', { Timeout: 20 }), ...route('GET /pets', {}, { TimeoutInMillis: timeout }) }),
  passes: [20_000, undefined],
  fails: [19_999],
  message: "'GET /pets' waits 19999 ms for a function that may run 20000 ms",
  unknown: 'what the timeout is, the rule of its range asks',
}, 'with a timeout of the integration');

describeRule('lambda-outlives-integration', {
  template: (seconds) => ({
    ...webSocketApi(),
    ...lambdaFunction('Function', { Timeout: seconds }),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Function' } } },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { Name: 'live', FunctionName: { Ref: 'Function' }, FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] } } },
    ...route('send', {}, { IntegrationUri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Live}/invocations' } }),
  }),
  passes: [29],
  fails: [30],
  message: "'send' waits 29000 ms for a function that may run 30000 ms",
  unknown: [UNKNOWN],
}, 'behind an alias');

describeRule('lambda-outlives-integration', {
  template: (invocation) => ({
    ...restApi(),
    ...lambdaFunction('Function', { Timeout: 900 }),
    ...method('POST /pets', {
      Integration: {
        Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri(), RequestParameters: { 'integration.request.header.x-amz-invocation-type': invocation },
      },
    }),
  }),
  passes: ["'Event'"],
  fails: ["'RequestResponse'", undefined],
  message: "'POST /pets' waits 29000 ms for a function that may run 900000 ms",
  unknown: 'a caller who decides it may also wait',
}, 'a function that nobody waits for');
