import { Annotations, ArnFormat, Fn, Mixin, Names, RemovalPolicy, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { AccessLogFields } from './access-log-fields';
import { letLogsUse } from './log-encryption';
import { isStage, tryApiTypeOf } from './stage-api-type';

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

/** The id of the log group under the stage. It never changes: a new one would replace the log group. */
const LOG_GROUP_ID = 'AccessLog';

/** Under this property a stage remembers its log group. Registered, so that two copies of this library in one app know the same one. */
const LOG_GROUP = Symbol.for('cdk-gatehouse.StageAccessLog.logGroup');

interface LoggedStage extends IConstruct {
  [LOG_GROUP]?: logs.ILogGroup;
}

/** What only a new log group can have. */
const OF_NEW_LOG_GROUP = ['retention', 'encryptionKey', 'removalPolicy'] as const;

/**
 * Writes one line of JSON per request of a REST, HTTP or WebSocket API's stage to CloudWatch Logs.
 *
 * It replaces an access log that the stage has from elsewhere. Of several, the last one wins in what it names; the rest stays as the
 * earlier ones left it, and there is still one log group.
 * A REST or WebSocket API writes through the role of the account (`AWS::ApiGateway::Account`).
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export class StageAccessLog extends Mixin {
  /**
   * The log group that this mixin made for a stage or was given for it; undefined for a stage without this mixin.
   *
   * @param stage the stage, L1 or L2
   */
  public static tryLogGroupOf(stage: IConstruct): logs.ILogGroup | undefined {
    const logged: LoggedStage | undefined = stage.node.findAll().find(isStage);
    return logged?.[LOG_GROUP];
  }

  private readonly options: StageAccessLogOptions;

  /**
   * @throws when settings of a new log group stand beside a given one, or `format` is for another kind of API than `apiType`
   */
  constructor(options: StageAccessLogOptions = {}) {
    super();
    const ofNew = OF_NEW_LOG_GROUP.find((name) => options[name] !== undefined);
    if (options.logGroup && ofNew) {
      throw new Error(`${ofNew} was given beside logGroup, and only a new log group can have it; write it where the log group is made, or leave logGroup out`);
    }
    if (options.format && options.apiType && options.format.apiType !== options.apiType) {
      throw new Error(`format has the fields of ${options.format.apiType} APIs beside apiType '${options.apiType}', which does not fill them; write ${factoryOf(options.apiType)}`);
    }
    this.options = options;
  }

  public supports(construct: IConstruct): boolean {
    return isStage(construct);
  }

  /**
   * @throws when the stage is known to belong to another kind of API than `apiType` or `format` say
   */
  public applyTo(construct: IConstruct): void {
    if (!isStage(construct)) return;
    const apiType = this.apiTypeOf(construct);
    const format = this.options.format?.toFormat() ?? earlierFormat(construct) ?? recommended(apiType).toFormat();
    const logGroup = this.options.logGroup ?? this.keptLogGroup(construct) ?? this.logGroupUnder(construct, apiType);
    const destinationArn = arnOf(logGroup);
    (construct as LoggedStage)[LOG_GROUP] = logGroup;
    if (this.options.logGroup) construct.node.tryRemoveChild(LOG_GROUP_ID);
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

  /** The log group of an earlier mixin, unless this one has settings that a log group of someone else does not take. */
  private keptLogGroup(stage: LoggedStage): logs.ILogGroup | undefined {
    return OF_NEW_LOG_GROUP.some((name) => this.options[name] !== undefined) ? undefined : stage[LOG_GROUP];
  }

  private logGroupUnder(stage: IConstruct, apiType: ApiType): logs.LogGroup {
    const earlier = stage.node.tryFindChild(LOG_GROUP_ID) as logs.LogGroup | undefined;
    const { encryptionKey, retention, removalPolicy } = this.options;
    const group = earlier ?? new logs.LogGroup(stage, LOG_GROUP_ID, {
      logGroupName: apiType === ApiType.HTTP ? vendedLogsName(stage) : undefined,
      retention: retention ?? logs.RetentionDays.THREE_MONTHS,
      removalPolicy: removalPolicy ?? RemovalPolicy.RETAIN,
      encryptionKey,
    });
    const resource = group.node.defaultChild as logs.CfnLogGroup;
    if (encryptionKey && (!earlier || resource.kmsKeyId !== encryptionKey.keyArn)) {
      letLogsUse(encryptionKey, {
        scope: stage,
        logGroups: apiType === ApiType.HTTP ? `${VENDED_LOGS}${uniqueName(stage)}/*` : '*',
        title: 'access log',
        warningId: 'cdk-gatehouse:accessLogKeyNotGranted',
      });
    }
    if (earlier && encryptionKey) resource.kmsKeyId = encryptionKey.keyArn;
    if (earlier && retention !== undefined) resource.retentionInDays = retention === logs.RetentionDays.INFINITE ? undefined : retention;
    if (earlier && removalPolicy !== undefined) earlier.applyRemovalPolicy(removalPolicy);
    return group;
  }
}

/** The format that an earlier mixin wrote; not one from elsewhere. */
function earlierFormat(stage: apigateway.CfnStage | apigatewayv2.CfnStage): string | undefined {
  if (!(stage as LoggedStage)[LOG_GROUP]) return undefined;
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

/** Not `logGroupArn`, which ends in `:*`. */
function arnOf(logGroup: logs.ILogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs',
    region: logGroup.env.region,
    account: logGroup.env.account,
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: logGroup.logGroupName,
  });
}

const VENDED_LOGS = '/aws/vendedlogs/apigateway/';

/** Names under `/aws/vendedlogs/` share one statement of the account's log resource policy, whose 5,120 bytes each other name eats into. */
function vendedLogsName(stage: IConstruct): string {
  // The id of the stack itself, not only its name: a retained log group must not be in the way of the same stack made anew.
  const stackInstance = Fn.select(2, Fn.split('/', Stack.of(stage).stackId));
  return `${VENDED_LOGS}${uniqueName(stage)}/${stackInstance}`;
}

function uniqueName(stage: IConstruct): string {
  return Names.uniqueResourceName(stage, { maxLength: 200, separator: '-' });
}
