import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import type { RouteReflection } from './route-reflection';
import type { TemplateResource } from './template-resource';

/** What of the answers of a WebSocket API's backends goes back to whoever sent the message. */
export class WebSocketAnswers {
  public static of(api: ApiReflection): WebSocketAnswers {
    let answers = this.known.get(api);
    if (!answers) this.known.set(api, answers = new WebSocketAnswers(api));
    return answers;
  }

  private static readonly known = new WeakMap<ApiReflection, WebSocketAnswers>();

  private readonly routeResponses: Children;
  private readonly integrationResponses: Children;
  /** How many routes an integration answers. */
  private readonly uses = new Map<TemplateResource, number>();

  private constructor(api: ApiReflection) {
    this.routeResponses = new Children(api, 'AWS::ApiGatewayV2::RouteResponse', 'RouteId');
    this.integrationResponses = new Children(api, 'AWS::ApiGatewayV2::IntegrationResponse', 'IntegrationId');
    for (const route of api.routes) {
      for (const { resource } of route.integration.toList()) this.uses.set(resource, (this.uses.get(resource) ?? 0) + 1);
    }
  }

  /** Whether there is a route response. */
  public hasResponse({ resource }: RouteReflection): Fact<boolean> {
    return this.routeResponses.belongTo(resource);
  }

  /** Whether the route says by which key it finds its response. */
  public selectsResponse({ place }: RouteReflection): Fact<boolean> {
    return place.get('RouteResponseSelectionExpression').isWritten();
  }

  /** Whether the sender of a message gets the backend's answer. */
  public isTwoWay(route: RouteReflection): Fact<boolean> {
    return Fact.allTrue([this.hasResponse(route), this.selectsResponse(route)]);
  }

  /** Whether something makes a message of what the route's own backend answers. An integration of several routes may do so for another one. */
  public shapesResponse({ integration }: RouteReflection): Fact<boolean> {
    return integration.map(({ resource }) => resource)
      .flatMap((resource) => (this.uses.get(resource) ?? 0) > 1 ? Fact.known(false) : this.integrationResponses.belongTo(resource))
      .orDefault(false);
  }
}

/** Resources of one type by the one that they name as theirs. */
class Children {
  private readonly certain = new Set<TemplateResource>();
  private readonly conditional = new Set<TemplateResource>();
  private readonly hidden?: string;

  constructor(api: ApiReflection, resourceType: string, property: string) {
    for (const child of api.children(resourceType)) {
      const owner = child.property(property).reference();
      if (!owner.isKnown) this.hidden ??= `it cannot be known whose ${child.logicalId} is`;
      else (child.isConditional && !owner.value!.resource.isConditional ? this.conditional : this.certain).add(owner.value!.resource);
    }
  }

  public belongTo(owner: TemplateResource): Fact<boolean> {
    if (this.certain.has(owner)) return Fact.known(true);
    if (this.conditional.has(owner)) return Fact.unknowable('it depends on a condition whether it is made');
    return this.hidden === undefined ? Fact.known(false) : Fact.unknowable(this.hidden);
  }
}
