import type { ApiReflection } from './api-reflection';
import { AuthorizerReflection } from './authorizer-reflection';
import { DefinitionDocument, Operation } from './definition-document';
import { Fact } from './fact';
import { IntegrationReflection } from './integration-reflection';
import { AuthorizationKind, DeclaredParameter, DeclaredResponse, RouteReflection, RouteValidation } from './route-reflection';
import { TemplateValue } from './template-value';
import { ApiType } from '../api-type';

/** The routes of an OpenAPI body. */
export function documentRoutes(api: ApiReflection, document: DefinitionDocument): RouteReflection[] {
  return (document.operations.value ?? []).map((written) => {
    const { operation } = written;
    const security = securityOf(api, document, operation);
    const integration = document.follow(operation.get('x-amazon-apigateway-integration'));
    const isDefault = api.apiType === ApiType.HTTP && ['$default', '/$default'].includes(written.path);
    return new RouteReflection(api, {
      resource: document.owner,
      place: operation,
      method: isDefault ? '' : written.method,
      path: Fact.known(isDefault ? '$default' : written.path),
      ...security,
      integration: integration.presence().map(() => IntegrationReflection.ofBody(document.owner, integration)),
      validation: validationOf(document, written),
      parameters: parametersOf(document, written),
      responses: responsesOf(document, operation),
      operationName: operation.get('operationId'),
    });
  });
}

/** The authorizers of an OpenAPI body: those of its security schemes that carry one. */
export function documentAuthorizers(apiType: ApiType, document: DefinitionDocument): AuthorizerReflection[] {
  return (document.securitySchemes.entries().value ?? []).flatMap(([name, written]) => {
    const scheme = document.follow(written);
    const authorizer = document.follow(scheme.get('x-amazon-apigateway-authorizer'));
    return authorizer.isGiven ? [new AuthorizerReflection(apiType, document.owner, name, authorizer, 'body', scheme)] : [];
  });
}

interface Security {
  readonly authorization: Fact<AuthorizationKind>;
  readonly authorizer: Fact<AuthorizerReflection>;
  readonly scopes: Fact<string[]>;
  readonly apiKeyRequired: Fact<boolean>;
}

const OPEN: Security = {
  authorization: Fact.known('NONE'),
  authorizer: Fact.absent(),
  scopes: Fact.known([]),
  apiKeyRequired: Fact.known(false),
};

function hidden(why: string): Security {
  return {
    authorization: Fact.unknowable(why),
    authorizer: Fact.unknowable(why),
    scopes: Fact.unknowable(why),
    apiKeyRequired: Fact.unknowable(why),
  };
}

/** What `security` says, or `x-amazon-apigateway-auth`. */
function securityOf(api: ApiReflection, document: DefinitionDocument, operation: TemplateValue): Security {
  const extension = operation.at('x-amazon-apigateway-auth', 'type').string().map((kind) => kind.toUpperCase() as AuthorizationKind);
  const own = operation.get('security');
  if (own.isAbsent && !extension.isAbsent) return { ...OPEN, authorization: extension };
  if (own.isAbsent && (document.root.get('security').items().value ?? []).length > 0) {
    return hidden('its security stands at the root of the definition, which API Gateway says it ignores and was seen applying');
  }
  const requirements = own.items().orDefault([]);
  if (!requirements.isKnown) return hidden(requirements.why);
  let security = OPEN;
  for (const requirement of requirements.value!) {
    const schemes = requirement.entries();
    if (!schemes.isKnown) return hidden(schemes.why);
    for (const [name, scopes] of schemes.value!) security = withScheme(security, api, document, name, scopes);
  }
  return security;
}

function withScheme(security: Security, api: ApiReflection, document: DefinitionDocument, name: string, scopes: TemplateValue): Security {
  const scheme = document.follow(document.securitySchemes.get(name));
  if (scheme.isAbsent) {
    // SAM marks open operations by a scheme that is not there.
    return name === 'NONE' ? security : hidden(`its security names '${name}', which the definition does not define`);
  }
  const authorizer = api.authorizers.find((each) => each.resource === document.owner && each.name === name);
  if (authorizer) {
    const authorization = authorizer.kind.map(authorizationBy);
    return { ...security, authorization, authorizer: Fact.known(authorizer), scopes: scopes.strings().orDefault([]) };
  }
  const kind = scheme.get('x-amazon-apigateway-authtype').string();
  if (kind.is((word) => word.toLowerCase() === 'awssigv4')) return { ...security, authorization: Fact.known('AWS_IAM') };
  if (kind.isUnknowable) return hidden(kind.why);
  if (scheme.get('type').string().is((word) => word === 'apiKey') && scheme.get('name').string().is((word) => word.toLowerCase() === 'x-api-key')) {
    return { ...security, apiKeyRequired: Fact.known(true) };
  }
  // openIdConnect without the extension, and whatever else: API Gateway makes nothing of it.
  return security;
}

function authorizationBy(kind: string): AuthorizationKind {
  if (kind === 'JWT' || kind === 'COGNITO_USER_POOLS') return kind;
  return 'CUSTOM';
}

function validationOf(document: DefinitionDocument, { operation }: Operation): RouteValidation {
  const own = operation.get('x-amazon-apigateway-request-validator');
  const name = (own.isGiven ? own : document.root.get('x-amazon-apigateway-request-validator')).string();
  const flag = (key: string) => name.isAbsent
    ? Fact.known(false)
    : name.flatMap((validator) => document.root.at('x-amazon-apigateway-request-validators', validator, key).boolean().orDefault(false));
  return { body: flag('validateRequestBody'), parameters: flag('validateRequestParameters'), models: modelsOf(document, operation) };
}

function modelsOf(document: DefinitionDocument, operation: TemplateValue): Fact<[string, TemplateValue][]> {
  if (!document.isSwagger) {
    return document.follow(operation.get('requestBody')).get('content').entries().orDefault([])
      .map((content) => content.map(([contentType, media]): [string, TemplateValue] => [contentType, document.follow(media.get('schema'))]))
      .map((models) => models.filter(([, schema]) => schema.isGiven));
  }
  return operation.get('parameters').items().orDefault([]).map((parameters) => parameters.map((parameter) => document.follow(parameter))
    .filter((parameter) => parameter.get('in').string().is((place) => place === 'body') && parameter.get('schema').isGiven)
    .map((parameter): [string, TemplateValue] => ['application/json', document.follow(parameter.get('schema'))]));
}

const PLACES: Record<string, string> = { query: 'querystring', path: 'path', header: 'header' };

function parametersOf(document: DefinitionDocument, { operation, pathItem }: Operation): Fact<DeclaredParameter[]> {
  const lists = [pathItem.get('parameters'), operation.get('parameters')].map((list) => list.items().orDefault([]));
  return Fact.all(lists).map((both) => both.flat().map((parameter) => document.follow(parameter)).flatMap((parameter) => {
    const place = PLACES[parameter.get('in').string().value ?? ''];
    const name = parameter.get('name').string().value;
    return place && name ? [{ name: `method.request.${place}.${name}`, required: parameter.get('required').boolean().orDefault(false) }] : [];
  }));
}

function responsesOf(document: DefinitionDocument, operation: TemplateValue): Fact<DeclaredResponse[]> {
  return operation.get('responses').entries().orDefault([]).map((responses) => responses.map(([statusCode, written]) => {
    const place = document.follow(written);
    return {
      statusCode,
      parameters: place.get('headers').entries().orDefault([]).map((headers) => headers.map(([name]) => `method.response.header.${name}`)),
      place,
    };
  }));
}
