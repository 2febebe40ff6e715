import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { IntegrationReflection } from './integration-reflection';
import { RouteReflection, authorizationSaidBy } from './route-reflection';
import { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';
import { ApiType } from '../api-type';

/** The routes of an HTTP or WebSocket API that are resources: `AWS::ApiGatewayV2::Route`. */
export function v2Routes(api: ApiReflection): RouteReflection[] {
  return api.children('AWS::ApiGatewayV2::Route').map((route) => {
    const [method, path] = splitKey(api.apiType, route.property('RouteKey').string());
    const nothing = { body: Fact.known(false), parameters: Fact.known(false) };
    return new RouteReflection(api, {
      resource: route,
      place: route.properties,
      method,
      path,
      authorization: authorizationSaidBy(route.property('AuthorizationType')),
      authorizer: api.authorizerNamed(route.property('AuthorizerId')),
      scopes: route.property('AuthorizationScopes').strings().orDefault([]),
      apiKeyRequired: route.property('ApiKeyRequired').boolean().orDefault(false),
      integration: targetOf(route.property('Target')),
      validation: { ...nothing, models: modelsOf(route) },
      parameters: Fact.known([]),
      responses: Fact.known([]),
      operationName: route.property('OperationName'),
    });
  });
}

/** Of an HTTP API `GET /pets`; `$default` and the keys of WebSocket APIs have no method. */
export function splitKey(apiType: ApiType, key: Fact<string>): [string, Fact<string>] {
  const match = apiType === ApiType.HTTP ? /^([A-Za-z]+) (\/.*)$/.exec(key.value ?? '') : null;
  return match ? [match[1].toUpperCase(), Fact.known(match[2])] : ['', key];
}

/** `integrations/<id>`: absent on a route without one. */
function targetOf(target: TemplateValue): Fact<IntegrationReflection> {
  return target.text().flatMap((text) => {
    const named = text.references.find(({ resource }) => resource.resourceType === 'AWS::ApiGatewayV2::Integration');
    return named ? Fact.known(IntegrationReflection.ofV2(named.resource)) : Fact.unknowable('its integration is not part of the templates');
  });
}

function modelsOf(route: TemplateResource): Fact<[string, TemplateValue][]> {
  return route.property('RequestModels').entries().orDefault([]).map((models) => models.map(([key, name]): [string, TemplateValue] => {
    const model = name.reference().value?.resource;
    return [key, model ? model.property('Schema').document() : name];
  }));
}
