import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { checkCorsPolicy } from './access/cors-policy';
import { gatewayResponses } from './access/gateway-responses';
import { checkApiDomain } from './domain/domain-checks';
import { GovernedRestApiProps } from './governed-rest-api-props';
import { Limits } from './limits';

const STAGE_NAME = /^[A-Za-z0-9_-]+$/;
const MEDIA_TYPE = /^[^\s/]+\/[^\s/]+$/;

/**
 * What can be known to be wrong before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkGovernedRestApi(scope: Construct, props: GovernedRestApiProps): void {
  const { authorizer, endpointType, stageName, binaryMediaTypes = [], minimumCompressionSize: compression } = props;
  if (authorizer === undefined) {
    throw new Error('the API has no authorizer, so nobody has said who may call its routes; write authorizer: Authorizer.userPool(pool), Authorizer.iam(), '
      + 'Authorizer.lambdaToken(fn), or Authorizer.none(\'<why>\') for an API that is open to all');
  }
  if (endpointType === apigateway.EndpointType.PRIVATE) {
    throw new Error('endpointType is PRIVATE, which this library does not offer yet; write EndpointType.REGIONAL, or use RestApi of aws-cdk-lib');
  }
  if (stageName !== undefined && !Token.isUnresolved(stageName) && (!STAGE_NAME.test(stageName) || stageName.length > Limits.STAGE_NAME_LENGTH)) {
    throw new Error(`stageName '${stageName}' is no name that API Gateway takes; write up to ${Limits.STAGE_NAME_LENGTH} letters, digits, '-' and '_', as 'prod'`);
  }
  for (const mediaType of binaryMediaTypes) {
    if (Token.isUnresolved(mediaType) || MEDIA_TYPE.test(mediaType)) continue;
    throw new Error(`binaryMediaTypes holds '${mediaType}', which is no content type; write one as 'image/png'`);
  }
  if (compression !== undefined && !compression.isUnresolved()) {
    const bytes = compression.toBytes();
    if (bytes < Limits.COMPRESSION_MIN_BYTES || bytes > Limits.COMPRESSION_MAX_BYTES) {
      throw new Error(`minimumCompressionSize is ${bytes} bytes, which API Gateway refuses; write a size up to ${Limits.COMPRESSION_MAX_BYTES} bytes (10 MiB)`);
    }
  }
  if (props.cors) checkCorsPolicy(props.cors);
  gatewayResponses({ cors: props.cors, overrides: props.gatewayResponses });
  if (props.domain) checkApiDomain(scope, props.domain, endpointType === apigateway.EndpointType.EDGE);
}
