import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { awaitDeployment, OriginHeader, setHeader } from './distribution';
import { createPending, makeCurrent, pendingValue, standingOf } from './secret-version';
import { Clock, Patience } from '../waiting';

/**
 * What Secrets Manager sends, once for each step.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
export interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;

  /** The id of the version that is being made. */
  readonly ClientRequestToken: string;
}

/**
 * What the handler works with.
 */
export interface Surroundings {
  readonly secretsManager: SecretsManagerClient;
  readonly cloudFront: CloudFrontClient;
  readonly clock: Clock;

  /** Makes a value that nobody guesses, of what stands in a header as it is. */
  readonly randomValue: () => string;

  /** For somebody else who changes the distribution at the same time. */
  readonly changePatience: Patience;

  /** For CloudFront to bring the change to its edge locations. */
  readonly deploymentPatience: Patience;
  readonly header: OriginHeader;
}

/**
 * Does one step of a rotation. Each can be done again, whether it ended or broke off: Secrets Manager repeats what failed.
 *
 * All the time the origin accepts AWSPENDING, AWSCURRENT and AWSPREVIOUS, so no request is refused
 * while some edge locations send the one and others the other.
 *
 * @throws when the step cannot be done; Secrets Manager then repeats the rotation
 */
export async function onEvent(event: RotationEvent, surroundings: Surroundings): Promise<void> {
  const { Step, ...version } = event;
  const { secretsManager } = surroundings;
  const { currentVersion } = await standingOf(version, secretsManager);
  if (currentVersion === version.ClientRequestToken) {
    console.info(`${Step}: the version is the current one already`);
    return;
  }
  switch (Step) {
    case 'createSecret': return createPending(version, surroundings);
    case 'setSecret': return setHeader(await pendingValue(version, secretsManager), surroundings);
    case 'testSecret': return awaitDeployment(await pendingValue(version, secretsManager), surroundings);
    case 'finishSecret': return makeCurrent(version, currentVersion, secretsManager);
    default: throw new Error(`a rotation has no step '${Step}'; its steps are createSecret, setSecret, testSecret and finishSecret`);
  }
}
