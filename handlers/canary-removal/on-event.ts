import { removeCanary, Surroundings } from './canary';

/**
 * What CloudFormation sends, as far as it matters here.
 */
export interface CanaryRemovalEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: { readonly RestApiId: string; readonly StageName: string };
}

/**
 * What CloudFormation is told; sending it is the CDK's part.
 */
export interface CanaryRemovalAnswer {
  readonly PhysicalResourceId?: string;
}

/**
 * Answers one request of CloudFormation.
 *
 * The canary itself is a property of the stage; only its end is ours.
 */
export async function onEvent(event: CanaryRemovalEvent, surroundings: Surroundings): Promise<CanaryRemovalAnswer> {
  const { RestApiId: restApiId, StageName: stageName } = event.ResourceProperties;
  if (event.RequestType !== 'Delete') {
    // Another stage is another id: CloudFormation then deletes the resource of the former stage.
    return { PhysicalResourceId: `canary-of-${restApiId}-${stageName}` };
  }

  const removed = await removeCanary({ restApiId, stageName }, surroundings);
  console.info(`stage '${stageName}' of REST API '${restApiId}' ${removed ? 'has no canary any more' : 'had no canary'}`);
  return {};
}
