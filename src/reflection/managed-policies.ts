import { TemplateValue } from './template-value';

/** What the policies of AWS that functions commonly have are about. */
const SERVICES: Record<string, string[]> = {
  AWSLambdaBasicExecutionRole: ['logs'],
  AWSLambdaVPCAccessExecutionRole: ['logs', 'ec2'],
  AWSLambdaENIManagementAccess: ['ec2'],
  AWSLambdaSQSQueueExecutionRole: ['logs', 'sqs'],
  AWSLambdaDynamoDBExecutionRole: ['logs', 'dynamodb'],
  AWSLambdaKinesisExecutionRole: ['logs', 'kinesis'],
  AWSXRayDaemonWriteAccess: ['xray'],
  AWSXrayWriteOnlyAccess: ['xray'],
  CloudWatchLambdaInsightsExecutionRolePolicy: ['logs'],
};

/** Whether a policy of AWS, by its ARN, is known to be about other services than that of an action. */
export function isAboutOthers(arn: TemplateValue, action: string): boolean {
  const name = /:iam::aws:policy\/(?:[\w-]+\/)*([\w-]+)$/.exec(arn.text().value?.marked ?? '')?.[1] ?? '';
  const services = Object.prototype.hasOwnProperty.call(SERVICES, name) ? SERVICES[name] : undefined;
  return services !== undefined && !services.includes(action.split(':')[0]);
}
