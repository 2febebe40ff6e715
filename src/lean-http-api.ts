import { Duration, Lazy, Mixin, Names, aws_apigatewayv2 as apigatewayv2, aws_iam as iam, aws_logs as logs } from 'aws-cdk-lib';
import { propertyInjectable } from 'aws-cdk-lib/core/lib/prop-injectable';
import { Construct } from 'constructs';
import { httpCors } from './access/http-cors';
import { hidesPreflight, preflightIntegration } from './access/http-preflight';
import { ApiRoute } from './api-route';
import { ApiType } from './api-type';
import { besideHttpBody } from './beside-the-body';
import { contractRoutes, warnOfReductions } from './contract-routes';
import { ApiCloudFront } from './domain/cloud-front';
import { checkCloudFront } from './domain/cloud-front-checks';
import { ApiOrigin, callersHeaders } from './domain/cloud-front-origin';
import { closesDefaultEndpoint } from './domain/domain-address';
import { V2ApiDomain } from './domain/v2-api-domain';
import { executeApiArn, executeApiUrl } from './execute-api';
import { HttpRouteRules } from './http-route-rules';
import { RouteIntegrationConfig } from './integrations/integration-contract';
import { grantInvoke, warnWithoutIam } from './invoke-grant';
import { checkLeanHttpApi } from './lean-http-api-checks';
import { LeanHttpApiProps } from './lean-http-api-props';
import { Limits } from './limits';
import { ApiAlarms } from './observability/api-alarms';
import { ApiMetrics } from './observability/api-metrics';
import { MonitoredApi } from './observability/monitored-api';
import { contractText } from './openapi/contract';
import { writeContractFile } from './openapi/contract-file';
import { ContractOperation } from './openapi/contract-reader/contract-operation';
import { Definition } from './openapi/definition';
import { checkIntegrationCount, httpImportBody } from './openapi/http-import-body';
import { acknowledgeOptOut } from './opt-out';
import { RouteOptions } from './route-options';
import { RouteTable } from './route-table';
import { RuleIds } from './rule-ids';
import { sealRoutesAtSynthesis } from './sealed-routes';
import { StageAccessLog } from './stage/access-log';
import { StageDetailedMetrics } from './stage/detailed-metrics';
import { HttpDeployment } from './stage/http-deployment';
import { DEFAULT_THROTTLE, StageThrottle, throttleRoute } from './stage/throttle';
import { StageVariables } from './stage/variables';
import { undoneOnError } from './undo-on-error';

/**
 * An HTTP API of Amazon API Gateway: smaller, faster and cheaper than a REST API, with tokens checked at the gate, explicit deployments, logs, limits and alarms.
 *
 * All routes become one OpenAPI definition, so the number of CloudFormation resources does not grow with them.
 * What HTTP APIs do not have is said when it is asked for, with what does the same.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api.html
 */
@propertyInjectable
@undoneOnError
export class LeanHttpApi extends Construct {
  /**
   * The id under which an organisation registers its defaults.
   */
  public static readonly PROPERTY_INJECTION_ID: string = 'cdk-gatehouse.LeanHttpApi';

  /**
   * The API as the CDK knows it. Its routes are made with `addRoute` here, never with constructs that are given this handle.
   */
  public readonly httpApi: apigatewayv2.IHttpApi;

  /**
   * The deployment that the stage serves: a snapshot, and a new one whenever the definition has changed.
   *
   * @default - none; with `autoDeploy` API Gateway makes deployments itself
   */
  public readonly deployment?: apigatewayv2.CfnDeployment;

  /**
   * The stage.
   */
  public readonly stage: apigatewayv2.HttpStage;

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
  public readonly domainName?: apigatewayv2.DomainName;

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

  private readonly props: LeanHttpApiProps;
  private readonly routes: RouteTable;
  private readonly stageName: string;
  private preflight?: RouteIntegrationConfig;

  /**
   * @throws when a prop cannot work; nothing is created then
   */
  constructor(scope: Construct, id: string, props: LeanHttpApiProps) {
    checkLeanHttpApi(scope, props);
    if (props.cloudFront) checkCloudFront(scope, props.cloudFront, { domain: props.domain, edge: false });
    const mixins = stageMixins(props);
    const wanted = contractRoutes(ApiType.HTTP, props.contract, props.routes);
    super(scope, id);
    const { stageName = '$default', throttle = DEFAULT_THROTTLE } = props;
    this.props = props;
    this.stageName = stageName;
    const origin = props.cloudFront && new ApiOrigin(this, props.cloudFront);

    this.routes = new RouteTable(this, {
      apiType: ApiType.HTTP,
      stageName,
      authorizer: props.authorizer,
      defaultScopes: props.defaultScopes ?? [],
      executeApiArn: Lazy.string({ produce: () => executeApiArn(this, this.httpApi.apiId, '*') }),
      maximumTimeout: Duration.millis(Limits.HTTP_INTEGRATION_TIMEOUT_MAX_MILLIS),
      answersPreflight: props.cors !== undefined,
      rules: new HttpRouteRules(),
      lock: origin?.lockedRoutes,
    });

    const tags = Lazy.uncachedAny({ produce: () => documentTags(resource) });
    const definition = new Definition(this, this.routes, {
      write: (routes) => httpImportBody(routes, {
        title: props.apiName ?? Names.uniqueResourceName(this, { maxLength: Limits.V2_API_NAME_LENGTH }),
        description: props.description,
        tags,
        disableExecuteApiEndpoint: closesDefaultEndpoint(props.domain),
        ipAddressType: props.ipAddressType,
        preflight: this.preflight,
        cors: props.cors && (({ methods, requestHeaders }) => httpCors(props.cors!, methods, callersHeaders(requestHeaders, props.cloudFront))),
      }),
      check: checkIntegrationCount,
    });
    const { failOnWarnings = true } = props;
    const resource = new apigatewayv2.CfnApi(this, 'Resource', { body: definition.body, failOnWarnings });
    // CloudFormation refuses tags beside a definition, and the CDK writes them there by itself.
    resource.addPropertyDeletionOverride('Tags');
    this.httpApi = apigatewayv2.HttpApi.fromHttpApiAttributes(this, 'Api', { httpApiId: resource.ref, apiEndpoint: resource.attrApiEndpoint });

    this.stage = new apigatewayv2.HttpStage(this, 'Stage', { httpApi: this.httpApi, stageName, autoDeploy: props.autoDeploy !== undefined });
    if (props.autoDeploy === undefined) {
      this.deployment = new HttpDeployment(this, 'Deployment', resource);
      (this.stage.node.defaultChild as apigatewayv2.CfnStage).deploymentId = this.deployment.ref;
    } else {
      acknowledgeOptOut(this, RuleIds.V2_AUTO_DEPLOY_IN_PRODUCTION, props.autoDeploy);
    }

    this.stage.with(...mixins);
    const domain = props.domain && new V2ApiDomain(this, 'Domain', { options: props.domain, apiId: resource.ref, apiType: ApiType.HTTP, stage: this.stage, api: this });
    this.domainName = domain?.domainName;
    // The stage's name is written out, here and in grants, rather than referred to: whoever holds them then depends on the API alone.
    this.url = domain ? `${domain.url}/` : executeApiUrl(this, resource.ref, stageName);

    const monitored = MonitoredApi.http(this.httpApi, { stageName });
    this.metrics = monitored.metrics;
    this.alarms = new ApiAlarms(this, 'Alarms', { ...props.alarms, api: monitored, throttleRate: throttle.rateLimit });

    for (const { routeKey, options, operation } of wanted) this.bindRoute(routeKey, options, operation);
    if (props.contract) warnOfReductions(this, ApiType.HTTP, props.contract._document);

    this.cloudFront = origin?.putCloudFront({
      url: this.url,
      deployment: this.deployment,
      cors: props.cors !== undefined,
      routes: () => this.routes.unlockedRoutes,
    });

    writeContractFile(this, () => this.openApiDocument);
    sealRoutesAtSynthesis(this, { resource, routes: this.routes, check: () => [...definition.check(), ...besideHttpBody(resource)] });
  }

  /**
   * Where the access log goes.
   */
  public get accessLogGroup(): logs.ILogGroup {
    return StageAccessLog.tryLogGroupOf(this.stage)!;
  }

  /**
   * The API as its callers see it: an OpenAPI 3.0 document, as JSON. The cloud assembly holds it as a file as well.
   *
   * Values that only a deployment knows are written as words. Routes that are added later are not in it, and `$default` never is: OpenAPI has no word for it.
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
   * @param routeKey method and path, as API Gateway writes them: `GET /pets/{id}`, `ANY /{proxy+}`; or `$default` for all that no other route takes
   * @throws when the route cannot work; nothing is created then
   */
  public addRoute(routeKey: string, options: RouteOptions): ApiRoute {
    return this.bindRoute(routeKey, options);
  }

  /**
   * Lets a principal call every route whose authorizer is `Authorizer.iam()`. A warning says when there is none.
   */
  public grantInvoke(grantee: iam.IGrantable): iam.Grant {
    warnWithoutIam(this, () => this.routes.routes);
    return grantInvoke({ grantee, resourceArn: executeApiArn(this, this.httpApi.apiId, `${this.stageName}/*`) });
  }

  private bindRoute(routeKey: string, options: RouteOptions, operation?: ContractOperation): ApiRoute {
    const route = this.routes.add(routeKey, options, operation);
    if (this.props.cors && hidesPreflight(route)) this.preflight ??= preflightIntegration(this, executeApiArn(this, this.httpApi.apiId, '*'));
    if (options.throttle) throttleRoute(this.stage.node.defaultChild as apigatewayv2.CfnStage, routeKey, options.throttle);
    return ApiRoute._of(route.key, {
      scope: this,
      apiId: this.httpApi.apiId,
      stageName: this.stageName,
      metrics: this.metrics,
      authorizerKind: route.authorizer.authorizerKind,
    });
  }
}

/** The stage's concerns; each checks what it is given, before anything is created. */
function stageMixins(props: LeanHttpApiProps): Mixin[] {
  const { throttle = DEFAULT_THROTTLE, detailedMetrics = true } = props;
  return [
    new StageThrottle(throttle),
    new StageAccessLog(props.accessLog),
    ...detailedMetrics ? [new StageDetailedMetrics()] : [],
    ...props.stageVariables ? [new StageVariables(props.stageVariables)] : [],
  ];
}

/** The API's AWS tags, as its definition says them. */
function documentTags(resource: apigatewayv2.CfnApi): object[] | undefined {
  const tags = Object.entries(resource.tags.tagValues());
  return tags.length === 0 ? undefined : tags.map(([name, value]) => ({ name, 'x-amazon-apigateway-tag-value': value }));
}
