import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';

const ENHANCED = 'SecurityPolicy_';
const EDGE_ONLY = /_EDGE$/;

/**
 * Which TLS versions and ciphers a custom domain accepts.
 *
 * The named policies beyond `TLS_1_2` are API Gateway's enhanced ones. They demand an endpoint access mode, which is `STRICT` here:
 * the `Host` header and the name in the TLS handshake must match, and the request must come through the domain's own kind of endpoint.
 * For an API behind a proxy that changes the `Host` header, write `DomainTlsPolicy.of(name, EndpointAccessMode.BASIC)`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html
 */
export class DomainTlsPolicy {
  /** TLS 1.2 and 1.3, on every kind of endpoint, and the only policy that goes with mutual TLS. */
  public static readonly TLS_1_2 = new DomainTlsPolicy('TLS_1_2');

  /** TLS 1.3 only. */
  public static readonly TLS13_1_3_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_3_2025_09');

  /** TLS 1.3 only, with FIPS-validated cryptography. */
  public static readonly TLS13_1_3_FIPS_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_3_FIPS_2025_09');

  /** TLS 1.2 and 1.3, with post-quantum key exchange. */
  public static readonly TLS13_1_2_PQ_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_PQ_2025_09');

  /** TLS 1.2 and 1.3, with forward secrecy and post-quantum key exchange. */
  public static readonly TLS13_1_2_PFS_PQ_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09');

  /** TLS 1.2 and 1.3, with FIPS-validated cryptography and post-quantum key exchange. */
  public static readonly TLS13_1_2_FIPS_PQ_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09');

  /** TLS 1.2 and 1.3, with FIPS-validated cryptography, forward secrecy and post-quantum key exchange. */
  public static readonly TLS13_1_2_FIPS_PFS_PQ_2025_09 = DomainTlsPolicy.of('SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09');

  /** TLS 1.3 only, on edge-optimized endpoints. */
  public static readonly TLS13_2025_EDGE = DomainTlsPolicy.of('SecurityPolicy_TLS13_2025_EDGE');

  /** TLS 1.2 and 1.3 with forward secrecy, on edge-optimized endpoints. */
  public static readonly TLS12_PFS_2025_EDGE = DomainTlsPolicy.of('SecurityPolicy_TLS12_PFS_2025_EDGE');

  /**
   * An enhanced policy by its name: one that API Gateway has added since, or one with another access mode.
   *
   * @param policyName as `SecurityPolicy_TLS13_1_3_2025_09`
   * @param accessMode how strictly a request must match the domain's endpoint; `STRICT` unless given
   * @throws when the name is not an enhanced policy's
   */
  public static of(policyName: string, accessMode: apigateway.EndpointAccessMode = apigateway.EndpointAccessMode.STRICT): DomainTlsPolicy {
    if (!Token.isUnresolved(policyName) && !policyName.startsWith(ENHANCED)) {
      throw new Error(policyName === 'TLS_1_0'
        ? 'TLS policy \'TLS_1_0\' lets clients use broken protocol versions; write DomainTlsPolicy.TLS_1_2'
        : `TLS policy '${policyName}' is no enhanced policy, whose names begin with '${ENHANCED}'; write DomainTlsPolicy.TLS_1_2, or a name as '${ENHANCED}TLS13_1_3_2025_09'`);
    }
    return new DomainTlsPolicy(policyName, accessMode);
  }

  /** API Gateway's name for the policy. */
  public readonly policyName: string;

  /** The endpoint access mode; none for `TLS_1_2`, which has none. */
  public readonly accessMode?: apigateway.EndpointAccessMode;

  private constructor(policyName: string, accessMode?: apigateway.EndpointAccessMode) {
    this.policyName = policyName;
    this.accessMode = accessMode;
  }

  /**
   * Whether the policy is one of the enhanced ones, which mutual TLS does not go with.
   *
   * @internal
   */
  public get _enhanced(): boolean {
    return this.accessMode !== undefined;
  }

  /**
   * Whether the policy exists only on edge-optimized endpoints (true), only on the others (false) or on all of them, or cannot be known (undefined).
   *
   * @internal
   */
  public get _edgeOnly(): boolean | undefined {
    return !this._enhanced || Token.isUnresolved(this.policyName) ? undefined : EDGE_ONLY.test(this.policyName);
  }
}
