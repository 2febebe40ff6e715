import { Aws, Duration, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_lambda as lambda } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { foreignAccount } from './backend-place';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { invokeRole } from './invoke-role';
import { allowInvoke, withoutPermission } from './lambda-permission';
import { ParameterMappingOptions, bindParameterMapping } from './parameter-mapping';
import { OptingOut } from '../route-opt-outs';

/**
 * How a function is called.
 */
export interface LambdaFunctionOptions extends ParameterMappingOptions {
  /**
   * How long API Gateway waits for the function: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`; on an HTTP API to 30 seconds.
   *
   * @default - 29 seconds, on an HTTP API 30
   */
  readonly timeout?: Duration;

  /**
   * The form of the event that the function gets from an HTTP API. REST and WebSocket APIs always send their own.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   * @default - 2.0 on an HTTP API
   */
  readonly payloadFormatVersion?: apigatewayv2.PayloadFormatVersion;

  /**
   * Who gives API Gateway the permission to invoke the function, and why not this library.
   *
   * @default - the library makes one permission for each function and API; for the functions of a WebSocket API a role
   */
  readonly permissionManagedElsewhere?: string;
}

/** A function behind a proxy integration. */
export class LambdaFunctionIntegration implements IRouteIntegration {
  private readonly handler: lambda.IFunction;
  private readonly options: LambdaFunctionOptions;

  public constructor(handler: lambda.IFunction, options: LambdaFunctionOptions) {
    checkGivenConstruct('Integration.lambdaFunction()', 'function', handler);
    this.handler = handler;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    checkIntegrationTimeout(options, this.options.timeout);
    const payloadFormatVersion = this.bindPayloadFormat(options);
    const mapping = bindParameterMapping(options, this.options);
    const permission = this.bindPermission(options);
    return {
      integrationType: apigateway.IntegrationType.AWS_PROXY,
      httpMethod: 'POST',
      uri: invocationUri(this.handler),
      timeout: this.options.timeout,
      target: this.handler,
      payloadFormatVersion,
      ...mapping,
      ...permission,
    };
  }

  private bindPayloadFormat({ apiType, routeKey }: BindIntegrationOptions): string | undefined {
    const version = this.options.payloadFormatVersion?.version;
    if (apiType === ApiType.HTTP) return version ?? '2.0';
    if (version !== undefined && apiType === ApiType.WEBSOCKET) {
      throw new Error(`'${routeKey}' was given the payloadFormatVersion '${version}', and events of WebSocket APIs have a form of their own; leave it out`);
    }
    if (version !== undefined && version !== '1.0') {
      throw new Error(`'${routeKey}' was given the payloadFormatVersion '${version}', which a REST API passes over in silence; leave it out, or use LeanHttpApi`);
    }
    return undefined;
  }

  /** Who lets the API invoke the function: the function's policy, or a role of the API. */
  private bindPermission(options: BindIntegrationOptions): Pick<RouteIntegrationConfig, 'credentialsArn'> & OptingOut {
    const { permissionManagedElsewhere } = this.options;
    if (options.apiType !== ApiType.WEBSOCKET) return { optOuts: allowInvoke(this.handler, { ...options, permissionManagedElsewhere }) };
    if (permissionManagedElsewhere !== undefined) return { optOuts: [withoutPermission(permissionManagedElsewhere)] };
    const account = foreignAccount(options.scope, this.handler);
    if (account !== undefined) {
      throw new Error(`the function '${this.handler.node.path}' of '${options.routeKey}' is of the account '${account}', whose own policy must let this API in; `
        + 'give apigateway.amazonaws.com the permission there and write { permissionManagedElsewhere: \'<where>\' }');
    }
    return { credentialsArn: invokeRole(options.scope, this.handler).roleArn };
  }
}

/** The address by which API Gateway invokes a function, as an integration or as an authorizer. */
export function invocationUri(handler: lambda.IFunction): string {
  return `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`;
}
