import { aws_apigatewayv2 as apigatewayv2, aws_route53_targets as targets } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { ApiDomainOptions } from './api-domain-options';
import { addAliasRecords, domainUrl } from './domain-address';
import { checkApiDomain } from './domain-checks';
import { ApiType } from '../api-type';
import { acknowledgeOptOut } from '../opt-out';
import { RuleIds } from '../rule-ids';

/**
 * For which API, and which of its stages, a domain is made.
 */
interface V2ApiDomainProps {
  /**
   * The domain, its certificate and its records.
   */
  readonly options: ApiDomainOptions;

  /**
   * The API's id.
   */
  readonly apiId: string;

  /**
   * The API's type; also WebSocket APIs have domains of this kind.
   */
  readonly apiType: ApiType;

  /**
   * The stage that answers under the domain.
   */
  readonly stage: apigatewayv2.IStage;

  /**
   * The construct that keeps the reason for an open default endpoint.
   */
  readonly api: IConstruct;
}

/**
 * A custom domain of an HTTP or WebSocket API: the domain name, the mapping to a stage, and the alias records; of a domain that exists already the mapping alone.
 *
 * It cannot switch the API's default endpoint off, because that is a property of the API: whoever makes the API asks `closesDefaultEndpoint`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mappings.html
 * @throws when the options cannot work; see `checkApiDomain`, which says so before the API itself is made
 */
export class V2ApiDomain extends Construct {
  /** The domain name as the CDK knows it; undefined when it exists already. */
  public readonly domainName?: apigatewayv2.DomainName;

  /**
   * Where the API is: `https://api.example.com/v1`. Without a slash at its end.
   *
   * It holds no reference to a resource, so a route's function may know it without a circular dependency.
   * For a wildcard domain, put a name in place of `*`.
   */
  public readonly url: string;

  constructor(scope: Construct, id: string, props: V2ApiDomainProps) {
    const { options, apiId, apiType, stage, api } = props;
    checkApiDomain(scope, options, false, apiType);
    super(scope, id);
    const { existing } = options;

    if (!existing) this.domainName = domainName(this, options);
    const mapping = new apigatewayv2.CfnApiMapping(this, 'Mapping', {
      apiId,
      stage: stage.stageName,
      domainName: this.domainName?.name ?? existing!._nameInMapping(options.domainName),
      apiMappingKey: options.basePath,
    });
    // A mapping that comes before its stage fails with "Invalid stage identifier", and one that outlives it keeps it from being deleted.
    mapping.node.addDependency(stage);

    if (this.domainName) {
      mapping.node.addDependency(this.domainName);
      const { regionalDomainName, regionalHostedZoneId } = this.domainName;
      addAliasRecords(this, options, new targets.ApiGatewayv2DomainProperties(regionalDomainName, regionalHostedZoneId));
    }
    if (options.keepDefaultEndpoint !== undefined) acknowledgeOptOut(api, RuleIds.DEFAULT_ENDPOINT_OPEN, options.keepDefaultEndpoint);
    this.url = domainUrl(options);
  }
}

function domainName(scope: Construct, options: ApiDomainOptions): apigatewayv2.DomainName {
  const name = new apigatewayv2.DomainName(scope, 'DomainName', {
    domainName: options.domainName,
    certificate: options.certificate!,
    endpointType: apigatewayv2.EndpointType.REGIONAL,
    mtls: options.mutualTls && { bucket: options.mutualTls.truststore, key: options.mutualTls.key, version: options.mutualTls.version },
    securityPolicy: apigatewayv2.SecurityPolicy.TLS_1_2,
  });
  // The CDK has one enum of two values for each generation of API Gateway.
  const resource = name.node.defaultChild as apigatewayv2.CfnDomainName;
  if (options.ipAddressType) resource.addPropertyOverride('DomainNameConfigurations.0.IpAddressType', options.ipAddressType);
  return name;
}
