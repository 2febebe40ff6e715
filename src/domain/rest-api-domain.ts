import {
  aws_apigateway as apigateway,
  aws_apigatewayv2 as apigatewayv2,
  aws_route53_targets as targets,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { addAliasRecords, domainUrl } from './domain-address';
import { checkApiDomain, hasSeveralSegments } from './domain-checks';
import { DomainTlsPolicy } from './domain-tls-policy';
import { acknowledgeOptOut } from '../opt-out';
import { RuleIds } from '../rule-ids';

/**
 * For which API, and which of its stages, a domain is made.
 */
interface RestApiDomainProps {
  /**
   * The domain, its certificate and its records.
   */
  readonly options: ApiDomainOptions;

  /**
   * The API.
   */
  readonly restApi: apigateway.IRestApi;

  /**
   * The stage that answers under the domain.
   */
  readonly stage: apigateway.Stage;

  /**
   * Whether the API's endpoint is edge-optimized.
   *
   * @default false
   */
  readonly edge?: boolean;
}

/**
 * A custom domain of a REST API: the domain name, the mapping to a stage, and the alias records.
 *
 * It cannot switch the API's default endpoint off, because that is a property of the API: whoever makes the API asks `closesDefaultEndpoint`.
 *
 * @throws when the options cannot work; see `checkApiDomain`, which says so before the API itself is made
 */
export class RestApiDomain extends Construct {
  /** The domain name as the CDK knows it. */
  public readonly domainName: apigateway.DomainName;

  /**
   * Where the API is: `https://api.example.com/v1`. Without a slash at its end.
   *
   * It holds no reference to a resource, so a route's function may know it without a circular dependency.
   * For a wildcard domain, put a name in place of `*`.
   */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: RestApiDomainProps) {
    const { options, restApi, edge = false } = props;
    checkApiDomain(scope, options, edge);
    super(scope, id);
    const { basePath, tlsPolicy = DomainTlsPolicy.TLS_1_2 } = options;

    this.domainName = new apigateway.DomainName(this, 'DomainName', {
      domainName: options.domainName,
      certificate: options.certificate,
      endpointType: edge ? apigateway.EndpointType.EDGE : apigateway.EndpointType.REGIONAL,
      mtls: options.mutualTls && { bucket: options.mutualTls.truststore, key: options.mutualTls.key, version: options.mutualTls.version },
      // Set below: the CDK's list of policies ends before API Gateway's.
      securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
    });
    const resource = this.domainName.node.defaultChild as apigateway.CfnDomainName;
    resource.securityPolicy = tlsPolicy.policyName;
    resource.endpointAccessMode = tlsPolicy.accessMode;
    if (options.ipAddressType) resource.addPropertyOverride('EndpointConfiguration.IpAddressType', options.ipAddressType);

    const mapping = hasSeveralSegments(basePath, edge)
      ? new apigatewayv2.CfnApiMapping(this, 'PathMapping', {
        apiId: restApi.restApiId,
        stage: props.stage.stageName,
        domainName: this.domainName.domainName,
        apiMappingKey: basePath,
      })
      : new apigateway.BasePathMapping(this, 'Mapping', { domainName: this.domainName, restApi, stage: props.stage, basePath });
    // A mapping that comes before its stage fails with "Invalid stage identifier", and one that outlives it keeps it from being deleted.
    mapping.node.addDependency(props.stage, this.domainName);

    addAliasRecords(this, options, new targets.ApiGatewayDomain(this.domainName));
    if (options.keepDefaultEndpoint !== undefined) acknowledgeOptOut(restApi, RuleIds.DEFAULT_ENDPOINT_OPEN, options.keepDefaultEndpoint);
    this.url = domainUrl(options);
  }
}
