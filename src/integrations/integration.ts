import { aws_lambda as lambda } from 'aws-cdk-lib';
import { CustomIntegration } from './custom';
import { HttpProxyIntegration, HttpProxyOptions } from './http-proxy';
import { IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { LambdaFunctionIntegration, LambdaFunctionOptions } from './lambda-function';
import { MockIntegration, MockOptions } from './mock';

/**
 * What answers a route.
 */
export class Integration {
  /**
   * A Lambda function, which sees the whole request and gives the whole response.
   *
   * The API's permission to invoke it is made here: one for each function, however many routes it answers.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
   */
  public static lambdaFunction(handler: lambda.IFunction, options: LambdaFunctionOptions = {}): IRouteIntegration {
    return new LambdaFunctionIntegration(handler, options);
  }

  /**
   * An HTTP backend, which gets the request as it is: `https://backend.example.com/pets/{id}`.
   *
   * Each `{name}` in the address takes the value of the route's path parameter of that name.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
   */
  public static httpProxy(url: string, options: HttpProxyOptions = {}): IRouteIntegration {
    return new HttpProxyIntegration(url, options);
  }

  /**
   * A fixed answer from API Gateway itself, for health checks and prototypes.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
   */
  public static mock(options: MockOptions = {}): IRouteIntegration {
    return new MockIntegration(options);
  }

  /**
   * What no other factory here says, as far as `RouteIntegrationConfig` has a member for it: other AWS services, own mapping templates.
   * Permissions and roles are the caller's to make.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
   */
  public static custom(config: RouteIntegrationConfig): IRouteIntegration {
    return new CustomIntegration(config);
  }

  private constructor() {}
}
