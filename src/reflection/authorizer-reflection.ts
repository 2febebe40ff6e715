import { ApiType } from '../api-type';
import { Fact } from './fact';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

const SPELLINGS = {
  resource: {
    type: ['Type', 'AuthorizerType'],
    uri: ['AuthorizerUri'],
    credentials: ['AuthorizerCredentials', 'AuthorizerCredentialsArn'],
    ttl: ['AuthorizerResultTtlInSeconds'],
    identitySource: ['IdentitySource'],
    payloadFormatVersion: ['AuthorizerPayloadFormatVersion'],
    enableSimpleResponses: ['EnableSimpleResponses'],
    jwtConfiguration: ['JwtConfiguration'],
    providerArns: ['ProviderARNs'],
  },
  body: {
    type: ['type'],
    uri: ['authorizerUri'],
    credentials: ['authorizerCredentials'],
    ttl: ['authorizerResultTtlInSeconds'],
    identitySource: ['identitySource'],
    payloadFormatVersion: ['authorizerPayloadFormatVersion'],
    enableSimpleResponses: ['enableSimpleResponses'],
    jwtConfiguration: ['jwtConfiguration'],
    providerArns: ['providerARNs'],
  },
} as const;

type AuthorizerField = keyof typeof SPELLINGS.resource;

/** An authorizer, written as a resource or as a security scheme of a body. */
export class AuthorizerReflection {
  constructor(
    public readonly apiType: ApiType,
    public readonly resource: TemplateResource,
    /** Its name: the logical id of its resource, or the name of its security scheme. */
    public readonly name: string,
    public readonly place: TemplateValue,
    private readonly spelling: keyof typeof SPELLINGS,
    /** What carries it in a body. */
    private readonly scheme?: TemplateValue,
  ) {}

  public field(name: AuthorizerField): TemplateValue {
    const values = SPELLINGS[this.spelling][name].map((key) => this.place.get(key));
    return values.find((value) => value.isGiven) ?? values[0];
  }

  /** `TOKEN`, `REQUEST`, `COGNITO_USER_POOLS` or `JWT`. */
  public get kind(): Fact<string> {
    return this.field('type').string().map((kind) => kind.toUpperCase());
  }

  public get isJwt(): boolean {
    return this.kind.is((kind) => kind === 'JWT');
  }

  public get isLambda(): Fact<boolean> {
    return this.kind.map((kind) => kind === 'TOKEN' || kind === 'REQUEST');
  }

  /** How long its answers are remembered, with the default of its type of API. */
  public get ttlSeconds(): Fact<number> {
    return this.field('ttl').number().orDefault(this.apiType === ApiType.REST ? 300 : 0);
  }

  /** Where its callers' identity stands: what its answers are remembered by. */
  public get identitySources(): Fact<string[]> {
    return this.field('identitySource').items().orDefault([])
      .flatMap((entries) => Fact.all(entries.map((entry) => entry.text().map((text) => text.marked))))
      .map((sources) => sources.flatMap((source) => source.split(',')).map((source) => source.trim()).filter(Boolean));
  }

  /** `Issuer` or `Audience` of a JWT authorizer; bodies write them in lower case, or name the issuer by `openIdConnectUrl`. */
  public jwt(name: 'Issuer' | 'Audience'): TemplateValue {
    const configuration = this.field('jwtConfiguration');
    const written = [configuration.get(name), configuration.get(name.toLowerCase())].find((value) => value.isGiven);
    const named = name === 'Issuer' ? this.scheme?.get('openIdConnectUrl') : undefined;
    return written ?? named ?? configuration.get(name);
  }

  /** Its function, when it is part of the app. */
  public get function(): Fact<TemplateResource> {
    return this.field('uri').text().flatMap((uri) => {
      const named = uri.references.find(({ resource }) => resource.resourceType.startsWith('AWS::Lambda::'));
      return named ? Fact.known(named.resource) : Fact.unknowable('its function is not part of the templates');
    });
  }
}
