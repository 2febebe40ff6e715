import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { gatewayResponses } from './access/gateway-responses';
import { checkApiDomain } from './domain/domain-checks';
import { GovernedRestApiProps } from './governed-rest-api-props';
import { Limits } from './limits';
import { checkRoutedApi, checkStageName } from './routed-api-checks';

const MEDIA_TYPE = /^[^\s/]+\/[^\s/]+$/;

/**
 * What can be known to be wrong before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkGovernedRestApi(scope: Construct, props: GovernedRestApiProps): void {
  const { endpointType, stageName, minimumCompressionSize: compression } = props;
  checkRoutedApi(props);
  if (endpointType === apigateway.EndpointType.PRIVATE) {
    throw new Error('endpointType is PRIVATE, which this library does not offer yet; write EndpointType.REGIONAL, or use RestApi of aws-cdk-lib');
  }
  checkStageName(stageName);
  checkMediaTypes(props.binaryMediaTypes);
  if (compression !== undefined && !compression.isUnresolved()) {
    const bytes = compression.toBytes();
    if (bytes < Limits.COMPRESSION_MIN_BYTES || bytes > Limits.COMPRESSION_MAX_BYTES) {
      throw new Error(`minimumCompressionSize is ${bytes} bytes, which API Gateway refuses; write a size up to ${Limits.COMPRESSION_MAX_BYTES} bytes (10 MiB)`);
    }
  }
  checkTimeoutQuota(props);
  gatewayResponses({ cors: props.cors, overrides: props.gatewayResponses });
  if (props.domain) checkApiDomain(scope, props.domain, endpointType === apigateway.EndpointType.EDGE);
}

function checkMediaTypes(mediaTypes: string[] = []): void {
  if (Token.isUnresolved(mediaTypes)) return;
  for (const mediaType of mediaTypes) {
    if (Token.isUnresolved(mediaType) || MEDIA_TYPE.test(mediaType)) continue;
    throw new Error(`binaryMediaTypes holds '${mediaType}', which is no content type; write one as 'image/png'`);
  }
}

function checkTimeoutQuota({ integrationTimeoutQuota: quota, endpointType }: GovernedRestApiProps): void {
  if (quota === undefined) return;
  const millis = quota.isUnresolved() ? NaN : quota.toMilliseconds({ integral: false });
  const [least, most] = [Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS, Limits.REST_INTEGRATION_TIMEOUT_RAISED_MAX_MILLIS];
  if (!(millis >= least && millis <= most)) {
    throw new Error(`integrationTimeoutQuota is ${quota.isUnresolved() ? 'only known at deploy time' : `${millis} ms`}, and no account has such a quota; `
      + `write one from ${least} ms to ${most} ms, as Duration.seconds(60)`);
  }
  if (endpointType === apigateway.EndpointType.EDGE && millis > least) {
    throw new Error(`integrationTimeoutQuota is ${millis} ms, but edge-optimized endpoints wait ${least} ms at most, whatever the quota; leave it out, or write EndpointType.REGIONAL`);
  }
}
