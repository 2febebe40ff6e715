import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { DomainTlsPolicy } from './domain/domain-tls-policy';
import { GovernedRestApiProps } from './governed-rest-api-props';

/**
 * How callers connect to a REST API. It stands on the resource, because an OpenAPI definition has no word for it.
 */
interface RestEndpoint {
  readonly endpointType: apigateway.EndpointType;
  /** Undefined where API Gateway decides. */
  readonly tlsPolicy?: DomainTlsPolicy;
}

/**
 * A call through a custom domain is encrypted by the policy of the API behind it, so a domain's policy is the API's as well.
 *
 * Without one a Regional API would take TLS 1.0, which is API Gateway's default. AWS documents no stricter policy without
 * an access mode for edge-optimized APIs, so those keep the default unless the domain has a policy of its own.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html
 */
export function restEndpoint({ endpointType = apigateway.EndpointType.REGIONAL, domain }: GovernedRestApiProps): RestEndpoint {
  if (endpointType !== apigateway.EndpointType.EDGE) return { endpointType, tlsPolicy: domain?.tlsPolicy ?? DomainTlsPolicy.TLS_1_2 };
  return { endpointType, tlsPolicy: domain?.tlsPolicy?._enhanced ? domain.tlsPolicy : undefined };
}
