import { Stack, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * A domain name that exists already, made by another API or by a construct of your own, under which an API gets a base path.
 *
 * REST and HTTP APIs stand under one domain together, WebSocket APIs under another.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-mappings.html
 */
export class SharedDomain {
  /**
   * The domain of a REST API: `SharedDomain.rest(orders.domainName!)`; or any `DomainName` or `CfnDomainName` of `aws_apigateway`, imported ones included.
   */
  public static rest(domainName: apigateway.IDomainNameRef): SharedDomain {
    return new SharedDomain(SharedBy.ROUTED, madeBy('rest', domainName));
  }

  /**
   * The domain of an HTTP API: `SharedDomain.http(shop.domainName!)`; or any `DomainName` or `CfnDomainName` of `aws_apigatewayv2`, imported ones included.
   */
  public static http(domainName: apigatewayv2.IDomainNameRef): SharedDomain {
    return new SharedDomain(SharedBy.ROUTED, madeBy('http', domainName));
  }

  /**
   * The domain of a WebSocket API: `SharedDomain.webSocket(chat.domainName!)`; or any `DomainName` or `CfnDomainName` of `aws_apigatewayv2` that leads to WebSocket APIs alone, imported ones included.
   */
  public static webSocket(domainName: apigatewayv2.IDomainNameRef): SharedDomain {
    return new SharedDomain(SharedBy.WEBSOCKET, madeBy('webSocket', domainName));
  }

  /**
   * A domain that is made outside of this app, in the API's own account and region. Nothing can be checked about it.
   */
  public static elsewhere(): SharedDomain {
    return new SharedDomain();
  }

  /**
   * APIs of which types share it, as who names it says; undefined when nobody says.
   *
   * @internal
   */
  public readonly _sharedBy?: SharedBy;

  private readonly domainName?: apigateway.IDomainNameRef;

  private constructor(sharedBy?: SharedBy, domainName?: apigateway.IDomainNameRef) {
    this._sharedBy = sharedBy;
    this.domainName = domainName;
  }

  /**
   * The resource that makes the name; undefined when this app does not make it.
   *
   * @internal
   */
  public get _resource(): apigateway.CfnDomainName | apigatewayv2.CfnDomainName | undefined {
    return [this.domainName, this.domainName?.node.defaultChild].find(isDomainName);
  }

  /**
   * The name as a mapping has it: a reference where this app makes the name, so that the mapping comes after it.
   *
   * @internal
   */
  public _nameInMapping(domainName: string): string {
    return this.domainName?.domainNameRef.domainName ?? domainName;
  }

  /**
   * What can be known about the domain.
   *
   * @internal
   */
  public get _facts(): DomainFacts {
    const resource = this._resource;
    return { name: known(resource?.domainName ?? this.domainName?.domainNameRef.domainName), ...resource && settingsOf(resource) };
  }

  /**
   * Whether the domain is edge-optimized, which takes mappings of the first generation alone.
   *
   * @param edge whether the API is, for a domain about which nothing is known
   * @internal
   */
  public _isEdge(edge: boolean): boolean {
    const { endpointType } = this._facts;
    return endpointType === undefined ? edge : endpointType === 'EDGE';
  }
}

/** APIs that stand under one domain together. */
export enum SharedBy {
  /** REST and HTTP APIs. */
  ROUTED,
  WEBSOCKET,
}

/** What is written out about a domain; undefined is not known. */
interface DomainFacts {
  readonly name?: string;
  /** `EDGE` or `REGIONAL`. */
  readonly endpointType?: string;
  readonly tlsPolicy?: string;
  readonly routingMode?: string;
  readonly mutualTls?: boolean;
}

export function isDomainName(construct: unknown): construct is apigateway.CfnDomainName | apigatewayv2.CfnDomainName {
  return apigateway.CfnDomainName.isCfnDomainName(construct) || apigatewayv2.CfnDomainName.isCfnDomainName(construct);
}

function madeBy(factory: string, domainName: apigateway.IDomainNameRef): apigateway.IDomainNameRef {
  if (domainName?.domainNameRef !== undefined) return domainName;
  const given: unknown = domainName;
  throw new Error(`SharedDomain.${factory}() was given '${String((given as IConstruct | undefined)?.node?.path ?? given)}', which is no domain name; `
    + 'write the domainName of an API that has a domain of its own, or SharedDomain.elsewhere() for one that this app does not make');
}

function settingsOf(resource: apigateway.CfnDomainName | apigatewayv2.CfnDomainName): DomainFacts {
  const read = <T>(value: T) => Stack.of(resource).resolve(value) as T;
  const shared = { routingMode: known(read(resource.routingMode)), mutualTls: resource.mutualTlsAuthentication !== undefined };
  if (apigateway.CfnDomainName.isCfnDomainName(resource)) {
    const endpoint = read(resource.endpointConfiguration) as { types?: unknown } | undefined;
    const [endpointType] = Array.isArray(endpoint?.types) ? endpoint.types as unknown[] : [];
    return { ...shared, endpointType: known(endpointType), tlsPolicy: known(read(resource.securityPolicy)) };
  }
  const configurations = read(resource.domainNameConfigurations) as unknown;
  const [first] = Array.isArray(configurations) ? configurations as { endpointType?: unknown; securityPolicy?: unknown }[] : [];
  return { ...shared, endpointType: known(first?.endpointType), tlsPolicy: known(first?.securityPolicy) };
}

function known(value: unknown): string | undefined {
  return typeof value === 'string' && !Token.isUnresolved(value) ? value : undefined;
}
