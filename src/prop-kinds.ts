import { Token } from 'aws-cdk-lib';
import { ApiType } from './api-type';
import { GatehouseApiProps } from './gatehouse-api-props';
import { givenValue } from './given-value';
import { GovernedRestApiProps } from './governed-rest-api-props';
import { isRecord } from './intrinsic';
import { OpenApiContract } from './openapi/open-api-contract';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { RoutedApiProps } from './routed-api-props';

/** How to have none of a struct, and how to write one. */
interface Remedy {
  readonly none: string;
  readonly example: string;
}

/** The props that are structs or maps, and what else JavaScript may hold for one. */
const STRUCTS: { readonly [prop in keyof GatehouseApiProps]?: Remedy } = {
  stageVariables: { none: 'leave stageVariables out', example: '{ name: \'value\' }' },
  throttle: { none: 'leave throttle out for the default; an API without limits there is not, and higher ones are throttle: { rateLimit: 10000, burstLimit: 5000 }', example: '{ rateLimit: 500, burstLimit: 250 }' },
  accessLog: { none: 'leave accessLog out for the default; it cannot be switched off, and keeps little with accessLog: { retention: RetentionDays.ONE_DAY }', example: '{ logGroup }' },
  domain: { none: 'leave domain out', example: '{ domainName: \'api.example.com\', certificate }' },
  cloudFront: { none: 'leave cloudFront out', example: '{}' },
  alarms: { none: 'write alarms: { without: Object.values(ApiAlarmKind) } for no alarm at all, or leave alarms out for the defaults', example: '{ actions: [new SnsAction(topic)] }' },
};

const ROUTED_STRUCTS: { readonly [prop in keyof RoutedApiProps]?: Remedy } = {
  ...STRUCTS,
  routes: { none: 'leave routes out', example: '{ \'GET /pets\': { integration } }' },
  cors: { none: 'leave cors out, and no page of another origin may call', example: '{ allowOrigins: [\'https://app.example.com\'] }' },
};

const EXECUTION_LOG: Remedy = { none: 'write executionLog: { level: ExecutionLogLevel.OFF }', example: '{ level: ExecutionLogLevel.ERROR }' };

const REST_STRUCTS: { readonly [prop in keyof GovernedRestApiProps]?: Remedy } = {
  ...ROUTED_STRUCTS,
  gatewayResponses: { none: 'leave gatewayResponses out', example: '{ THROTTLED: { message: \'Too many requests\' } }' },
  cache: { none: 'leave cache out', example: '{ size: CacheSize.GB_0_5 }' },
  canary: { none: 'leave canary out', example: '{ percentTraffic: 10 }' },
  executionLog: EXECUTION_LOG,
};

const WEB_SOCKET_STRUCTS: { readonly [prop in keyof RealtimeWebSocketApiProps]?: Remedy } = {
  ...STRUCTS,
  routes: { none: 'leave routes out', example: '{ sendMessage: { integration } }' },
  connect: { none: 'leave connect out', example: '{ apiKeyRequired: true }' },
  broadcast: { none: 'leave broadcast out; what it takes is made when it is first used', example: '{ offload: {} }' },
  executionLog: EXECUTION_LOG,
};

const FLAGS = ['detailedMetrics'] satisfies (keyof GatehouseApiProps)[];
const ROUTED_FLAGS = [...FLAGS, 'failOnWarnings'] satisfies (keyof RoutedApiProps)[];
const REST_FLAGS = [...ROUTED_FLAGS, 'tracing'] satisfies (keyof GovernedRestApiProps)[];

/** The props that are texts. */
const TEXTS = ['apiName', 'description', 'stageName'] satisfies (keyof GatehouseApiProps)[];

const KINDS: { readonly [apiType in ApiType]: { readonly structs: { readonly [prop: string]: Remedy }; readonly flags: string[] } } = {
  [ApiType.REST]: { structs: REST_STRUCTS, flags: REST_FLAGS },
  [ApiType.HTTP]: { structs: ROUTED_STRUCTS, flags: ROUTED_FLAGS },
  [ApiType.WEBSOCKET]: { structs: WEB_SOCKET_STRUCTS, flags: FLAGS },
};

/**
 * What a compiler would have refused, and what JavaScript takes for something else: `accessLog: false` for the default, the text `'false'` for true.
 *
 * @throws on the first prop that is of another kind than its name
 */
export function checkPropKinds(apiType: ApiType, props: GatehouseApiProps & Pick<RoutedApiProps, 'contract'>): void {
  const { structs, flags } = KINDS[apiType];
  for (const [prop, remedy] of Object.entries(structs)) checkStruct(prop, Reflect.get(props, prop), remedy);
  for (const prop of flags) checkFlag(prop, Reflect.get(props, prop));
  for (const prop of TEXTS) checkText(prop, props[prop]);
  checkContract(props.contract);
}

function checkStruct(prop: string, value: unknown, { none, example }: Remedy): void {
  if (value === undefined || (isRecord(value) && !isIterable(value))) return;
  if (value === false || value === null) throw new Error(`${prop} was given ${givenValue(value)}, which switches nothing off; ${none}`);
  throw new Error(`${prop} was given ${givenValue(value)}, which does not say what it is to be; write ${prop}: ${example}`);
}

function checkFlag(flag: string, value: unknown): void {
  if (value === undefined || typeof value === 'boolean' || Token.isUnresolved(value)) return;
  throw new Error(`${flag} was given ${givenValue(value)}, which is neither true nor false; write ${flag}: ${['false', '0', 'null', ''].includes(String(value)) ? 'false' : 'true'}`);
}

function checkText(prop: string, value: unknown): void {
  if (value === undefined || typeof value === 'string' || Token.isUnresolved(value)) return;
  throw new Error(`${prop} was given ${givenValue(value)}, which is no text; write ${prop}: ${typeof value === 'number' ? `'${value}'` : '\'orders\''}, or leave it out`);
}

/** Known by what it can do, as an app may have two copies of this library. */
function checkContract(contract: OpenApiContract | undefined): void {
  const given: unknown = contract;
  if (given === undefined || isRecord((given as OpenApiContract | null)?._document)) return;
  const write = typeof given === 'string' ? `OpenApiContract.fromFile(${givenValue(given)})` : isRecord(given) ? 'OpenApiContract.fromInline(document)' : 'OpenApiContract.fromFile(\'orders.yaml\')';
  throw new Error(`contract was given ${givenValue(given)}, which nobody has read as OpenAPI; write contract: ${write}`);
}

/** A Map would count as an API without routes. */
function isIterable(value: object): boolean {
  return Symbol.iterator in value;
}
