import { Declarations } from '../rules/declarations';
import { GrantedQuotas } from '../rules/granted-quotas';

/** What a declaration may be. */
export type DeclarableKind = 'boolean' | 'number' | 'texts';

/** A name for each option of a struct: the compiler refuses one that is missing, and one of another kind. */
type KindsOf<T> = {
  readonly [K in keyof T]-?: NonNullable<T[K]> extends boolean ? 'boolean' : NonNullable<T[K]> extends number ? 'number' : 'texts';
};

/** What can be declared of the APIs, and demanded of them. */
export const DECLARABLE: KindsOf<Omit<Declarations, 'quotas'>> = {
  accessLogDays: 'number',
  accountLogRole: 'boolean',
  allowedAuthorizationTypes: 'texts',
  allowedAuthorizerFunctions: 'texts',
  allowedEndpointTypes: 'texts',
  allowedVpcs: 'texts',
  authorizersAllowWholeApi: 'boolean',
  authorizerTtlSeconds: 'number',
  binaryMessages: 'boolean',
  browserClients: 'boolean',
  canarySharesCache: 'boolean',
  compressionRequired: 'boolean',
  consumerAccounts: 'texts',
  documented: 'boolean',
  domainsMadeElsewhere: 'boolean',
  lambdaAliases: 'boolean',
  largestBodyBytes: 'number',
  mappingTemplateDirectives: 'number',
  metered: 'boolean',
  multiRegion: 'boolean',
  mutualTlsRequired: 'boolean',
  production: 'boolean',
  publicApis: 'boolean',
  requiredTags: 'texts',
  retainedDeployments: 'boolean',
  routingRulesPreferred: 'boolean',
  scopesRequired: 'boolean',
  sensitiveData: 'boolean',
  sessionCookies: 'boolean',
  tracingRequired: 'boolean',
  vpcsCallPublicApis: 'boolean',
  writesThrottled: 'boolean',
};

/** The quotas that an account may have been granted. */
export const DECLARABLE_QUOTAS: KindsOf<GrantedQuotas> = {
  accountBurst: 'number',
  accountRate: 'number',
  authorizers: 'number',
  integrationTimeoutMillis: 'number',
  resourcePolicyCharacters: 'number',
  restResources: 'number',
  routes: 'number',
  stages: 'number',
  usagePlans: 'number',
  usagePlansPerKey: 'number',
  webSocketIntegrations: 'number',
};
