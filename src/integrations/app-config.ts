import { Token, aws_appconfig as appconfig, aws_iam as iam } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { foreignAccount } from './backend-place';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { isLookupDummy } from './lookup-dummy';
import { BY_HTTP_API_OR_TEMPLATE, checkOffered } from './offered-api-types';
import { httpServiceAction } from './service-action';

/**
 * Which configuration is given out, and to whom.
 */
export interface AppConfigOptions {
  /**
   * The configuration, which is deployed to the environment by itself. Feature flags cannot be given out.
   *
   * @default - `configurationProfileId` says which
   */
  readonly configuration?: appconfig.IConfiguration;

  /**
   * The id of the configuration profile, when it is not a construct of this app. Not its name: the permission is for the id.
   *
   * @default - `configuration` says which
   */
  readonly configurationProfileId?: string;

  /**
   * Who asks, 1 to 64 characters: written out, or where the request has it, as `$request.header.X-Client`. While a configuration is rolled out, a client that has the new one keeps it.
   *
   * @default '$context.identity.sourceIp' - each address is a client
   */
  readonly clientId?: string;

  /**
   * Where the request has the version that the caller already has, as `$request.querystring.version`; a request that lacks it is answered 400. AppConfig charges for each configuration that it hands out.
   *
   * @default - every call gets the configuration, and is charged for
   */
  readonly clientConfigurationVersion?: string;
}

/** @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html */
const CLIENT_ID_LENGTH = 64;
const PROFILE_ID = /^[a-z0-9]{4,7}$/;

/** The configuration that is deployed to an environment. */
export class AppConfigIntegration implements IRouteIntegration {
  private readonly environment: appconfig.IEnvironment;
  private readonly options: AppConfigOptions;

  public constructor(environment: appconfig.IEnvironment, options: AppConfigOptions) {
    checkGivenConstruct('Integration.appConfig()', 'AppConfig environment', environment);
    this.environment = environment;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.appConfig', [ApiType.HTTP], {
      [ApiType.REST]: BY_HTTP_API_OR_TEMPLATE,
      [ApiType.WEBSOCKET]: 'write Integration.lambdaFunction(fn) with a function that reads the configuration',
    });
    this.checkAccount(options);
    const profileId = this.checkedProfileId(options);
    const clientId = this.checkedClientId(options);
    const { clientConfigurationVersion } = this.options;
    const version = clientConfigurationVersion === undefined ? undefined : ActionParameter.parse(clientConfigurationVersion, 'clientConfigurationVersion', options);

    iam.Grant.addToPrincipal({ grantee: integrationRole(options.scope), actions: ['appconfig:GetConfiguration'], resourceArns: this.resourceArns(profileId) });
    return httpServiceAction(options, this.environment, 'AppConfig-GetConfiguration', {
      Application: this.environment.applicationId,
      Environment: this.environment.environmentId,
      Configuration: profileId,
      ClientId: clientId.text,
      ...version && { ClientConfigurationVersion: version.text },
    });
  }

  private checkAccount({ scope, routeKey }: BindIntegrationOptions): void {
    const account = foreignAccount(scope, this.environment);
    if (account === undefined) return;
    throw new Error(`the AppConfig environment of '${routeKey}' is of the account '${account}', and the action looks in the API's own; `
      + 'write an environment of that account, or Integration.lambdaFunction(fn) with a function that takes on a role there');
  }

  private checkedProfileId({ routeKey }: BindIntegrationOptions): string {
    const { configuration, configurationProfileId } = this.options;
    const what = `Integration.appConfig of '${routeKey}'`;
    if ((configuration === undefined) === (configurationProfileId === undefined)) {
      throw new Error(`${what} has ${configuration ? 'both a configuration and a configurationProfileId' : 'neither a configuration nor a configurationProfileId'}, and gives out one; write one of them`);
    }
    if (configuration?.type === appconfig.ConfigurationType.FEATURE_FLAGS) {
      throw new Error(`${what} has the feature flags '${configuration.node.path}', which AppConfig gives out by another action; write Integration.lambdaFunction(fn) with a function that reads them`);
    }
    const [own, other] = [this.environment.application, configuration?.application];
    if (own && other && own !== other && isMadeHere(own) && isMadeHere(other)) {
      throw new Error(`${what} has the configuration '${configuration!.node.path}' of the application '${other.node.path}', and an environment of '${own.node.path}'; write both of one application`);
    }
    const profileId = configuration?.configurationProfileId ?? configurationProfileId!;
    if (!Token.isUnresolved(profileId) && !isLookupDummy(profileId) && !PROFILE_ID.test(profileId)) {
      throw new Error(`${what} has the configurationProfileId '${profileId}', which is no id: 4 to 7 small letters and digits; write the id, and not the name, as the permission is for the id`);
    }
    return profileId;
  }

  private checkedClientId(options: BindIntegrationOptions): ActionParameter {
    const { clientId = '$context.identity.sourceIp' } = this.options;
    const value = ActionParameter.parse(clientId, 'clientId', options);
    if (value.source === 'literal' && clientId.length > CLIENT_ID_LENGTH) {
      throw new Error(`the clientId of '${options.routeKey}' has ${clientId.length} characters, and AppConfig takes ${CLIENT_ID_LENGTH}; write a shorter one`);
    }
    return value;
  }

  /** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsappconfig.html */
  private resourceArns(profileId: string): string[] {
    const { applicationId, environmentId, stack, env: { region, account } } = this.environment;
    return ['', `/environment/${environmentId}`, `/configurationprofile/${profileId}`].map((part) => stack.formatArn({
      service: 'appconfig', resource: 'application', resourceName: `${applicationId}${part}`, region, account,
    }));
  }
}

/** Two constructs of one app are two applications, unless they were imported. */
function isMadeHere(application: appconfig.IApplication): boolean {
  return appconfig.CfnApplication.isCfnApplication(application.node.defaultChild);
}
