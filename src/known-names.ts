import { Token } from 'aws-cdk-lib';
import { CorsPolicy } from './access/cors-policy';
import { GatewayResponseOverride } from './access/gateway-response-override';
import { ApiType } from './api-type';
import { BORROWED_API_WORDS, BORROWED_ROUTE_WORDS, BorrowedWords } from './borrowed-words';
import { ApiDomainOptions, DomainMutualTls } from './domain/api-domain-options';
import { CloudFrontAccessLogOptions, CloudFrontBehavior, CloudFrontOptions } from './domain/cloud-front-options';
import { GatehouseApiProps } from './gatehouse-api-props';
import { GovernedRestApiProps, RestApiCache } from './governed-rest-api-props';
import { isRecord } from './intrinsic';
import { LeanHttpApiProps } from './lean-http-api-props';
import { nearestWord } from './nearest-word';
import { ApiAlarmsOptions, RateAlarmOptions } from './observability/api-alarms-options';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { RequestShape, RouteCache, RouteOptions } from './route-options';
import { RoutedApiProps } from './routed-api-props';
import { StageAccessLogOptions } from './stage/access-log';
import { StageCanaryOptions } from './stage/canary';
import { StageExecutionLogOptions } from './stage/execution-log';
import { ThrottleLimits } from './stage/throttle';
import { BroadcastOffload, BroadcastOptions } from './web-socket/broadcast-options';
import { ConnectOptions, MessageRouteOptions } from './web-socket/message-route-options';

/** A value, of which nothing more is known here. */
const VALUE = 'value';

/** The names of a struct's members; of a member that is a struct itself, its names. */
interface Names { readonly [name: string]: Known }
type Known = typeof VALUE | Names | (() => Names);

/** Exactly the names of a struct: the compiler refuses one too few and one too many. */
type NamesOf<Struct> = { readonly [name in keyof Required<Struct>]: Known };

/** A map of the user's own names to structs. */
const mapOf = (names: Names) => (): Names => names;

const throttle = { rateLimit: VALUE, burstLimit: VALUE } as const satisfies NamesOf<ThrottleLimits>;

const routeOptions = {
  integration: VALUE,
  authorizer: VALUE,
  scopes: VALUE,
  request: {
    body: VALUE, requiredQuery: VALUE, optionalQuery: VALUE, requiredHeaders: VALUE, optionalHeaders: VALUE,
  } satisfies NamesOf<RequestShape>,
  apiKeyRequired: VALUE,
  throttle,
  cache: { ttl: VALUE, keyParameters: VALUE, perCaller: VALUE, sharedAcrossCallers: VALUE } satisfies NamesOf<RouteCache>,
  operationName: VALUE,
  description: VALUE,
} as const satisfies NamesOf<RouteOptions>;

const messageRouteOptions = { ...routeOptions, reply: VALUE } as const satisfies NamesOf<MessageRouteOptions>;

const rate = { percent: VALUE, minimumRequests: VALUE, period: VALUE, evaluationPeriods: VALUE } as const satisfies NamesOf<RateAlarmOptions>;

const alarms = {
  actions: VALUE,
  okActions: VALUE,
  without: VALUE,
  serverErrors: rate,
  clientErrors: rate,
  cacheHitRatio: rate,
  latency: VALUE,
  integrationLatency: VALUE,
  throttleHeadroom: VALUE,
} as const satisfies NamesOf<ApiAlarmsOptions>;

const cors = {
  allowOrigins: VALUE, allowHeaders: VALUE, allowMethods: VALUE, exposeHeaders: VALUE, allowCredentials: VALUE, maxAge: VALUE,
} as const satisfies NamesOf<CorsPolicy>;

const accessLog = {
  logGroup: VALUE, deliveryStream: VALUE, retention: VALUE, encryptionKey: VALUE, removalPolicy: VALUE, format: VALUE, apiType: VALUE,
} as const satisfies NamesOf<StageAccessLogOptions>;

const domain = {
  domainName: VALUE,
  certificate: VALUE,
  existing: VALUE,
  hostedZone: VALUE,
  basePath: VALUE,
  tlsPolicy: VALUE,
  ipAddressType: VALUE,
  keepDefaultEndpoint: VALUE,
  mutualTls: { truststore: VALUE, key: VALUE, version: VALUE } satisfies NamesOf<DomainMutualTls>,
} as const satisfies NamesOf<ApiDomainOptions>;

const behavior = {
  ttl: VALUE, keyHeaders: VALUE, keyQueryStrings: VALUE, perCaller: VALUE, sharedAcrossCallers: VALUE,
} as const satisfies NamesOf<CloudFrontBehavior>;

const cloudFront = {
  originLock: VALUE,
  webAcl: VALUE,
  domainNames: VALUE,
  certificate: VALUE,
  hostedZone: VALUE,
  behaviors: mapOf(behavior),
  responseHeaders: VALUE,
  accessLog: { bucket: VALUE, prefix: VALUE } satisfies NamesOf<CloudFrontAccessLogOptions>,
  priceClass: VALUE,
  geoRestriction: VALUE,
} as const satisfies NamesOf<CloudFrontOptions>;

const anyApi = {
  authorizer: VALUE,
  defaultScopes: VALUE,
  apiName: VALUE,
  description: VALUE,
  ipAddressType: VALUE,
  stageName: VALUE,
  stageVariables: VALUE,
  throttle,
  accessLog,
  detailedMetrics: VALUE,
  domain,
  cloudFront,
  alarms,
} as const satisfies NamesOf<GatehouseApiProps>;

const routedApi = {
  ...anyApi,
  contract: VALUE,
  // addRoute looks into them.
  routes: VALUE,
  cors,
  failOnWarnings: VALUE,
} as const satisfies NamesOf<RoutedApiProps>;

const executionLog = { level: VALUE, dataTrace: VALUE } as const satisfies NamesOf<StageExecutionLogOptions>;

const restApi = {
  ...routedApi,
  endpointType: VALUE,
  policy: VALUE,
  binaryMediaTypes: VALUE,
  minimumCompressionSize: VALUE,
  integrationTimeoutQuota: VALUE,
  tracing: VALUE,
  accountLogRole: VALUE,
  webAcl: VALUE,
  gatewayResponses: mapOf({ statusCode: VALUE, message: VALUE, headers: VALUE, templates: VALUE } satisfies NamesOf<GatewayResponseOverride>),
  cache: { size: VALUE } satisfies NamesOf<RestApiCache>,
  canary: {
    percentTraffic: VALUE, baseDeploymentId: VALUE, deploymentId: VALUE, stageVariables: VALUE, useStageCache: VALUE,
  } satisfies NamesOf<StageCanaryOptions>,
  executionLog,
} as const satisfies NamesOf<GovernedRestApiProps>;

/** With what REST APIs alone have, which is refused with reasons of its own where it asks for something. */
const httpApi = { ...restApi, ...routedApi, autoDeploy: VALUE } as const satisfies NamesOf<LeanHttpApiProps>;

/** With what the others have, which is refused with reasons of its own. */
const webSocketApi = {
  ...httpApi,
  routeSelectionExpression: VALUE,
  connect: { apiKeyRequired: VALUE, request: routeOptions.request, throttle } satisfies NamesOf<ConnectOptions>,
  apiKeySource: VALUE,
  sessions: VALUE,
  broadcast: {
    offload: { bucket: VALUE, linkLifetime: VALUE } satisfies NamesOf<BroadcastOffload>, maxConcurrency: VALUE, encryptionKey: VALUE,
  } satisfies NamesOf<BroadcastOptions>,
  clientCertificate: VALUE,
} as const satisfies NamesOf<RealtimeWebSocketApiProps>;

const API_NAMES: { readonly [apiType in ApiType]: Names } = { REST: restApi, HTTP: httpApi, WEBSOCKET: webSocketApi };

/**
 * A name that no compiler has read decides in silence, and about who may call at that.
 *
 * A class of the user's that extends an API hands on props of its own: names that are like none of the API's pass.
 *
 * @throws when the props of an API hold a name that nothing reads and that is meant for the API, or any such name inside of their structs
 */
export function checkApiPropNames(apiType: ApiType, props: object): void {
  checkNames({ whose: 'the API', borrowed: BORROWED_API_WORDS, takesFurtherNames: true }, API_NAMES[apiType], props);
}

/**
 * @throws when the options of a route hold a name that nothing reads, also inside of their structs
 */
export function checkRouteOptionNames(routeKey: string, options: RouteOptions, apiType = ApiType.REST): void {
  // What is no object at all is refused by who asks it for its integration.
  if (isRecord(options)) checkNames({ whose: `'${routeKey}'`, borrowed: BORROWED_ROUTE_WORDS }, apiType === ApiType.WEBSOCKET ? messageRouteOptions : routeOptions, options);
}

interface Place {
  readonly whose: string;
  readonly borrowed: BorrowedWords;
  /** Whether names that are like none that is known may stand at the top. */
  readonly takesFurtherNames?: boolean;
}

function checkNames(place: Place, names: Names, given: object, path = ''): void {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    if (value === undefined) continue;
    const known = Object.hasOwn(names, name) ? names[name] : undefined;
    if (known === undefined && path === '' && place.takesFurtherNames && !isMeant(place, names, name)) continue;
    if (known === undefined) throw unknownName(place, names, name, path);
    if (!isRecord(value) || Token.isUnresolved(value) || known === VALUE) continue;
    if (typeof known !== 'function') checkNames(place, known, value, `${path}${name}.`);
    else checkMap(place, known(), value, `${path}${name}`);
  }
}

function checkMap(place: Place, names: Names, map: object, path: string): void {
  for (const [key, member] of Object.entries(map)) if (isRecord(member)) checkNames(place, names, member, `${path}['${key}'].`);
}

function isMeant({ borrowed }: Place, names: Names, name: string): boolean {
  return Object.hasOwn(borrowed, name) || nearestWord(name, Object.keys(names)) !== undefined;
}

function unknownName({ whose, borrowed }: Place, names: Names, name: string, path: string): Error {
  const written = `${path}${name}`;
  const remedy = Object.hasOwn(borrowed, written) ? borrowed[written] : undefined;
  const nearest = nearestWord(name, Object.keys(names));
  return new Error(`${whose} was given '${written}', which nothing reads, so it would be ignored in silence; `
    + (remedy ?? (nearest ? `write '${path}${nearest}'` : `leave it out, or write one of ${Object.keys(names).sort().join(', ')}`)));
}
