import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { DomainReflection } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import { certainFirst, domainRule, nameOf, violationBy } from '../domains/domain-rule';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';

const MODES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-routing-mode.html';
const ROUTING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-mode.html';

/** Routing rules beside the mode of their domain and its mappings. */
export const routingModes: Rule[] = [
  domainRule({
    id: 'routing-rule-no-catch-all',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'No routing rule takes the calls that all others leave',
    why: 'The domain takes routing rules alone, so a call that fits none gets 404 of API Gateway, which no API of yours sees.',
    fix: 'add a rule without conditions and with the highest number as priority',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        Priority: 1000000
        Conditions: []`,
    docs: ROUTING,
  }, (domain) => domain.rules.length === 0 ? undefined : judge(domain.routingMode, {
    what: `the routing mode of ${nameOf(domain)}`,
    known: (mode) => {
      if (mode !== 'ROUTING_RULE_ONLY') return undefined;
      const conditions = domain.rules.map(({ resource }) => resource.property('Conditions').items().orDefault([]));
      if (conditions.some((list) => list.is(({ length }) => length === 0))) return undefined;
      return judge(conditions.find((list) => !list.isKnown) ?? conditions[0], {
        what: `whether a routing rule of ${nameOf(domain)} takes every call`,
        known: () => violation(`${nameOf(domain)} takes routing rules alone, and each of them has conditions`),
      });
    },
  })),

  domainRule({
    id: 'routing-rule-mode-off',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A domain has routing rules that its mode switches off',
    why: 'In this mode, which is the default, the domain leads by mappings alone: rules cannot be made, and those that exist never run.',
    fix: 'set RoutingMode to ROUTING_RULE_ONLY or to ROUTING_RULE_THEN_API_MAPPING',
    snippet: `
      Type: AWS::ApiGatewayV2::DomainName
      Properties:
        DomainName: api.example.com
        RoutingMode: ROUTING_RULE_THEN_API_MAPPING`,
    docs: MODES,
  }, (domain) => domain.rules.length === 0 ? undefined : judge(domain.routingMode, {
    what: `the routing mode of ${nameOf(domain)}`,
    place: domain.resource.property('RoutingMode'),
    known: (mode) => mode === 'API_MAPPING_ONLY' ? violationBy(certainFirst(domain.rules).slice(0, 1), `${nameOf(domain)} has routing rules, and its routing mode leads by mappings alone`) : undefined,
  })),

  domainRule({
    id: 'prefer-routing-rules',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST],
    title: 'A domain leads to REST APIs by mappings',
    why: 'Mappings know base paths alone; rules have headers and priorities as well, so that a new version can take some of the calls.',
    fix: 'replace the mappings by routing rules, and set RoutingMode',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        DomainNameArn: !GetAtt Domain.DomainNameArn
        Priority: 100
        Conditions:
          - MatchBasePaths: {AnyOf: [shop]}
        Actions:
          - InvokeApi: {ApiId: !Ref RestApi, Stage: live, StripBasePath: true}`,
    docs: ROUTING,
    optIn: 'routingRulesPreferred',
  }, (domain, { intent }) => {
    const mapped = domain.mappings.flatMap(({ api }) => api.toList());
    const onlyRest = mapped.length > 0 && mapped.every(({ apiType }) => apiType === ApiType.REST);
    return intent.routingRulesPreferred && onlyRest && domain.rules.length === 0
      ? violation(`${nameOf(domain)} leads to the REST API '${mapped[0].label}' by a mapping and has no routing rules`) : undefined;
  }),

  domainRule({
    id: 'routing-rule-mixed-mappings',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A domain has routing rules and mappings to both REST and HTTP APIs',
    why: 'API Gateway has no routing rules for such a domain.',
    fix: 'put the HTTP APIs under a domain of their own',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref HttpApi
        DomainName: !Ref DomainOfHttpApis
        Stage: live`,
    docs: ROUTING,
  }, (domain) => {
    const mapped = certainFirst(domain.mappings);
    const [rule] = certainFirst(domain.rules);
    const [rest, http] = [ApiType.REST, ApiType.HTTP].map((type) => mapped.find(({ api }) => api.is(({ apiType }) => apiType === type)));
    if (!rule || !rest || !http) return undefined;
    const [ofRest, ofHttp] = [rest, http].map(({ api }) => `API '${api.value!.label}'`);
    return violationBy([rule, rest, http], `${nameOf(domain)} has routing rules and mappings to the REST ${ofRest} and to the HTTP ${ofHttp}`);
  }),

  domainRule({
    id: 'routing-rule-public-private-mix',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A routing rule leads from a public domain to a private API, or the other way round',
    why: 'API Gateway refuses such a rule, so the deployment fails.',
    fix: 'put private APIs under private domains, and public ones under public domains',
    snippet: `
      Type: AWS::ApiGateway::DomainNameV2
      Properties:
        DomainName: internal.example.com
        EndpointConfiguration:
          Types: [PRIVATE]`,
    docs: ROUTING,
  }, (domain) => apisOfRules(domain).flatMap((api) => judge(Fact.all([domain.endpointType, api.endpointType]), {
    what: `whether ${nameOf(domain)} and the API '${api.label}' are both private`,
    known: (types) => {
      const [isDomainPrivate, isApiPrivate] = types.map((type) => type === 'PRIVATE');
      return isDomainPrivate === isApiPrivate ? undefined
        : violation(`${nameOf(domain)} is ${kind(isDomainPrivate)} and leads by a routing rule to the API '${api.label}', which is ${kind(isApiPrivate)}`);
    },
  }))),
];

function apisOfRules(domain: DomainReflection): ApiReflection[] {
  return [...new Set(domain.rules.flatMap(({ api }) => api.toList()))].filter(({ apiType }) => apiType === ApiType.REST);
}

function kind(isPrivate: boolean): string {
  return isPrivate ? 'private' : 'public';
}
