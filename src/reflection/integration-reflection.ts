import { Fact } from './fact';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** The fields of an integration, in the words of OpenAPI bodies, and what the resources call them. */
const SPELLINGS = {
  rest: {
    type: 'Type',
    uri: 'Uri',
    httpMethod: 'IntegrationHttpMethod',
    credentials: 'Credentials',
    timeoutInMillis: 'TimeoutInMillis',
    passthroughBehavior: 'PassthroughBehavior',
    requestTemplates: 'RequestTemplates',
    requestParameters: 'RequestParameters',
    responses: 'IntegrationResponses',
    responseParameters: undefined,
    contentHandling: 'ContentHandling',
    cacheKeyParameters: 'CacheKeyParameters',
    connectionType: 'ConnectionType',
    connectionId: 'ConnectionId',
    tlsConfig: undefined,
    payloadFormatVersion: undefined,
    integrationSubtype: undefined,
    responseTransferMode: 'ResponseTransferMode',
    integrationTarget: 'IntegrationTarget',
    templateSelectionExpression: undefined,
  },
  v2: {
    type: 'IntegrationType',
    uri: 'IntegrationUri',
    httpMethod: 'IntegrationMethod',
    credentials: 'CredentialsArn',
    timeoutInMillis: 'TimeoutInMillis',
    passthroughBehavior: 'PassthroughBehavior',
    requestTemplates: 'RequestTemplates',
    requestParameters: 'RequestParameters',
    responses: undefined,
    responseParameters: 'ResponseParameters',
    contentHandling: 'ContentHandlingStrategy',
    cacheKeyParameters: undefined,
    connectionType: 'ConnectionType',
    connectionId: 'ConnectionId',
    tlsConfig: 'TlsConfig',
    payloadFormatVersion: 'PayloadFormatVersion',
    integrationSubtype: 'IntegrationSubtype',
    responseTransferMode: undefined,
    integrationTarget: undefined,
    templateSelectionExpression: 'TemplateSelectionExpression',
  },
} as const;

type IntegrationField = keyof typeof SPELLINGS.rest;

/** What a service integration calls: `sqs` and `path/…` or `action/SendMessage`. */
interface ServiceCall {
  readonly service: string;
  /** `action` or `path`. */
  readonly form: string;
  /** What follows: the action, or the path, with marks for what is not known. */
  readonly target: string;
}

/**
 * What answers a route, however it is written: a part of a method, a resource of its own, or an extension of an OpenAPI body.
 */
export class IntegrationReflection {
  public static ofMethod(method: TemplateResource): IntegrationReflection {
    return new IntegrationReflection(method, method.property('Integration'), (value, field) => spelled(value, SPELLINGS.rest[field]));
  }

  public static ofV2(integration: TemplateResource): IntegrationReflection {
    return new IntegrationReflection(integration, integration.properties, (value, field) => spelled(value, SPELLINGS.v2[field]));
  }

  public static ofBody(owner: TemplateResource, extension: TemplateValue): IntegrationReflection {
    return new IntegrationReflection(owner, extension, (value, field) => value.get(field));
  }

  private readonly memo: {
    kind?: Fact<string>;
    serviceCall?: Fact<ServiceCall>;
    isLambda?: Fact<boolean>;
    function?: Fact<TemplateResource>;
  } = {};

  private constructor(
    public readonly resource: TemplateResource,
    public readonly place: TemplateValue,
    private readonly read: (value: TemplateValue, field: IntegrationField) => TemplateValue,
  ) {}

  /** A field, by its name in OpenAPI bodies. */
  public field(name: IntegrationField): TemplateValue {
    return this.read(this.place, name);
  }

  /** `AWS_PROXY`, `AWS`, `HTTP_PROXY`, `HTTP` or `MOCK`. */
  public get kind(): Fact<string> {
    return this.memo.kind ??= this.field('type').string().map((kind) => kind.toUpperCase());
  }

  /** The service that it calls, when it calls one by `arn:…:apigateway:<region>:<service>:…`. */
  public get serviceCall(): Fact<ServiceCall> {
    return this.memo.serviceCall ??= this.field('uri').text().flatMap((uri) => {
      const match = /:apigateway:[^:]*:([^:]+):(action|path)\/(.*)$/s.exec(uri.marked);
      if (!match) return uri.gaps.length > 0 && !uri.marked.includes('://') ? Fact.unknowable(uri.gaps[0].why) : Fact.absent();
      // A prefix names a host of the service: `account.s3`.
      return Fact.known({ service: match[1].split('.').at(-1)!, form: match[2], target: match[3] });
    });
  }

  /** Whether a Lambda function answers. */
  public get isLambda(): Fact<boolean> {
    return this.memo.isLambda ??= this.callsFunction();
  }

  /** The function, alias or version that answers, when it is part of the app. */
  public get function(): Fact<TemplateResource> {
    return this.memo.function ??= this.calledFunction();
  }

  /** Whether API Gateway calls a service by itself, without a function. */
  public get isService(): Fact<boolean> {
    if (this.field('integrationSubtype').isGiven) return Fact.known(true);
    return this.kind.flatMap((kind) => kind === 'AWS' ? this.isLambda.map((lambda) => !lambda) : Fact.known(false));
  }

  /** Whether it is called through a VPC link. */
  public get isPrivate(): Fact<boolean> {
    return this.field('connectionType').string().map((kind) => kind.toUpperCase() === 'VPC_LINK').orDefault(false);
  }

  /** The mapping templates of requests, by content type; empty without any. */
  public get requestTemplates(): Fact<[string, TemplateValue][]> {
    return this.field('requestTemplates').entries().orDefault([]);
  }

  /** The mappings of request parameters: target and source; empty without any. */
  public get requestParameters(): Fact<[string, TemplateValue][]> {
    return this.field('requestParameters').entries().orDefault([]);
  }

  /** Where a header of the call has its value from: a text in single quotes, or a place in the request. Headers have no case. */
  public requestHeader(name: string): Fact<TemplateValue> {
    return this.requestParameters.flatMap((parameters) => {
      const target = `integration.request.header.${name}`.toLowerCase();
      const given = parameters.find(([key]) => key.toLowerCase() === target);
      return given ? Fact.known(given[1]) : Fact.absent();
    });
  }

  private callsFunction(): Fact<boolean> {
    if (this.field('integrationSubtype').isGiven) return Fact.known(false);
    return this.kind.flatMap((kind) => {
      if (kind !== 'AWS' && kind !== 'AWS_PROXY') return Fact.known(false);
      // Of the services, only functions have the proxy type on REST and WebSocket APIs; HTTP APIs name the others by a subtype.
      if (kind === 'AWS_PROXY') return Fact.known(true);
      return this.serviceCall.map(({ service }) => service === 'lambda').orDefault(false);
    });
  }

  private calledFunction(): Fact<TemplateResource> {
    if (!this.isLambda.is(Boolean)) return this.isLambda.isUnknowable ? Fact.unknowable(this.isLambda.why) : Fact.absent();
    return this.field('uri').text().flatMap((uri) => {
      const named = uri.references.find(({ resource }) => resource.resourceType.startsWith('AWS::Lambda::'));
      return named ? Fact.known(named.resource) : Fact.unknowable('its function is not part of the templates');
    });
  }
}

function spelled(value: TemplateValue, name: string | undefined): TemplateValue {
  return name === undefined ? value.child(undefined) : value.get(name);
}
