import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { RouteReflection, authorizationSaidBy } from './route-reflection';
import { splitKey } from './v2-routes';

const OVERRIDES = 'AWS::ApiGatewayV2::ApiGatewayManagedOverrides';

/**
 * The route that API Gateway makes of an HTTP API's `Target`: `$default`, or the API's own `RouteKey`. Only managed overrides give it authorization.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html
 */
export function quickRoutes(api: ApiReflection): RouteReflection[] {
  const target = api.definition?.property('Target');
  if (!api.definition || !target?.isGiven) return [];
  const key = api.definition.property('RouteKey').string().orDefault('$default');
  const [method, path] = splitKey(api.apiType, key);
  const [override = target.child(undefined)] = api.children(OVERRIDES).map((resource) => resource.property('Route'));
  const nothing = Fact.known(false);
  return [new RouteReflection(api, {
    resource: api.definition,
    place: target,
    method,
    path,
    authorization: authorizationSaidBy(override.get('AuthorizationType')),
    authorizer: api.authorizerNamed(override.get('AuthorizerId')),
    scopes: override.get('AuthorizationScopes').strings().orDefault([]),
    apiKeyRequired: nothing,
    // What API Gateway makes of the target is its own: there is nothing in the template to judge.
    integration: Fact.absent(),
    validation: { body: nothing, parameters: nothing, models: Fact.known([]) },
    parameters: Fact.known([]),
    responses: Fact.known([]),
    operationName: api.definition.property('OperationName'),
  })];
}
