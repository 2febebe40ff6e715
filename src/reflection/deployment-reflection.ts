import type { ApiReflection } from './api-reflection';
import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import type { StageReflection } from './stage-reflection';
import type { TemplateResource } from './template-resource';

/** The resources that are snapshots of an API. */
export const DEPLOYMENT_TYPES = ['AWS::ApiGateway::Deployment', 'AWS::ApiGatewayV2::Deployment'];

/** A snapshot of an API, of which stages serve one. */
export class DeploymentReflection {
  private readonly isV2: boolean;
  private needed?: Map<TemplateResource, boolean>;

  constructor(private readonly app: AppReflection, public readonly resource: TemplateResource) {
    this.isV2 = resource.resourceType === 'AWS::ApiGatewayV2::Deployment';
  }

  /** The API that it is a snapshot of; not knowable for one that is made elsewhere. */
  public get api(): Fact<ApiReflection> {
    return this.resource.property(this.isV2 ? 'ApiId' : 'RestApiId').reference()
      .orElse(() => Fact.unknowable('its API is not part of the templates'))
      .flatMap(({ resource }) => {
        const api = this.app.apiOf(resource);
        return api ? Fact.known(api) : Fact.unknowable(`${resource.logicalId} is no API`);
      });
  }

  /** Whether a stage is told to serve it, be it by the stage or by itself. */
  public serves(stage: StageReflection): boolean {
    const name = this.resource.property('StageName');
    return stage.field('DeploymentId').reference().value?.resource === this.resource
      || name.reference().value?.resource === stage.resource
      || name.text().is((text) => text.toString() === stage.nameText.text().value?.toString());
  }

  /** What is made before it, by whatever steps; false for what only the deployment tells. */
  public get needs(): Map<TemplateResource, boolean> {
    if (this.needed) return this.needed;
    const found = this.needed = new Map<TemplateResource, boolean>();
    const pending: [TemplateResource, boolean][] = [[this.resource, true]];
    for (let next = pending.pop(); next; next = pending.pop()) {
      for (const [resource, isDirect] of next[0].dependencies) {
        const isCertain = next[1] && isDirect;
        const known = found.get(resource);
        if (known || known === isCertain) continue;
        found.set(resource, isCertain);
        pending.push([resource, isCertain]);
      }
    }
    return found;
  }
}

/** The deployments of an app, and of its APIs. */
export class AppDeployments {
  public readonly all: DeploymentReflection[];
  private readonly byResource: Map<TemplateResource, DeploymentReflection>;

  constructor(app: AppReflection) {
    this.all = DEPLOYMENT_TYPES.flatMap((type) => app.resources(type)).map((resource) => new DeploymentReflection(app, resource));
    this.byResource = new Map(this.all.map((deployment) => [deployment.resource, deployment]));
  }

  public of(resource: TemplateResource | undefined): DeploymentReflection | undefined {
    return resource && this.byResource.get(resource);
  }

  public ofApi(api: ApiReflection): DeploymentReflection[] {
    return DEPLOYMENT_TYPES.flatMap((type) => api.children(type)).flatMap((resource) => this.of(resource) ?? []);
  }
}
