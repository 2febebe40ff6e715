import { Annotations, ArnFormat, Stack, aws_iam as iam, aws_kms as kms } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * A log that a key encrypts.
 */
interface EncryptedLog {
  /** Says the account and region, and carries the warning. */
  readonly scope: IConstruct;
  /** The names of the log groups, with `*` for what is not known. Not a group's own name: the group names the key, and would depend on it both ways. */
  readonly logGroups: string;
  /** What the warning calls it: `access log`. */
  readonly title: string;
  /** The id of the warning about a key that cannot be changed. */
  readonly warningId: string;
}

/**
 * Lets CloudWatch Logs use a key for a log, and warns when the key belongs to someone else.
 *
 * The CDK's log group leaves the key alone, and the deployment then fails.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function letLogsUse(key: kms.IKey, { scope, logGroups, title, warningId }: EncryptedLog): void {
  const stack = Stack.of(scope);
  const arn = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: logGroups, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const { statementAdded } = key.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal(`logs.${stack.region}.${stack.urlSuffix}`)],
    actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': arn } },
  }));
  if (statementAdded) return;
  Annotations.of(scope).addWarningV2(warningId,
    `the encryption key of the ${title} is not part of the app, so its policy could not be changed; let CloudWatch Logs of this account and region use it in the key's own policy`);
}
