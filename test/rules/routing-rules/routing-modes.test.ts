import { routingRule } from './rules';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { apiMapping, basePathMapping, privateDomain, restDomain, v2Domain } from '../domains/domains';
import { httpApi, lambdaFunction, method, restApi } from '../resources';

const rest = (properties: { [key: string]: Json } = {}) => ({ ...restApi(properties), ...lambdaFunction(), ...method('GET /pets') });
const paths: Json = { MatchBasePaths: { AnyOf: ['shop'] } };

describeRule('routing-rule-no-catch-all', {
  template: (conditions: Json) => ({
    ...rest(), ...restDomain({ RoutingMode: 'ROUTING_RULE_ONLY' }), ...routingRule(), ...routingRule({ Priority: 1_000_000, Conditions: conditions }, 'Last'),
  }),
  passes: [[]],
  fails: [[paths]],
  message: "the domain 'api.example.com' takes routing rules alone, and each of them has conditions",
  unknown: [UNKNOWN],
});

describeRule('routing-rule-no-catch-all', {
  template: (mode) => ({ ...rest(), ...restDomain({ RoutingMode: mode }), ...routingRule() }),
  passes: ['ROUTING_RULE_THEN_BASE_PATH_MAPPING'],
  fails: ['ROUTING_RULE_ONLY'],
  message: "the domain 'api.example.com' takes routing rules alone, and each of them has conditions",
  unknown: [UNKNOWN],
}, 'where mappings take none of the rest');

describeRule('routing-rule-mode-off', {
  template: (mode) => ({ ...rest(), ...restDomain({ RoutingMode: mode }), ...routingRule() }),
  passes: ['ROUTING_RULE_ONLY', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'],
  fails: ['BASE_PATH_MAPPING_ONLY', undefined],
  message: "the domain 'api.example.com' has routing rules, and its routing mode leads by mappings alone",
  unknown: [UNKNOWN],
});

describeRule('routing-rule-mode-off', {
  template: (mode) => ({ ...rest(), ...v2Domain({}, { RoutingMode: mode }), ...routingRule() }),
  passes: ['ROUTING_RULE_THEN_API_MAPPING'],
  fails: ['API_MAPPING_ONLY', undefined],
  message: "the domain 'api.example.com' has routing rules, and its routing mode leads by mappings alone",
  unknown: [UNKNOWN],
}, 'of the second generation');

describeRule('prefer-routing-rules', {
  template: (hasRule: boolean) => ({ ...rest(), ...restDomain(), ...basePathMapping(), ...hasRule ? routingRule() : {} }),
  passes: [true],
  fails: [false],
  message: "the domain 'api.example.com' leads to the REST API 'Pets' by a mapping and has no routing rules",
  unknown: 'a rule is there or not',
  intent: { routingRulesPreferred: true },
});

describeRule('prefer-routing-rules', {
  template: (type: 'REST' | 'HTTP') => ({ ...type === 'REST' ? rest() : httpApi(), ...v2Domain(), ...apiMapping() }),
  passes: ['HTTP'],
  fails: ['REST'],
  message: "the domain 'api.example.com' leads to the REST API 'Pets' by a mapping and has no routing rules",
  unknown: 'a rule is there or not',
  intent: { routingRulesPreferred: true },
}, 'rules do not lead to HTTP APIs');

const other = (type: 'HTTP' | 'WEBSOCKET'): Resources => ({ Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ProtocolType: type } } });

describeRule('routing-rule-mixed-mappings', {
  template: (domainName: Json) => ({
    ...rest(),
    ...other('HTTP'),
    ...restDomain({ RoutingMode: 'ROUTING_RULE_THEN_BASE_PATH_MAPPING' }),
    ...routingRule(),
    ...basePathMapping({ BasePath: 'pets' }),
    ...apiMapping({ ApiId: { Ref: 'Other' }, DomainName: domainName, ApiMappingKey: 'other' }),
  }),
  passes: ['other.example.com'],
  fails: ['api.example.com', { Ref: 'Domain' }],
  message: "the domain 'api.example.com' has routing rules and mappings to the REST API 'Pets' and to the HTTP API 'Other'",
  unknown: 'a domain that only the deployment tells is taken for another one',
});

describeRule('routing-rule-mixed-mappings', {
  template: (hasRule: boolean) => ({
    ...rest(),
    ...other('HTTP'),
    ...restDomain(),
    ...hasRule ? routingRule() : {},
    ...basePathMapping({ BasePath: 'pets' }),
    ...apiMapping({ ApiId: { Ref: 'Other' }, ApiMappingKey: 'other' }),
  }),
  passes: [false],
  fails: [true],
  message: "the domain 'api.example.com' has routing rules and mappings to the REST API 'Pets' and to the HTTP API 'Other'",
  unknown: 'a rule is there or not',
}, 'both types may stand under a domain without rules');

describeRule('routing-rule-public-private-mix', {
  template: (type) => ({ ...rest({ EndpointConfiguration: { Types: [type] } }), ...restDomain({ RoutingMode: 'ROUTING_RULE_ONLY' }), ...routingRule() }),
  passes: ['REGIONAL', 'EDGE'],
  fails: ['PRIVATE'],
  message: "the domain 'api.example.com' is public and leads by a routing rule to the API 'Pets', which is private",
  unknown: [UNKNOWN],
});

describeRule('routing-rule-public-private-mix', {
  template: (type) => ({ ...rest({ EndpointConfiguration: { Types: [type] } }), ...privateDomain({ RoutingMode: 'ROUTING_RULE_ONLY' }), ...routingRule() }),
  passes: ['PRIVATE'],
  fails: ['REGIONAL'],
  message: "the domain 'api.example.com' is private and leads by a routing rule to the API 'Pets', which is public",
  unknown: [UNKNOWN],
}, 'from a private domain');
