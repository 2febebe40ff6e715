import {
  CloudFrontClient, DistributionConfig, GetDistributionCommand, GetDistributionConfigCommand, OriginCustomHeader, UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { Clock, OutOfPatience, Patience, retryWhileTransient } from '../waiting';

/**
 * The header that a distribution sends to its origins.
 */
export interface OriginHeader {
  readonly distributionId: string;
  readonly name: string;
}

interface Change {
  readonly cloudFront: CloudFrontClient;
  readonly clock: Clock;
  readonly changePatience: Patience;
  readonly header: OriginHeader;
}

interface Deployment {
  readonly cloudFront: CloudFrontClient;
  readonly clock: Clock;
  readonly deploymentPatience: Patience;
  readonly header: OriginHeader;
}

/** The last change has not come to every edge location. */
class NotDeployed extends Error {}

/** Somebody else has changed the distribution since it was read. */
const CONFLICTS = ['PreconditionFailed', 'InvalidIfMatchVersion'];
const THROTTLED = ['Throttling', 'ThrottlingException', 'TooManyRequestsException'];

/**
 * Lets the distribution send this value to every origin to which it sends the header.
 *
 * When somebody else changes the distribution at the same time, it is read and changed again: their change stays.
 *
 * @throws when no origin has the header, or when the distribution does not come to rest while there is patience
 */
export async function setHeader(value: string, { cloudFront, clock, changePatience, header }: Change): Promise<void> {
  try {
    await retryWhileTransient(() => setUnlessSet(value, header, cloudFront), isTransient, changePatience, clock);
  } catch (error) {
    if (!(error instanceof OutOfPatience)) throw error;
    throw new Error(`distribution '${header.distributionId}' could not be changed within ${changePatience.total / 1000} seconds; `
      + `CloudFront's last answer was '${error.lastError.name}: ${error.lastError.message}'; Secrets Manager repeats the rotation`);
  }
}

/**
 * Waits until every edge location sends this value.
 *
 * @throws when that takes longer than there is patience, or when the distribution sends another value again
 */
export async function awaitDeployment(value: string, { cloudFront, clock, deploymentPatience, header }: Deployment): Promise<void> {
  try {
    await retryWhileTransient(() => checkDeployed(value, header, cloudFront), isTransient, deploymentPatience, clock);
  } catch (error) {
    if (!(error instanceof OutOfPatience)) throw error;
    throw new Error(`distribution '${header.distributionId}' was not deployed within ${deploymentPatience.total / 1000} seconds: ${error.lastError.message}; `
      + 'the origin accepts the old and the new value meanwhile, and Secrets Manager repeats the rotation');
  }
}

async function setUnlessSet(value: string, header: OriginHeader, cloudFront: CloudFrontClient): Promise<void> {
  const Id = header.distributionId;
  const { DistributionConfig: config, ETag } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
  const outdated = headersOf(config, header).filter(({ HeaderValue }) => HeaderValue !== value);
  if (outdated.length === 0) return;
  for (const custom of outdated) custom.HeaderValue = value;
  await cloudFront.send(new UpdateDistributionCommand({ Id, IfMatch: ETag, DistributionConfig: config }));
}

async function checkDeployed(value: string, header: OriginHeader, cloudFront: CloudFrontClient): Promise<void> {
  const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id: header.distributionId }));
  if (headersOf(Distribution?.DistributionConfig, header).some(({ HeaderValue }) => HeaderValue !== value)) {
    throw new Error(`distribution '${header.distributionId}' sends another '${header.name}' than the rotation had set, so somebody changed it back; `
      + 'Secrets Manager repeats the rotation, which sets it again');
  }
  if (Distribution?.Status !== 'Deployed') throw new NotDeployed(`its status is '${Distribution?.Status}'`);
}

/**
 * The header, at each origin that has it.
 *
 * @throws when none has it: after the rotation the origin would refuse everything that comes from this distribution
 */
function headersOf(config: DistributionConfig | undefined, { distributionId, name }: OriginHeader): OriginCustomHeader[] {
  const headers = (config?.Origins?.Items ?? [])
    .flatMap((origin) => origin.CustomHeaders?.Items ?? [])
    .filter(({ HeaderName }) => HeaderName?.toLowerCase() === name.toLowerCase());
  if (headers.length === 0) {
    throw new Error(`distribution '${distributionId}' sends '${name}' to none of its origins, so there is nothing to rotate; give its origin the custom header '${name}'`);
  }
  return headers;
}

function isTransient(error: Error): boolean {
  return error instanceof NotDeployed || CONFLICTS.includes(error.name) || THROTTLED.includes(error.name);
}
