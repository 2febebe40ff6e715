/** What an error of the SDK, or of Node.js below it, may have. */
export interface ServiceError {
  readonly name?: string;
  readonly code?: string;

  /** Whatever goes wrong in a call has it. */
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * How a function calls DynamoDB, SQS and S3: a call takes some 5 seconds at most, two tries of it, so that a share of time bounds what is done in it.
 * Who calls knows better whether to try longer.
 */
export const SERVICE_CALLS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
};

/** `ThrottlingException`, `RequestThrottled`, `KmsThrottled`, `ProvisionedThroughputExceededException`, `RequestLimitExceeded`. */
const THROTTLING = /Thrott|ThroughputExceeded|RequestLimitExceeded/;

/**
 * Whether a call may succeed later as it is: the service was too busy or failed, or nobody answered.
 */
export function isTransient(error: Error): boolean {
  const { name, $metadata } = error as ServiceError;
  if ($metadata === undefined) return false;
  const { httpStatusCode: status } = $metadata;
  return status === undefined || status >= 500 || THROTTLING.test(String(name));
}
