import { Construct } from 'constructs';

/**
 * What a web ACL can stand in front of.
 */
export enum WebAclScope {
  /**
   * A resource of a region, such as a stage of a REST API.
   */
  REGIONAL = 'REGIONAL',

  /**
   * A CloudFront distribution; such a web ACL lives in us-east-1.
   */
  CLOUDFRONT = 'CLOUDFRONT',
}

/**
 * For whom a web ACL is bound.
 */
export interface BindWebAclOptions {
  /**
   * What the web ACL protects. What has to be created goes under it.
   */
  readonly scope: Construct;

  /**
   * Whether the web ACL protects a resource of a region or a CloudFront distribution.
   *
   * @default WebAclScope.REGIONAL
   */
  readonly webAclScope?: WebAclScope;
}

/**
 * The web ACL to associate.
 */
export interface WebAclConfig {
  /**
   * The ARN of the web ACL.
   *
   * @default - there is none, and that is meant
   */
  readonly webAclArn?: string;
}
