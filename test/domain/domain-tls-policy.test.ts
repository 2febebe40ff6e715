import { Lazy, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';

const { BASIC, STRICT } = apigateway.EndpointAccessMode;

describe('DomainTlsPolicy', () => {
  test('TLS_1_2 has no access mode, which API Gateway refuses on legacy policies', () => {
    expect(DomainTlsPolicy.TLS_1_2.policyName).toBe('TLS_1_2');
    expect(DomainTlsPolicy.TLS_1_2.accessMode).toBeUndefined();
  });

  test.each([
    [DomainTlsPolicy.TLS13_1_3_2025_09, apigateway.SecurityPolicy.TLS13_1_3_2025_09],
    [DomainTlsPolicy.TLS13_1_3_FIPS_2025_09, apigateway.SecurityPolicy.TLS13_1_3_FIPS_2025_09],
    [DomainTlsPolicy.TLS13_1_2_PQ_2025_09, apigateway.SecurityPolicy.TLS13_1_2_PQ_2025_09],
    [DomainTlsPolicy.TLS13_1_2_PFS_PQ_2025_09, apigateway.SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09],
    [DomainTlsPolicy.TLS13_1_2_FIPS_PQ_2025_09, 'SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09'],
    [DomainTlsPolicy.TLS13_1_2_FIPS_PFS_PQ_2025_09, 'SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09'],
    [DomainTlsPolicy.TLS13_2025_EDGE, apigateway.SecurityPolicy.TLS13_2025_EDGE],
    [DomainTlsPolicy.TLS12_PFS_2025_EDGE, apigateway.SecurityPolicy.TLS12_PFS_2025_EDGE],
  ])('%# an enhanced policy has API Gateway\'s name and the strict access mode', (policy, name) => {
    expect(policy.policyName).toBe(name);
    expect(policy.accessMode).toBe(STRICT);
  });

  test('takes an enhanced policy by its name, with another access mode', () => {
    const policy = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_4_2030_01', BASIC);

    expect(policy.policyName).toBe('SecurityPolicy_TLS13_1_4_2030_01');
    expect(policy.accessMode).toBe(BASIC);
  });

  test('takes a name that is only known at deploy time', () => {
    const name = Lazy.string({ produce: () => 'SecurityPolicy_TLS13_1_3_2025_09' });

    expect(DomainTlsPolicy.of(name).policyName).toBe(name);
  });

  test('fails on TLS 1.0', () => {
    expect(() => DomainTlsPolicy.of('TLS_1_0')).toThrow(/TLS policy 'TLS_1_0' lets clients use broken protocol versions; write DomainTlsPolicy\.TLS_1_2/);
  });

  test.each(['TLS_1_2', 'TLS13_1_3_2025_09', ''])('fails on %p, which is no enhanced policy\'s name', (name) => {
    expect(() => DomainTlsPolicy.of(name)).toThrow(`TLS policy '${name}' is no enhanced policy`);
  });
});
