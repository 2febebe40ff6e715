import { Duration, IResource, Stack, Token, TokenComparison, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_ec2 as ec2 } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { OptingOut } from '../route-opt-outs';
import { backendMethod } from './backend-method';
import { BindIntegrationOptions, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { isLookupDummy } from './lookup-dummy';
import { ParameterMappingOptions, bindParameterMapping } from './parameter-mapping';
import { checkPrivateEncryption, plaintextOptOut, warnOfPlaintext } from './private-encryption';
import { apiVpcLink } from './vpc-link';

/**
 * How a backend in a VPC is called.
 */
export interface PrivateBackendOptions extends ParameterMappingOptions {
  /**
   * The VPC in which the backend is, where the app does not know: for imported listeners, and for AWS Cloud Map services.
   *
   * The API gets one link into it, free of charge, with a security group of its own, for all routes that lead there.
   *
   * @default - the VPC of the listener's load balancer
   */
  readonly vpc?: ec2.IVpc;

  /**
   * A link of your own. The rules by which its security groups may reach the backend are yours to make.
   *
   * Links exist in most zones, but not in all (`use1-az3`, for one): a VPC with subnets there needs a link that leaves them out.
   * A link that sees no request for 60 days loses its network interfaces; the first requests after that fail for some minutes.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html
   * @default - one link for each VPC, which the API's routes share, and a rule that lets it into the load balancer by the listener's port
   */
  readonly vpcLink?: apigatewayv2.IVpcLink;

  /**
   * The HTTP method towards the backend.
   *
   * @default - the method of the request
   */
  readonly httpMethod?: string;

  /**
   * The name that the backend's certificate must have. With it, and only with it, the way from API Gateway to the backend is encrypted.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html
   * @default - the backend is called in clear text, within the VPC, and a warning says so
   */
  readonly secureServerName?: string;

  /**
   * Why the backend is called in clear text.
   *
   * @default - a warning, unless there is a `secureServerName`
   */
  readonly plaintext?: string;

  /**
   * How long API Gateway waits for the backend: 50 milliseconds to 30 seconds.
   *
   * @default - 30 seconds
   */
  readonly timeout?: Duration;
}

/**
 * What is known of a backend in a VPC.
 */
interface PrivateBackend {
  /** The listener or the service. */
  readonly resource: IResource;
  readonly arn: string;
  /** How the last part of its ARN begins. */
  readonly arnResource: string;
  /** Undefined where the app does not know. */
  readonly vpc?: ec2.IVpc;
  /** Of a listener; undefined where the app does not know. */
  readonly protocol?: string;
  /** What stands before the backend and must let the link in. */
  readonly securityGroups: ec2.ISecurityGroup[];
  /** The port that they must let through. */
  readonly port?: ec2.Port;
  /** What to write when the port is needed and not known. */
  readonly portMissing: string;
}

/**
 * A backend in a VPC as an HTTP API calls it: through a VPC link, and without the name of the stage before the path.
 *
 * @throws when the backend cannot be reached; nothing is created then
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
 */
export function bindPrivateBackend(
  options: BindIntegrationOptions, backend: PrivateBackend, chosen: PrivateBackendOptions,
): RouteIntegrationConfig & OptingOut {
  const { routeKey, stageName } = options;
  const { httpMethod, secureServerName, timeout, vpcLink, vpc = backend.vpc } = chosen;
  refuseOtherApis(options);
  checkArn(routeKey, backend);
  checkPlace(options, backend);
  checkIntegrationTimeout(options, timeout);
  const backendsMethod = backendMethod(options, httpMethod);
  checkPrivateEncryption(routeKey, backend, secureServerName);
  const { requestParameters, ...mapping } = bindParameterMapping(options, chosen);
  const optOuts = plaintextOptOut(chosen);
  if (vpcLink && chosen.vpc) throw new Error(`'${routeKey}' was given vpc and vpcLink, and a link is in a VPC already; leave one of the two out`);

  const vpcLinkId = vpcLink ? vpcLink.vpcLinkId : openWay(options, backend, vpc);
  if (secureServerName === undefined && optOuts.length === 0) warnOfPlaintext(options.scope, backend);
  return {
    integrationType: apigateway.IntegrationType.HTTP_PROXY,
    httpMethod: backendsMethod,
    uri: backend.arn,
    vpcLinkId,
    serverNameToVerify: secureServerName,
    timeout,
    requestParameters: stageName === '$default' ? requestParameters : { 'overwrite:path': '$request.path', ...requestParameters },
    ...mapping,
    target: backend.resource,
    optOuts,
  };
}

function refuseOtherApis({ apiType, routeKey }: BindIntegrationOptions): void {
  if (apiType === ApiType.HTTP) return;
  throw new Error(`the backend of '${routeKey}' is private, which this library offers on HTTP APIs, and this is one of the type ${apiType}; `
    + `${apiType === ApiType.REST ? 'use LeanHttpApi, or ' : ''}let a function in the VPC call the backend: Integration.lambdaFunction(fn)`);
}

/** The ARN of a load balancer is easily taken for that of its listener. */
function checkArn(routeKey: string, { arn, arnResource }: PrivateBackend): void {
  if (!isKnown(arn) || arn.split(':').slice(5).join(':').startsWith(arnResource)) return;
  throw new Error(`the private backend of '${routeKey}' has the ARN '${arn}', which API Gateway refuses there; write one that ends in ':${arnResource}…'`);
}

function isKnown(arn: string): boolean {
  return !Token.isUnresolved(arn) && !isLookupDummy(arn);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html */
function checkPlace({ routeKey, scope }: BindIntegrationOptions, { resource, arn }: PrivateBackend): void {
  const stack = Stack.of(scope);
  const [, , , region, account] = isKnown(arn) ? arn.split(':') : [];
  const places = [['region', region ?? resource.env.region, stack.region], ['account', account ?? resource.env.account, stack.account]];
  for (const [what, theirs, ours] of places) {
    if (Token.compareStrings(theirs, ours) !== TokenComparison.DIFFERENT) continue;
    throw new Error(`the private backend of '${routeKey}' is in the ${what} ${theirs} and the API in ${ours}, between which there is no VPC link; `
      + 'make the API where the backend is, or write Integration.httpProxy(\'https://…\') with a public address');
  }
}

/** The API's link to the backend, which the backend then lets in. */
function openWay({ scope, routeKey }: BindIntegrationOptions, backend: PrivateBackend, vpc?: ec2.IVpc): string {
  const { resource, securityGroups, port, portMissing } = backend;
  if (!vpc) {
    throw new Error(`the app does not know in which VPC the private backend '${resource.node.path}' of '${routeKey}' is; `
      + 'write vpc, into which the API then gets a link, or vpcLink');
  }
  if (securityGroups.length > 0 && !port) {
    throw new Error(`the app does not know by which port the private backend '${resource.node.path}' of '${routeKey}' is to be reached, `
      + `so no rule can let the VPC link in; write ${portMissing}, or vpcLink with rules of your own`);
  }
  const { link, securityGroup } = apiVpcLink(scope, routeKey, vpc);
  // As remote rules, so that they stand in the API's stack: the backend's must not depend on it.
  securityGroups.forEach((group) => group.addIngressRule(securityGroup, port!, 'from the VPC link of an API', true));
  return link.vpcLinkId;
}
