import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { BindAuthorizerOptions, IRouteAuthorizer, RouteAuthorizerConfig } from './authorizer-contract';
import { refuseScopes } from './scopes';

/** Signature Version 4. */
export class IamAuthorizer implements IRouteAuthorizer {
  public bindAuthorizer(options: BindAuthorizerOptions): RouteAuthorizerConfig {
    refuseScopes(options, 'Authorizer.iam() asks the caller\'s policies');
    // No caller parameters: a signature changes with every request, so a cache key that held one would never match.
    return { authorizationType: apigateway.AuthorizationType.IAM };
  }
}
