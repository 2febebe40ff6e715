import { randomBytes } from 'node:crypto';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { onEvent, RotationEvent, Surroundings } from './on-event';
import { requiredVariable } from '../environment';
import { systemClock } from '../waiting';

// Each call is tried three times by the client: 45 seconds. The longest step waits 10 minutes for CloudFront
// and then makes one more call: with a timeout of 14 minutes the function always answers.
const requestHandler = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

const changePatience = { firstDelay: 1_000, longestDelay: 8_000, total: 60_000 };
const deploymentPatience = { firstDelay: 5_000, longestDelay: 20_000, total: 600_000 };

/**
 * The Lambda function's entry point.
 */
export async function handler(event: RotationEvent): Promise<void> {
  const surroundings: Surroundings = {
    secretsManager: new SecretsManagerClient({ requestHandler }),
    cloudFront: new CloudFrontClient({ requestHandler }),
    clock: systemClock,
    // 48 characters. Secrets Manager's own GetRandomPassword could only be allowed on every resource.
    randomValue: () => randomBytes(36).toString('base64url'),
    changePatience,
    deploymentPatience,
    header: { distributionId: requiredVariable('DISTRIBUTION_ID'), name: requiredVariable('ORIGIN_HEADER') },
  };
  return onEvent(event, surroundings);
}
