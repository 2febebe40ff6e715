import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { IntegrationReflection } from './integration-reflection';
import { DeclaredParameter, DeclaredResponse, RouteReflection, RouteValidation, authorizationSaidBy } from './route-reflection';
import { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

/** The routes of a REST API that are resources: `AWS::ApiGateway::Method`. */
export function methodRoutes(api: ApiReflection): RouteReflection[] {
  return api.children('AWS::ApiGateway::Method').map((method) => {
    const integration = IntegrationReflection.ofMethod(method);
    return new RouteReflection(api, {
      resource: method,
      place: method.properties,
      method: method.property('HttpMethod').string().value?.toUpperCase() ?? '?',
      path: pathOf(method.property('ResourceId'), new Set()),
      authorization: authorizationSaidBy(method.property('AuthorizationType')),
      authorizer: api.authorizerNamed(method.property('AuthorizerId')),
      scopes: method.property('AuthorizationScopes').strings().orDefault([]),
      apiKeyRequired: method.property('ApiKeyRequired').boolean().orDefault(false),
      integration: method.property('Integration').presence().map(() => integration),
      validation: validationOf(method),
      parameters: parametersOf(method.property('RequestParameters')),
      responses: responsesOf(method.property('MethodResponses')),
      operationName: method.property('OperationName'),
    });
  });
}

function pathOf(resourceId: TemplateValue, seen: Set<TemplateResource>): Fact<string> {
  return resourceId.reference()
    .orElse(() => Fact.unknowable('its resource is not part of the templates'))
    .flatMap(({ resource, attribute }) => {
      if (attribute === 'RootResourceId') return Fact.known('/');
      if (resource.resourceType !== 'AWS::ApiGateway::Resource' || seen.has(resource)) return Fact.unknowable(`${resource.logicalId} is no resource of an API`);
      seen.add(resource);
      return pathOf(resource.property('ParentId'), seen).flatMap((parent) => resource.property('PathPart').string()
        .map((part) => `${parent === '/' ? '' : parent}/${part}`));
    });
}

function validationOf(method: TemplateResource): RouteValidation {
  const validator = method.property('RequestValidatorId').reference();
  const flag = (name: string) => method.property('RequestValidatorId').isAbsent
    ? Fact.known(false)
    : validator.orElse(() => Fact.unknowable('its validator is not part of the templates')).flatMap(({ resource }) => resource.property(name).boolean().orDefault(false));
  return {
    body: flag('ValidateRequestBody'),
    parameters: flag('ValidateRequestParameters'),
    models: method.property('RequestModels').entries().orDefault([]).map((models) => models.filter(([, name]) => !isEmptyModel(name))
      .map(([contentType, name]): [string, TemplateValue] => {
        const model = name.reference().value?.resource;
        return [contentType, model ? model.property('Schema').document() : name];
      })),
  };
}

/** Each API has a model of this name, which takes whatever comes. */
function isEmptyModel(name: TemplateValue): boolean {
  return name.string().is((text) => text === 'Empty');
}

function parametersOf(parameters: TemplateValue): Fact<DeclaredParameter[]> {
  return parameters.entries().orDefault([]).map((entries) => entries.map(([name, required]) => ({ name, required: required.boolean() })));
}

function responsesOf(responses: TemplateValue): Fact<DeclaredResponse[]> {
  return responses.items().orDefault([]).map((entries) => entries.map((place) => ({
    statusCode: place.get('StatusCode').string().value ?? '?',
    parameters: place.get('ResponseParameters').entries().orDefault([]).map((headers) => headers.map(([name]) => name)),
    place,
  })));
}
