import { RoutedApiProps } from './routed-api-props';

/**
 * An HTTP API, and everything that a production one needs.
 */
export interface LeanHttpApiProps extends RoutedApiProps {
  /**
   * Why every change of the definition goes live at once, route by route, instead of all together in a deployment that CloudFormation makes and can take back.
   *
   * The reason is kept, as the acknowledgement of the rule `v2-auto-deploy-in-production`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-stages.html
   * @default - changes go live with a new deployment
   */
  readonly autoDeploy?: string;
}
