/** What a function behind an HTTP API may answer. */
interface EmptyAnswer {
  readonly statusCode: number;
}

/**
 * Answers `OPTIONS` requests that are no preflight requests: those API Gateway answers itself, and asks nobody.
 */
export async function handler(): Promise<EmptyAnswer> {
  return { statusCode: 204 };
}
