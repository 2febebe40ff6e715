import { routingRule } from './rules';
import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { restDomain } from '../domains/domains';
import { httpApi, lambdaFunction, method, restApi } from '../resources';

const rest = () => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets') });
const domain = () => restDomain({ RoutingMode: 'ROUTING_RULE_ONLY' });

describeRule('routing-rule-target-not-rest', {
  template: (id) => ({
    ...rest(),
    Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ProtocolType: 'HTTP' } },
    ...domain(),
    ...routingRule({ Actions: [{ InvokeApi: { ApiId: id, Stage: 'live' } }] }),
  }),
  passes: [{ Ref: 'Api' }, 'abc123', UNKNOWN],
  fails: [{ Ref: 'Other' }],
  message: "the routing rule of the priority 100 leads to the HTTP API 'Other', and routing rules lead to REST APIs alone",
  unknown: 'an API that is made elsewhere is most likely a REST API',
});

describeRule('routing-rule-target-not-rest', {
  template: (type: 'REST' | 'HTTP') => ({ ...type === 'REST' ? rest() : httpApi(), ...domain(), ...routingRule() }),
  passes: ['REST'],
  fails: ['HTTP'],
  message: "the routing rule of the priority 100 leads to the HTTP API 'Pets', and routing rules lead to REST APIs alone",
  unknown: 'an API that is made elsewhere is most likely a REST API',
}, 'by the type of the API');

describeRule('routing-rule-priority-duplicate', {
  template: (priority) => ({ ...rest(), ...domain(), ...routingRule(), ...routingRule({ Priority: priority }, 'Second') }),
  passes: [200, UNKNOWN],
  fails: [100, '100'],
  message: "the domain 'api.example.com' has two routing rules of the priority 100",
  unknown: 'whoever gives a priority by a parameter gives another one',
});

describeRule('routing-rule-priority-duplicate', {
  template: (arn: Json) => ({ ...rest(), ...domain(), ...routingRule(), ...routingRule({ DomainNameArn: arn }, 'Second') }),
  passes: ['arn:aws:apigateway:eu-west-1::/domainnames/other.example.com'],
  fails: ['arn:aws:apigateway:eu-west-1::/domainnames/api.example.com', { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}::/domainnames/api.example.com' }],
  message: "the domain 'api.example.com' has two routing rules of the priority 100",
  unknown: 'the priorities are literal here',
}, 'however the domain is named');

describeRule('routing-rule-priority-duplicate', {
  template: (condition: string | undefined) => ({
    Parameters: { Unknown: { Type: 'String' } },
    Conditions: { IsUnknown: { 'Fn::Equals': [{ Ref: 'Unknown' }, 'yes'] }, IsNever: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { ...rest(), ...domain(), ...routingRule(), Second: { ...routingRule().Rule, Condition: condition } },
  }),
  passes: ['IsNever'],
  fails: [undefined],
  message: "the domain 'api.example.com' has two routing rules of the priority 100",
  unknown: ['IsUnknown'],
}, 'of which one may not be made');

describeRule('routing-rule-priority-range', {
  template: (priority) => ({ ...rest(), ...domain(), ...routingRule({ Priority: priority }) }),
  passes: [1, 1_000_000],
  fails: [0, 1_000_001, 1.5],
  message: (priority) => `the priority ${String(priority)} of a routing rule is no whole number from 1 to 1000000`,
  unknown: [UNKNOWN],
});

const header = (name: string): Json => ({ MatchHeaders: { AnyOf: [{ Header: name, ValueGlob: '*' }] } });
const paths: Json = { MatchBasePaths: { AnyOf: ['shop'] } };

describeRule('routing-rule-too-many-conditions', {
  template: (conditions: Json) => ({ ...rest(), ...domain(), ...routingRule({ Conditions: conditions }) }),
  passes: [[], [paths], [header('a'), header('b'), paths]],
  fails: [[paths, paths], [paths, header('a'), paths]],
  message: 'the routing rule of the priority 100 has 2 conditions on base paths, and API Gateway takes 1',
  unknown: [UNKNOWN],
});

describeRule('routing-rule-too-many-conditions', {
  template: (conditions: Json) => ({ ...rest(), ...domain(), ...routingRule({ Conditions: conditions }) }),
  passes: [[header('a'), header('b')]],
  fails: [[header('a'), header('b'), header('c')]],
  message: 'the routing rule of the priority 100 has 3 conditions on headers, and API Gateway takes 2',
  unknown: [UNKNOWN],
}, 'on headers');

describeRule('routing-rule-count', {
  template: (count: number) => ({
    ...rest(),
    ...domain(),
    ...Object.assign({}, ...Array.from({ length: count }, (_, index) => routingRule({ Priority: index + 1 }, `Rule${index}`))) as Resources,
  }),
  passes: [50],
  fails: [51],
  message: "the domain 'api.example.com' has 51 routing rules, and the quota is 50",
  unknown: 'rules are counted as they stand',
});
