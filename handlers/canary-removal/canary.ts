import { APIGatewayClient, BadRequestException, GetStageCommand, NotFoundException, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { Clock, OutOfPatience, Patience, retryWhileTransient } from '../waiting';

/**
 * What the handler works with.
 */
export interface Surroundings {
  readonly apiGateway: APIGatewayClient;
  readonly clock: Clock;
  readonly patience: Patience;
}

/**
 * The stage that has, or had, the canary.
 */
interface StageName {
  readonly restApiId: string;
  readonly stageName: string;
}

const TRANSIENT = [
  'TooManyRequestsException', 'ThrottlingException', 'Throttling',
  // Another change of the same API is under way.
  'ConflictException',
  // The function's policy may be seconds old when a deployment that adds a canary is rolled back.
  'AccessDeniedException', 'AccessDenied',
];

/**
 * Takes the canary from the stage, and says whether there was one.
 *
 * @throws when the stage keeps its canary
 */
export async function removeCanary(stage: StageName, { apiGateway, clock, patience }: Surroundings): Promise<boolean> {
  try {
    return await retryWhileTransient(() => removeUnlessAbsent(stage, apiGateway), ({ name }) => TRANSIENT.includes(name), patience, clock);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error instanceof OutOfPatience ? error.lastError : error;
    throw new Error(`the canary of stage '${stage.stageName}' of REST API '${stage.restApiId}' could not be removed: `
      + `API Gateway answered '${name}: ${message}'; remove it by hand with 'aws apigateway update-stage --rest-api-id ${stage.restApiId} `
      + `--stage-name ${stage.stageName} --patch-operations op=remove,path=/canarySettings' and deploy again`);
  }
}

async function removeUnlessAbsent(stage: StageName, apiGateway: APIGatewayClient): Promise<boolean> {
  try {
    await apiGateway.send(new UpdateStageCommand({ ...stage, patchOperations: [{ op: 'remove', path: '/canarySettings' }] }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    // AWS does not document how it refuses to remove what is not there, so the stage itself is asked.
    if (error instanceof BadRequestException && !await hasCanary(stage, apiGateway)) return false;
    throw error;
  }
}

async function hasCanary(stage: StageName, apiGateway: APIGatewayClient): Promise<boolean> {
  try {
    return (await apiGateway.send(new GetStageCommand(stage))).canarySettings !== undefined;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
}
