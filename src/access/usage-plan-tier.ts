import { Annotations, IResolveContext, Lazy, Token, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { checkUsagePlanName, checkUsagePlanTier, checkWebSocketTier } from './usage-plan-checks';
import { ConsumerKeyOptions, UsagePlanTierOptions } from './usage-plan-options';
import { RouteKey } from '../route-key';

const CONSUMER = 'Consumer-';
const MEMBERSHIP = 'Membership';

/**
 * A tier of an API.
 */
export interface UsagePlanTierProps extends UsagePlanTierOptions {
  /**
   * The stage that the tier limits, which also says of which REST API.
   *
   * @default - none; then there must be a `webSocketStage`
   */
  readonly stage?: apigateway.Stage;

  /**
   * The stage that the tier limits, which also says of which WebSocket API.
   *
   * @default - none; then there must be a `stage`
   */
  readonly webSocketStage?: apigatewayv2.IWebSocketStage;
}

/**
 * What a tier needs to know of a route to tell whether it limits anybody there.
 *
 * @internal
 */
export interface MeteredRoute {
  /** As `POST /orders`, or `$connect`. */
  readonly routeKey: string;

  readonly apiKeyRequired: boolean;
}

/**
 * A tier of consumers: one usage plan, and the API keys of those who are in it.
 *
 * `api.addUsagePlan('free', ...)` makes one; with `new` it serves any REST or WebSocket API, also one that an OpenAPI body defines.
 *
 * A key identifies who calls; it does not prove it. Keep an authorizer on every route that needs one.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
@propertyInjectable
export class UsagePlanTier extends Construct {
  /**
   * The id under which an organisation registers its defaults.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.UsagePlanTier';

  /** The usage plan as the CDK knows it. */
  public readonly usagePlan: apigateway.UsagePlan;

  private readonly stage: apigateway.Stage | apigatewayv2.IWebSocketStage;
  private readonly limitedRoutes: string[];
  private readonly howToAskForKeys: string;

  /**
   * @throws when the plan would limit nobody, when a limit is none that API Gateway takes, or when it is not known of which API
   */
  constructor(scope: Construct, id: string, props: UsagePlanTierProps) {
    if (props.webSocketStage) checkWebSocketTier(props);
    checkUsagePlanTier(props);
    const limitedStage = stageOf(props);
    super(scope, id);
    const { stage, webSocketStage, throttle, quota, routes = {} } = props;
    this.stage = limitedStage;
    this.limitedRoutes = Object.keys(routes);
    this.howToAskForKeys = webSocketStage ? 'connect: { apiKeyRequired: true } on the API, or it on its $connect' : 'apiKeyRequired: true on the routes that it is for';

    this.usagePlan = new apigateway.UsagePlan(this, 'Plan', {
      name: props.planName,
      description: props.description,
      throttle,
      quota,
      apiStages: stage && [{ stage }],
    });
    const plan = this.usagePlan.node.defaultChild as apigateway.CfnUsagePlan;
    // The L2 asks for its own Method objects, which an API with a body has none of. An override leaves the L2's `addApiStage` working.
    if (this.limitedRoutes.length > 0) plan.addPropertyOverride('ApiStages.0.Throttle', renderRoutes(routes));
    if (webSocketStage) putFirst(plan, { apiId: webSocketStage.api.apiId, stage: webSocketStage.stageName });
    // "Invalid API stage" otherwise; and a stage cannot be deleted while a plan names it.
    this.usagePlan.node.addDependency(limitedStage);
  }

  /**
   * Makes an API key for a consumer of this tier.
   *
   * API Gateway makes up its value, which never appears in the template: read it with `aws apigateway get-api-key --include-value`, or let a function
   * with `key.grants.read(fn)` do so. The consumer's name identifies the key: under another name, or in another tier, the consumer gets another key.
   *
   * @param consumer who gets the key: letters and digits, with `-`, `_` or `.` after the first
   * @returns the key, whose value nobody knows yet
   * @throws when the tier has this consumer already
   */
  public addApiKey(consumer: string, options: ConsumerKeyOptions = {}): apigateway.ApiKey {
    const home = this.addConsumer(consumer);
    const key = new apigateway.ApiKey(home, 'Key', { description: options.description ?? consumer, enabled: options.enabled });
    return this.admit(home, key);
  }

  /**
   * Lets an existing API key into this tier.
   *
   * A key can be in several plans, but in one only for the same stage: move it, do not copy it.
   *
   * @param consumer who has the key: letters and digits, with `-`, `_` or `.` after the first
   * @param apiKeyId the key's id, which is not its value
   * @throws when the tier has this consumer already, or when it or another tier of the stage beside it has this key
   */
  public importApiKey(consumer: string, apiKeyId: string): apigateway.IApiKey {
    if (!apiKeyId?.trim()) throw new Error(`the API key of '${consumer}' has the id '${apiKeyId}', which names no key; write the id that 'aws apigateway get-api-keys' shows`);
    this.checkKeyIsNew(consumer, apiKeyId);
    const home = this.addConsumer(consumer);
    return this.admit(home, apigateway.ApiKey.fromApiKeyId(home, 'Key', apiKeyId));
  }

  /**
   * Reports, when the app is synthesized, limits for routes on which they limit nobody.
   *
   * @param routes the API's routes as they are then
   * @internal
   */
  public _judgeRoutes(routes: () => MeteredRoute[]): void {
    this.node.addValidation({
      validate: () => {
        const keyRequired = new Map(routes().map((route) => [route.routeKey, route.apiKeyRequired]));
        if (![...keyRequired.values()].includes(true)) this.warnThatNobodyIsLimited();
        return this.limitedRoutes.flatMap((routeKey) => problemOf(routeKey, keyRequired.get(routeKey)) ?? []);
      },
    });
  }

  /** API Gateway takes a key once for a stage, be it in one plan or in several. A tier that stands elsewhere is not looked for. */
  private checkKeyIsNew(consumer: string, apiKeyId: string): void {
    for (const tier of this.node.scope!.node.children) {
      if (!(tier instanceof UsagePlanTier) || tier.stage !== this.stage) continue;
      const holder = tier.node.children.find((home) => {
        const membership = home.node.tryFindChild(MEMBERSHIP);
        return apigateway.CfnUsagePlanKey.isCfnUsagePlanKey(membership) && membership.keyId === apiKeyId;
      });
      if (!holder) continue;
      throw new Error(`the API key '${Token.isUnresolved(apiKeyId) ? '<token>' : apiKeyId}' of '${consumer}' is in the tier '${tier.node.path}' already, `
        + `as the key of '${holder.node.id.slice(CONSUMER.length)}', and API Gateway takes a key once for a stage; leave one of the two out, or give '${consumer}' a key of its own`);
    }
  }

  private addConsumer(consumer: string): Construct {
    checkUsagePlanName('consumer', consumer);
    if (this.node.tryFindChild(consumerId(consumer))) {
      throw new Error(`consumer '${consumer}' has an API key in this tier already; use the one that you have, or give the second a name of its own, as '${consumer}-2'`);
    }
    return new Construct(this, consumerId(consumer));
  }

  /** The L2's own `addApiKey` numbers the memberships in the order of the calls, unless a feature flag is set; here each has its consumer's id. */
  private admit<KEY extends apigateway.IApiKey>(home: Construct, key: KEY): KEY {
    new apigateway.CfnUsagePlanKey(home, MEMBERSHIP, { keyId: key.keyId, keyType: 'API_KEY', usagePlanId: this.usagePlan.usagePlanId });
    return key;
  }

  private warnThatNobodyIsLimited(): void {
    Annotations.of(this).addWarningV2('cdk-gatehouse:usagePlanLimitsNobody',
      `no route of the API requires an API key, so this usage plan limits nobody; write ${this.howToAskForKeys}`);
  }
}

/**
 * The construct id of a tier under its API.
 *
 * @throws when the name cannot stand in a construct id
 */
export function usagePlanTierId(name: string): string {
  checkUsagePlanName('usage plan', name);
  return `UsagePlan-${name}`;
}

/**
 * @throws when it is not one stage
 */
function stageOf({ stage, webSocketStage }: UsagePlanTierProps): apigateway.Stage | apigatewayv2.IWebSocketStage {
  const given = stage ?? webSocketStage;
  if (given && !(stage && webSocketStage)) return given;
  throw new Error(given
    ? 'a usage plan was given stage and webSocketStage, and what each key may ask is counted for one API; make a tier for each of them'
    : 'a usage plan was given no stage, so it limits no API; write stage: restApi.deploymentStage, or webSocketStage for a WebSocket API');
}

/** The L2 takes no stage of the second generation. What its `addApiStage` is given later stays. */
function putFirst(plan: apigateway.CfnUsagePlan, stage: apigateway.CfnUsagePlan.ApiStageProperty): void {
  const { apiStages: others } = plan;
  plan.apiStages = Lazy.uncachedAny({ produce: (context: IResolveContext) => [stage, ...(context.resolve(others) as unknown[] | undefined ?? [])] });
}

/** A consumer named 'Plan' must not meet the plan. */
function consumerId(consumer: string): string {
  return `${CONSUMER}${consumer}`;
}

/** `POST /orders` is `/orders/POST` here, and `GET /` is `//GET`: the path, a slash, the method. */
function renderRoutes(routes: NonNullable<UsagePlanTierOptions['routes']>): object {
  return Object.fromEntries(Object.entries(routes).map(([routeKey, { rateLimit, burstLimit }]) => {
    const { method, path } = RouteKey.parse(routeKey);
    return [`${path}/${method}`, { RateLimit: rateLimit, BurstLimit: burstLimit }];
  }));
}

function problemOf(routeKey: string, apiKeyRequired: boolean | undefined): string | undefined {
  if (apiKeyRequired === undefined) {
    return `the usage plan limits the route '${routeKey}', which the API does not have; write the key of one of its routes, or leave the limit out`;
  }
  if (!apiKeyRequired) {
    return `the usage plan limits the route '${routeKey}', on which it limits nobody because the route requires no API key; write apiKeyRequired: true on the route, or leave the limit out`;
  }
  return undefined;
}
