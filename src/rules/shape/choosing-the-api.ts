import { ApiType } from '../../api-type';
import { usesRestFeature } from '../../reflection/rest-features';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, ruleOnEach } from '../rule-subjects';
import { RuleText } from '../rule-text';

const COMPARISON = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html';

const dropped: RuleText = {
  id: 'http-api-needs-rest-feature',
  severity: 'error',
  category: 'security',
  appliesTo: [ApiType.HTTP],
  title: 'An HTTP API carries a control that only REST APIs have',
  why: 'API Gateway drops it without a word: whoever wrote it believes in a policy, a validation or a cache that never runs.',
  fix: 'make it a REST API, or move the control into an authorizer, the backend or a CloudFront distribution, and remove it here',
  snippet: `
    Type: AWS::ApiGateway::RestApi
    Properties:
      Policy: !Ref ResourcePolicy`,
  docs: COMPARISON,
};

/** Whether an API is of the right type for what it wants. */
export const choosingTheApi: Rule[] = [
  apiRule({
    id: 'rest-without-rest-feature',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'A REST API uses nothing for which it needs to be one',
    why: 'REST APIs cost some 3.5 times what HTTP APIs cost, and take longer for each request.',
    fix: 'make it an HTTP API, or switch on what it is a REST API for',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        Name: pets
        ProtocolType: HTTP`,
    docs: COMPARISON,
  }, (api) => !api.definition || api.routes.length === 0 ? undefined : judge(usesRestFeature(api), {
    what: `whether the API '${api.label}' uses anything that only REST APIs have`,
    known: (uses) => uses ? undefined : violation(`the API '${api.label}' uses nothing for which it needs to be a REST API: no validation, mapping, `
      + 'API key, cache, canary, web ACL, policy, gateway response, private endpoint or streaming'),
  })),

  ruleOnEach(
    apiRule(dropped, (api) => api.document.toList().flatMap(({ root }) => CONTROLS_OF_DOCUMENTS.map(([key, what]) => {
      const place = root.get(key);
      return place.isGiven ? violation(`the HTTP API '${api.label}' has ${what} (${key}), which HTTP APIs do not have`, place) : undefined;
    }))),
    routeRule(dropped, (route) => controlsOf(route).map(([what, place]) =>
      place.isGiven ? violation(`'${route.key}' has ${what}, which HTTP APIs do not have`, place) : undefined)),
  ),

  routeRule({
    id: 'api-key-vs-http-confusion',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'A route of an HTTP API asks for an API key',
    why: 'HTTP APIs know no API keys: the route is called without one, and nothing is metered.',
    fix: 'use a REST API with a usage plan, or tell callers apart by a claim of their token',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true`,
    docs: COMPARISON,
  }, (route) => route.authorization.isUnknowable ? undefined : judge(route.apiKeyRequired, {
    what: `whether '${route.key}' asks for an API key`,
    known: (isRequired) => isRequired ? violation(`'${route.key}' asks for an API key, which HTTP APIs do not know: it is called without one`) : undefined,
  })),
];

/** Extensions at the root of a definition, of which an HTTP API makes nothing. */
const CONTROLS_OF_DOCUMENTS = [
  ['x-amazon-apigateway-policy', 'a resource policy'],
  ['x-amazon-apigateway-request-validator', 'a request validator'],
  ['x-amazon-apigateway-gateway-responses', 'gateway responses'],
  ['x-amazon-apigateway-api-key-source', 'a source of API keys'],
];

/** Settings of one route, of which an HTTP API makes nothing. */
function controlsOf({ api, place, resource, integration: target }: RouteReflection): [string, TemplateValue][] {
  const document = api.document.value;
  if (document?.owner !== resource) {
    const templates = target.toList().map((integration): [string, TemplateValue] => ['mapping templates', integration.field('requestTemplates')]);
    return [['request models', place.get('RequestModels')], ['required request parameters', place.get('RequestParameters')], ...templates];
  }
  const integration = document.follow(place.get('x-amazon-apigateway-integration'));
  return [
    ['a request validator', place.get('x-amazon-apigateway-request-validator')],
    ['cache keys', integration.get('cacheKeyParameters')],
    ['mapping templates', integration.get('requestTemplates')],
  ];
}
