import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, ResourceNotFoundException, SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { MISMATCH_PAUSE } from '../origin-lock/origin-secret';
import { Clock } from '../waiting';

/**
 * The version of a secret that a rotation makes.
 */
interface SecretVersion {
  readonly SecretId: string;
  readonly ClientRequestToken: string;
}

interface Standing {
  /** Undefined when no version is current. */
  readonly currentVersion?: string;
}

interface Creation {
  readonly secretsManager: SecretsManagerClient;
  readonly clock: Clock;
  readonly randomValue: () => string;
}

/**
 * Which version is the current one.
 *
 * @throws when the version that is to be made is neither pending nor current
 */
export async function standingOf({ SecretId, ClientRequestToken }: SecretVersion, secretsManager: SecretsManagerClient): Promise<Standing> {
  const { VersionIdsToStages = {} } = await secretsManager.send(new DescribeSecretCommand({ SecretId }));
  const own = VersionIdsToStages[ClientRequestToken] ?? [];
  if (!own.includes('AWSPENDING') && !own.includes('AWSCURRENT')) {
    throw new Error(`version '${ClientRequestToken}' of the secret '${SecretId}' is neither pending nor current, so it is not being rotated; `
      + `start a rotation with 'aws secretsmanager rotate-secret --secret-id ${SecretId}'`);
  }
  return { currentVersion: Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id].includes('AWSCURRENT')) };
}

/**
 * Gives the version a random value unless it has one, and waits until the origin would accept it.
 */
export async function createPending(version: SecretVersion, { secretsManager, clock, randomValue }: Creation): Promise<void> {
  if (await tryPendingValue(version, secretsManager) !== undefined) return;
  await secretsManager.send(new PutSecretValueCommand({ ...version, SecretString: randomValue(), VersionStages: ['AWSPENDING'] }));
  // The origin looks the versions up again when it is sent an unknown value, but not sooner than this after the last time.
  await clock.sleep(MISMATCH_PAUSE);
}

/**
 * The value of the version.
 *
 * @throws when it has none: the step that makes it has not been done
 */
export async function pendingValue(version: SecretVersion, secretsManager: SecretsManagerClient): Promise<string> {
  const value = await tryPendingValue(version, secretsManager);
  if (!value) throw new Error(`version '${version.ClientRequestToken}' of the secret '${version.SecretId}' has no value; the step createSecret comes first`);
  return value;
}

/**
 * Makes the version the current one, in one call: the one before becomes AWSPREVIOUS by itself.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export async function makeCurrent(version: SecretVersion, currentVersion: string | undefined, secretsManager: SecretsManagerClient): Promise<void> {
  await secretsManager.send(new UpdateSecretVersionStageCommand({
    SecretId: version.SecretId,
    VersionStage: 'AWSCURRENT',
    MoveToVersionId: version.ClientRequestToken,
    RemoveFromVersionId: currentVersion,
  }));
}

async function tryPendingValue({ SecretId, ClientRequestToken }: SecretVersion, secretsManager: SecretsManagerClient): Promise<string | undefined> {
  try {
    const { SecretString } = await secretsManager.send(
      new GetSecretValueCommand({ SecretId, VersionId: ClientRequestToken, VersionStage: 'AWSPENDING' }),
    );
    return SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}
