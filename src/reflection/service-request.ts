import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import type { TemplateResource } from './template-resource';
import { VelocityTemplate, velocityTemplate } from './velocity-template';

/** What the subtypes of HTTP APIs call a service, and what URIs call it. */
const SERVICES: Record<string, string> = { SQS: 'sqs', EventBridge: 'events', Kinesis: 'kinesis', StepFunctions: 'states', AppConfig: 'appconfig' };

const QUERY = 'integration.request.querystring.';

/**
 * What an integration asks of an AWS service: by the subtype and the parameters of an HTTP API, or by the URI, the templates and the parameters of another one.
 */
export class ServiceRequest {
  /** Absent where no service is called, or a function is. */
  public static of(integration: IntegrationReflection): Fact<ServiceRequest> {
    return integration.isService.flatMap((isService) => {
      if (!isService) return Fact.absent();
      const subtype = integration.field('integrationSubtype');
      if (subtype.isAbsent) return integration.serviceCall.map(({ service, form, target }) => new ServiceRequest(integration, service, target, form === 'action' ? target : undefined));
      return subtype.string().map((text) => {
        const [name, action] = text.split('-');
        return new ServiceRequest(integration, SERVICES[name] ?? name.toLowerCase(), '', action);
      });
    });
  }

  private constructor(
    public readonly integration: IntegrationReflection,
    public readonly service: string,
    /** What of the URI follows `action/` or `path/`; empty for an HTTP API. */
    public readonly target: string,
    private readonly namedAction: string | undefined,
  ) {}

  /** Whether an HTTP API says it by parameters alone. */
  public get isByParameters(): boolean {
    return this.integration.field('integrationSubtype').isGiven;
  }

  /** `SendMessage`; absent where nothing says it. */
  public get action(): Fact<string> {
    const named = /^\w+/.exec(this.namedAction ?? '')?.[0];
    if (named) return Fact.known(named);
    return this.integration.requestHeader('X-Amz-Target').flatMap((value) => value.string()).map((target) => target.replace(/'/g, '').split('.').at(-1)!)
      .orElse(() => this.parameter('Action').flatMap((value) => value.string()).map((text) => text.replace(/'/g, '')))
      .orElse(() => this.templates.flatMap((templates) => {
        const overridden = templates.flatMap(({ overrides }) => overrides).find(({ target }) => target === 'header.x-amz-target');
        if (overridden) return Fact.unknowable('a template decides it');
        const written = templates.flatMap((template) => template.fieldOf('Action') ?? []);
        return written.length > 0 ? Fact.known(written[0]) : Fact.absent();
      }));
  }

  /** The mapping templates of requests; empty without any. */
  public get templates(): Fact<VelocityTemplate[]> {
    return this.integration.requestTemplates.flatMap((templates) => Fact.all(templates.map(([, template]) => velocityTemplate(template))));
  }

  /** Whether every request gives a value: by a parameter, a member of an object, or a field of a form. */
  public gives(name: string): Fact<boolean> {
    const parameter = this.parameter(name);
    if (this.isByParameters || parameter.isKnown) return parameter.isUnknowable ? Fact.unknowable(parameter.why) : Fact.known(parameter.isKnown);
    return this.templates.flatMap((templates) => {
      if (templates.length === 0) return Fact.unknowable('no template says what is sent');
      const lacking = templates.filter((template) => !template.gives(name));
      return lacking.some(({ mayHoldMore }) => mayHoldMore) ? Fact.unknowable('a part of its template is only known at deployment') : Fact.known(lacking.length === 0);
    });
  }

  /** A parameter of an HTTP API's action, or of the query string of a call. */
  public parameter(name: string) {
    const key = this.isByParameters ? name : `${QUERY}${name}`;
    return this.integration.requestParameters.flatMap((parameters) => {
      const given = parameters.find(([target]) => target === key);
      return given ? Fact.known(given[1]) : Fact.absent<typeof parameters[0][1]>();
    });
  }

  /** The queue, table or whatever is called, of a type, when it is part of the app. */
  public resource(resourceType: string): Fact<TemplateResource> {
    const { integration } = this;
    const places = [integration.field('uri'), integration.field('requestParameters'), integration.field('requestTemplates')];
    const named = places.flatMap((place) => place.references()).find(({ resource }) => resource.resourceType === resourceType);
    return named ? Fact.known(named.resource) : Fact.unknowable('what it calls is not part of the templates');
  }
}
