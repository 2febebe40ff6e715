import { Annotations, Mixin, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_wafv2 as wafv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { WebAcl } from '../access/web-acl';
import { acknowledgeOptOut } from '../opt-out';
import { RuleIds } from '../rule-ids';
import { isStage, isV2Stage } from './stage-api-type';

/** Which value an association was made of; on the construct itself, so that two copies of the library agree. */
const ORIGIN = Symbol.for('cdk-gatehouse.webAcl');

/**
 * Puts AWS WAF in front of a stage of a REST API.
 *
 * A stage has one web ACL: one that is associated already stays. AWS WAF cannot protect stages of HTTP and WebSocket APIs.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
export class StageWebAcl extends Mixin {
  private readonly webAcl: WebAcl;

  /**
   * @param webAcl the web ACL, or the reason why there is none
   */
  public constructor(webAcl: WebAcl) {
    super();
    this.webAcl = webAcl;
  }

  public supports(construct: IConstruct): boolean {
    // A stage of an HTTP or WebSocket API is told why not, rather than left open in silence.
    return isStage(construct);
  }

  /**
   * @throws on a stage of an HTTP or WebSocket API, and when the web ACL has another scope or region than the stage
   */
  public applyTo(construct: IConstruct): void {
    if (isV2Stage(construct)) return this.refuse(construct);
    if (!apigateway.CfnStage.isCfnStage(construct)) return;
    if (this.webAcl.optOutReason !== undefined) {
      acknowledgeOptOut(construct, RuleIds.REST_STAGE_WITHOUT_WAF, this.webAcl.optOutReason);
      return;
    }
    this.associate(construct);
  }

  private associate(stage: apigateway.CfnStage): void {
    const resourceArn = stageArn(stage);
    const present = findAssociation(stage, resourceArn);
    if (present) return this.keep(present);

    const { webAclArn } = this.webAcl.bindWebAcl({ scope: stage });
    if (webAclArn === undefined) return;
    const association = new wafv2.CfnWebACLAssociation(stage, 'WebAclAssociation', { resourceArn, webAclArn });
    association.addResourceDependency(stage);
    Object.defineProperty(association, ORIGIN, { value: this.webAcl });
  }

  /** The same again is fine; another one would be lost in silence. */
  private keep(present: wafv2.CfnWebACLAssociation): void {
    if (Reflect.get(present, ORIGIN) === this.webAcl || present.webAclArn === this.webAcl.webAclArn) return;
    Annotations.of(present).addWarningV2('cdk-gatehouse:webAclKept', 'the stage has a web ACL already and keeps it, as AWS WAF takes one for each stage; '
      + 'write all that it shall look for in one web ACL');
  }

  private refuse(stage: apigatewayv2.CfnStage): void {
    if (this.webAcl.optOutReason !== undefined) return;
    throw new Error(`'${stage.node.path}' is a stage of an HTTP or WebSocket API, with which AWS WAF cannot be associated; `
      + 'put CloudFront in front of the API and write the web ACL there, or use a REST API');
  }
}

/** The form that AWS WAF wants: without an account, and not the ARN of execute-api. */
function stageArn(stage: apigateway.CfnStage): string {
  return Stack.of(stage).formatArn({ service: 'apigateway', account: '', resource: '/restapis', resourceName: `${stage.restApiId}/stages/${stage.ref}` });
}

/** Ours, or one that the user wrote for the same stage. */
function findAssociation(stage: apigateway.CfnStage, resourceArn: string): wafv2.CfnWebACLAssociation | undefined {
  const stack = Stack.of(stage);
  const wanted = JSON.stringify(stack.resolve(resourceArn));
  return stack.node.findAll().filter(wafv2.CfnWebACLAssociation.isCfnWebACLAssociation)
    .find((association) => Stack.of(association) === stack && JSON.stringify(stack.resolve(association.resourceArn)) === wanted);
}
