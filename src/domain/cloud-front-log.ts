import { Duration, Stack, Token, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { CloudFrontAccessLogOptions } from './cloud-front-options';
import { templateProperty } from '../reference-path';

const KEPT = Duration.days(90);

/**
 * To whose buckets CloudFront delivers no log.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html#access-logs-choosing-s3-bucket
 */
const WITHOUT_LOG = [
  'af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ca-west-1', 'eu-central-2', 'eu-south-1', 'eu-south-2',
  'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1',
];

/** The region in the name by which CloudFront is told of a bucket. */
const REGIONAL_NAME = /\.s3[.-]([a-z]+(?:-[a-z]+)+-\d+)\./;

/**
 * @throws when CloudFront is known not to be able to write into the bucket, or into one that would be made
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export function checkCloudFrontLog(scope: Construct, { bucket }: CloudFrontAccessLogOptions = {}): void {
  checkRegion(scope, bucket);
  if (bucket) checkAccessControl(bucket);
}

function checkRegion(scope: Construct, bucket: s3.IBucket | undefined): void {
  const region = bucket ? regionOf(bucket) : Stack.of(scope).region;
  if (region === undefined || Token.isUnresolved(region) || !WITHOUT_LOG.includes(region)) return;
  throw new Error(`${bucket ? `the bucket '${bucket.node.path}' of cloudFront.accessLog` : 'the bucket that the API would make for the access log of CloudFront'} is in ${region}, `
    + 'where CloudFront delivers no log; write accessLog: { bucket } with a bucket of another region, as s3.Bucket.fromBucketAttributes(this, \'Logs\', { bucketName, region: \'us-east-1\' })');
}

/** One that is imported without its region has the name of a bucket in the stack's own, which is what CloudFront would be told. */
function regionOf(bucket: s3.IBucket): string | undefined {
  const resource = bucket.node.defaultChild;
  return s3.CfnBucket.isCfnBucket(resource) ? Stack.of(resource).region : REGIONAL_NAME.exec(bucket.bucketRegionalDomainName)?.[1];
}

function checkAccessControl(bucket: s3.IBucket): void {
  const resource = bucket.node.defaultChild;
  if (!s3.CfnBucket.isCfnBucket(resource)) return;
  const { value } = templateProperty(resource, 'OwnershipControls');
  const ownership = (value as { Rules?: { ObjectOwnership?: unknown }[] } | undefined)?.Rules?.[0]?.ObjectOwnership;
  // Without a word a bucket has none: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
  if (value !== undefined && ownership !== s3.ObjectOwnership.BUCKET_OWNER_ENFORCED) return;
  throw new Error(`the bucket '${bucket.node.path}' of cloudFront.accessLog has no access control lists, by which CloudFront writes its log; `
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
