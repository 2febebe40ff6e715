import { ApiType } from '../../api-type';
import type { ApiReflection } from '../../reflection/api-reflection';
import { endpointTypesOf } from '../../reflection/endpoint-types';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule } from '../rule-subjects';

const ENDPOINT_TYPES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html';

/** Where the endpoint of an API stands. */
export const endpointTypes: Rule[] = [
  apiRule({
    id: 'rest-endpoint-type-implicit',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'A REST API does not say its endpoint type',
    why: 'API Gateway then makes it edge-optimized: a CloudFront distribution of its own that caches nothing, no mutual TLS on its domain, '
      + 'no integration above 29 seconds, and streams that end after 30 idle seconds.',
    fix: 'set EndpointConfiguration.Types to REGIONAL or PRIVATE, or to EDGE where that is meant',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]`,
    docs: ENDPOINT_TYPES,
  }, (api) => api.definition && !saysSomeType(api) ? judge(endpointTypesOf(api), {
    what: `the endpoint type of the API '${api.label}'`,
    place: api.resource.property('EndpointConfiguration'),
    known: () => undefined,
    absent: () => violation(`the API '${api.label}' does not say its endpoint type, and becomes edge-optimized`, api.resource.property('EndpointConfiguration')),
  }) : undefined),

  apiRule({
    id: 'rest-edge-behind-own-cloudfront',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'An edge-optimized API stands behind a CloudFront distribution of its own',
    why: 'Every request goes through two distributions, of which that of API Gateway caches nothing: more latency, and one more place that can fail.',
    fix: 'make the API REGIONAL',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]`,
    docs: ENDPOINT_TYPES,
  }, (api, { app }) => {
    const [origin] = app.distributions.originsOfApi(api);
    return origin && judge(api.endpointType, {
      what: `the endpoint type of the API '${api.label}', which a distribution asks,`,
      place: api.resource.property('EndpointConfiguration'),
      known: (type) => type === 'EDGE'
        ? violation(`the API '${api.label}' is edge-optimized, and the distribution '${origin.distribution.label}' asks it: requests go through CloudFront twice`, api.resource.property('EndpointConfiguration'))
        : undefined,
    });
  }),

  apiRule({
    id: 'api-endpoint-type-not-allowed',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An API has an endpoint type that is not allowed',
    why: 'APIs that anybody can reach appear where they must not be.',
    fix: 'use an endpoint type that is allowed, or publish the API from the account that may',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [PRIVATE]`,
    docs: ENDPOINT_TYPES,
    related: ['api-gw-endpoint-type-check'],
    optIn: 'allowedEndpointTypes',
  }, (api, { intent: { allowedEndpointTypes: allowed = [] } }) => {
    const wanted = allowed.map((type) => type.toUpperCase());
    if (!api.definition || wanted.length === 0) return undefined;
    return judge(api.endpointType, {
      what: `the endpoint type of the API '${api.label}'`,
      place: api.resource.property('EndpointConfiguration'),
      known: (type) => wanted.includes(type)
        ? undefined
        : violation(`the API '${api.label}' has the endpoint type ${type}, and allowed are ${wanted.join(', ')}`, api.resource.property('EndpointConfiguration')),
    });
  }),
];

/** Whether there is a type, even if a condition chooses which. */
function saysSomeType({ resource }: ApiReflection): boolean {
  return resource.property('EndpointConfiguration.Types').items().is((types) => types.some((type) => type.presence().isKnown));
}
