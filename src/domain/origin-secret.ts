import {
  Duration, RemovalPolicy, Stack, aws_cloudfront as cloudfront, aws_events as events, aws_iam as iam, aws_lambda as lambda, aws_s3 as s3,
  aws_secretsmanager as secretsmanager,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ShippedFunction } from '../shipped-function';

/** Of letters and digits, which stand in a header as they are: more than 280 bits. */
const LENGTH = 48;

interface OriginSecretProps {
  readonly headerName: string;
  readonly rotateEvery: Duration;
}

/** What belongs to a distribution, and whoever changes the distribution must be allowed to look at. */
interface DistributionParts {
  readonly accessLogBucket: s3.IBucket;
  readonly webAclArn?: string;
}

/**
 * What CloudFront sends to prove that a request came through it: a header's name, and its value in Secrets Manager, never in a template.
 */
export class OriginSecret extends Construct {
  public readonly headerName: string;

  /** The header's value. */
  public readonly secret: secretsmanager.Secret;

  private readonly rotateEvery: Duration;

  public constructor(scope: Construct, id: string, props: OriginSecretProps) {
    super(scope, id);
    this.headerName = props.headerName;
    this.rotateEvery = props.rotateEvery;
    this.secret = new secretsmanager.Secret(this, 'Secret', {
      description: 'What CloudFront sends to the API to prove that a request came through it',
      generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
      // Without its API it opens nothing, and another API gets another.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** The header as a distribution holds it. CloudFormation looks the value up whenever it changes the distribution. */
  public get customHeaders(): { [name: string]: string } {
    return { [this.headerName]: this.secret.secretValue.unsafeUnwrap() };
  }

  /**
   * Gives the header another value from time to time, in the distribution and here.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
   */
  public rotateIn(distribution: cloudfront.IDistribution, parts: DistributionParts): void {
    const { handler } = new ShippedFunction(this, 'Rotation', {
      asset: 'origin-secret-rotation',
      description: 'Rotates the header by which an API knows its CloudFront distribution',
      environment: { DISTRIBUTION_ID: distribution.distributionId, ORIGIN_HEADER: this.headerName },
      memoryMegabytes: 256,
      // The longest step waits ten minutes for CloudFront, and then says what it waited for.
      timeout: Duration.minutes(14),
    });
    handler.addToRolePolicy(new iam.PolicyStatement({
      actions: ['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'],
      resources: [Stack.of(this).formatArn({ service: 'cloudfront', region: '', resource: 'distribution', resourceName: distribution.distributionId })],
    }));
    handler.addToRolePolicy(new iam.PolicyStatement({
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      resources: [this.secret.secretArn],
    }));
    for (const statement of updatePermissions(parts)) handler.addToRolePolicy(statement);
    this.schedule(handler);
    // Without the secret CloudFormation could change the distribution no more.
    this.secret.denyAccountRootDelete();
  }

  /**
   * `secret.addRotationSchedule` would let the function call `secretsmanager:GetRandomPassword`, which knows no resources, and it makes its values itself.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html
   */
  private schedule(rotation: lambda.IFunction): void {
    const permission = new lambda.CfnPermission(this, 'RotationPermission', {
      action: 'lambda:InvokeFunction',
      functionName: rotation.functionArn,
      principal: 'secretsmanager.amazonaws.com',
      sourceAccount: Stack.of(this).account,
    });
    const schedule = new secretsmanager.CfnRotationSchedule(this.secret, 'Schedule', {
      secretId: this.secret.secretArn,
      rotationLambdaArn: rotation.functionArn,
      rotationRules: { scheduleExpression: events.Schedule.rate(this.rotateEvery).expressionString },
      // The first value is as random as the next, and CloudFront has just been told it.
      rotateImmediatelyOnUpdate: false,
    });
    // Secrets Manager tries the function when it is given the schedule.
    schedule.node.addDependency(permission);
  }
}

/**
 * CloudFront asks for them again at each change of a distribution, whatever is changed.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cf-api-permissions-ref.html
 * @see https://github.com/aws/aws-sdk-java/issues/2901 for the web ACL
 */
function updatePermissions({ accessLogBucket, webAclArn }: DistributionParts): iam.PolicyStatement[] {
  const log = new iam.PolicyStatement({ actions: ['s3:GetBucketAcl', 's3:PutBucketAcl'], resources: [accessLogBucket.bucketArn] });
  return webAclArn === undefined ? [log] : [log, new iam.PolicyStatement({ actions: ['wafv2:GetWebACL'], resources: [webAclArn] })];
}
