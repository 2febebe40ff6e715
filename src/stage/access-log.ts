import {
  Annotations, Mixin, RemovalPolicy,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_kinesisfirehose as firehose, aws_kms as kms, aws_logs as logs,
} from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { AccessLogFields } from './access-log-fields';
import { logGroupArn, logGroupUnder, removeLogGroupUnder } from './access-log-group';
import { checkAccessLogStream } from './access-log-stream';
import { isStage, isV2Stage, tryApiTypeOf } from './stage-api-type';

/**
 * Where a stage's access log goes and what a line of it holds.
 */
export interface StageAccessLogOptions {
  /**
   * A log group of your own. Its retention, key and removal are then your own as well.
   *
   * For an HTTP API its name should begin with `/aws/vendedlogs/`: others take space in the account's log resource policy, which has 5,120 bytes.
   *
   * @default - a new log group
   */
  readonly logGroup?: logs.ILogGroup;

  /**
   * A Firehose stream that gets the access log instead of a log group. Only for a REST API; API Gateway writes to one of the two.
   *
   * The stream's name must begin with `amazon-apigateway-`, and the stream must have no source of its own. API Gateway writes to it
   * through its service-linked role `AWSServiceRoleForAPIGateway`, which it makes when there is none.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
   * @default - the access log goes to a log group
   */
  readonly deliveryStream?: firehose.IDeliveryStream;

  /**
   * How long the new log group keeps its lines.
   *
   * @default logs.RetentionDays.THREE_MONTHS
   */
  readonly retention?: logs.RetentionDays;

  /**
   * The key that encrypts the new log group. A key of this app lets CloudWatch Logs of this account and region use it.
   *
   * @default - CloudWatch Logs' own encryption
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the new log group when it leaves the stack.
   *
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * What a line holds.
   *
   * @default - the recommended fields of the API's type
   */
  readonly format?: AccessLogFields;

  /**
   * The kind of API that the stage belongs to; needed for an HTTP or WebSocket API that is not part of the app.
   *
   * @default - read from the app; else from `format`; else HTTP, with a warning
   */
  readonly apiType?: ApiType;
}

/** Under these properties a stage remembers where its log goes. Registered, so that two copies of this library in one app know the same. */
const LOG_GROUP = Symbol.for('cdk-gatehouse.StageAccessLog.logGroup');
const DELIVERY_STREAM = Symbol.for('cdk-gatehouse.StageAccessLog.deliveryStream');

interface LoggedStage extends IConstruct {
  [LOG_GROUP]?: logs.ILogGroup;
  [DELIVERY_STREAM]?: firehose.IDeliveryStream;
}

/** Where an access log goes: one of the two. */
interface Destination {
  readonly logGroup?: logs.ILogGroup;
  readonly deliveryStream?: firehose.IDeliveryStream;
}

/** What only a new log group can have. */
const OF_NEW_LOG_GROUP = ['retention', 'encryptionKey', 'removalPolicy'] as const;

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-apigatewayv2-stage-accesslogsettings.html */
const REST_ONLY = 'HTTP and WebSocket APIs write their access log to CloudWatch Logs alone; '
  + 'leave deliveryStream out, and send the log group on with a logs.SubscriptionFilter and its FirehoseDestination';

/**
 * Writes one line of JSON per request of a REST, HTTP or WebSocket API's stage to CloudWatch Logs, or of a REST API's to Firehose.
 *
 * It replaces an access log that the stage has from elsewhere. Of several, the last one wins in what it names; the rest stays as the
 * earlier ones left it, and there is still one log group, or one stream.
 * A REST or WebSocket API writes to CloudWatch Logs through the role of the account (`AWS::ApiGateway::Account`).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class StageAccessLog extends Mixin {
  /**
   * The log group that this mixin made for a stage or was given for it; undefined for a stage without this mixin, or whose log goes to Firehose.
   *
   * @param stage the stage, L1 or L2
   */
  public static tryLogGroupOf(stage: IConstruct): logs.ILogGroup | undefined {
    const logged: LoggedStage | undefined = stage.node.findAll().find(isStage);
    return logged?.[LOG_GROUP];
  }

  private readonly options: StageAccessLogOptions;

  /**
   * @throws when settings stand together that exclude each other, or when API Gateway cannot write to the Firehose stream
   */
  constructor(options: StageAccessLogOptions = {}) {
    super();
    checkOptions(options);
    this.options = options;
  }

  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  /**
   * @throws when the stage is known to belong to another kind of API than `apiType` or `format` say, or than `deliveryStream` can be used with
   */
  public applyTo(construct: IConstruct): void {
    if (!isStage(construct)) return;
    if (this.options.deliveryStream && isV2Stage(construct)) {
      throw new Error(`deliveryStream '${this.options.deliveryStream.node.path}' was given for stage '${construct.node.path}', which is of no REST API: ${REST_ONLY}`);
    }
    const apiType = this.apiTypeOf(construct);
    const format = this.options.format?.toFormat() ?? earlierFormat(construct) ?? recommended(apiType).toFormat();
    const destinationArn = this.destinationArn(construct, apiType);
    if (apigateway.CfnStage.isCfnStage(construct)) construct.accessLogSetting = { destinationArn, format };
    else construct.accessLogSettings = { destinationArn, format };
  }

  private apiTypeOf(stage: apigateway.CfnStage | apigatewayv2.CfnStage): ApiType {
    const known = tryApiTypeOf(stage);
    const said = this.options.apiType ?? this.options.format?.apiType;
    if (known && said && known !== said) {
      throw new Error(this.options.apiType
        ? `apiType '${said}' was given for stage '${stage.node.path}', which belongs to an API of type ${known}; leave apiType out`
        : `format has the fields of ${said} APIs, but stage '${stage.node.path}' belongs to an API of type ${known}; write ${factoryOf(known)}`);
    }
    // A v2 stage of an unknown API cannot be one of a REST API.
    if (said === ApiType.REST && !known) {
      throw new Error(`stage '${stage.node.path}' belongs to an HTTP or WebSocket API and was given the access log of a REST API; write apiType: ApiType.HTTP or ApiType.WEBSOCKET`);
    }
    if (known ?? said) return (known ?? said)!;
    Annotations.of(stage).addWarningV2('cdk-gatehouse:accessLogApiTypeUnknown',
      'the API of this stage is not part of the app, so its access log has the fields of an HTTP API; write apiType: ApiType.HTTP or ApiType.WEBSOCKET');
    return ApiType.HTTP;
  }

  private destinationArn(stage: LoggedStage, apiType: ApiType): string {
    const { logGroup, deliveryStream } = this.destination(stage, apiType);
    stage[LOG_GROUP] = logGroup;
    stage[DELIVERY_STREAM] = deliveryStream;
    removeLogGroupUnder(stage, logGroup);
    return logGroup ? logGroupArn(logGroup) : deliveryStream!.deliveryStreamArn;
  }

  /** What this mixin names, else what an earlier one did, unless this one has settings of a new log group; else a new log group. */
  private destination(stage: LoggedStage, apiType: ApiType): Destination {
    const { logGroup, deliveryStream } = this.options;
    if (logGroup || deliveryStream) return { logGroup, deliveryStream };
    const wantsNew = OF_NEW_LOG_GROUP.some((name) => this.options[name] !== undefined);
    if (!wantsNew && isLogged(stage)) return { logGroup: stage[LOG_GROUP], deliveryStream: stage[DELIVERY_STREAM] };
    return { logGroup: logGroupUnder(stage, { ...this.options, apiType }) };
  }
}

function checkOptions(options: StageAccessLogOptions): void {
  const { logGroup, deliveryStream, format, apiType } = options;
  const ofNew = OF_NEW_LOG_GROUP.find((name) => options[name] !== undefined);
  if (logGroup && ofNew) {
    throw new Error(`${ofNew} was given beside logGroup, and only a new log group can have it; write it where the log group is made, or leave logGroup out`);
  }
  if (format && apiType && format.apiType !== apiType) {
    throw new Error(`format has the fields of ${format.apiType} APIs beside apiType '${apiType}', which does not fill them; write ${factoryOf(apiType)}`);
  }
  if (!deliveryStream) return;
  const ofLogGroup = logGroup ? 'logGroup' : ofNew;
  if (ofLogGroup) {
    throw new Error(`${ofLogGroup} was given beside deliveryStream, and API Gateway writes an access log to a log group or to a stream, not to both; leave ${ofLogGroup} or deliveryStream out`);
  }
  const said = apiType ?? format?.apiType;
  if (said && said !== ApiType.REST) {
    throw new Error(`deliveryStream was given beside ${apiType ? `apiType '${said}'` : `a format with the fields of ${said} APIs`}: ${REST_ONLY}`);
  }
  checkAccessLogStream(deliveryStream);
}

function isLogged(stage: LoggedStage): boolean {
  return stage[LOG_GROUP] !== undefined || stage[DELIVERY_STREAM] !== undefined;
}

/** The format that an earlier mixin wrote; not one from elsewhere. */
function earlierFormat(stage: apigateway.CfnStage | apigatewayv2.CfnStage): string | undefined {
  if (!isLogged(stage)) return undefined;
  const setting = apigateway.CfnStage.isCfnStage(stage) ? stage.accessLogSetting : stage.accessLogSettings;
  return setting && 'format' in setting ? setting.format : undefined;
}

function recommended(apiType: ApiType): AccessLogFields {
  switch (apiType) {
    case ApiType.REST: return AccessLogFields.rest();
    case ApiType.HTTP: return AccessLogFields.http();
    case ApiType.WEBSOCKET: return AccessLogFields.webSocket();
  }
}

function factoryOf(apiType: ApiType): string {
  return { REST: 'AccessLogFields.rest()', HTTP: 'AccessLogFields.http()', WEBSOCKET: 'AccessLogFields.webSocket()' }[apiType];
}
