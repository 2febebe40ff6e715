import { Aws, Duration, aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';
import { allowInvoke } from './lambda-permission';
import { OptingOut } from '../route-opt-outs';

/**
 * How a function is called.
 */
export interface LambdaFunctionOptions {
  /**
   * How long API Gateway waits for the function: 50 milliseconds to 29 seconds, or to the API's `integrationTimeoutQuota`.
   *
   * @default - 29 seconds
   */
  readonly timeout?: Duration;

  /**
   * Who gives API Gateway the permission to invoke the function, and why not this library.
   *
   * @default - the library makes one permission for each function and API
   */
  readonly permissionManagedElsewhere?: string;
}

/** A function behind a proxy integration. */
export class LambdaFunctionIntegration implements IRouteIntegration {
  private readonly handler: lambda.IFunction;
  private readonly options: LambdaFunctionOptions;

  public constructor(handler: lambda.IFunction, options: LambdaFunctionOptions) {
    this.handler = handler;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig & OptingOut {
    checkIntegrationTimeout(options, this.options.timeout);
    const optOuts = allowInvoke(this.handler, { ...options, permissionManagedElsewhere: this.options.permissionManagedElsewhere });
    return {
      integrationType: apigateway.IntegrationType.AWS_PROXY,
      httpMethod: 'POST',
      uri: invocationUri(this.handler),
      timeout: this.options.timeout,
      target: this.handler,
      optOuts,
    };
  }
}

/** The address by which API Gateway invokes a function, as an integration or as an authorizer. */
export function invocationUri(handler: lambda.IFunction): string {
  return `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/${handler.functionArn}/invocations`;
}
