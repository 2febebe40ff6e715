import { Annotations, Duration, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Construct, DependencyGroup, IConstruct, IDependable } from 'constructs';
import { connectionArns } from './manage-connections';
import { MessageModels, checkMessageModel } from './message-models';
import { checkConnectAuthorizer, checkMessageRoute } from './message-route-checks';
import { MessageRouteOptions } from './message-route-options';
import { ConnectAuthorization, acknowledgeNoAuthorization, connectAuthorization } from './web-socket-authorizer';
import { AnswerUse, WebSocketIntegrations } from './web-socket-integrations';

import { ApiType } from '../api-type';
import { AuthorizerKind, BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from '../authorizers/authorizer-contract';
import { bindRouteAuthorizer } from '../authorizers/bound-authorizer';
import { OriginLockedRoutes } from '../authorizers/origin-locked';
import { checkScopeNames } from '../authorizers/scope-names';
import { checkWebSocketConfig } from '../integrations/custom-web-socket';
import { RouteIntegrationConfig } from '../integrations/integration-contract';
import { CallingBack } from '../integrations/notify-caller-input';
import { Limits } from '../limits';
import { OperationNames } from '../operation-names';
import { CONNECT } from '../predefined-routes';
import { refuseLateRoute } from '../route-addition';
import { acknowledgeRouteOptOuts } from '../route-opt-outs';
import { RouteWarning } from '../route-rules';
import { RouteTarget } from '../route-target-cycle';
import { routeTargets } from '../route-targets';
import { undoOnError } from '../undo-on-error';
import { checkWebSocketRouteKey } from '../web-socket-route-key';

interface WebSocketRoutesProps {
  readonly apiId: string;
  readonly stageName: string;
  /** The answer to "who may connect?" for a `$connect` that gives none. */
  readonly authorizer: IRouteAuthorizer;
  readonly defaultScopes: string[];
  readonly executeApiArn: string;
  /** Where a message says which route it is for. */
  readonly routeSelectionExpression: string;
  /** What lets connections through CloudFront alone; undefined where no authorizer does. */
  readonly lock?: OriginLockedRoutes;
}

/** What a route's authorizer and integration say of themselves. */
interface Bound {
  readonly authorizer: RouteAuthorizerConfig;
  readonly integration: RouteIntegrationConfig & CallingBack;
}

/** A route as it was asked for, and as CloudFormation makes it. */
export interface WebSocketRoute extends Bound {
  readonly resource: apigatewayv2.CfnRoute;
}

const OPEN: RouteAuthorizerConfig = { authorizerKind: AuthorizerKind.NONE };

/**
 * The routes of a WebSocket API: each made once, when it is added; no duplicates, none late.
 *
 * WebSocket APIs cannot be imported from a document, so each route is a resource.
 */
export class WebSocketRoutes extends Construct {
  private readonly api: Construct;
  private readonly props: WebSocketRoutesProps;
  private readonly connectionsArn: string;
  private readonly integrations: WebSocketIntegrations;
  private readonly models: MessageModels;
  private readonly authorizers: Construct;
  private readonly needed = new DependencyGroup();
  private readonly operations = new OperationNames(Limits.V2_OPERATION_NAME_LENGTH);
  private readonly added = new Map<string, WebSocketRoute>();

  public constructor(api: Construct, id: string, props: WebSocketRoutesProps) {
    checkScopeNames('defaultScopes', props.defaultScopes);
    super(api, id);
    this.api = api;
    this.props = props;
    this.connectionsArn = connectionArns(api, props.apiId, props.stageName).post;
    this.integrations = new WebSocketIntegrations(api, 'Integrations', props.apiId);
    this.models = new MessageModels(api, 'Models', props.apiId);
    this.authorizers = new Construct(api, 'Authorizers');
  }

  /** All that routes are made of. */
  public get parts(): IConstruct[] {
    return [this, this.integrations, this.models, this.authorizers];
  }

  /** What routes need to work: the roles and permissions by which API Gateway calls backends. */
  public get needs(): IDependable {
    return this.needed;
  }

  /** What routes lead to, and what stands behind their authorizers. */
  public get targets(): RouteTarget[] {
    return routeTargets(this.api, [...this.added].map(([key, route]) => ({ key, ...route })));
  }

  public get all(): WebSocketRoute[] {
    return [...this.added.values()];
  }

  /** The route of a key; undefined where there is none. */
  public tryRoute(routeKey: string): WebSocketRoute | undefined {
    return this.added.get(routeKey);
  }

  /**
   * @throws when the route cannot work; nothing is created then
   */
  public add(routeKey: string, options: MessageRouteOptions): apigatewayv2.CfnRoute {
    refuseLateRoute(this.api, routeKey);
    checkWebSocketRouteKey(routeKey);
    if (this.added.has(routeKey)) throw new Error(`the route '${routeKey}' exists already; change the first one, or give this one another key`);
    const warnings = checkMessageRoute(routeKey, options);
    this.operations.check(routeKey, options.operationName);
    if (options.request?.body) checkMessageModel(this, options.request.body, routeKey);

    const before = new Set(this.api.node.children);
    const bound = undoOnError(this.api, () => this.bind(routeKey, options));
    this.needed.add(...this.api.node.children.filter((child) => !before.has(child)));
    const resource = this.render(routeKey, options, bound);
    this.added.set(routeKey, { resource, ...bound });
    this.operations.take(routeKey, options.operationName);
    acknowledgeRouteOptOuts(this.api, ApiType.WEBSOCKET, { routeKey, ...bound });
    warnings.forEach((message) => this.warn({ id: 'cdk-gatehouse:schemaNotEnforced', message }));
    return resource;
  }

  /**
   * Warns of what only all routes together show.
   *
   * @returns one message for each thing that is wrong
   */
  public judge(): string[] {
    this.judgeCount();
    if (this.added.has(CONNECT)) return [];
    return [`the API '${this.api.node.path}' has no route '${CONNECT}', so nobody is asked who connects; write addRoute('${CONNECT}', { integration: Integration.mock() }), or with a function, or leave sessions out`];
  }

  private judgeCount(): void {
    if (this.added.size <= Limits.WEB_SOCKET_ROUTES) return;
    this.warn({
      id: 'cdk-gatehouse:routeQuota',
      message: `the API has ${this.added.size} routes, and ${Limits.WEB_SOCKET_ROUTES} is the quota unless it was raised; request more, or let one route take several kinds of message`,
    });
  }

  private bind(routeKey: string, options: MessageRouteOptions): Bound {
    const { stageName, executeApiArn } = this.props;
    const bindOptions = { scope: this.api, apiType: ApiType.WEBSOCKET, executeApiArn, routeKey };
    const authorizer = routeKey === CONNECT ? this.bindAuthorizer(options, bindOptions) : OPEN;
    // Last, because grants on what is there already cannot be taken back.
    const maximumTimeout = Duration.millis(Limits.WEB_SOCKET_INTEGRATION_TIMEOUT_MAX_MILLIS);
    const integration = options.integration.bindIntegration({ ...bindOptions, stageName, maximumTimeout, connectionsArn: this.connectionsArn });
    checkWebSocketConfig(routeKey, integration);
    return { authorizer, integration };
  }

  private bindAuthorizer(options: MessageRouteOptions, bindOptions: Omit<BindAuthorizerOptions, 'scopes'>): RouteAuthorizerConfig {
    const { defaultScopes, lock } = this.props;
    const authorizer = options.authorizer ?? this.props.authorizer;
    const scopes = options.scopes ?? (options.authorizer === undefined ? defaultScopes : []);
    return bindRouteAuthorizer(authorizer, { ...bindOptions, scopes }, checkConnectAuthorizer, lock).asked;
  }

  private render(routeKey: string, options: MessageRouteOptions, { authorizer, integration: config }: Bound): apigatewayv2.CfnRoute {
    const { apiId } = this.props;
    const { reply = false, request, operationName } = options;
    const use = routeKey === CONNECT ? AnswerUse.CONNECT : reply ? AnswerUse.REPLY : AnswerUse.NONE;
    const integration = this.integrations.integrationFor(config, use);
    const answers = reply || (routeKey === CONNECT && !config.integrationType.endsWith('_PROXY'));
    const authorization: Partial<ConnectAuthorization> = routeKey === CONNECT ? connectAuthorization(this.authorizers, apiId, authorizer) : {};
    const model = request?.body && this.models.modelOf(request.body);
    const resource = new apigatewayv2.CfnRoute(this, routeKey.replaceAll('/', '%'), {
      apiId,
      routeKey,
      target: `integrations/${integration.ref}`,
      operationName,
      ...authorization,
      apiKeyRequired: options.apiKeyRequired || undefined,
      requestParameters: requestParameters(options, config),
      modelSelectionExpression: model && this.props.routeSelectionExpression,
      // Taken for whatever the expression finds, so that no message passes unchecked.
      requestModels: model && { $default: model.name },
      routeResponseSelectionExpression: answers ? '$default' : undefined,
    });
    if (routeKey !== CONNECT) acknowledgeNoAuthorization(resource);
    if (model) resource.addResourceDependency(model);
    if (answers) new apigatewayv2.CfnRouteResponse(resource, 'Response', { apiId, routeId: resource.ref, routeResponseKey: '$default' });
    return resource;
  }

  private warn({ id, message }: RouteWarning): void {
    Annotations.of(this.api).addWarningV2(id, message);
  }
}

/**
 * What of a request to connect is asked for, and what the integration passes on, which has to be declared as well.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
function requestParameters({ request }: MessageRouteOptions, { requestParameters: mapped = {} }: RouteIntegrationConfig): object | undefined {
  const required = [
    ...(request?.requiredQuery ?? []).map((name) => `route.request.querystring.${name}`),
    ...(request?.requiredHeaders ?? []).map((name) => `route.request.header.${name}`),
  ];
  const passedOn = Object.values(mapped).filter((value) => /^route\.request\.(multivalue)?(querystring|header)\./.test(value));
  const declared = (names: string[], Required: boolean) => names.map((name): [string, object] => [name, { Required }]);
  const parameters = [...declared(passedOn, false), ...declared(required, true)];
  return parameters.length === 0 ? undefined : Object.fromEntries(parameters);
}
