import { aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { PrivateBackendOptions, bindPrivateBackend } from './private-backend';
import { OptingOut } from '../route-opt-outs';

/** What is behind a listener of an Application Load Balancer. */
export class PrivateAlbIntegration implements IRouteIntegration {
  private readonly listener: elbv2.IApplicationListener;
  private readonly options: PrivateBackendOptions;

  public constructor(listener: elbv2.IApplicationListener, options: PrivateBackendOptions) {
    checkGivenConstruct('Integration.privateAlb()', 'listener of an Application Load Balancer', listener);
    this.listener = listener;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    // Listeners that were imported have neither; their security group they have.
    const { loadBalancer, protocol } = this.listener as Partial<elbv2.ApplicationListener>;
    return bindPrivateBackend(options, {
      resource: this.listener,
      arn: this.listener.listenerArn,
      arnResource: 'listener/app/',
      vpc: loadBalancer?.vpc,
      protocol,
      securityGroups: this.listener.connections.securityGroups,
      port: this.listener.connections.defaultPort,
      portMissing: 'defaultPort where the listener is imported',
    }, this.options);
  }
}
