import { aws_kinesis as kinesis } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { foreignAccount } from './backend-place';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { jsonAction } from './json-action';
import { httpServiceAction } from './service-action';
import { jsonValue } from './velocity-value';

/**
 * What is written to a stream. Each value is written out, or taken from the request: `$request.body.id`, `$request.header.X`, `$request.path.id`,
 * `$request.querystring.x`, `$context.x`, `$stageVariables.x`. An HTTP API answers 400 to a request that lacks such a value; on a REST or WebSocket API let the route's `request` require it.
 * Messages of a WebSocket API have neither header, query string nor path.
 */
export interface KinesisStreamOptions {
  /**
   * Records with the same key go to the same shard, in order. At most 256 characters.
   *
   * @default '$context.requestId' - the records spread over all shards
   */
  readonly partitionKey?: string;

  /**
   * Where the request has the record in base64, as `$request.body.data`; Kinesis takes nothing else.
   *
   * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
   * @default - the whole request body. A REST or WebSocket API encodes it; AWS documents no encoding for HTTP APIs, so their callers send base64
   */
  readonly data?: string;

  /**
   * The number that chooses the shard instead of the partition key, as text.
   *
   * @default - the partition key chooses the shard
   */
  readonly explicitHashKey?: string;

  /**
   * Where the request has the sequence number of the record before this one; keeps in order what one caller sends with one partition key.
   *
   * @default - records are in the order of their arrival, roughly
   */
  readonly sequenceNumberForOrdering?: string;
}

/** @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html */
const PARTITION_KEY_LENGTH = 256;

/** A stream that gets a record for each request. */
export class KinesisStreamIntegration implements IRouteIntegration {
  private readonly stream: kinesis.IStream;
  private readonly options: KinesisStreamOptions;

  public constructor(stream: kinesis.IStream, options: KinesisStreamOptions) {
    checkGivenConstruct('Integration.kinesisStream()', 'stream', stream);
    this.stream = stream;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const values = this.checkedValues(options);
    const config = options.apiType === ApiType.HTTP ? this.httpConfig(options, values) : this.mappedConfig(options, values);
    const role = integrationRole(options.scope);
    this.stream.grant(role, 'kinesis:PutRecord');
    this.stream.encryptionKey?.grantEncrypt(role);
    return config;
  }

  private checkedValues(options: BindIntegrationOptions): { [name: string]: ActionParameter } {
    const { data = '$request.body', partitionKey = '$context.requestId', explicitHashKey, sequenceNumberForOrdering } = this.options;
    const values = {
      Data: ActionParameter.parse(data, 'data', options),
      PartitionKey: ActionParameter.parse(partitionKey, 'partitionKey', options),
      ...explicitHashKey !== undefined && { ExplicitHashKey: ActionParameter.parse(explicitHashKey, 'explicitHashKey', options) },
      ...sequenceNumberForOrdering !== undefined && { SequenceNumberForOrdering: ActionParameter.parse(sequenceNumberForOrdering, 'sequenceNumberForOrdering', options) },
    };
    if (values.PartitionKey.source === 'literal' && partitionKey.length > PARTITION_KEY_LENGTH) {
      throw new Error(`the partitionKey of '${options.routeKey}' has ${partitionKey.length} characters, and Kinesis takes ${PARTITION_KEY_LENGTH}; write a shorter one`);
    }
    this.checkAccount(options);
    return values;
  }

  private checkAccount({ scope, apiType, routeKey }: BindIntegrationOptions): void {
    const account = foreignAccount(scope, this.stream);
    if (account === undefined || apiType !== ApiType.HTTP) return;
    throw new Error(`the stream of '${routeKey}' is of the account '${account}', and HTTP APIs find streams by name, in their own account; `
      + 'write Integration.lambdaFunction(fn) with a function that writes to it, or use GovernedRestApi');
  }

  private httpConfig(options: BindIntegrationOptions, values: { [name: string]: ActionParameter }): RouteIntegrationConfig {
    return httpServiceAction(options, this.stream, 'Kinesis-PutRecord', {
      StreamName: this.stream.streamName,
      ...Object.fromEntries(Object.entries(values).map(([name, { text }]) => [name, text])),
    });
  }

  private mappedConfig(options: BindIntegrationOptions, values: { [name: string]: ActionParameter }): RouteIntegrationConfig {
    return jsonAction(options, this.stream, {
      action: 'kinesis:action/PutRecord',
      protocolVersion: '1.1',
      members: {
        StreamARN: { set: '', text: this.stream.streamArn },
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [
          name, value.source === 'body' ? { set: '', text: '$util.base64Encode($input.body)' } : jsonValue(value, name),
        ])),
      },
    });
  }
}
