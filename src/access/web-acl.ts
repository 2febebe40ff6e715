import { interfaces, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { checkAccountFits, checkArnFits, checkRegionFits, checkScopeFits, checkWebAclArn } from './web-acl-arn';
import { BindWebAclOptions, WebAclConfig } from './web-acl-contract';
import { createManagedWebAcl } from './web-acl-managed';
import { ManagedWebAclOptions, checkManagedWebAcl } from './web-acl-options';
import { requireReason } from '../opt-out';

/**
 * What AWS WAF looks for in front of an API: a web ACL of this library, one that exists, or none for a reason.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
export abstract class WebAcl {
  /**
   * A web ACL with AWS's four baseline rule groups (common, known bad inputs, SQL injection, IP reputation), a rate rule, metrics, samples and a log.
   *
   * It starts by counting; set `mode: WebAclMode.BLOCK` once the log shows that nobody who is welcome would be blocked.
   * Each stage that it is given to gets a web ACL of its own.
   *
   * @throws when AWS WAF would refuse an option, or all together
   */
  public static managed(options: ManagedWebAclOptions = {}): WebAcl {
    return new ManagedWebAcl(options);
  }

  /**
   * A web ACL that exists already, such as your organisation's.
   *
   * @param webAclArn the ARN of a web ACL of AWS WAF v2, with the scope REGIONAL for a stage
   * @throws when a literal ARN is not that of a web ACL
   */
  public static existing(webAclArn: string): WebAcl {
    return new ExistingWebAcl(webAclArn);
  }

  /**
   * A web ACL that is a construct of the app.
   *
   * @param webAcl the web ACL, with the scope REGIONAL for a stage
   */
  public static of(webAcl: interfaces.aws_wafv2.IWebACLRef): WebAcl {
    return new WebAclConstruct(webAcl);
  }

  /**
   * No web ACL. The reason is kept with the stage, as the acknowledgement of the rule `rest-stage-without-waf`.
   *
   * @param reason why it is safe, for whoever reviews the API
   * @throws when the reason is empty
   */
  public static none(reason: string): WebAcl {
    return new NoWebAcl(reason);
  }

  /**
   * Why there is no web ACL; undefined when there is one.
   */
  public readonly optOutReason?: string;

  /**
   * The ARN of the web ACL; undefined when there is none, or when it is created where it is bound.
   */
  public readonly webAclArn?: string;

  protected constructor(webAclArn?: string, optOutReason?: string) {
    this.webAclArn = webAclArn;
    this.optOutReason = optOutReason;
  }

  /**
   * Creates what has to be created, and says which web ACL to associate.
   *
   * @throws when the web ACL cannot protect what it is bound for
   */
  public abstract bindWebAcl(options: BindWebAclOptions): WebAclConfig;
}

class ManagedWebAcl extends WebAcl {
  private readonly options: ManagedWebAclOptions;

  public constructor(options: ManagedWebAclOptions) {
    super();
    checkManagedWebAcl(options);
    this.options = options;
  }

  public bindWebAcl(options: BindWebAclOptions): WebAclConfig {
    return { webAclArn: createManagedWebAcl(options, this.options).attrArn };
  }
}

class ExistingWebAcl extends WebAcl {
  private readonly arn: string;

  public constructor(arn: string) {
    checkWebAclArn(arn);
    super(arn);
    this.arn = arn;
  }

  public bindWebAcl(options: BindWebAclOptions): WebAclConfig {
    checkArnFits(this.arn, options);
    return { webAclArn: this.arn };
  }
}

class WebAclConstruct extends WebAcl {
  private readonly webAcl: interfaces.aws_wafv2.IWebACLRef;

  public constructor(webAcl: interfaces.aws_wafv2.IWebACLRef) {
    super(webAcl.webAclRef.webAclArn);
    this.webAcl = webAcl;
  }

  public bindWebAcl(options: BindWebAclOptions): WebAclConfig {
    const name = `'${this.webAcl.node.path}'`;
    if (wafv2.CfnWebACL.isCfnWebACL(this.webAcl)) checkScopeFits(name, this.webAcl.scope, options);
    checkRegionFits(name, this.webAcl.env.region, options);
    checkAccountFits(name, this.webAcl.env.account, options);
    return { webAclArn: this.webAclArn };
  }
}

class NoWebAcl extends WebAcl {
  public constructor(reason: string) {
    super(undefined, requireReason('WebAcl.none()', reason));
  }

  public bindWebAcl(_options: BindWebAclOptions): WebAclConfig {
    return {};
  }
}
