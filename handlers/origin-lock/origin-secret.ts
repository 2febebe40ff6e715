import { createHash, timingSafeEqual } from 'node:crypto';
import { GetSecretValueCommand, ResourceNotFoundException, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { KeptValue } from '../kept-value';
import { Clock } from '../waiting';

/**
 * No container asks Secrets Manager twice within so many milliseconds because of a header that fits nothing it knows:
 * so long it may take until a version that has just been made is accepted.
 */
export const MISMATCH_PAUSE = 5_000;

/** A secret that Secrets Manager cannot be asked about serves for ten minutes: an outage there is none of the API. */
const TIMES = { fresh: 60_000, usable: 600_000, pause: MISMATCH_PAUSE };

/**
 * The version in use; the one that CloudFront is being told; and the one before, which some edge locations may still send.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
const STAGES = ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'];

/**
 * What CloudFront sends to prove that a request came through it.
 */
export class OriginSecret {
  private readonly digests: KeptValue<Buffer[]>;

  constructor(secretArn: string, secretsManager: SecretsManagerClient, clock: Clock) {
    this.digests = new KeptValue('the origin secret', () => readDigests(secretArn, secretsManager), TIMES, clock);
  }

  /**
   * Whether one of these values is a version of the secret.
   *
   * @throws when Secrets Manager gives no version and none is remembered
   */
  public async isAmong(values: string[]): Promise<boolean> {
    const given = values.filter((value) => value !== '').map(digest);
    if (given.length === 0) return false;
    return anyEqual(given, await this.digests.value()) || anyEqual(given, await this.digests.newestValue());
  }
}

async function readDigests(secretArn: string, secretsManager: SecretsManagerClient): Promise<Buffer[]> {
  const versions = await Promise.all(STAGES.map((stage) => readVersion(secretArn, stage, secretsManager)));
  const digests = versions.flatMap((version) => version ? [digest(version)] : []);
  if (digests.length === 0) throw new Error(`the secret '${secretArn}' has no version with a text; give it one, or look whether it was deleted`);
  return digests;
}

/** Undefined when no version has this label, or when its version has no value yet: a rotation makes the label first. */
async function readVersion(SecretId: string, VersionStage: string, secretsManager: SecretsManagerClient): Promise<string | undefined> {
  try {
    return (await secretsManager.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function digest(value: string): Buffer {
  return createHash('sha256').update(value).digest();
}

/** Compares every pair, so that the time taken tells nothing about which one is equal or how far. */
function anyEqual(given: Buffer[], known: Buffer[]): boolean {
  return given.flatMap((one) => known.map((other) => timingSafeEqual(one, other))).includes(true);
}
