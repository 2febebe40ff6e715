import { Mixin, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isRecord } from '../intrinsic';
import { Limits } from '../limits';
import { LateMerge } from './late-merge';
import { isStage, isV2Stage } from './stage-api-type';

/**
 * Sets variables of a stage of a REST, HTTP or WebSocket API; integrations read them as `${stageVariables.name}`.
 *
 * They are merged with the variables that the stage has. They are readable configuration and no place for secrets.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html
 */
export class StageVariables extends Mixin {
  private readonly variables: { [name: string]: string };

  /**
   * @param variables values by name; names of letters, digits and underscores
   * @throws when a name or value is one that API Gateway refuses, or there are more than 100
   */
  constructor(variables: { [name: string]: string }) {
    super();
    checkStageVariables(variables);
    this.variables = { ...variables };
  }

  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  /**
   * @throws when the stage would have more than 100 variables
   */
  public applyTo(construct: IConstruct): void {
    if (apigateway.CfnStage.isCfnStage(construct)) {
      construct.variables = LateMerge.into<Variables>(construct, 'Variables', construct.variables, this.checked(construct.variables), this.variables);
    } else if (isV2Stage(construct)) {
      construct.stageVariables = LateMerge.into<Variables>(construct, 'StageVariables', construct.stageVariables, this.checked(construct.stageVariables), this.variables);
    }
  }

  /** What is there as a plain map is counted at the call. */
  private checked(current: unknown): typeof merge {
    if (!Token.isUnresolved(current) && isRecord(current)) checkCount({ ...current, ...this.variables });
    return merge;
  }
}

type Variables = { [name: string]: string };

function merge(base: unknown, additions: readonly Variables[]): unknown {
  const merged: Record<string, unknown> = Object.assign({}, isRecord(base) ? base : {}, ...additions);
  checkCount(merged);
  return merged;
}

/**
 * @throws when a name or value is one that API Gateway refuses, or there are more than 100
 */
export function checkStageVariables(variables: { [name: string]: string }): void {
  checkCount(variables);
  Object.entries(variables).forEach(([name, value]) => {
    if (!/^[A-Za-z0-9_]+$/.test(name)) {
      throw new Error(`stage variable '${name}' has a name that API Gateway refuses; write letters, digits and underscores`);
    }
    if (name.length > Limits.STAGE_VARIABLE_NAME_LENGTH) {
      throw new Error(`stage variable '${name}' has a name of ${name.length} characters, and API Gateway takes ${Limits.STAGE_VARIABLE_NAME_LENGTH}; write a shorter one`);
    }
    if (Token.isUnresolved(value)) return;
    if (value.length > Limits.STAGE_VARIABLE_VALUE_LENGTH) {
      throw new Error(`stage variable '${name}' has a value of ${value.length} characters, and API Gateway takes ${Limits.STAGE_VARIABLE_VALUE_LENGTH}; keep it in an SSM parameter and give the parameter's name`);
    }
    if (!/^[A-Za-z0-9\-._~:/?#&=,]+$/.test(value)) {
      throw new Error(`stage variable '${name}' has the value '${value}', which API Gateway refuses; write at least one of letters, digits and - . _ ~ : / ? # & = ,`);
    }
  });
}

function checkCount(variables: object): void {
  const count = Object.keys(variables).length;
  if (count > Limits.STAGE_VARIABLES) {
    throw new Error(`'${count}' stage variables do not fit, because API Gateway takes ${Limits.STAGE_VARIABLES}; keep further ones in SSM parameters`);
  }
}
