import { Duration, aws_kms as kms, aws_s3 as s3 } from 'aws-cdk-lib';

/**
 * How messages reach many connections.
 */
export interface BroadcastOptions {
  /**
   * Where messages above 128 KB are put, which no WebSocket API carries: receivers then get a link to them. `{}` makes a bucket.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
   * @default - larger messages are refused
   */
  readonly offload?: BroadcastOffload;

  /**
   * How many functions send at the same time, 2 to 1,000: each posts to fifty connections at once.
   *
   * Posts share the account's quota of 10,000 requests a second (2,500 in some regions) with every API of the region: more functions are faster, and take more from the others.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   * @default 2
   */
  readonly maxConcurrency?: number;

  /**
   * The key that encrypts the queues. Services that send to the queue themselves, such as EventBridge, must be let use it.
   *
   * @default - the key that Amazon SQS manages
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Where messages wait that are too large for a WebSocket.
 */
export interface BroadcastOffload {
  /**
   * The bucket. What it keeps under `messages/` can go once no link leads there any more.
   *
   * @default - a bucket for this API, encrypted and closed, in which a message stays for a day; it is kept when the stack goes
   */
  readonly bucket?: s3.IBucket;

  /**
   * How long a link is good: 1 minute to 12 hours. It never outlives the credentials of the function that makes it.
   *
   * @default - 15 minutes
   */
  readonly linkLifetime?: Duration;
}
