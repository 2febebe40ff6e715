/**
 * How the function of a Lambda authorizer answers.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export enum LambdaAuthorizerAnswer {
  /** With an IAM policy and a principal: what REST APIs read as well. */
  POLICY = 'policy',
  /** With `{ isAuthorized: true, context: { … } }`: HTTP APIs only. */
  SIMPLE = 'simple',
}
