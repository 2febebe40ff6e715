import { Duration, Lazy, Mixin, Names, Validations, aws_apigateway as apigateway, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { preflightOperation } from './access/cors-preflight';
import { gatewayResponses } from './access/gateway-responses';
import { checkResourcePolicy } from './access/resource-policy';
import { UsagePlanTierOptions } from './access/usage-plan-options';
import { UsagePlanTier, usagePlanTierId } from './access/usage-plan-tier';
import { WebAcl } from './access/web-acl';
import { ApiRoute } from './api-route';
import { ApiType } from './api-type';
import { besideRestBody } from './beside-the-body';
import { contractRoutes, warnOfReductions } from './contract-routes';
import { ApiCloudFront } from './domain/cloud-front';
import { checkCloudFront } from './domain/cloud-front-checks';
import { ApiOrigin, callersHeaders, secretHeaders } from './domain/cloud-front-origin';
import { closesDefaultEndpoint } from './domain/domain-address';
import { RestApiDomain } from './domain/rest-api-domain';
import { executeApiArn, executeApiUrl } from './execute-api';
import { checkGovernedRestApi } from './governed-rest-api-checks';
import { GovernedRestApiProps } from './governed-rest-api-props';
import { grantInvoke, warnWithoutIam } from './invoke-grant';
import { Limits } from './limits';
import { ApiAlarms } from './observability/api-alarms';
import { ApiMetrics } from './observability/api-metrics';
import { MonitoredApi } from './observability/monitored-api';
import { contractText } from './openapi/contract';
import { writeContractFile } from './openapi/contract-file';
import { ContractOperation } from './openapi/contract-reader/contract-operation';
import { Definition } from './openapi/definition';
import { RestImportSettings, restImportBody } from './openapi/rest-import-body';
import { restEndpoint } from './rest-endpoint';
import { RestRouteRules } from './rest-route-rules';
import { RouteOptions } from './route-options';
import { RouteTable } from './route-table';
import { sealRoutesAtSynthesis } from './sealed-routes';
import { StageAccessLog } from './stage/access-log';
import { AccountLogRole } from './stage/account-log-role';
import { StageCache, StageCacheOff, cacheMethod } from './stage/cache';
import { StageCanary } from './stage/canary';
import { StageDetailedMetrics } from './stage/detailed-metrics';
import { StageExecutionLog } from './stage/execution-log';
import { RestDeployment } from './stage/rest-deployment';
import { DEFAULT_THROTTLE, StageThrottle, throttleMethod } from './stage/throttle';
import { StageTracing } from './stage/tracing';
import { StageVariables } from './stage/variables';
import { StageWebAcl } from './stage/web-acl';
import { undoneOnError } from './undo-on-error';

/**
 * A REST API of Amazon API Gateway with everything that a production one needs: authorizers, validation, usage plans, caching,
 * AWS WAF, a domain, logs, alarms and safe deployments.
 *
 * All routes become one OpenAPI definition, so the number of CloudFormation resources does not grow with them.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-rest-api.html
 */
@propertyInjectable
@undoneOnError
export class GovernedRestApi extends Construct {
  /**
   * The id under which an organisation registers its defaults.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.GovernedRestApi';

  /**
   * The API as the CDK knows it. Its routes are made with `addRoute` here, never with the methods of this handle.
   */
  public readonly restApi: apigateway.SpecRestApi;

  /**
   * The deployment that the stage serves: a snapshot, and a new one whenever the definition has changed.
   */
  public readonly deployment: apigateway.Deployment;

  /**
   * The stage.
   */
  public readonly stage: apigateway.Stage;

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
   * @default - none; the API has the default endpoint, or stands under a domain that exists already
   */
  public readonly domainName?: apigateway.DomainName;

  /**
   * CloudFront in front of the API.
   *
   * @default - none
   */
  public readonly cloudFront?: ApiCloudFront;

  /**
   * Where the API is, with a slash at its end. Behind CloudFront callers find it at `cloudFront.url`.
   *
   * On the default endpoint it depends on the API, so a function that answers a route cannot hold it; a custom domain's can be held by everybody.
   * For a wildcard domain, put a name in place of `*`.
   */
  public readonly url: string;

  private readonly props: GovernedRestApiProps;
  private readonly routes: RouteTable;
  private readonly stageName: string;

  /**
   * @throws when a prop cannot work; nothing is created then
   */
  constructor(scope: Construct, id: string, props: GovernedRestApiProps) {
    checkGovernedRestApi(scope, props);
    const edge = props.endpointType === apigateway.EndpointType.EDGE;
    if (props.cloudFront) checkCloudFront(scope, props.cloudFront, { domain: props.domain, edge, longestCall: props.integrationTimeoutQuota });
    const mixins = stageMixins(props);
    const wanted = contractRoutes(ApiType.REST, props.contract, props.routes);
    super(scope, id);
    const { stageName = 'prod', throttle = DEFAULT_THROTTLE, accountLogRole = AccountLogRole.ensured() } = props;
    const restApiName = props.apiName ?? Names.uniqueResourceName(this, { maxLength: 128 });
    this.props = props;
    this.stageName = stageName;
    const origin = props.cloudFront && new ApiOrigin(this, props.cloudFront);

    this.routes = new RouteTable(this, {
      apiType: ApiType.REST,
      stageName,
      authorizer: props.authorizer,
      defaultScopes: props.defaultScopes ?? [],
      executeApiArn: Lazy.string({ produce: () => executeApiArn(this, this.restApi.restApiId, '*') }),
      maximumTimeout: props.integrationTimeoutQuota ?? Duration.millis(Limits.REST_INTEGRATION_TIMEOUT_MAX_MILLIS),
      answersPreflight: props.cors !== undefined,
      rules: new RestRouteRules(props.cache !== undefined),
      lock: origin?.lockedRoutes,
    });

    const settings = definitionSettings(restApiName, props);
    const definition = new Definition(this, this.routes, {
      write: (routes) => restImportBody(routes, settings),
      check: (document) => checkResourcePolicy(document['x-amazon-apigateway-policy']),
    });
    this.restApi = restApi(this, definition, restApiName, props);

    this.deployment = new RestDeployment(this, 'Deployment', this.restApi);
    this.stage = new apigateway.Stage(this, 'Stage', { deployment: this.deployment, stageName });
    this.restApi.deploymentStage = this.stage;

    this.stage.with(...mixins);
    const domain = props.domain && new RestApiDomain(this, 'Domain', {
      options: props.domain,
      restApi: this.restApi,
      stage: this.stage,
      edge,
    });
    this.domainName = domain?.domainName;
    // The stage's name is written out, here and in grants, rather than referred to: whoever holds them then depends on the API alone.
    this.url = domain ? `${domain.url}/` : executeApiUrl(this, this.restApi.restApiId, stageName);

    const monitored = MonitoredApi.rest(this.restApi, { apiName: restApiName, stageName });
    this.metrics = monitored.metrics;
    this.alarms = new ApiAlarms(this, 'Alarms', { ...props.alarms, api: monitored, throttleRate: throttle.rateLimit, cache: props.cache !== undefined });

    for (const { routeKey, options, operation } of wanted) this.bindRoute(routeKey, options, operation);
    if (props.contract) warnOfReductions(this, ApiType.REST, props.contract._document);

    // Last, because it belongs to the stack and would outlive an API that fails to be made.
    const logRole = accountLogRole.bindAccountLogRole(this).dependable;
    if (logRole) this.stage.node.addDependency(logRole);

    this.cloudFront = origin?.putCloudFront({
      url: this.url,
      deployment: this.deployment,
      longestCall: props.integrationTimeoutQuota,
      cors: props.cors !== undefined,
      routes: () => this.routes.unlockedRoutes,
    });

    writeContractFile(this, () => this.openApiDocument);
    const resource = this.restApi.node.defaultChild as apigateway.CfnRestApi;
    sealRoutesAtSynthesis(this, { resource, routes: this.routes, check: () => [...definition.check(), ...besideRestBody(resource)] });
  }

  /**
   * Where the access log goes; undefined when it goes to a Firehose stream.
   */
  public get accessLogGroup(): logs.ILogGroup | undefined {
    return StageAccessLog.tryLogGroupOf(this.stage);
  }

  /**
   * The API as its callers see it: an OpenAPI 3.0 document, as JSON. The cloud assembly holds it as a file as well.
   *
   * Values that only a deployment knows are written as words. Routes that are added later are not in it.
   */
  public get openApiDocument(): string {
    return contractText(this, this.routes.unlockedRoutes, {
      title: this.props.apiName ?? this.node.id,
      description: this.props.description,
      url: this.cloudFront?.url ?? (this.props.domain && this.url),
      stageName: this.stageName,
      document: this.props.contract?._document,
    });
  }

  /**
   * Adds a route.
   *
   * @param routeKey method and path, as API Gateway writes them: `GET /pets/{id}`, `ANY /{proxy+}`
   * @throws when the route cannot work; nothing is created then
   */
  public addRoute(routeKey: string, options: RouteOptions): ApiRoute {
    return this.bindRoute(routeKey, options);
  }

  /**
   * Adds a tier of consumers: how much each of them may call, by API key.
   *
   * It limits routes that have `apiKeyRequired`.
   *
   * @param name the tier's name: `free`
   * @throws when the tier would limit nobody, or exists already
   */
  public addUsagePlan(name: string, options: UsagePlanTierOptions): UsagePlanTier {
    const tier = new UsagePlanTier(this, usagePlanTierId(name), { ...options, planName: options.planName ?? name, stage: this.stage });
    tier._judgeRoutes(() => this.routes.routes.map(({ key, options: { apiKeyRequired = false } }) => ({ routeKey: key.toString(), apiKeyRequired })));
    return tier;
  }

  /**
   * Lets a principal call every route whose authorizer is `Authorizer.iam()`. A warning says when there is none.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    warnWithoutIam(this, () => this.routes.routes);
    return grantInvoke({ grantee, resourceArn: executeApiArn(this, this.restApi.restApiId, `${this.stageName}/*`) });
  }

  private bindRoute(routeKey: string, options: RouteOptions, operation?: ContractOperation): ApiRoute {
    const route = this.routes.add(routeKey, options, operation);
    const stage = this.stage.node.defaultChild as apigateway.CfnStage;
    if (options.throttle) throttleMethod(stage, routeKey, options.throttle);
    if (options.cache) cacheMethod(stage, routeKey, options.cache);
    return ApiRoute._of(route.key, {
      scope: this,
      apiId: this.restApi.restApiId,
      stageName: this.stageName,
      metrics: this.metrics,
      authorizerKind: route.authorizer.authorizerKind,
    });
  }
}

function restApi(scope: Construct, definition: Definition, restApiName: string, props: GovernedRestApiProps): apigateway.SpecRestApi {
  const { failOnWarnings = true } = props;
  const { endpointType, tlsPolicy } = restEndpoint(props);
  const api = new apigateway.SpecRestApi(scope, 'Api', {
    restApiName,
    apiDefinition: apigateway.ApiDefinition.fromInline(definition.body),
    // Imports never look at the property, and the property alone does not reach an import: both say it.
    endpointTypes: [endpointType],
    parameters: { endpointConfigurationTypes: endpointType },
    failOnWarnings,
    deploy: false,
    cloudWatchRole: false,
  });
  const resource = api.node.defaultChild as apigateway.CfnRestApi;
  resource.securityPolicy = tlsPolicy?.policyName;
  resource.endpointAccessMode = tlsPolicy?.accessMode;
  if (props.ipAddressType) resource.addPropertyOverride('EndpointConfiguration.IpAddressType', props.ipAddressType);
  Validations.of(api).acknowledge({
    id: 'AwsSolutions::AwsSolutions-APIG2',
    reason: 'The rule looks for AWS::ApiGateway::RequestValidator resources; the validator of this API, body and parameters, '
      + 'stands in its OpenAPI definition and applies to every route.',
  });
  return api;
}

/** The stage's concerns; each checks what it is given, before anything is created. */
function stageMixins(props: GovernedRestApiProps): Mixin[] {
  const { throttle = DEFAULT_THROTTLE, tracing = true, detailedMetrics = true } = props;
  const { webAcl = WebAcl.managed({ log: { redactedHeaders: secretHeaders(props.cloudFront) } }) } = props;
  return [
    new StageThrottle(throttle),
    new StageAccessLog(props.accessLog),
    new StageExecutionLog(props.executionLog),
    new StageWebAcl(webAcl),
    ...tracing ? [new StageTracing()] : [],
    ...detailedMetrics ? [new StageDetailedMetrics()] : [],
    props.cache ? new StageCache(props.cache) : new StageCacheOff(),
    ...props.canary ? [new StageCanary(props.canary)] : [],
    ...props.stageVariables ? [new StageVariables(props.stageVariables)] : [],
  ];
}

function definitionSettings(title: string, props: GovernedRestApiProps): RestImportSettings {
  const { cloudFront, cors } = props;
  return {
    title,
    description: props.description,
    binaryMediaTypes: props.binaryMediaTypes ?? [],
    minimumCompressionSize: props.minimumCompressionSize?.toBytes(),
    policy: props.policy,
    disableExecuteApiEndpoint: closesDefaultEndpoint(props.domain),
    gatewayResponses: gatewayResponses({ cors, overrides: props.gatewayResponses }),
    preflight: cors && ((path) => preflightOperation(cors, { ...path, requestHeaders: callersHeaders(path.requestHeaders, cloudFront) })),
  };
}
