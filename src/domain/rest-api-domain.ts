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
 * A custom domain of a REST API: the domain name, the mapping to a stage, and the alias records; of a domain that exists already the mapping alone.
 *
 * It cannot switch the API's default endpoint off, because that is a property of the API: whoever makes the API asks `closesDefaultEndpoint`.
 *
 * @throws when the options cannot work; see `checkApiDomain`, which says so before the API itself is made
 */
export class RestApiDomain extends Construct {
  /** The domain name as the CDK knows it; undefined when it exists already. */
  public readonly domainName?: apigateway.DomainName;

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

    if (!options.existing) this.domainName = domainName(this, options, edge);
    const mapping = this.domainName ? ownMapping(this, this.domainName, props) : sharedMapping(this, props);
    // A mapping that comes before its stage fails with "Invalid stage identifier", and one that outlives it keeps it from being deleted.
    mapping.node.addDependency(props.stage);

    if (this.domainName) {
      mapping.node.addDependency(this.domainName);
      addAliasRecords(this, options, new targets.ApiGatewayDomain(this.domainName));
    }
    if (options.keepDefaultEndpoint !== undefined) acknowledgeOptOut(restApi, RuleIds.DEFAULT_ENDPOINT_OPEN, options.keepDefaultEndpoint);
    this.url = domainUrl(options);
  }
}

function domainName(scope: Construct, options: ApiDomainOptions, edge: boolean): apigateway.DomainName {
  const { tlsPolicy = DomainTlsPolicy.TLS_1_2 } = options;
  const name = new apigateway.DomainName(scope, 'DomainName', {
    domainName: options.domainName,
    certificate: options.certificate!,
    endpointType: edge ? apigateway.EndpointType.EDGE : apigateway.EndpointType.REGIONAL,
    mtls: options.mutualTls && { bucket: options.mutualTls.truststore, key: options.mutualTls.key, version: options.mutualTls.version },
    // Set below: the CDK's list of policies ends before API Gateway's.
    securityPolicy: apigateway.SecurityPolicy.TLS_1_2,
  });
  const resource = name.node.defaultChild as apigateway.CfnDomainName;
  resource.securityPolicy = tlsPolicy.policyName;
  resource.endpointAccessMode = tlsPolicy.accessMode;
  if (options.ipAddressType) resource.addPropertyOverride('EndpointConfiguration.IpAddressType', options.ipAddressType);
  return name;
}

function ownMapping(scope: Construct, name: apigateway.DomainName, { options, restApi, stage, edge = false }: RestApiDomainProps): Construct {
  const { basePath } = options;
  return hasSeveralSegments(basePath, edge)
    ? new apigatewayv2.CfnApiMapping(scope, 'PathMapping', {
      apiId: restApi.restApiId,
      stage: stage.stageName,
      domainName: name.domainName,
      apiMappingKey: basePath,
    })
    : new apigateway.BasePathMapping(scope, 'Mapping', { domainName: name, restApi, stage, basePath });
}

/** A mapping of the first generation takes no other beside one of the root; an edge-optimized domain knows no other kind. */
function sharedMapping(scope: Construct, { options, restApi, stage, edge = false }: RestApiDomainProps): Construct {
  const { basePath } = options;
  const existing = options.existing!;
  const name = existing._nameInMapping(options.domainName);
  return existing._isEdge(edge)
    ? new apigateway.CfnBasePathMapping(scope, 'Mapping', { restApiId: restApi.restApiId, stage: stage.stageName, domainName: name, basePath })
    : new apigatewayv2.CfnApiMapping(scope, 'Mapping', { apiId: restApi.restApiId, stage: stage.stageName, domainName: name, apiMappingKey: basePath });
}
