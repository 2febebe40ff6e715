import { Duration, RemovalPolicy, aws_cloudwatch as cloudwatch, aws_iam as iam, aws_lambda as lambda, aws_lambda_event_sources as sources, aws_s3 as s3, aws_sqs as sqs } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { BroadcastOffload, BroadcastOptions } from './broadcast-options';
import { ConnectionArns, grantManageConnections } from './manage-connections';
import { keepFor, otherApiOf } from './one-api';
import { KeptSessions } from './session-keeper';
import { grantSessions } from './stored-sessions';
import { acknowledgeWildcards } from './wildcard-acknowledgement';
import { ApiAlarms } from '../observability/api-alarms';
import { ShippedFunction } from '../shipped-function';

/** @internal */
interface RealtimeBroadcastProps extends BroadcastOptions {
  readonly sessions: KeptSessions;
  /** Where `@connections` is. */
  readonly callbackUrl: string;
  /** The ARNs of what can be done to all connections of the stage. */
  readonly connections: ConnectionArns;
  /** Who hears of what could not be sent. */
  readonly alarms: ApiAlarms;
}

/** A delivery that is not finished in that time goes on in another function. */
const TIMEOUT = Duration.seconds(60);

const OFFLOADED = 'messages/';

/**
 * What carries one message to many connections: a queue, and a function that finds the receivers and posts to them.
 *
 * Made by the API, by `grantBroadcast` or `broadcast`. Whatever can send to a queue can broadcast: a function, a rule of EventBridge, a topic, a pipe.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
 */
export class RealtimeBroadcast extends Construct {
  /** @internal */
  public static _of(scope: Construct, id: string, props: RealtimeBroadcastProps): RealtimeBroadcast {
    return new RealtimeBroadcast(scope, id, props);
  }

  /**
   * Takes messages to send: `{ "to": { "room": "lobby" }, "data": ... }`; `to` names a `connection`, a `user`, a `room`, or says `{ "everyone": true }`.
   */
  public readonly queue: sqs.Queue;

  /**
   * Keeps, for two weeks, what could not be sent: messages that nobody can read, and connections that could not be reached in five attempts.
   */
  public readonly deadLetterQueue: sqs.Queue;

  /**
   * Rings as soon as there is something in the dead-letter queue.
   */
  public readonly deadLetterAlarm: cloudwatch.Alarm;

  /**
   * Finds the receivers and posts to them.
   */
  public readonly handler: lambda.Function;

  /**
   * Where messages wait that are too large for a WebSocket.
   *
   * @default - none; larger messages are refused
   */
  public readonly offloadBucket?: s3.IBucket;

  private readonly props: RealtimeBroadcastProps;

  private constructor(scope: Construct, id: string, props: RealtimeBroadcastProps) {
    super(scope, id);
    this.props = props;
    const { encryptionKey, maxConcurrency = 2, offload, alarms } = props;
    const encrypted = encryptionKey
      ? { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey: encryptionKey, enforceSSL: true }
      : { encryption: sqs.QueueEncryption.SQS_MANAGED, enforceSSL: true };
    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', { ...encrypted, retentionPeriod: Duration.days(14) });
    this.queue = new sqs.Queue(this, 'Queue', {
      ...encrypted,
      // AWS's advice for a queue that a function reads.
      visibilityTimeout: Duration.seconds(6 * TIMEOUT.toSeconds()),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 5 },
    });
    this.offloadBucket = offload && offloadBucket(this, offload);

    this.handler = new ShippedFunction(this, 'Sender', {
      asset: 'broadcast',
      description: 'Posts messages to the connections of a WebSocket API',
      environment: this._environment,
      memoryMegabytes: 512,
      timeout: TIMEOUT,
      // Each page of receivers brings the next one, and what was not reached comes again, five times at most.
      feedsItself: true,
    }).handler;
    const { post, end } = props.connections;
    this.grantTo(this.handler, [post, end]);
    acknowledgeWildcards(this.handler.role!, () => [post, end, ...this.offloadedArns],
      'API Gateway makes up the ids of connections when clients connect, and the names of offloaded messages are made with them.');
    this.handler.addEventSource(new sources.SqsEventSource(this.queue, { batchSize: 5, maxConcurrency, reportBatchItemFailures: true }));

    this.deadLetterAlarm = new cloudwatch.Alarm(this, 'DeadLetterAlarm', {
      metric: this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1), statistic: cloudwatch.Stats.MAXIMUM }),
      threshold: 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      alarmDescription: 'Messages to connections of a WebSocket API could not be sent. Look at them in the dead-letter queue, and in the log of the sender for why.',
    });
    alarms._adopt(this.deadLetterAlarm);
  }

  /**
   * What a function has to know to broadcast.
   *
   * @internal
   */
  public get _environment(): { [name: string]: string } {
    const { sessions, callbackUrl, offload } = this.props;
    return {
      REALTIME_TABLE: sessions.table.tableName,
      REALTIME_QUEUE_URL: this.queue.queueUrl,
      REALTIME_ENDPOINT: callbackUrl,
      ...!sessions.keepsRooms && { REALTIME_ROOMS: 'none' },
      ...this.offloadBucket && { REALTIME_OFFLOAD_BUCKET: this.offloadBucket.bucketName },
      ...offload?.linkLifetime && { REALTIME_LINK_SECONDS: String(offload.linkLifetime.toSeconds()) },
    };
  }

  /**
   * Lets a principal send, and tells a function of this app where all of it is.
   *
   * @internal
   */
  public _letSend(grantee: iam.IGrantable): iam.Grant {
    if (isTellable(grantee)) {
      keepFor(this.node.scope!, grantee);
      Object.entries(this._environment).forEach(([name, value]) => grantee.addEnvironment(name, value));
    }
    const { post, end } = this.props.connections;
    return this.grantTo(grantee, [post, end]);
  }

  private get offloadedArns(): string[] {
    return this.offloadBucket ? [this.offloadBucket.arnForObjects(`${OFFLOADED}*`)] : [];
  }

  /** Lets a principal send, find out who is connected, join and leave rooms. */
  private grantTo(grantee: iam.IGrantable, connectionArns: string[]): iam.Grant {
    if (this.offloadBucket) {
      // The bucket's own grants would let it list the bucket as well.
      iam.Grant.addToPrincipal({ grantee, actions: ['s3:PutObject', 's3:GetObject'], resourceArns: this.offloadedArns });
      this.offloadBucket.encryptionKey?.grantEncryptDecrypt(grantee);
    }
    return this.queue.grantSendMessages(grantee)
      .combine(grantManageConnections(grantee, connectionArns))
      .combine(grantSessions(this.props.sessions.table, grantee));
  }
}

function offloadBucket(scope: Construct, { bucket }: BroadcastOffload): s3.IBucket {
  return bucket ?? new s3.Bucket(scope, 'Offload', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // Who follows a link is a page; the link itself is the secret.
    cors: [{ allowedMethods: [s3.HttpMethods.GET], allowedOrigins: ['*'] }],
    lifecycleRules: [{ prefix: OFFLOADED, expiration: Duration.days(1), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

/**
 * @throws when another API lets the function broadcast
 */
export function checkTellable(api: IConstruct, grantee: object): void {
  if (!isTellable(grantee)) return;
  const other = otherApiOf(api, grantee);
  if (!other) return;
  throw new Error(`'${grantee.node.path}' is let broadcast by '${other.node.path}', and its environment can name one API alone, so '${api.node.path}' would take its messages; `
    + 'write a function for each API, or send to the queue of the second one: broadcast.queue.grantSendMessages(fn), and its queueUrl in a variable of your own');
}

/** A function that this app makes; an imported one has its variables elsewhere. */
interface Tellable extends IConstruct {
  addEnvironment(name: string, value: string): unknown;
}

function isTellable(grantee: object): grantee is Tellable {
  return 'addEnvironment' in grantee && typeof grantee.addEnvironment === 'function';
}
