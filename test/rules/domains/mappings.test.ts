import { CONDITIONS, apiMapping, basePathMapping, onCondition, privateDomain, restDomain, v2Domain } from './domains';
import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, webSocketApi } from '../resources';

const other = (properties: { [key: string]: Json }): Resources => ({ Other: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Other', ...properties } } });

describeRule('domain-shared-with-websocket', {
  template: (protocol: 'HTTP' | 'WEBSOCKET') => ({
    ...webSocketApi(),
    ...other({ ProtocolType: protocol }),
    ...v2Domain(),
    ...apiMapping({ ApiMappingKey: 'chat' }),
    ...apiMapping({ ApiId: { Ref: 'Other' }, DomainName: 'api.example.com' }, 'OtherMapping'),
  }),
  passes: ['WEBSOCKET'],
  fails: ['HTTP'],
  message: "the domain 'api.example.com' leads to the WebSocket API 'Chat' and to the HTTP API 'Other'",
  unknown: 'an API that is made elsewhere is none that the templates tell of',
});

describeRule('domain-shared-with-websocket', {
  template: (domainName: Json) => ({
    ...restApi(),
    ...lambdaFunction(),
    ...method('GET /pets'),
    ...other({ ProtocolType: 'WEBSOCKET' }),
    ...restDomain(),
    ...basePathMapping({ BasePath: 'pets' }),
    ...apiMapping({ ApiId: { Ref: 'Other' }, DomainName: domainName }),
  }),
  passes: ['live.example.com'],
  fails: [{ Ref: 'Domain' }],
  message: "the domain 'api.example.com' leads to the WebSocket API 'Other' and to the REST API 'Pets'",
  unknown: 'a domain that only the deployment tells is taken for another one',
}, 'with a REST API');

describeRule('domain-shared-with-websocket', {
  template: ([ofDomain, ofMapping]: (string | undefined)[]): CfnTemplate => ({
    ...CONDITIONS,
    Resources: {
      ...webSocketApi(),
      ...other({ ProtocolType: 'HTTP' }),
      ...onCondition(ofDomain, v2Domain()),
      ...apiMapping(),
      ...onCondition(ofMapping, apiMapping({ ApiId: { Ref: 'Other' }, ApiMappingKey: 'other' }, 'OtherMapping')),
    },
  }),
  passes: [[undefined, 'IsNever']],
  fails: [[undefined, undefined], ['IsUnknown', 'IsUnknown']],
  message: "the domain 'api.example.com' leads to the WebSocket API 'Chat' and to the HTTP API 'Other'",
  unknown: [[undefined, 'IsUnknown']],
}, 'by a mapping that may not be made');

describeRule('base-path-multi-segment-v1', {
  template: (path: Json) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restDomain(), ...basePathMapping({ BasePath: path }) }),
  passes: ['shop', undefined, '(none)'],
  fails: ['shop/v2'],
  message: "the base path 'shop/v2' has a slash, and this kind of mapping takes one segment",
  unknown: [{ 'Fn::If': ['IsNew', 'shop', 'shop/v2'] }],
});

const long = (length: number) => 'v'.repeat(length);

describeRule('base-path-too-long', {
  template: (path: Json) => ({ ...httpApi(), ...v2Domain(), ...apiMapping({ ApiMappingKey: path }) }),
  passes: [long(300), undefined],
  fails: [long(301)],
  message: "the base path 'vvvvvvvvvvvvvvvvvvvv...' has 301 characters, and API Gateway takes 300",
  unknown: [{ 'Fn::If': ['IsNew', long(300), long(301)] }],
});

describeRule('base-path-too-long', {
  template: (path: Json) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets'), ...restDomain(), ...basePathMapping({ BasePath: path }) }),
  passes: [long(300)],
  fails: [long(301)],
  message: "the base path 'vvvvvvvvvvvvvvvvvvvv...' has 301 characters, and API Gateway takes 300",
  unknown: [{ 'Fn::If': ['IsNew', long(300), long(301)] }],
}, 'of the first generation');

describeRule('api-mapping-count', {
  template: (count: number) => ({
    ...httpApi(),
    ...v2Domain(),
    ...apiMapping({ ApiMappingKey: 'single' }, 'Single'),
    ...Object.assign({}, ...Array.from({ length: count }, (_, index) => apiMapping({ ApiMappingKey: `shop/v${index}` }, `Mapping${index}`))) as Resources,
  }),
  passes: [200],
  fails: [201],
  message: "the domain 'api.example.com' has 201 mappings of several segments, and API Gateway takes 200",
  unknown: 'a base path that only the deployment tells has most often one segment',
});

describeRule('private-domain-not-dualstack', {
  template: (type) => privateDomain({ EndpointConfiguration: { Types: ['PRIVATE'], IpAddressType: type } }),
  passes: ['dualstack', undefined],
  fails: ['ipv4'],
  message: "the domain 'api.example.com' is private and has the type of IP addresses 'ipv4', where only dualstack exists",
  unknown: [UNKNOWN],
});

describeRule('private-domain-not-dualstack', {
  template: (type: 'REGIONAL' | 'PRIVATE') => restDomain({ EndpointConfiguration: { Types: [type], IpAddressType: 'ipv4' } }),
  passes: ['REGIONAL'],
  fails: ['PRIVATE'],
  message: "the domain 'api.example.com' is private and has the type of IP addresses 'ipv4', where only dualstack exists",
  unknown: 'the type is literal here',
}, 'public domains may have either');

const association = (arn: Json): Resources => ({
  Association: { Type: 'AWS::ApiGateway::DomainNameAccessAssociation', Properties: { DomainNameArn: arn, AccessAssociationSource: 'vpce-1', AccessAssociationSourceType: 'VPCE' } },
});

describeRule('private-domain-no-association', {
  template: (arn) => ({ ...privateDomain(), ...arn === undefined ? {} : association(arn) }),
  passes: [
    { 'Fn::GetAtt': ['Domain', 'DomainNameArn'] },
    { Ref: 'Domain' },
    'arn:aws:apigateway:eu-west-1:111122223333:/domainnames/api.example.com+abc123',
  ],
  fails: [undefined, 'arn:aws:apigateway:eu-west-1:111122223333:/domainnames/other.example.com+abc123'],
  message: "the domain 'api.example.com' is private, and no VPC endpoint is associated with it",
  unknown: [UNKNOWN],
});

describeRule('private-domain-no-association', {
  template: (arns: Json[]) => ({ ...privateDomain(), Share: { Type: 'AWS::RAM::ResourceShare', Properties: { Name: 'Domains', ResourceArns: arns } } }),
  passes: [[{ 'Fn::GetAtt': ['Domain', 'DomainNameArn'] }]],
  fails: [[]],
  message: "the domain 'api.example.com' is private, and no VPC endpoint is associated with it",
  unknown: [[UNKNOWN]],
}, 'shared with other accounts');

describeRule('private-domain-no-association', {
  template: (hasOwn: boolean) => ({
    ...privateDomain(),
    ...hasOwn ? association({ 'Fn::GetAtt': ['Domain', 'DomainNameArn'] }) : {},
    Share: { Type: 'AWS::RAM::ResourceShare', Properties: { Name: 'Shared', ResourceArns: hasOwn ? [UNKNOWN] : [] } },
  }),
  passes: [true],
  fails: [false],
  message: "the domain 'api.example.com' is private, and no VPC endpoint is associated with it",
  unknown: 'what else is shared does not matter to a domain with an endpoint',
}, 'beside a share of something else');
