import { Duration } from 'aws-cdk-lib';

/** As long as API Gateway takes by itself, and its authorizer, and a little more, so that it is the API that says why it has no answer. */
const USUAL = Duration.seconds(60);

/** What an authorizer may take before the call, and CloudFront around it. */
const AROUND_CALL_SECONDS = 15;

/**
 * The longest that CloudFront waits for an answer without a raised quota.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
 */
const LONGEST_SECONDS = 120;

/**
 * @param longestCall how long the API may take, in whole milliseconds; undefined for what every API may
 * @throws when the API may take longer than CloudFront waits
 */
export function checkCloudFrontTimeout(longestCall: Duration | undefined): void {
  if (longestCall === undefined || longestCall.toSeconds({ integral: false }) <= LONGEST_SECONDS) return;
  throw new Error(`integrationTimeoutQuota is ${longestCall.toHumanString()}, and CloudFront in front of the API waits ${LONGEST_SECONDS} seconds at most; `
    + `write Duration.seconds(${LONGEST_SECONDS}) or less, and answer 202 to what takes longer and work on behind a queue`);
}

/** How long CloudFront waits for the API's answer. */
export function cloudFrontTimeout(longestCall: Duration = Duration.seconds(0)): Duration {
  const wanted = Math.ceil(longestCall.toSeconds({ integral: false })) + AROUND_CALL_SECONDS;
  return Duration.seconds(Math.min(Math.max(wanted, USUAL.toSeconds()), LONGEST_SECONDS));
}
