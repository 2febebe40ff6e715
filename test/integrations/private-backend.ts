import { Duration, Stack, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../../src/api-type';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { OptingOut } from '../../src/route-opt-outs';
import { bindOptions } from '../rest-api';

export const CERTIFICATE_ARN = 'arn:aws:acm:eu-west-1:123456789012:certificate/abc';

export function vpcOf(scope: Construct, id = 'Vpc'): ec2.Vpc {
  return new ec2.Vpc(scope, id, { maxAzs: 2, natGateways: 1 });
}

export function albIn(scope: Construct, vpc: ec2.IVpc, id = 'Alb'): elbv2.ApplicationLoadBalancer {
  return new elbv2.ApplicationLoadBalancer(scope, id, { vpc });
}

export function nlbIn(scope: Construct, vpc: ec2.IVpc, props: Partial<elbv2.NetworkLoadBalancerProps> = {}, id = 'Nlb'): elbv2.NetworkLoadBalancer {
  return new elbv2.NetworkLoadBalancer(scope, id, { vpc, ...props });
}

/** A listener that answers everything itself, and that nobody reaches unless a rule says so. */
export function albListener(alb: elbv2.IApplicationLoadBalancer, props: Partial<elbv2.BaseApplicationListenerProps> = {}, id = 'Listener') {
  const defaultAction = elbv2.ListenerAction.fixedResponse(204);
  return new elbv2.ApplicationListener(alb, id, { loadBalancer: alb, port: 80, open: false, defaultAction, ...props });
}

export function nlbListener(nlb: elbv2.INetworkLoadBalancer, vpc: ec2.IVpc, props: Partial<elbv2.BaseNetworkListenerProps> = {}, id = 'Listener') {
  const targets = new elbv2.NetworkTargetGroup(nlb, `${id}Targets`, { vpc, port: 8080, targetType: elbv2.TargetType.IP });
  return new elbv2.NetworkListener(nlb, id, { loadBalancer: nlb, port: 8443, defaultTargetGroups: [targets], ...props });
}

/** What an HTTP API would tell the integration of one of its routes. */
export function httpOptions(scope: Construct, options: Partial<BindIntegrationOptions> = {}): BindIntegrationOptions {
  return { ...bindOptions(scope), apiType: ApiType.HTTP, maximumTimeout: Duration.seconds(30), ...options };
}

/** A configuration as the template will have it, with its target by path: a construct as a value would take minutes to print. */
type BoundConfig = Omit<RouteIntegrationConfig & OptingOut, 'target'> & { readonly target?: string };

export function bound(integration: IRouteIntegration, options: BindIntegrationOptions): BoundConfig {
  const { target, ...config } = integration.bindIntegration(options);
  return { ...Stack.of(options.scope).resolve(config) as BoundConfig, target: target?.node.path };
}
