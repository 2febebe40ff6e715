import { isTransient } from './service-calls';

function failure(name: string, httpStatusCode?: number): Error {
  return Object.assign(new Error('secret'), { name, $metadata: { httpStatusCode } });
}

test.each([
  ['ThrottlingException', 400],
  ['ProvisionedThroughputExceededException', 400],
  ['RequestLimitExceeded', 400],
  ['RequestThrottled', 403],
  ['KmsThrottled', 400],
  ['InternalServerError', 500],
  ['ServiceUnavailable', 503],
  ['TimeoutError', undefined],
])('%s (%s) may be gone when the call is made again', (name, status) => {
  expect(isTransient(failure(name, status))).toBe(true);
});

test.each([['AccessDeniedException', 400], ['ResourceNotFoundException', 400], ['ValidationException', 400], ['QueueDoesNotExist', 400]])('%s (%s) stays', (name, status) => {
  expect(isTransient(failure(name, status))).toBe(false);
});

test('what did not come from a call stays', () => {
  expect(isTransient(new TypeError('no call'))).toBe(false);
});
