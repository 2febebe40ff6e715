import { Annotations, ArnFormat, Mixin, Stack, Token, aws_apigateway as apigateway, aws_iam as iam, custom_resources as cr } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isRecord } from './conditional';
import { LateMerge } from './late-merge';
import { isSet, withSettings } from './setting-names';
import { checkStageVariables } from './variables';

/**
 * A canary release: part of a stage's traffic goes to another deployment.
 */
export interface StageCanaryOptions {
  /**
   * The part of the requests that the canary gets, 0 to 100 percent. Which requests is left to chance: a caller may see both.
   */
  readonly percentTraffic: number;

  /**
   * The physical id of the deployment that all other requests keep (`aws apigateway get-stage` prints it as `deploymentId`).
   *
   * The deployment must still exist: the stack has to retain deployments that it replaces.
   *
   * @default - the stage's own deployment, which the canary then has as well, with other variables
   */
  readonly baseDeploymentId?: string;

  /**
   * The id of the deployment that the canary gets.
   *
   * @default - the deployment that the stage would have without the canary: the newest
   */
  readonly deploymentId?: string;

  /**
   * Stage variables that are different, or only there, for the canary.
   *
   * @default - the stage's own
   */
  readonly stageVariables?: { [name: string]: string };

  /**
   * Whether the canary uses the stage's cache, and so sees answers that the base gave, and the other way round.
   *
   * @default false
   */
  readonly useStageCache?: boolean;
}

/** The id of the resource under the stage that takes the canary away. */
const REMOVAL_ID = 'CanaryRemoval';

/**
 * Sends part of the traffic of a REST API's stage to a canary.
 *
 * It tests what is in a deployment: routes, integrations, authorizers, models. A function's code is not; give its alias a weighted version for that.
 *
 * CloudFormation leaves a canary on the stage when it disappears from the template. So a custom resource stands beside it whose
 * deletion takes the canary from the stage: it ends when this mixin is removed from the code.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
 */
export class StageCanary extends Mixin {
  private readonly options: StageCanaryOptions;

  /**
   * @throws when the percentage is not 0 to 100, an id is empty, or a stage variable is one that API Gateway refuses
   */
  constructor(options: StageCanaryOptions) {
    super();
    const { percentTraffic } = options;
    if (!Token.isUnresolved(percentTraffic) && !(percentTraffic >= 0 && percentTraffic <= 100)) {
      throw new Error(`percentTraffic '${percentTraffic}' is no part of the traffic; write 0 to 100`);
    }
    for (const name of ['baseDeploymentId', 'deploymentId'] as const) {
      if (options[name]?.trim() === '') throw new Error(`${name} '${options[name]}' names no deployment; write the id that 'aws apigateway get-stage' prints, or leave it out`);
    }
    checkStageVariables(options.stageVariables ?? {});
    this.options = options;
  }

  public supports(construct: IConstruct): boolean {
    return apigateway.CfnStage.isCfnStage(construct);
  }

  public applyTo(construct: IConstruct): void {
    if (!apigateway.CfnStage.isCfnStage(construct)) return;
    const { percentTraffic, stageVariables, useStageCache, deploymentId, baseDeploymentId } = this.options;
    const given = { percentTraffic, stageVariableOverrides: stageVariables, useStageCache: useStageCache ?? false, deploymentId };
    construct.canarySetting = LateMerge.into<Canary>(construct, 'CanarySetting', construct.canarySetting, merge, { given, newest: construct.deploymentId });
    if (baseDeploymentId !== undefined) construct.deploymentId = baseDeploymentId;
    takeAwayAtTheEnd(construct);
    if (baseDeploymentId !== undefined || deploymentId !== undefined || stageVariables !== undefined) return;
    Annotations.of(construct).addWarningV2('cdk-gatehouse:canaryWithoutDifference',
      'the canary of this stage has the deployment and the variables of all other requests, so it tests nothing; write baseDeploymentId or stageVariables');
  }
}

interface Canary {
  readonly given: apigateway.CfnStage.CanarySettingProperty;
  /** What the stage pointed at when the mixin came. After a first mixin that is the base, so only the first one counts. */
  readonly newest?: string;
}

function merge(base: unknown, additions: readonly Canary[], conditional: boolean): unknown {
  return additions.reduce((canary, { given, newest }) => {
    const merged = withSettings(canary, given, conditional);
    return isSet(merged, 'deploymentId') ? merged : withSettings(merged, { deploymentId: newest }, conditional);
  }, isRecord(base) ? base : {});
}

function takeAwayAtTheEnd(stage: apigateway.CfnStage): void {
  if (stage.node.tryFindChild(REMOVAL_ID)) return;
  const stack = Stack.of(stage);
  const stageArn = stack.formatArn({
    service: 'apigateway',
    account: '',
    resource: 'restapis',
    resourceName: `${stage.restApiId}/stages/${stage.ref}`,
    arnFormat: ArnFormat.SLASH_RESOURCE_SLASH_RESOURCE_NAME,
  });
  new cr.AwsCustomResource(stage, REMOVAL_ID, {
    resourceType: 'Custom::ApiGatewayCanaryRemoval',
    installLatestAwsSdk: false,
    policy: cr.AwsCustomResourcePolicy.fromStatements([new iam.PolicyStatement({ actions: ['apigateway:PATCH'], resources: [stageArn] })]),
    onDelete: {
      service: 'APIGateway',
      action: 'updateStage',
      parameters: { restApiId: stage.restApiId, stageName: stage.ref, patchOperations: [{ op: 'remove', path: '/canarySettings' }] },
      // Someone may have taken the canary, or the stage, away by hand.
      ignoreErrorCodesMatching: 'NotFoundException|BadRequestException',
      physicalResourceId: cr.PhysicalResourceId.of('canary'),
    },
  });
}
