import { answerWithStatus } from './answer-with-status';
import { ApiType } from '../api-type';

/** What a failure of an AWS service is to the caller. */
interface ActionFailure {
  readonly status: number;
  readonly message: string;
  /** How the service's own code of the error ends. */
  readonly errors: readonly string[];
}

/**
 * One table for the actions of all services.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
const FAILURES: ActionFailure[] = [
  {
    status: 429,
    message: 'Too Many Requests',
    errors: ['ThrottlingException', 'Throttling', 'Throttled', 'ProvisionedThroughputExceededException', 'ExecutionLimitExceeded', 'RequestLimitExceeded'],
  },
  {
    status: 400,
    message: 'Bad Request',
    errors: [
      'ValidationException', 'SerializationException', 'InvalidArgumentException', 'InvalidArgument', 'MalformedDetail',
      'InvalidParameter', 'ParameterValueInvalid', 'InvalidParameterValue', 'MissingParameter', 'InvalidMessageContents', 'InvalidExecutionInput', 'InvalidName', 'ItemCollectionSizeLimitExceededException',
    ],
  },
  { status: 409, message: 'Conflict', errors: ['ExecutionAlreadyExists', 'ConditionalCheckFailedException', 'TransactionConflictException'] },
];

/**
 * The mapping template that answers a failure: 429 when the service is asked too often, 400 for what the caller can mend, 409 for a conflict, 500 for all else.
 * To the caller of a WebSocket API, whose messages have no status, the text says it.
 *
 * The service's own words stay here: they name roles and accounts.
 *
 * @param errorPath where the service's answer has the code of the error, as a JSON path
 */
export function failureTemplate(apiType: ApiType, errorPath: string): string {
  const answer = (status: number, message: string) => answerWithStatus(apiType, status, `{"message":"${message}"}`);
  const branches = FAILURES.flatMap(({ status, message, errors }, index) => [
    `${index === 0 ? '#if' : '#elseif'}(${errors.map((error) => `$error.endsWith('${error}')`).join(' || ')})`,
    ...answer(status, message),
  ]);
  return [`#set($error = "$!input.path('${errorPath}')")`, ...branches, '#else', ...answer(500, 'Internal Server Error'), '#end'].join('\n');
}
