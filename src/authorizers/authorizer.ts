import { aws_cognito as cognito, aws_lambda as lambda } from 'aws-cdk-lib';
import { IRouteAuthorizer } from './authorizer-contract';
import { IamAuthorizer } from './iam';
import { JwtAuthorizer, JwtAuthorizerOptions } from './jwt';
import { LambdaRequestAuthorizer, LambdaRequestOptions } from './lambda-request';
import { LambdaTokenAuthorizer, LambdaTokenOptions } from './lambda-token';
import { NoAuthorizer } from './none';
import { UserPoolAuthorizer, UserPoolAuthorizerOptions } from './user-pool';

/**
 * Who may call a route.
 */
export class Authorizer {
  /**
   * Callers with a token of an Amazon Cognito user pool.
   *
   * On a REST API's route with scopes that is an access token which has one of them, and on a route without an identity token. HTTP and WebSocket APIs
   * take either, and for a route with scopes an access token which has one of them. For a WebSocket API a function of the library's checks them, as for `Authorizer.jwt`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
   */
  public static userPool(userPool: cognito.IUserPool, options: UserPoolAuthorizerOptions = {}): IRouteAuthorizer {
    return new UserPoolAuthorizer(userPool, options);
  }

  /**
   * Callers with a JSON web token of any OpenID issuer: with a good signature, of this issuer, for this audience, in its time and, on a route with scopes, with one of them.
   *
   * An HTTP API checks that itself (RS256, RS384, RS512) and keeps the issuer's keys for two hours. For REST and WebSocket APIs a function of the library's does, with ES256, ES384 and ES512 as well:
   * one for each issuer, audience and set of scopes. It keeps the keys for ten minutes, for two hours where the issuer does not answer, and hands on the claims as texts (`event.requestContext.authorizer.sub`), never the token.
   * It hands on 8 KB, as much as API Gateway takes: of more, the longest claims are left out and `claimsLeftOut` names them.
   *
   * @throws when the issuer is no https address, or there is no audience
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
   */
  public static jwt(options: JwtAuthorizerOptions): IRouteAuthorizer {
    return new JwtAuthorizer(options);
  }

  /**
   * Callers who sign their requests with AWS credentials (Signature Version 4) and whose policies let them.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/permissions.html
   */
  public static iam(): IRouteAuthorizer {
    return new IamAuthorizer();
  }

  /**
   * Callers whom a function lets in by one token in one header, on a REST API.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
   */
  public static lambdaToken(handler: lambda.IFunction, options: LambdaTokenOptions = {}): IRouteAuthorizer {
    return new LambdaTokenAuthorizer(handler, options);
  }

  /**
   * Callers whom a function lets in by what it sees of the request: headers, query string, path, context.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
   */
  public static lambdaRequest(handler: lambda.IFunction, options: LambdaRequestOptions = {}): IRouteAuthorizer {
    return new LambdaRequestAuthorizer(handler, options);
  }

  /**
   * Everybody. The reason is kept with the API, as the acknowledgement of a rule for the route: `rest-method-without-auth` on a REST API, `http-route-without-auth` on an HTTP API.
   *
   * @param reason why nobody needs to be asked who they are
   * @throws when the reason is empty
   */
  public static none(reason: string): IRouteAuthorizer {
    return new NoAuthorizer(reason);
  }

  private constructor() {}
}
