import { join } from 'path';
import { Duration, Validations, aws_iam as iam, aws_lambda as lambda, aws_lambda_nodejs as nodejs, aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ROOT = join(__dirname, '..', '..');

export interface ChatFunctionProps {
  /** A file in `handlers/`. */
  readonly source: string;
  readonly environment?: { [name: string]: string };
}

/**
 * A function of the chat: TypeScript, bundled by the esbuild that the project has installed, with a log group and no more rights than it needs.
 */
export class ChatFunction extends Construct {
  public readonly handler: lambda.Function;

  constructor(scope: Construct, id: string, props: ChatFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.THREE_MONTHS });
    // The managed policy would let the function write to every log group of the account.
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);

    this.handler = new nodejs.NodejsFunction(this, 'Function', {
      entry: join(__dirname, 'handlers', props.source),
      // Both are said, so that bundling is the same from every folder.
      projectRoot: ROOT,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      // The runtime brings the AWS SDK.
      bundling: { externalModules: ['@aws-sdk/*'] },
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      memorySize: 512,
      timeout: Duration.seconds(10),
      environment: props.environment,
      role,
      logGroup,
      loggingFormat: lambda.LoggingFormat.JSON,
      // A WebSocket API takes no part in X-Ray, so traces begin here.
      tracing: lambda.Tracing.ACTIVE,
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'xray:PutTraceSegments and xray:PutTelemetryRecords know no resources; every other right of the role names its table, its queue, its connections or its log group.',
    });
  }
}
