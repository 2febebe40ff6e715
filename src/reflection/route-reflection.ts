import type { ApiReflection } from './api-reflection';
import { AuthorizerReflection } from './authorizer-reflection';
import { Fact } from './fact';
import { IntegrationReflection } from './integration-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** The words of CloudFormation: how a route knows its callers. */
export type AuthorizationKind = 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS' | 'JWT';

/** What a resource says of it; nothing is none. */
export function authorizationSaidBy(value: TemplateValue): Fact<AuthorizationKind> {
  return value.string().orDefault('NONE').map((kind) => kind.toUpperCase() as AuthorizationKind);
}

/** What a route asks of its parameters and bodies before anything is called. */
export interface RouteValidation {
  readonly body: Fact<boolean>;
  readonly parameters: Fact<boolean>;
  /** The schemas of bodies by content type; empty without any. */
  readonly models: Fact<[string, TemplateValue][]>;
}

/** A request parameter that a route declares: `method.request.querystring.page`, and whether it is required. */
export interface DeclaredParameter {
  readonly name: string;
  readonly required: Fact<boolean>;
}

/** An answer that a route declares: a method response, with the headers that it may have. */
export interface DeclaredResponse {
  readonly statusCode: string;
  /** `method.response.header.X`. */
  readonly parameters: Fact<string[]>;
  readonly place: TemplateValue;
}

/** The facts of a route, wherever they are written. */
interface RouteFacts {
  /** What holds it: a method, a route, or the API whose body it is a part of. */
  readonly resource: TemplateResource;
  readonly place: TemplateValue;
  /** `GET`, `ANY`, …; of a WebSocket route or `$default`, the empty text. */
  readonly method: string;
  /** `/pets/{id}`; of a WebSocket route or `$default`, its key. */
  readonly path: Fact<string>;
  readonly authorization: Fact<AuthorizationKind>;
  /** Absent on a route without one. */
  readonly authorizer: Fact<AuthorizerReflection>;
  /** Empty without any. */
  readonly scopes: Fact<string[]>;
  readonly apiKeyRequired: Fact<boolean>;
  /** Absent on a route without one. */
  readonly integration: Fact<IntegrationReflection>;
  readonly validation: RouteValidation;
  readonly parameters: Fact<DeclaredParameter[]>;
  readonly responses: Fact<DeclaredResponse[]>;
  readonly operationName: TemplateValue;
}

/** A route of an API: a method of a REST API, a route of an HTTP or WebSocket API. */
export class RouteReflection {
  /** `GET /pets/{id}`, `$connect`, `sendMessage`: as people call it. */
  public readonly key: string;

  constructor(public readonly api: ApiReflection, private readonly facts: RouteFacts) {
    this.key = [facts.method, facts.path.value ?? '?'].filter(Boolean).join(' ');
  }

  public get resource(): TemplateResource { return this.facts.resource; }
  public get place(): TemplateValue { return this.facts.place; }
  public get method(): string { return this.facts.method; }
  public get path(): Fact<string> { return this.facts.path; }
  public get authorization(): Fact<AuthorizationKind> { return this.facts.authorization; }
  public get authorizer(): Fact<AuthorizerReflection> { return this.facts.authorizer; }
  public get scopes(): Fact<string[]> { return this.facts.scopes; }
  public get apiKeyRequired(): Fact<boolean> { return this.facts.apiKeyRequired; }
  public get integration(): Fact<IntegrationReflection> { return this.facts.integration; }
  public get validation(): RouteValidation { return this.facts.validation; }
  public get parameters(): Fact<DeclaredParameter[]> { return this.facts.parameters; }
  public get responses(): Fact<DeclaredResponse[]> { return this.facts.responses; }
  public get operationName(): TemplateValue { return this.facts.operationName; }

  /** Whether it is there for a browser's question before its call: it carries no credentials. */
  public get isPreflight(): boolean {
    return this.method === 'OPTIONS';
  }
}
