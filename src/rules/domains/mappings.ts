import { certainFirst, domainRule, nameOf, violationBy } from './domain-rule';
import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule } from '../rule-subjects';

const REST_MAPPINGS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html';
const PRIVATE_DOMAINS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html';

/** Base paths under a domain, and private domains. */
export const mappings: Rule[] = [
  domainRule({
    id: 'domain-shared-with-websocket',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A WebSocket API shares a domain with another type of API',
    why: 'API Gateway maps a domain to WebSocket APIs or to others, and refuses the mapping.',
    fix: 'give the WebSocket API a domain of its own',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref Chat
        DomainName: !Ref LiveDomain
        Stage: live`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-custom-domain-names.html',
  }, (domain) => {
    const mapped = certainFirst(domain.mappings);
    const webSocket = mapped.find(({ api }) => api.is(({ apiType }) => apiType === ApiType.WEBSOCKET));
    const other = mapped.find(({ api }) => api.is(({ apiType }) => apiType !== ApiType.WEBSOCKET));
    if (!webSocket || !other) return undefined;
    const [chat, beside] = [webSocket.api.value!, other.api.value!];
    return violationBy([webSocket, other], `${nameOf(domain)} leads to the WebSocket API '${chat.label}' and to the ${beside.apiType} API '${beside.label}'`);
  }),

  resourceRule({
    id: 'base-path-multi-segment-v1',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A base path has several segments in a mapping that takes one',
    why: 'AWS::ApiGateway::BasePathMapping knows one segment, so the deployment fails.',
    fix: 'write the mapping as AWS::ApiGatewayV2::ApiMapping, which leads to REST APIs as well',
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiId: !Ref RestApi
        ApiMappingKey: shop/v2
        DomainName: !Ref Domain
        Stage: live`,
    docs: REST_MAPPINGS,
  }, ['AWS::ApiGateway::BasePathMapping'], (resource) => {
    const path = resource.property('BasePath');
    return judge(path.text(), {
      what: 'the base path of a mapping',
      place: path,
      known: (text) => text.marked.includes('/') ? violation(`the base path '${text.toString()}' has a slash, and this kind of mapping takes one segment`, path) : undefined,
    });
  }),

  resourceRule({
    id: 'base-path-too-long',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A base path is too long',
    why: 'API Gateway refuses it, so the deployment fails.',
    fix: `shorten the base path to ${Limits.BASE_PATH_LENGTH} characters`,
    snippet: `
      Type: AWS::ApiGatewayV2::ApiMapping
      Properties:
        ApiMappingKey: shop/v2`,
    docs: REST_MAPPINGS,
  }, ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGateway::BasePathMappingV2', 'AWS::ApiGatewayV2::ApiMapping'], (resource) => {
    const path = resource.property(resource.resourceType.endsWith('ApiMapping') ? 'ApiMappingKey' : 'BasePath');
    return judge(path.text(), {
      what: 'the base path of a mapping',
      place: path,
      known: (text) => text.marked.length <= Limits.BASE_PATH_LENGTH ? undefined
        : violation(`the base path '${text.toString().slice(0, 20)}...' has ${text.marked.length} characters, and API Gateway takes ${Limits.BASE_PATH_LENGTH}`, path),
    });
  }),

  domainRule({
    id: 'api-mapping-count',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A domain has too many mappings of several segments',
    why: 'API Gateway takes no more on one domain, and the quota cannot be raised.',
    fix: 'put some of the APIs under another domain, or use routing rules',
    snippet: `
      Type: AWS::ApiGatewayV2::RoutingRule
      Properties:
        DomainNameArn: !GetAtt Domain.DomainNameArn
        Priority: 100
        Conditions:
          - MatchBasePaths: {AnyOf: [shop/v2]}
        Actions:
          - InvokeApi: {ApiId: !Ref RestApi, Stage: live, StripBasePath: true}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html',
  }, (domain) => {
    const count = domain.mappings.filter(({ path }) => isMultiLevel(path)).length;
    return count <= Limits.MULTI_LEVEL_MAPPINGS_PER_DOMAIN ? undefined
      : violation(`${nameOf(domain)} has ${count} mappings of several segments, and API Gateway takes ${Limits.MULTI_LEVEL_MAPPINGS_PER_DOMAIN}`);
  }),

  domainRule({
    id: 'private-domain-not-dualstack',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A private domain is not dualstack',
    why: 'API Gateway knows private domains with both versions of IP alone, so the deployment fails.',
    fix: 'set IpAddressType to dualstack, or leave it out',
    snippet: `
      Type: AWS::ApiGateway::DomainNameV2
      Properties:
        EndpointConfiguration:
          Types: [PRIVATE]
          IpAddressType: dualstack`,
    docs: PRIVATE_DOMAINS,
  }, (domain) => domain.endpointType.is((type) => type === 'PRIVATE') ? judge(domain.ipAddressType.string(), {
    what: `the type of IP addresses of ${nameOf(domain)}`,
    place: domain.ipAddressType,
    known: (type) => type.toLowerCase() === 'dualstack' ? undefined : violation(`${nameOf(domain)} is private and has the type of IP addresses '${type}', where only dualstack exists`, domain.ipAddressType),
  }) : undefined),

  resourceRule({
    id: 'private-domain-no-association',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'No VPC endpoint leads to a private domain',
    why: 'Nobody can call a private domain until a VPC endpoint is associated with it.',
    fix: 'associate the domain with a VPC endpoint, or share it with the accounts that do',
    snippet: `
      Type: AWS::ApiGateway::DomainNameAccessAssociation
      Properties:
        DomainNameArn: !GetAtt Domain.DomainNameArn
        AccessAssociationSource: !Ref VpcEndpoint
        AccessAssociationSourceType: VPCE`,
    docs: PRIVATE_DOMAINS,
  }, ['AWS::ApiGateway::DomainNameV2'], (resource, { app }) => {
    const domain = app.domains.of(resource)!;
    return judge(app.domains.isAssociated(domain), {
      what: `the VPC endpoints of ${nameOf(domain)}`,
      known: (isAssociated) => isAssociated ? undefined : violation(`${nameOf(domain)} is private, and no VPC endpoint is associated with it`),
    });
  }),
];

function isMultiLevel(path: TemplateValue): boolean {
  return path.text().value?.marked.includes('/') ?? false;
}
