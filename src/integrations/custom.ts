import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { checkIntegrationTimeout } from './integration-timeout';

/** A configuration that the user wrote. */
export class CustomIntegration implements IRouteIntegration {
  private readonly config: RouteIntegrationConfig;

  public constructor(config: RouteIntegrationConfig) {
    this.config = config;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkIntegrationTimeout(options, this.config.timeout);
    return this.config;
  }
}
