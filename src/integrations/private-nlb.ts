import { aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { PrivateBackendOptions, bindPrivateBackend } from './private-backend';
import { OptingOut } from '../route-opt-outs';

/** What is behind a listener of a Network Load Balancer. */
export class PrivateNlbIntegration implements IRouteIntegration {
  private readonly listener: elbv2.INetworkListener;
  private readonly options: PrivateBackendOptions;

  public constructor(listener: elbv2.INetworkListener, options: PrivateBackendOptions) {
    checkGivenConstruct('Integration.privateNlb()', 'listener of a Network Load Balancer', listener);
    this.listener = listener;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    // Listeners that were imported have none.
    const { loadBalancer } = this.listener as Partial<elbv2.NetworkListener>;
    const resource = this.listener.node.defaultChild;
    // The L2 keeps its port and its protocol to itself.
    const { port, protocol } = elbv2.CfnListener.isCfnListener(resource) ? resource : {};
    return bindPrivateBackend(options, {
      resource: this.listener,
      arn: this.listener.listenerArn,
      arnResource: 'listener/net/',
      vpc: loadBalancer?.vpc,
      protocol,
      securityGroups: loadBalancer?.connections.securityGroups ?? [],
      port: port === undefined ? undefined : ec2.Port.tcp(port),
      portMissing: 'port on the listener',
    }, this.options);
  }
}
