import { Size, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { gatewayResponses } from './access/gateway-responses';
import { ApiType } from './api-type';
import { checkApiDomain } from './domain/domain-checks';
import { requireDuration } from './duration-check';
import { givenValue } from './given-value';
import { GovernedRestApiProps } from './governed-rest-api-props';
import { Limits } from './limits';
import { checkRoutedApi, checkStageName, requireProps } from './routed-api-checks';

const MEDIA_TYPE = /^[^\s/]+\/[^\s/]+$/;

/**
 * What can be known to be wrong before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkGovernedRestApi(scope: Construct, props: GovernedRestApiProps): void {
  requireProps(ApiType.REST, props);
  const { endpointType, stageName } = props;
  checkRoutedApi(ApiType.REST, props);
  if (endpointType === apigateway.EndpointType.PRIVATE) {
    throw new Error('endpointType is PRIVATE, which this library does not offer yet; write EndpointType.REGIONAL, or use RestApi of aws-cdk-lib');
  }
  checkStageName(stageName);
  checkMediaTypes(props.binaryMediaTypes);
  checkCompression(props.minimumCompressionSize);
  checkTimeoutQuota(props);
  gatewayResponses({ cors: props.cors, overrides: props.gatewayResponses });
  if (props.domain) checkApiDomain(scope, props.domain, endpointType === apigateway.EndpointType.EDGE);
}

function checkMediaTypes(mediaTypes: string[] = []): void {
  if (Token.isUnresolved(mediaTypes)) return;
  if (!Array.isArray(mediaTypes)) throw new Error(`binaryMediaTypes was given ${givenValue(mediaTypes)}, which is no list; write ['image/png']`);
  for (const mediaType of mediaTypes) {
    if (Token.isUnresolved(mediaType) || MEDIA_TYPE.test(mediaType)) continue;
    throw new Error(`binaryMediaTypes holds '${mediaType}', which is no content type; write one as 'image/png'`);
  }
}

function checkCompression(size: Size | undefined): void {
  if (size === undefined) return;
  // In JavaScript it may be a number of nobody knows what.
  const given: unknown = size;
  if (typeof (given as Size | null)?.toBytes !== 'function') {
    throw new Error(`minimumCompressionSize was given ${givenValue(given)}, which has no unit; write a Size, as Size.bytes(${typeof given === 'number' ? given : 1024})`);
  }
  if (size.isUnresolved()) return;
  const bytes = size.toBytes();
  if (bytes < Limits.COMPRESSION_MIN_BYTES || bytes > Limits.COMPRESSION_MAX_BYTES) {
    throw new Error(`minimumCompressionSize is ${bytes} bytes, which API Gateway refuses; write a size up to ${Limits.COMPRESSION_MAX_BYTES} bytes (10 MiB)`);
  }
}

function checkTimeoutQuota({ integrationTimeoutQuota: quota, endpointType }: GovernedRestApiProps): void {
  if (quota === undefined) return;
  requireDuration('integrationTimeoutQuota', quota);
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
