import { Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { ORIGIN, SCOPES, benchStack, handler } from './bench-stack';
import { ApiAlarmKind, Authorizer, Integration, LeanHttpApi, LeanHttpApiProps } from 'cdk-gatehouse';

/** What aws-cdk-lib's HttpApi does not have either. The access log and the deployment cannot be switched off, so they stay. */
const LIKE_FOR_LIKE: Partial<LeanHttpApiProps> = {
  alarms: { without: Object.values(ApiAlarmKind) },
  detailedMetrics: false,
};

benchStack((stack, variant, routes) => {
  const integration = Integration.lambdaFunction(handler(stack));
  const api = httpApi(stack, variant === 'http-like-for-like' ? LIKE_FOR_LIKE : {});
  for (let index = 0; index < routes; index++) api.addRoute(`GET /resource${index}`, { integration });
});

function httpApi(stack: Stack, props: Partial<LeanHttpApiProps>): LeanHttpApi {
  const pool = new cognito.UserPool(stack, 'Pool');
  return new LeanHttpApi(stack, 'Api', {
    authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }),
    defaultScopes: SCOPES,
    cors: { allowOrigins: [ORIGIN] },
    ...props,
  });
}
