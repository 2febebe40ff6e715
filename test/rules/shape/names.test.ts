import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

describeRule<string>('reserved-health-path', {
  template: (path) => ({ ...restApi(), ...lambdaFunction(), ...method(`GET ${path}`) }),
  passes: ['/health', '/pets/ping', '/', '/pings'],
  fails: ['/ping', '/sping'],
  message: (path) => `'GET ${path}' has the path ${path}, which API Gateway answers itself`,
  unknown: 'paths are literal here',
});

describeRule<Json>('reserved-health-path', {
  template: (part) => ({
    ...restApi(),
    ...lambdaFunction(),
    Health: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, PathPart: part, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] } } },
    Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'Health' }, HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' } },
  }),
  passes: ['health'],
  fails: ['ping'],
  message: "'GET /ping' has the path /ping, which API Gateway answers itself",
  unknown: [UNKNOWN],
}, 'a part of a path');

describeRule<string>('reserved-health-path', {
  template: (path) => ({ ...httpApi(), ...lambdaFunction(), ...route(`GET ${path}`) }),
  passes: ['/health', '/pets/ping', '/{proxy+}'],
  fails: ['/ping', '/sping'],
  message: (path) => `'GET ${path}' has the path ${path}, which API Gateway answers itself`,
  unknown: 'route keys are literal here',
}, 'of an HTTP API');

describeRule<Json>('stage-name-charset', {
  template: (name) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage({ StageName: name }) }),
  passes: ['live', 'live-v2', 'LIVE_2', 'a'.repeat(128), UNKNOWN, { 'Fn::Sub': '${Unknown}-blue' }],
  fails: ['live.v2', '$default', { 'Fn::Sub': '${Unknown}.v2' }, 'a'.repeat(129)],
  message: (name) => {
    if (typeof name !== 'string') return "the stage '${?}.v2' has '.' in its name, which takes letters, digits, - and _";
    if (name.length > 128) return `the stage '${'a'.repeat(40)}…' has a name of 129 characters, and at most 128 are taken`;
    return `the stage '${name}' has '${name === '$default' ? '$' : '.'}' in its name, which takes letters, digits, - and _`;
  },
  unknown: 'what only the deployment tells of a name is most likely right',
});

describeRule<Json>('stage-name-charset', {
  template: (name) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets'), ...v2Stage({ StageName: name }) }),
  passes: ['live', '$default'],
  fails: ['live v2'],
  message: "the stage 'live v2' has ' ' in its name, which takes letters, digits, - and _",
  unknown: 'what only the deployment tells of a name is most likely right',
}, 'of an HTTP API, which also has $default');

const long = 'n'.repeat(255);

describeRule<Json>('metric-dimension-too-long', {
  template: (name) => ({ ...restApi({ Name: name }), ...lambdaFunction(), ...method('GET /pets') }),
  passes: [long, UNKNOWN],
  fails: [`${long}n`],
  message: `the API '${'n'.repeat(40)}…' has a name of 256 characters, and a dimension of a metric has at most 255`,
  unknown: 'a name that only the deployment tells is most likely short',
});

const resources: Record<string, (path: string) => Resources> = {
  'of a REST API': (path) => ({ ...restApi(), ...lambdaFunction(), ...method(`GET ${path}`) }),
  'of an HTTP API': (path) => ({ ...httpApi(), ...lambdaFunction(), ...route(`GET ${path}`) }),
};

describe.each(Object.entries(resources))('%s', (name, template) => {
  describeRule<string>('metric-dimension-too-long', {
    template,
    passes: [`/${'p'.repeat(254)}`],
    fails: [`/${'p'.repeat(255)}`],
    message: `'GET /${'p'.repeat(35)}…' has a path of 256 characters, and a dimension of a metric has at most 255`,
    unknown: 'paths are literal here',
  }, `a path ${name}`);
});

describeRule<string>('metric-dimension-too-long', {
  template: (key) => ({ ...webSocketApi(), ...lambdaFunction(), ...route(key) }),
  passes: ['send'],
  fails: ['s'.repeat(256)],
  message: `'${'s'.repeat(40)}…' has a key of 256 characters, and a dimension of a metric has at most 255`,
  unknown: 'route keys are literal here',
}, 'a key of a WebSocket API');
