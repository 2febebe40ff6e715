import { Stack, aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { ORIGIN, benchStack, handler } from './bench-stack';
import { AccountLogRole, ApiAlarmKind, Authorizer, ExecutionLogLevel, GovernedRestApi, GovernedRestApiProps, Integration, WebAcl } from 'cdk-gatehouse';

/** What aws-cdk-lib's RestApi does not have either. The access log cannot be switched off, so it stays. */
const LIKE_FOR_LIKE: Partial<GovernedRestApiProps> = {
  webAcl: WebAcl.none('measured beside an API that has none'),
  accountLogRole: AccountLogRole.managedElsewhere('measured beside an API that has none'),
  alarms: { without: Object.values(ApiAlarmKind) },
  executionLog: { level: ExecutionLogLevel.OFF },
  tracing: false,
  detailedMetrics: false,
};

benchStack((stack, variant, routes) => {
  const integration = Integration.lambdaFunction(handler(stack));
  const api = restApi(stack, variant === 'like-for-like' ? LIKE_FOR_LIKE : {});
  for (let index = 0; index < routes; index++) {
    if (variant === 'all-defaults-schemas') api.addRoute(`POST /resource${index}`, { integration, request: { body: tenFields(index) } });
    else api.addRoute(`GET /resource${index}`, { integration });
  }
});

function restApi(stack: Stack, props: Partial<GovernedRestApiProps>): GovernedRestApi {
  return new GovernedRestApi(stack, 'Api', {
    authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')),
    cors: { allowOrigins: [ORIGIN] },
    ...props,
  });
}

/** A schema that no other route has: equal ones would be one component. */
function tenFields(route: number): apigateway.JsonSchema {
  const names = Array.from({ length: 10 }, (_, field) => `field${route}x${field}`);
  return {
    type: apigateway.JsonSchemaType.OBJECT,
    required: names.slice(0, 3),
    properties: Object.fromEntries(names.map((name) => [name, { type: apigateway.JsonSchemaType.STRING, maxLength: 200 }])),
  };
}
