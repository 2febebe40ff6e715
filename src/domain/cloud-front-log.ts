import { Duration, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CloudFrontAccessLogOptions } from './cloud-front-options';
import { templateProperty } from '../reference-path';

const KEPT = Duration.days(90);

/**
 * @throws when CloudFront is known not to be able to write into the bucket
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export function checkCloudFrontLog({ bucket }: CloudFrontAccessLogOptions = {}): void {
  const resource = bucket?.node.defaultChild;
  if (!s3.CfnBucket.isCfnBucket(resource)) return;
  const { value } = templateProperty(resource, 'OwnershipControls');
  const ownership = (value as { Rules?: { ObjectOwnership?: unknown }[] } | undefined)?.Rules?.[0]?.ObjectOwnership;
  // Without a word a bucket has none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  if (value !== undefined && ownership !== s3.ObjectOwnership.BUCKET_OWNER_ENFORCED) return;
  throw new Error(`the bucket '${bucket!.node.path}' of cloudFront.accessLog has no access control lists, by which CloudFront writes its log; `
    + 'write objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED for the bucket, or leave it out for one of the API\'s own');
}

/** The bucket for the access log of one distribution. */
export function cloudFrontLogBucket(scope: Construct): s3.IBucket {
  return new s3.Bucket(scope, 'AccessLog', {
    encryption: s3.BucketEncryption.S3_MANAGED,
    blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    // CloudFront writes by access control lists alone.
    objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
    lifecycleRules: [{ expiration: KEPT, abortIncompleteMultipartUploadAfter: Duration.days(1) }],
  });
}
