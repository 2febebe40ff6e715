import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import { addTo } from './lists-by-key';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';
import { ApiType } from '../api-type';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const LISTENER_RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** The address that a REST API calls: its scheme and its port tell the listener, and not its host. */
const ADDRESS = /^(https?):\/\/[^/]*?(?::(\d+))?(?:[/?]|$)/i;

/** Which load balancers, listeners and target groups stand behind the routes of an app: whatever a VPC link leads to. */
export class PrivateBackends {
  public static of(app: AppReflection): PrivateBackends {
    let backends = this.known.get(app);
    if (!backends) this.known.set(app, backends = new PrivateBackends(app));
    return backends;
  }

  private static readonly known = new WeakMap<AppReflection, PrivateBackends>();

  private readonly listeners: Map<TemplateResource, TemplateResource[]>;
  private readonly rules: Map<TemplateResource, TemplateResource[]>;
  private readonly routes = new Map<TemplateResource, RouteReflection>();
  private readonly guarded = new Map<TemplateResource, TemplateResource>();

  private constructor(app: AppReflection) {
    this.listeners = byReference(app.resources(LISTENER), 'LoadBalancerArn');
    this.rules = byReference(app.resources(LISTENER_RULE), 'ListenerArn');
    for (const route of app.apis.flatMap(({ routes }) => routes)) {
      const target = route.integration.value && this.targetOf(route, route.integration.value);
      if (target) this.reach(target, route);
    }
  }

  /** A route behind which a resource stands: a load balancer, one of its security groups, a listener or a target group. */
  public routeTo(resource: TemplateResource): RouteReflection | undefined {
    return this.routes.get(resource);
  }

  /** Whether a security group guards a load balancer that is reached from the internet. */
  public isPublic(group: TemplateResource): boolean {
    return this.guarded.get(group)?.property('Scheme').string().orDefault('internet-facing').is((scheme) => scheme === 'internet-facing') ?? false;
  }

  /** The listener that a route calls; absent when it calls none of the app. */
  public listenerOf(route: RouteReflection, integration: IntegrationReflection): Fact<TemplateResource> {
    const target = this.targetOf(route, integration);
    if (!target || target.resourceType === LISTENER) return target ? Fact.known(target) : Fact.absent();
    return integration.field('uri').text().flatMap(({ marked }) => {
      const match = ADDRESS.exec(marked);
      if (!match) return Fact.absent();
      const port = Number(match[2] ?? (match[1].toLowerCase() === 'https' ? 443 : 80));
      const listener = (this.listeners.get(target) ?? []).find((each) => each.property('Port').number().is((known) => known === port));
      return listener ? Fact.known(listener) : Fact.absent();
    });
  }

  /** The listener or the load balancer behind a VPC link. */
  private targetOf({ api }: RouteReflection, integration: IntegrationReflection): TemplateResource | undefined {
    if (!integration.isPrivate.is(Boolean)) return undefined;
    const named = api.apiType === ApiType.HTTP ? integration.field('uri') : integration.field('integrationTarget');
    const target = named.isGiven ? named : firstTargetOf(integration.field('connectionId'));
    const resource = target?.reference().value?.resource;
    return resource && [LISTENER, LOAD_BALANCER].includes(resource.resourceType) ? resource : undefined;
  }

  private reach(target: TemplateResource, route: RouteReflection): void {
    if (this.routes.has(target)) return;
    this.routes.set(target, route);
    const loadBalancer = target.resourceType === LISTENER ? target.property('LoadBalancerArn').reference().value?.resource : target;
    const listeners = target.resourceType === LISTENER ? [target] : this.listeners.get(target) ?? [];
    const actions = listeners.flatMap((listener) => [
      listener.property('DefaultActions'),
      ...(this.rules.get(listener) ?? []).map((rule) => rule.property('Actions')),
    ]);
    const groups = actions.flatMap((action) => action.references()).filter(({ resource }) => resource.resourceType === TARGET_GROUP);
    const guards = loadBalancer?.property('SecurityGroups').references() ?? [];
    for (const { resource } of guards) this.guarded.set(resource, loadBalancer!);
    for (const resource of [loadBalancer, ...[...groups, ...guards].map((reference) => reference.resource)]) {
      if (resource && !this.routes.has(resource)) this.routes.set(resource, route);
    }
  }
}

/** What a VPC link of the first version leads to. */
function firstTargetOf(connectionId: TemplateValue): TemplateValue | undefined {
  return connectionId.reference().value?.resource.property('TargetArns').items().value?.[0];
}

function byReference(resources: TemplateResource[], property: string): Map<TemplateResource, TemplateResource[]> {
  const found = new Map<TemplateResource, TemplateResource[]>();
  for (const resource of resources) {
    const owner = resource.property(property).reference().value?.resource;
    if (owner) addTo(found, owner, resource);
  }
  return found;
}
