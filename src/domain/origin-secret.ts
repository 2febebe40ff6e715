import { Duration, RemovalPolicy, Stack, aws_cloudfront as cloudfront, aws_iam as iam, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { OriginFunction } from './origin-lock-function';

/** Letters and digits alone stand in a header as they are; 48 of them are more than 280 bits. */
const LENGTH = 48;

interface OriginSecretProps {
  readonly headerName: string;
  readonly rotateEvery: Duration;
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
  public rotateIn(distribution: cloudfront.IDistribution): void {
    const { handler } = new OriginFunction(this, 'Rotation', {
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
    this.secret.addRotationSchedule('Schedule', {
      rotationLambda: handler,
      automaticallyAfter: this.rotateEvery,
      // The first value is as random as the next, and CloudFront has just been told it.
      rotateImmediatelyOnUpdate: false,
    });
  }
}
