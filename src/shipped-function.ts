import * as path from 'path';
import { Duration, RemovalPolicy, aws_iam as iam, aws_lambda as lambda, aws_logs as logs } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { acknowledgeOptOut } from './opt-out';
import { RuleIds } from './rule-ids';

interface ShippedFunctionProps {
  /** The folder below `assets/`. */
  readonly asset: string;
  readonly description: string;
  readonly environment: { [name: string]: string };
  readonly memoryMegabytes: number;
  readonly timeout: Duration;
  /** Whether it works on a queue that it sends to itself: Lambda would take that for a mistake and stop it after some 16 rounds. */
  readonly feedsItself?: boolean;
}

/**
 * A function that the library ships: with a role that has what it needs and no managed policy, and a log that ends after three months.
 */
export class ShippedFunction extends Construct {
  public readonly handler: lambda.Function;

  public constructor(scope: Construct, id: string, props: ShippedFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.THREE_MONTHS, removalPolicy: RemovalPolicy.DESTROY });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), description: props.description });
    logGroup.grantWrite(role);
    this.handler = new lambda.Function(this, 'Function', {
      runtime: lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, '..', 'assets', props.asset)),
      description: props.description,
      environment: props.environment,
      memorySize: props.memoryMegabytes,
      timeout: props.timeout,
      recursiveLoop: props.feedsItself ? lambda.RecursiveLoop.ALLOW : undefined,
      role,
      logGroup,
    });
    acknowledgeOptOut(this.handler, RuleIds.BACKEND_LAMBDA_NOT_TRACED, 'a function that cdk-gatehouse ships: its log says what it did, and tracing would need a statement for all resources');
  }
}
