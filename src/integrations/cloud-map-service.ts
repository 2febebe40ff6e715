import { aws_ec2 as ec2, aws_servicediscovery as servicediscovery } from 'aws-cdk-lib';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { PrivateBackendOptions, bindPrivateBackend } from './private-backend';
import { OptingOut } from '../route-opt-outs';

/**
 * How the instances of an AWS Cloud Map service are called.
 */
export interface CloudMapServiceOptions extends PrivateBackendOptions {
  /**
   * What is registered in the service, as an ECS service: it is opened to the API's VPC link.
   *
   * @default - nothing is opened; the instances let the link's subnets in already, or `vpcLink` has a security group that they let in
   */
  readonly instances?: ec2.IConnectable;

  /**
   * The port on which `instances` listen.
   *
   * @default - the default port of `instances`
   */
  readonly port?: ec2.Port;
}

/** The instances of an AWS Cloud Map service. */
export class CloudMapServiceIntegration implements IRouteIntegration {
  private readonly service: servicediscovery.IService;
  private readonly options: CloudMapServiceOptions;

  public constructor(service: servicediscovery.IService, options: CloudMapServiceOptions) {
    checkGivenConstruct('Integration.cloudMapService()', 'AWS Cloud Map service', service);
    this.service = service;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    const { instances, port } = this.options;
    this.checkInstances(options);
    return bindPrivateBackend(options, {
      resource: this.service,
      arn: this.service.serviceArn,
      arnResource: 'service/',
      securityGroups: instances?.connections.securityGroups ?? [],
      port: port ?? instances?.connections.defaultPort,
      portMissing: 'port: ec2.Port.tcp(8080)',
    }, this.options);
  }

  private checkInstances({ routeKey }: BindIntegrationOptions): void {
    const { instances, port, vpcLink } = this.options;
    if (this.service.dnsRecordType === servicediscovery.DnsRecordType.CNAME) {
      throw new Error(`the AWS Cloud Map service '${this.service.node.path}' of '${routeKey}' has CNAME records, and API Gateway needs an IP address and a port of each instance; `
        + 'write dnsRecordType: DnsRecordType.SRV');
    }
    if (instances && vpcLink) {
      throw new Error(`'${routeKey}' was given instances beside vpcLink, whose security groups the app does not know, so nothing could be opened; `
        + 'leave instances out and let the link in yourself, or write vpc in place of vpcLink');
    }
    if (port && !instances) throw new Error(`'${routeKey}' was given port without instances, and AWS Cloud Map says by which port each is called; leave port out, or write instances`);
  }
}
