import { Token } from 'aws-cdk-lib';
import { Limits } from '../limits';

/**
 * How much a stage's cache holds, in gigabytes. Each size has its price per hour.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
 */
export class CacheSize {
  /** 0.5 GB. */
  public static readonly GB_0_5 = CacheSize.of('0.5');
  /** 1.6 GB. */
  public static readonly GB_1_6 = CacheSize.of('1.6');
  /** 6.1 GB. */
  public static readonly GB_6_1 = CacheSize.of('6.1');
  /** 13.5 GB. */
  public static readonly GB_13_5 = CacheSize.of('13.5');
  /** 28.4 GB. */
  public static readonly GB_28_4 = CacheSize.of('28.4');
  /** 58.2 GB. */
  public static readonly GB_58_2 = CacheSize.of('58.2');
  /** 118 GB. */
  public static readonly GB_118 = CacheSize.of('118');
  /** 237 GB. */
  public static readonly GB_237 = CacheSize.of('237');

  /**
   * A size from configuration or a parameter.
   *
   * @param gigabytes as API Gateway writes it: `0.5`
   * @throws when API Gateway has no such size
   */
  public static of(gigabytes: string): CacheSize {
    if (!Token.isUnresolved(gigabytes) && !Limits.CACHE_SIZES.some((size) => size === gigabytes)) {
      throw new Error(`cache size '${gigabytes}' does not exist; write one of ${Limits.CACHE_SIZES.join(', ')} (gigabytes)`);
    }
    return new CacheSize(gigabytes);
  }

  /** The size in gigabytes, as API Gateway writes it: `0.5`. */
  public readonly gigabytes: string;

  private constructor(gigabytes: string) {
    this.gigabytes = gigabytes;
  }
}
