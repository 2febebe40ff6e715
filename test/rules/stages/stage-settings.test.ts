import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restStage, route, v2Stage, webSocketApi } from '../resources';

const rest = (stage: { [key: string]: Json }, ...methods: Resources[]): Resources => Object.assign(
  {}, restApi(), lambdaFunction(), method('GET /pets'), ...methods, restStage(stage),
) as Resources;

describeRule('method-settings-path-form', {
  template: (path) => rest({ MethodSettings: [{ ResourcePath: path, HttpMethod: 'GET', LoggingLevel: 'ERROR' }] }),
  passes: ['/*', '/', '/~1pets', '/pets'],
  fails: ['pets', '*', '~1pets'],
  message: (path) => `the stage 'live' has settings for the path '${String(path)}', which does not begin with '/'`,
  unknown: [UNKNOWN],
});

describeRule('method-settings-path-form', {
  template: (settings) => rest({ MethodSettings: settings }),
  passes: [[{ ResourcePath: '/', HttpMethod: 'GET', LoggingLevel: 'ERROR' }], undefined],
  fails: [[{ ResourcePath: '/', HttpMethod: 'GET' }, { LoggingLevel: 'ERROR' }], [{ HttpMethod: '*', LoggingLevel: 'ERROR' }]],
  message: "the stage 'live' has method settings without a ResourcePath",
  unknown: [[UNKNOWN]],
}, 'no path at all');

describeRule<{ [key: string]: Json }>('method-settings-empty', {
  template: (settings) => rest({ MethodSettings: [{ ResourcePath: '/~1pets', HttpMethod: 'GET', ...settings }] }),
  passes: [{ LoggingLevel: 'ERROR' }, { CachingEnabled: UNKNOWN }],
  fails: [{}],
  message: "the stage 'live' has settings for 'GET /pets' that set nothing",
  unknown: 'a setting that is not known is one all the same',
});

describeRule<Json>('method-settings-empty', {
  template: (entry) => rest({ MethodSettings: [entry] }),
  passes: [{ ResourcePath: '/*', HttpMethod: '*', MetricsEnabled: false }],
  fails: [{ ResourcePath: '/*', HttpMethod: '*' }],
  message: "the stage 'live' has settings for all methods that set nothing",
  unknown: [UNKNOWN],
}, 'of all methods');

const http = (fields: { [key: string]: Json }): Json => ({ Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://backend.example.com/', ...fields });

describeRule<{ certificate?: Json; integration: Json }>('client-certificate-missing', {
  template: ({ certificate, integration }) => rest({ ClientCertificateId: certificate }, method('GET /prices', { Integration: integration })),
  passes: [
    { certificate: UNKNOWN, integration: http({}) },
    { integration: http({ ConnectionType: 'VPC_LINK', ConnectionId: UNKNOWN }) },
    { integration: { Type: 'MOCK' } },
  ],
  fails: [{ integration: http({}) }, { integration: http({ Type: 'HTTP', ConnectionType: 'INTERNET' }) }],
  message: "the stage 'live' calls the public backend of 'GET /prices' without a client certificate",
  unknown: 'a certificate that is not known is one all the same, and one on a condition is rare',
});

describeRule<Json>('client-certificate-missing', {
  template: (certificate) => ({
    ...webSocketApi(),
    ...route('send', {}, { IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://backend.example.com/', IntegrationMethod: 'POST' }),
    ...v2Stage({ ClientCertificateId: certificate }),
  }),
  passes: ['a1b2c3'],
  fails: [undefined],
  message: "the stage 'live' calls the public backend of 'send' without a client certificate",
  unknown: 'see above',
}, 'of a WebSocket API');

describeRule<string>('health-route-missing', {
  template: (key) => ({ ...restApi(), ...lambdaFunction(), ...method(key) }),
  passes: ['GET /health', 'ANY /v1/status', 'HEAD /healthz', 'ANY /{proxy+}'],
  fails: ['GET /pets', 'POST /health'],
  message: "the API 'Pets' runs in several places, and has no route that tells its health",
  unknown: 'the routes are literal here',
  intent: { multiRegion: true },
});

describeRule<Resources>('health-route-missing', {
  template: (resources) => ({ ...resources, ...lambdaFunction() }),
  passes: [{ ...httpApi(), ...route('GET /health') }, { ...httpApi(), ...route('$default') }],
  fails: [{ ...httpApi(), ...route('GET /pets') }],
  message: "the API 'Pets' runs in several places, and has no route that tells its health",
  unknown: [httpApi({ Body: UNKNOWN })],
  intent: { multiRegion: true },
}, 'of an HTTP API');
