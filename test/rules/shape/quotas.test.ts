import { CfnTemplate, Resources } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route, v2Authorizer, v2Stage, webSocketApi } from '../resources';

const times = (count: number, make: (index: number) => Resources): Resources =>
  Object.assign({}, ...Array.from({ length: count }, (_, index) => make(index)));

/** `count` copies of a resource, by logical ids that begin alike. */
const copies = (count: number, resources: Resources, change: (index: number) => Record<string, string> = () => ({})): Resources => {
  const [[logicalId, resource]] = Object.entries(resources);
  return times(count, (index) => ({ [`${logicalId}${index}`]: { ...resource, Properties: { ...resource.Properties, ...change(index) } } }));
};

const oneIntegration = route('GET /shared');

/** Routes of an HTTP API that share one integration. */
const sharingRoutes = (count: number): Resources => ({
  ...oneIntegration,
  ...copies(count - 1, { RouteGETShared: oneIntegration.RouteGETShared }, (index) => ({ RouteKey: `GET /p${index}` })),
});

describeRule<number>('rest-resource-count', {
  // Of /shared/p1 and /shared/p2, three are resources.
  template: (count) => ({ ...restApi(), ...lambdaFunction(), ...times(count - 1, (index) => method(`GET /shared/p${index}`)) }),
  passes: [239],
  fails: [240, 301],
  message: (count) => count > 300
    ? "the API 'Pets' has 301 resources, and an API has at most 300 unless the account was granted more"
    : `the API 'Pets' has ${count} resources, which nearly uses up the quota of 300`,
  unknown: 'what is there is counted',
});

describeRule<number>('rest-resource-count', {
  template: (count) => ({ ...restApi(), ...lambdaFunction(), ...times(count, (index) => method(`GET /p${index}`)) }),
  intent: { quotas: { restResources: 10 } },
  passes: [7],
  fails: [11],
  message: "the API 'Pets' has 11 resources, and the account was granted 10",
  severity: 'error',
  unknown: 'what is there is counted',
}, 'with a declared quota');

describeRule<number>('v2-route-count', {
  template: (count) => ({ ...httpApi(), ...lambdaFunction(), ...sharingRoutes(count) }),
  passes: [239],
  fails: [240, 301],
  message: (count) => count > 300
    ? "the API 'Pets' has 301 routes, and an API has at most 300 unless the account was granted more"
    : "the API 'Pets' has 240 routes, which nearly uses up the quota of 300",
  unknown: 'what is there is counted',
});

describeRule<number>('v2-route-count', {
  template: (count) => ({ ...webSocketApi(), ...lambdaFunction(), ...times(count, (index) => route(`send${index}`)) }),
  intent: { quotas: { routes: 5 } },
  passes: [3],
  fails: [6],
  message: "the API 'Chat' has 6 routes, and the account was granted 5",
  severity: 'error',
  unknown: 'what is there is counted',
}, 'with a declared quota');

describeRule<number>('v2-integration-count', {
  template: (count) => ({ ...httpApi(), ...lambdaFunction(), ...times(count, (index) => route(`GET /p${index}`)) }),
  passes: [239],
  fails: [301],
  message: "the API 'Pets' has 301 integrations, and an API has at most 300",
  unknown: 'what is there is counted',
});

describeRule<number>('v2-integration-count', {
  template: (count) => httpApi({
    Body: {
      openapi: '3.0.1',
      paths: Object.fromEntries(Array.from({ length: count }, (_, index) => [`/p${index}`, {
        get: { 'x-amazon-apigateway-integration': { $ref: `#/components/x-amazon-apigateway-integrations/${count > 301 ? 'shared' : `i${index}`}` } },
      }])),
      components: {
        'x-amazon-apigateway-integrations': {
          shared: { type: 'http_proxy', uri: 'https://example.com' },
          ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, { type: 'http_proxy', uri: `https://example.com/${index}` }])),
        },
      },
    },
    Name: undefined,
    ProtocolType: undefined,
  }),
  passes: [302],
  fails: [301],
  message: "the API 'Api' has 301 integrations, and an API has at most 300",
  unknown: 'what is there is counted',
}, 'operations that refer to one integration share it');

describeRule<number>('v2-integration-count', {
  template: (count) => ({ ...webSocketApi(), ...lambdaFunction(), ...times(count, (index) => route(`send${index}`)) }),
  passes: [239],
  fails: [240, 301],
  message: (count) => count > 300
    ? "the API 'Chat' has 301 integrations, and an API has at most 300 unless the account was granted more"
    : "the API 'Chat' has 240 integrations, which nearly uses up the quota of 300",
  severity: 'warning',
  unknown: 'what is there is counted',
}, 'of a WebSocket API');

describeRule<number>('stage-count', {
  template: (count) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restStage(), ...copies(count - 1, restStage(), (index) => ({ StageName: `s${index}` })) }),
  passes: [1, 10],
  fails: [11],
  message: "the API 'Pets' has 11 stages, and an API has at most 10 unless the account was granted more",
  unknown: 'what is there is counted',
});

describeRule<number>('stage-count', {
  template: (count) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets'), ...v2Stage(), ...copies(count - 1, v2Stage(), (index) => ({ StageName: `s${index}` })) }),
  intent: { quotas: { stages: 12 } },
  passes: [11, 12],
  fails: [13],
  message: "the API 'Pets' has 13 stages, and the account was granted 12",
  severity: 'error',
  unknown: 'what is there is counted',
}, 'with a declared quota');

const conditional = (resources: Resources): Resources => Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...resource, Condition: 'Wanted' }]));

describeRule<[certain: number, maybe: number]>('stage-count', {
  template: ([certain, maybe]): CfnTemplate => ({
    Parameters: { Wish: { Type: 'String' } },
    Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wish' }, 'stages'] } },
    Resources: {
      ...webSocketApi(),
      ...copies(certain, v2Stage(), (index) => ({ StageName: `s${index}` })),
      ...conditional(copies(maybe, { Maybe: v2Stage().Stage }, (index) => ({ StageName: `m${index}` }))),
    },
  }),
  passes: [[10, 0], [7, 3]],
  fails: [[11, 0], [11, 5]],
  message: "the API 'Chat' has 11 stages, and an API has at most 10 unless the account was granted more",
  unknown: [[7, 4]],
}, 'stages that depend on conditions');

describeRule<number>('authorizer-count', {
  template: (count) => ({ ...restApi(), ...lambdaFunction(), ...copies(count, restAuthorizer()), ...callsAll(count) }),
  passes: [10],
  fails: [11],
  message: "the API 'Pets' has 11 authorizers, and an API has at most 10 unless the account was granted more",
  unknown: 'what is there is counted',
});

describeRule<number>('authorizer-count', {
  template: (count) => ({ ...webSocketApi(), ...lambdaFunction(), ...copies(count, v2Authorizer()) }),
  intent: { quotas: { authorizers: 20 } },
  passes: [20],
  fails: [21],
  message: "the API 'Chat' has 21 authorizers, and the account was granted 20",
  severity: 'error',
  unknown: 'what is there is counted',
}, 'with a declared quota');

/** A method for each authorizer: a definition has those that an operation names. */
function callsAll(count: number): Resources {
  return times(count, (index) => method(`GET /p${index}`, { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: `Authorizer${index}` } }));
}
