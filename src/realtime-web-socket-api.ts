import { Lazy, Names, aws_apigatewayv2 as apigatewayv2, aws_dynamodb as dynamodb, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { UsagePlanTierOptions } from './access/usage-plan-options';
import { UsagePlanTier, usagePlanTierId } from './access/usage-plan-tier';
import { ApiType } from './api-type';
import { ApiCloudFront } from './domain/cloud-front';
import { checkCloudFront } from './domain/cloud-front-checks';
import { ApiOrigin } from './domain/cloud-front-origin';
import { closesDefaultEndpoint, isWildcard } from './domain/domain-address';
import { V2ApiDomain } from './domain/v2-api-domain';
import { executeApiArn, executeApiUrl } from './execute-api';
import { grantInvoke, warnWithoutIam } from './invoke-grant';
import { Limits } from './limits';
import { ApiAlarms } from './observability/api-alarms';
import { ApiMetrics } from './observability/api-metrics';
import { MonitoredApi } from './observability/monitored-api';
import { CONNECT, DISCONNECT } from './predefined-routes';
import { checkRealtimeWebSocketApi } from './realtime-web-socket-api-checks';
import { RealtimeWebSocketApiProps } from './realtime-web-socket-api-props';
import { setRouteOnStage, stageMixins } from './realtime-web-socket-api-stage';
import { sealWebSocketRoutesAtSynthesis } from './sealed-web-socket-routes';
import { StageAccessLog } from './stage/access-log';
import { AccountLogRole } from './stage/account-log-role';
import { DEFAULT_THROTTLE, ThrottleLimits } from './stage/throttle';
import { WebSocketDeployment } from './stage/web-socket-deployment';
import { undoneOnError } from './undo-on-error';
import { AnsweredRoutes } from './web-socket/answered-routes';
import { apiKeySelection } from './web-socket/connect-rules';
import { ConnectionArns, connectionArns, grantManageConnections } from './web-socket/manage-connections';
import { MessageRoute } from './web-socket/message-route';
import { MessageRouteOptions } from './web-socket/message-route-options';
import { RealtimeBroadcast, checkTellable } from './web-socket/realtime-broadcast';
import { KeptSessions } from './web-socket/session-keeper';
import { keepSessions } from './web-socket/session-routes';
import { Sessions } from './web-socket/sessions';
import { WebSocketRoutes } from './web-socket/web-socket-routes';

/**
 * A WebSocket API of Amazon API Gateway where who is connected is known and messages arrive: with sessions, rooms and broadcast,
 * authorization on connect, validation, logs, limits, alarms and explicit deployments.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api.html
 */
@propertyInjectable
@undoneOnError
export class RealtimeWebSocketApi extends Construct {
  /**
   * The id under which an organisation registers its defaults.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.RealtimeWebSocketApi';

  /**
   * The API as the CDK knows it. Its routes are made with `addRoute` here, never with constructs that are given this handle.
   */
  public readonly webSocketApi: apigatewayv2.IWebSocketApi;

  /**
   * The deployment that the stage serves: a snapshot, and a new one whenever a route has changed.
   */
  public readonly deployment: apigatewayv2.CfnDeployment;

  /**
   * The stage.
   */
  public readonly stage: apigatewayv2.WebSocketStage;

  /**
   * The API's CloudWatch metrics.
   */
  public readonly metrics: ApiMetrics;

  /**
   * The API's alarms.
   */
  public readonly alarms: ApiAlarms;

  /**
   * The API's own domain.
   *
   * @default - none; the API has the default endpoint
   */
  public readonly domainName?: apigatewayv2.DomainName;

  /**
   * CloudFront in front of the API.
   *
   * @default - none
   */
  public readonly cloudFront?: ApiCloudFront;

  /**
   * Where clients connect: `wss://...`, with a slash at its end. Behind CloudFront they connect to `cloudFront.url`.
   *
   * A function that answers a route can hold it, as it depends on the API alone. For a wildcard domain, put a name in place of `*`.
   */
  public readonly url: string;

  /**
   * Where `@connections` is: `https://...`, without a slash at its end. It is the API's own address also behind CloudFront, and under a wildcard domain; under any other it has the base path, and no stage.
   *
   * A function that answers a route can hold it, as it depends on the API alone.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
   */
  public readonly callbackUrl: string;

  private readonly props: RealtimeWebSocketApiProps;
  private readonly routes: WebSocketRoutes;
  private readonly answers: AnsweredRoutes;
  private readonly stageName: string;
  private readonly sessions?: KeptSessions;
  private madeBroadcast?: RealtimeBroadcast;

  /**
   * @throws when a prop cannot work; nothing is created then
   */
  constructor(scope: Construct, id: string, props: RealtimeWebSocketApiProps) {
    checkRealtimeWebSocketApi(scope, props);
    if (props.cloudFront) checkCloudFront(scope, props.cloudFront, { domain: props.domain, apiType: ApiType.WEBSOCKET, edge: false });
    const mixins = stageMixins(props);
    super(scope, id);
    const { stageName = 'prod', routeSelectionExpression = '$request.body.action', throttle = DEFAULT_THROTTLE } = props;
    const { sessions = Sessions.stored(), accountLogRole = AccountLogRole.ensured() } = props;
    this.props = props;
    this.stageName = stageName;
    const origin = props.cloudFront && new ApiOrigin(this, props.cloudFront);

    const resource = new apigatewayv2.CfnApi(this, 'Resource', {
      name: props.apiName ?? Names.uniqueResourceName(this, { maxLength: Limits.V2_API_NAME_LENGTH }),
      description: props.description,
      protocolType: ApiType.WEBSOCKET,
      routeSelectionExpression,
      apiKeySelectionExpression: apiKeySelection(props.apiKeySource),
      disableExecuteApiEndpoint: closesDefaultEndpoint(props.domain) || undefined,
      ipAddressType: props.ipAddressType,
    });
    this.webSocketApi = apigatewayv2.WebSocketApi.fromWebSocketApiAttributes(this, 'Api', { webSocketId: resource.ref, apiEndpoint: resource.attrApiEndpoint });

    this.routes = new WebSocketRoutes(this, 'Routes', {
      apiId: resource.ref,
      stageName,
      authorizer: props.authorizer,
      defaultScopes: props.defaultScopes ?? [],
      executeApiArn: Lazy.string({ produce: () => this.arnOf('*') }),
      routeSelectionExpression,
      lock: origin?.lockedRoutes,
    });
    this.answers = new AnsweredRoutes(this, 'Answers', resource.ref);

    const parts = [...this.routes.parts, this.answers];
    this.deployment = new WebSocketDeployment(this, 'Deployment', { api: resource, parts });
    this.deployment.node.addDependency(this.routes.needs);
    this.stage = new apigatewayv2.WebSocketStage(this, 'Stage', { webSocketApi: this.webSocketApi, stageName });
    const stage = this.stage.node.defaultChild as apigatewayv2.CfnStage;
    stage.deploymentId = this.deployment.ref;
    stage.clientCertificateId = props.clientCertificate?.clientCertificateRef.clientCertificateId;

    this.stage.with(...mixins);
    const domain = props.domain && new V2ApiDomain(this, 'Domain', { options: props.domain, apiId: resource.ref, apiType: ApiType.WEBSOCKET, stage: this.stage, api: this });
    this.domainName = domain?.domainName;
    // The stage's name is written out, here and in grants, rather than referred to: whoever holds them then depends on the API alone.
    const ownUrl = executeApiUrl(this, resource.ref, stageName).replace(/\/$/, '');
    this.callbackUrl = domain && !isWildcard(props.domain!) ? domain.url : ownUrl;
    this.url = `${(domain?.url ?? ownUrl).replace(/^https:/, 'wss:')}/`;

    const monitored = MonitoredApi.webSocket(this.webSocketApi, { stageName });
    this.metrics = monitored.metrics;
    this.alarms = new ApiAlarms(this, 'Alarms', { ...props.alarms, api: monitored, throttleRate: throttle.rateLimit });

    this.sessions = keepSessions(this, { sessions, routes: this.routes, connect: props.connect });
    if (this.sessions) this.setOnStage(CONNECT, props.connect?.throttle);
    for (const [routeKey, options] of Object.entries(props.routes ?? {})) this.addRoute(routeKey, options);
    if (props.broadcast) this.madeBroadcast = this.makeBroadcast();

    // Last, because it belongs to the stack and would outlive an API that fails to be made.
    const logRole = accountLogRole.bindAccountLogRole(this).dependable;
    if (logRole) this.stage.node.addDependency(logRole);

    this.cloudFront = origin?.putCloudFront({
      url: this.url,
      deployment: this.deployment,
      cors: false,
      routes: () => [],
    });

    sealWebSocketRoutesAtSynthesis(this, { resource, routes: this.routes, own: parts, waiting: [this.deployment, stage], surroundings: props });
  }

  /**
   * Where the access log goes.
   */
  public get accessLogGroup(): logs.ILogGroup {
    return StageAccessLog.tryLogGroupOf(this.stage)!;
  }

  /**
   * Where sessions are kept; undefined with `Sessions.none()`. Of a table that the API has made, the stream tells who comes and who is gone.
   */
  public get sessionTable(): dynamodb.ITable | undefined {
    return this.sessions?.table;
  }

  /**
   * What carries one message to many connections; made when it is first asked for.
   *
   * @throws with `Sessions.none()`, as nobody knows then who is connected
   */
  public get broadcast(): RealtimeBroadcast {
    this.madeBroadcast ??= this.makeBroadcast();
    return this.madeBroadcast;
  }

  /**
   * Adds a route.
   *
   * @param routeKey what a message says that it wants, as `sendMessage`; `$default` for all that no other route takes
   * @throws when the route cannot work; nothing is created then
   */
  public addRoute(routeKey: string, options: MessageRouteOptions): MessageRoute {
    if (this.sessions && (routeKey === CONNECT || routeKey === DISCONNECT)) {
      throw new Error(`the route '${routeKey}' is answered by the API's sessions, which know by it who is connected; `
        + `${routeKey === CONNECT ? 'write connect: { ... } on the API for what is asked of clients' : 'leave it out'}, or sessions: Sessions.none('<why>') to keep track of connections yourself`);
    }
    const resource = this.routes.add(routeKey, options);
    this.answers.giveWay(routeKey);
    this.setOnStage(routeKey, options.throttle);
    return MessageRoute._of(resource, { apiId: this.webSocketApi.apiId, stageName: this.stageName });
  }

  /**
   * Adds a tier of consumers: how much each of them may connect, by API key.
   *
   * It limits `$connect` where that has `apiKeyRequired`, and no messages.
   *
   * @param name the tier's name: `free`
   * @throws when the tier would limit nobody, or exists already
   */
  public addUsagePlan(name: string, options: UsagePlanTierOptions): UsagePlanTier {
    const tier = new UsagePlanTier(this, usagePlanTierId(name), { ...options, planName: options.planName ?? name, webSocketStage: this.stage });
    tier._judgeRoutes(() => [{ routeKey: CONNECT, apiKeyRequired: this.routes.tryRoute(CONNECT)?.resource.apiKeyRequired === true }]);
    return tier;
  }

  /**
   * Lets a principal connect, where the authorizer is `Authorizer.iam()`. A warning says when it is not.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    warnWithoutIam(this, () => this.routes.all);
    return grantInvoke({ grantee, resourceArn: this.arnOf(`${this.stageName}/${CONNECT}`) });
  }

  /**
   * Lets a principal post to connections, look at them and end them, one by one.
   */
  public grantManageConnections(grantee: iam.IGrantable): iam.Grant {
    const { post, get, end } = this.connections;
    return grantManageConnections(grantee, [post, get, end]);
  }

  /**
   * Lets a principal send to connections, users, rooms and everyone, join and leave rooms for a connection, and end connections.
   *
   * A function of this app is told where all of it is, by environment variables that `RealtimeSender.fromEnvironment()` of `cdk-gatehouse/clients/sender` reads.
   *
   * @throws with `Sessions.none()`, as nobody knows then who is connected, and for a function that broadcasts for another API
   */
  public grantBroadcast(grantee: iam.IGrantable): iam.Grant {
    checkTellable(this, grantee);
    return this.broadcast._letSend(grantee);
  }

  private setOnStage(routeKey: string, throttle?: ThrottleLimits): void {
    setRouteOnStage(this.stage.node.defaultChild as apigatewayv2.CfnStage, routeKey, { throttle, dataTrace: this.props.executionLog?.dataTrace });
  }

  private makeBroadcast(): RealtimeBroadcast {
    if (!this.sessions) throw new Error(`the API '${this.node.path}' has Sessions.none(), so nobody knows who is connected and nothing can be broadcast; write Sessions.stored()`);
    return RealtimeBroadcast._of(this, 'Broadcast', {
      ...this.props.broadcast,
      sessions: this.sessions,
      callbackUrl: this.callbackUrl,
      connections: this.connections,
      alarms: this.alarms,
    });
  }

  private get connections(): ConnectionArns {
    return connectionArns(this, this.webSocketApi.apiId, this.stageName);
  }

  private arnOf(resourceName: string): string {
    return executeApiArn(this, this.webSocketApi.apiId, resourceName);
  }
}
