import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { testDomain } from './governed-rest-api/full-api';
import { restApi, template, testStack } from './rest-api';
import { DomainTlsPolicy } from '../src/domain/domain-tls-policy';

const { EDGE, REGIONAL } = apigateway.EndpointType;

describe('the TLS policy of an API', () => {
  test.each<[string, apigateway.EndpointType | undefined, DomainTlsPolicy | undefined, string | undefined, string | undefined]>([
    ['a Regional one by default', undefined, undefined, 'TLS_1_2', undefined],
    ['a Regional one said so', REGIONAL, undefined, 'TLS_1_2', undefined],
    ['that of its domain', REGIONAL, DomainTlsPolicy.TLS13_1_3_2025_09, 'SecurityPolicy_TLS13_1_3_2025_09', 'STRICT'],
    ['that of its domain, less strict', REGIONAL, DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_PQ_2025_09', apigateway.EndpointAccessMode.BASIC),
      'SecurityPolicy_TLS13_1_2_PQ_2025_09', 'BASIC'],
    ['API Gateway\'s own on the edge', EDGE, undefined, undefined, undefined],
    ['API Gateway\'s own on the edge, where the domain\'s is none of the enhanced ones', EDGE, DomainTlsPolicy.TLS_1_2, undefined, undefined],
    ['that of its domain on the edge', EDGE, DomainTlsPolicy.TLS13_2025_EDGE, 'SecurityPolicy_TLS13_2025_EDGE', 'STRICT'],
  ])('is %s', (_, endpointType, tlsPolicy, securityPolicy, accessMode) => {
    const stack = testStack();
    const domain = tlsPolicy && testDomain(stack, { tlsPolicy }, endpointType === EDGE ? 'us-east-1' : undefined);
    restApi(stack, { endpointType, domain });

    template(stack).hasResourceProperties('AWS::ApiGateway::RestApi', {
      SecurityPolicy: securityPolicy ?? Match.absent(),
      EndpointAccessMode: accessMode ?? Match.absent(),
    });
    if (domain) template(stack).hasResourceProperties('AWS::ApiGateway::DomainName', { SecurityPolicy: tlsPolicy?.policyName });
  });
});
