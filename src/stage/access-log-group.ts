import { ArnFormat, Fn, Names, RemovalPolicy, Stack, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApiType } from '../api-type';
import { letLogsUse } from './log-encryption';

/**
 * What a log group gets that is made for a stage. What is left out stays as an earlier call left it.
 */
interface NewLogGroup {
  readonly apiType: ApiType;
  readonly retention?: logs.RetentionDays;
  readonly encryptionKey?: kms.IKey;
  readonly removalPolicy?: RemovalPolicy;
}

/** The id of the log group under the stage. It never changes: a new one would replace the log group. */
const LOG_GROUP_ID = 'AccessLog';

/** Names under `/aws/vendedlogs/` share one statement of the account's log resource policy, whose 5,120 bytes each other name eats into. */
const VENDED_LOGS = '/aws/vendedlogs/apigateway/';

/**
 * The log group for a stage's access log: one under the stage, made when there is none.
 */
export function logGroupUnder(stage: IConstruct, { apiType, encryptionKey, retention, removalPolicy }: NewLogGroup): logs.LogGroup {
  const earlier = stage.node.tryFindChild(LOG_GROUP_ID) as logs.LogGroup | undefined;
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

/** Takes the log group that was made under a stage away again, unless it is the one in use. */
export function removeLogGroupUnder(stage: IConstruct, inUse?: logs.ILogGroup): void {
  if (stage.node.tryFindChild(LOG_GROUP_ID) !== inUse) stage.node.tryRemoveChild(LOG_GROUP_ID);
}

/** Not `logGroupArn`, which ends in `:*`. */
export function logGroupArn(logGroup: logs.ILogGroup): string {
  return Stack.of(logGroup).formatArn({
    service: 'logs',
    region: logGroup.env.region,
    account: logGroup.env.account,
    resource: 'log-group',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    resourceName: logGroup.logGroupName,
  });
}

function vendedLogsName(stage: IConstruct): string {
  // The id of the stack itself, not only its name: a retained log group must not be in the way of the same stack made anew.
  const stackInstance = Fn.select(2, Fn.split('/', Stack.of(stage).stackId));
  return `${VENDED_LOGS}${uniqueName(stage)}/${stackInstance}`;
}

function uniqueName(stage: IConstruct): string {
  return Names.uniqueResourceName(stage, { maxLength: 200, separator: '-' });
}
