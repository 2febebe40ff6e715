import type { AppReflection } from './app-reflection';
import { AuthorizerReflection } from './authorizer-reflection';
import { readBodyAsset } from './body-asset';
import { DefinitionDocument } from './definition-document';
import { documentAuthorizers, documentRoutes } from './document-routes';
import { DEFAULT_ENDPOINT_TYPE, endpointTypesOf, isPrivateApi } from './endpoint-types';
import { Fact } from './fact';
import { addTo } from './lists-by-key';
import { methodRoutes } from './method-routes';
import { quickRoutes } from './quick-route';
import { RouteReflection } from './route-reflection';
import { StageReflection } from './stage-reflection';
import type { TemplateResource } from './template-resource';
import type { TemplateValue } from './template-value';
import { v2Routes } from './v2-routes';
import { ApiType } from '../api-type';

/**
 * The facts of one API, whatever it is written with: resources of its own, an OpenAPI body, an asset, or several stacks.
 */
export class ApiReflection {
  /** Where findings about the API as a whole belong. */
  public readonly resource: TemplateResource;
  private readonly byType = new Map<string, TemplateResource[]>();
  private readonly memo: {
    routes?: RouteReflection[];
    authorizers?: AuthorizerReflection[];
    guarded?: Map<AuthorizerReflection, RouteReflection[]>;
    scoped?: Set<AuthorizerReflection>;
    stages?: StageReflection[];
    document?: Fact<DefinitionDocument>;
  } = {};

  constructor(
    public readonly app: AppReflection,
    public readonly apiType: ApiType,
    /** `RestApi` or `Api`; undefined for an API that was made elsewhere and gets routes or stages here. */
    public readonly definition: TemplateResource | undefined,
    children: TemplateResource[],
  ) {
    this.resource = definition ?? children[0];
    for (const child of children) addTo(this.byType, child.resourceType, child);
  }

  /** Resources that name the API as theirs. */
  public children(resourceType: string): TemplateResource[] {
    return this.byType.get(resourceType) ?? [];
  }

  /** As reports call it: its name, or its logical id. */
  public get label(): string {
    const named = this.definition?.property('Name').string().value;
    return named ?? this.document.value?.root.at('info', 'title').string().value ?? this.resource.logicalId;
  }

  /** The OpenAPI document that defines it; absent when resources do. */
  public get document(): Fact<DefinitionDocument> {
    return this.memo.document ??= this.readDocument();
  }

  public get routes(): RouteReflection[] {
    return this.memo.routes ??= this.readRoutes();
  }

  /** Known when the list of routes is complete: a body that cannot be read hides some. */
  public get allRoutes(): Fact<RouteReflection[]> {
    const { document } = this;
    if (document.isUnknowable) return Fact.unknowable(document.why);
    if (!this.definition) return Fact.unknowable('the API is not part of the templates');
    const operations = document.flatMap(({ operations: listed }) => listed);
    return operations.isUnknowable ? Fact.unknowable(operations.why) : Fact.known(this.routes);
  }

  public get authorizers(): AuthorizerReflection[] {
    return this.memo.authorizers ??= [
      ...['AWS::ApiGateway::Authorizer', 'AWS::ApiGatewayV2::Authorizer'].flatMap((type) => this.children(type))
        .map((resource) => new AuthorizerReflection(this.apiType, resource, resource.logicalId, resource.properties, 'resource')),
      ...this.document.toList().flatMap((document) => documentAuthorizers(this.apiType, document)),
    ];
  }

  /** The authorizer that a resource is. One of another API is known as well: naming it is a mistake that a rule finds. */
  public authorizerOf(resource: TemplateResource): Fact<AuthorizerReflection> {
    const own = this.authorizers.find((authorizer) => authorizer.resource === resource);
    return Fact.known(own ?? new AuthorizerReflection(this.apiType, resource, resource.logicalId, resource.properties, 'resource'));
  }

  /** The routes that ask an authorizer. */
  public routesOf(authorizer: AuthorizerReflection): RouteReflection[] {
    const guarded = this.memo.guarded ??= this.groupByAuthorizer();
    return guarded.get(authorizer) ?? [];
  }

  /** The authorizers of which some route asks for scopes. */
  public get scopedAuthorizers(): Set<AuthorizerReflection> {
    const scoped = () => this.routes.filter(({ scopes }) => scopes.is((names) => names.length > 0));
    return this.memo.scoped ??= new Set(scoped().flatMap(({ authorizer }) => authorizer.toList()));
  }

  /** The authorizer that a route names by its id; absent when it names none. */
  public authorizerNamed(id: TemplateValue): Fact<AuthorizerReflection> {
    return id.reference()
      .orElse(() => id.isGiven ? Fact.unknowable('its authorizer is not part of the templates') : Fact.absent())
      .flatMap(({ resource }) => this.authorizerOf(resource));
  }

  public get stages(): StageReflection[] {
    return this.memo.stages ??= this.readStages();
  }

  /** A setting of the API that a property says, or the definition: both are given where both may be. */
  public setting(property: string, inDocument: (document: DefinitionDocument) => ReturnType<TemplateResource['property']>) {
    const written = this.resource.property(property);
    return written.isGiven || !this.document.isKnown ? written : inDocument(this.document.value!);
  }

  /** `EDGE`, `REGIONAL` or `PRIVATE`. */
  public get endpointType(): Fact<string> {
    return endpointTypesOf(this).map(([type]) => type).orDefault(DEFAULT_ENDPOINT_TYPE);
  }

  public get isPrivate(): Fact<boolean> {
    return isPrivateApi(this);
  }

  /** Whether callers need a custom domain: the endpoint `<id>.execute-api.<region>.amazonaws.com` is switched off. */
  public get isDefaultEndpointOff(): Fact<boolean> {
    const setting = this.setting('DisableExecuteApiEndpoint', ({ root }) => {
      const key = 'x-amazon-apigateway-endpoint-configuration';
      const servers = root.get('servers').items().value ?? [];
      const places = [...servers, root].map((place) => place.at(key, 'disableExecuteApiEndpoint'));
      return places.find((place) => place.isGiven) ?? root.at(key, 'disableExecuteApiEndpoint');
    });
    if (setting.isAbsent && this.document.isUnknowable) return Fact.unknowable(this.document.why);
    return setting.boolean().orDefault(false);
  }

  private groupByAuthorizer(): Map<AuthorizerReflection, RouteReflection[]> {
    const guarded = new Map<AuthorizerReflection, RouteReflection[]>();
    for (const route of this.routes) {
      for (const authorizer of route.authorizer.toList()) {
        const routes = guarded.get(authorizer);
        if (routes) routes.push(route);
        else guarded.set(authorizer, [route]);
      }
    }
    return guarded;
  }

  private readStages(): StageReflection[] {
    const stages = ['AWS::ApiGateway::Stage', 'AWS::ApiGatewayV2::Stage'].flatMap((type) => this.children(type))
      .map((resource) => new StageReflection(this, resource, resource.properties, resource.property('StageName')));
    // A REST deployment with a name makes a stage of its own.
    const described = this.children('AWS::ApiGateway::Deployment').filter((deployment) => deployment.property('StageName').isGiven)
      .map((deployment) => new StageReflection(this, deployment, deployment.property('StageDescription'), deployment.property('StageName')));
    return [...stages, ...described];
  }

  private readRoutes(): RouteReflection[] {
    const written = this.apiType === ApiType.REST ? methodRoutes(this) : [...v2Routes(this), ...quickRoutes(this)];
    return [...written, ...this.document.toList().flatMap((document) => documentRoutes(this, document))];
  }

  private readDocument(): Fact<DefinitionDocument> {
    const { definition } = this;
    if (!definition) return Fact.absent();
    const body = definition.property('Body').document();
    if (body.isGiven) return body.entries().map(() => new DefinitionDocument(definition, body));
    return readBodyAsset(definition).map((asset) => new DefinitionDocument(definition, asset));
  }
}
