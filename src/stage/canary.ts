import { Annotations, Mixin, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { CanaryRemoval } from './canary-removal';
import { isRecord } from '../intrinsic';
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

/**
 * Sends part of the traffic of a REST API's stage to a canary.
 *
 * It tests what is in a deployment: routes, integrations, authorizers, models. A function's code is not; give its alias a weighted version for that.
 *
 * CloudFormation leaves a canary on the stage when it disappears from the template. So a custom resource stands beside it whose
 * deletion takes the canary from the stage: it ends when this mixin is removed from the code.
 *
 * With a `baseDeploymentId`, promote the canary or take it away in API Gateway before you remove the mixin: AWS lets a stage that has a canary
 * point at no other deployment, and CloudFormation moves the stage before the canary goes. The guide to stage mixins has the two commands.
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
    const canary = LateMerge.into<Canary>(construct, 'CanarySetting', construct.canarySetting, merge, { given, newest: construct.deploymentId });
    construct.canarySetting = canary;
    if (baseDeploymentId !== undefined) construct.deploymentId = baseDeploymentId;
    CanaryRemoval.getOrCreate(construct);
    const movesBase = baseDeploymentId !== undefined && baseDeploymentId !== canary.additions[0].newest;
    if (movesBase || deploymentId !== undefined || stageVariables !== undefined) return;
    Annotations.of(construct).addWarningV2('cdk-gatehouse:canaryWithoutDifference',
      'the canary of this stage has the deployment and the variables of all other requests, so it tests nothing; write the baseDeploymentId of an earlier deployment, or stageVariables');
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
