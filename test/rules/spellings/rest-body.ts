import { isIntrinsic } from '../../../src/intrinsic';
import { CfnResourceJson, CfnTemplate, Json, Resources } from '../cfn-template';

type Fields = { [key: string]: Json };

const IN_THE_BODY = ['Resource', 'Method', 'Authorizer', 'Model', 'RequestValidator', 'GatewayResponse'].map((name) => `AWS::ApiGateway::${name}`);

/** Settings of the API that a body says too. */
const API_SETTINGS: Record<string, string> = {
  Policy: 'x-amazon-apigateway-policy',
  BinaryMediaTypes: 'x-amazon-apigateway-binary-media-types',
  MinimumCompressionSize: 'x-amazon-apigateway-minimum-compression-size',
  ApiKeySourceType: 'x-amazon-apigateway-api-key-source',
  SecurityPolicy: 'x-amazon-apigateway-security-policy',
  EndpointAccessMode: 'x-amazon-apigateway-endpoint-access-mode',
};

const INTEGRATION: Record<string, string> = {
  Type: 'type',
  Uri: 'uri',
  IntegrationHttpMethod: 'httpMethod',
  Credentials: 'credentials',
  TimeoutInMillis: 'timeoutInMillis',
  PassthroughBehavior: 'passthroughBehavior',
  RequestTemplates: 'requestTemplates',
  RequestParameters: 'requestParameters',
  ContentHandling: 'contentHandling',
  CacheKeyParameters: 'cacheKeyParameters',
  CacheNamespace: 'cacheNamespace',
  ConnectionType: 'connectionType',
  ConnectionId: 'connectionId',
  ResponseTransferMode: 'responseTransferMode',
  IntegrationTarget: 'integrationTarget',
};

const AUTHORIZER: Record<string, string> = {
  Type: 'type',
  AuthorizerUri: 'authorizerUri',
  AuthorizerCredentials: 'authorizerCredentials',
  IdentitySource: 'identitySource',
  AuthorizerResultTtlInSeconds: 'authorizerResultTtlInSeconds',
  ProviderARNs: 'providerARNs',
};

/** What a body cannot say. */
export class NotSayable extends Error {}

/**
 * Turns the methods of the REST API `Api`, and what they name, into an OpenAPI 3.0 or Swagger 2.0 body.
 *
 * @throws NotSayable when the template says what no body can
 */
export function withRestBody({ Resources: resources, ...more }: CfnTemplate, isSwagger: boolean): CfnTemplate {
  const api = resources.Api;
  if (api?.Type !== 'AWS::ApiGateway::RestApi' || api.Properties?.Body !== undefined || api.Properties?.BodyS3Location !== undefined) throw new NotSayable('no REST API of resources');
  const moved = Object.entries(resources).filter(([, { Type }]) => IN_THE_BODY.includes(Type));
  if (!moved.some(([, { Type }]) => /::(Method|GatewayResponse)$/.test(Type))) throw new NotSayable('no methods');
  const kept = Object.fromEntries(Object.entries(resources).filter(([logicalId]) => !moved.some(([id]) => id === logicalId)));
  for (const resource of Object.values(kept)) delete resource.DependsOn;
  const body = new RestBody(resources, isSwagger).write();
  const { Properties: properties = {} } = api;
  const settings = Object.fromEntries(Object.entries(API_SETTINGS)
    .map(([name, key]) => [key, properties[name]]).filter(([, value]) => value !== undefined));
  const left = Object.fromEntries(Object.entries(properties).filter(([name]) => !(name in API_SETTINGS) && name !== 'Description'));
  const info = { title: 'Pets', version: '1', description: properties.Description };
  const written = { ...kept, Api: { ...api, Properties: { ...left, Body: { ...body, info, ...settings } } } };
  const text = JSON.stringify(written);
  if (moved.some(([id]) => text.includes(`{"Ref":"${id}"}`) || text.includes(`["${id}",`))) throw new NotSayable('something else names what a body has no name for');
  return { ...more, Resources: written };
}

class RestBody {
  constructor(private readonly resources: Resources, private readonly isSwagger: boolean) {}

  public write(): Fields {
    const paths: { [path: string]: Fields } = {};
    const schemes: Fields = {};
    for (const { Properties: properties = {} } of this.ofType('Method')) {
      const path = this.pathOf(properties.ResourceId);
      const verb = literal(properties.HttpMethod);
      (paths[path] ??= {})[verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase()] = this.operation(properties, schemes);
    }
    const responses = this.ofType('GatewayResponse').map(({ Properties: properties = {} }): [string, Json] => [literal(properties.ResponseType), {
      statusCode: properties.StatusCode, responseParameters: properties.ResponseParameters, responseTemplates: properties.ResponseTemplates,
    }]);
    const validators = this.entriesOfType('RequestValidator').map(([id, { Properties: properties = {} }]): [string, Json] => [id, {
      validateRequestBody: properties.ValidateRequestBody ?? false, validateRequestParameters: properties.ValidateRequestParameters ?? false,
    }]);
    const schemas = Object.fromEntries(this.entriesOfType('Model').map(([id, { Properties: properties }]) => [id, properties?.Schema ?? {}]));
    const shared = this.isSwagger
      ? { swagger: '2.0', securityDefinitions: schemes, definitions: schemas }
      : { openapi: '3.0.1', components: { securitySchemes: schemes, schemas } };
    return {
      ...shared,
      paths,
      'x-amazon-apigateway-gateway-responses': responses.length > 0 ? Object.fromEntries(responses) : undefined,
      'x-amazon-apigateway-request-validators': validators.length > 0 ? Object.fromEntries(validators) : undefined,
    };
  }

  private operation(properties: Fields, schemes: Fields): Fields {
    if (isIntrinsic(properties.RequestParameters)) throw new NotSayable('parameters that are only known at deployment');
    const parameters: Json[] = Object.entries(fieldsOf(properties.RequestParameters)).map(([name, required]) => {
      const [, , place, ...rest] = name.split('.');
      const schema = this.isSwagger ? { type: 'string' } : { schema: { type: 'string' } };
      return { name: rest.join('.'), in: place === 'querystring' ? 'query' : place, required, ...schema };
    });
    const models = Object.entries(fieldsOf(properties.RequestModels)).map(([type, model]): [string, Json] => [type, {
      $ref: `#/${this.isSwagger ? 'definitions' : 'components/schemas'}/${refOf(model)}`,
    }]);
    if (this.isSwagger) parameters.push(...models.map(([, schema]) => ({ in: 'body', name: 'body', schema })));
    const validator = properties.RequestValidatorId;
    return {
      ...this.security(properties, schemes),
      'operationId': properties.OperationName,
      'parameters': parameters.length > 0 ? parameters : undefined,
      'requestBody': !this.isSwagger && models.length > 0 ? { content: Object.fromEntries(models.map(([type, schema]) => [type, { schema }])) } : undefined,
      'responses': Object.fromEntries(listOf(properties.MethodResponses).map((response) => [literal(response.StatusCode), {
        description: '', headers: headersOf(response.ResponseParameters),
      }])),
      'x-amazon-apigateway-request-validator': validator === undefined ? undefined : refOf(validator),
      'x-amazon-apigateway-integration': properties.Integration === undefined ? undefined : this.integration(properties.Integration),
    };
  }

  private security(properties: Fields, schemes: Fields): Fields {
    const { AuthorizationType: kind = 'NONE', AuthorizerId: authorizer, AuthorizationScopes: scopes = [], ApiKeyRequired: keyRequired = false } = properties;
    if (isIntrinsic(keyRequired)) throw new NotSayable('a key that may be required');
    if (isIntrinsic(kind) && keyRequired !== false) throw new NotSayable('a key beside what is only known at deployment');
    if (isIntrinsic(kind)) return { 'x-amazon-apigateway-auth': { type: kind } };
    const requirement: Fields = {};
    if (keyRequired === true || keyRequired === 'true') {
      schemes.ApiKey = { type: 'apiKey', name: 'x-api-key', in: 'header' };
      requirement.ApiKey = [];
    }
    if (kind === 'AWS_IAM') {
      schemes.Iam = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
      requirement.Iam = [];
    } else if (kind !== 'NONE') {
      const id = refOf(authorizer);
      const { Properties: written } = this.resources[id];
      if (fieldsOf(written).RestApiId !== undefined && refOf(fieldsOf(written).RestApiId) !== 'Api') throw new NotSayable('the authorizer of another API');
      const isPool = fieldsOf(written).Type === 'COGNITO_USER_POOLS';
      if (isPool !== (kind === 'COGNITO_USER_POOLS') && typeof fieldsOf(written).Type === 'string') throw new NotSayable('an authorizer of another kind');
      const authtype = isPool ? 'cognito_user_pools' : 'custom';
      const extension = renamed(written, AUTHORIZER);
      if (typeof extension.type === 'string') extension.type = extension.type.toLowerCase();
      schemes[id] = {
        'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': authtype, 'x-amazon-apigateway-authorizer': extension,
      };
      requirement[id] = scopes;
    }
    return { security: Object.keys(requirement).length > 0 ? [requirement] : [] };
  }

  private integration(written: Json): Json {
    if (isIntrinsic(written)) return written;
    const fields = fieldsOf(written);
    const responses = listOf(fields.IntegrationResponses).map((response): [string, Json] => [
      response.SelectionPattern === undefined ? 'default' : literal(response.SelectionPattern),
      {
        statusCode: response.StatusCode,
        responseParameters: response.ResponseParameters,
        responseTemplates: response.ResponseTemplates,
        contentHandling: response.ContentHandling,
      },
    ]);
    const type = typeof fields.Type === 'string' ? fields.Type.toLowerCase() : fields.Type;
    return { ...renamed(fields, INTEGRATION), type, responses: responses.length > 0 ? Object.fromEntries(responses) : undefined };
  }

  private pathOf(resourceId: Json): string {
    const fields = fieldsOf(resourceId);
    if (Array.isArray(fields['Fn::GetAtt'])) return '/';
    const { Properties: properties = {} } = this.resources[refOf(resourceId)];
    const parent = this.pathOf(properties.ParentId);
    return `${parent === '/' ? '' : parent}/${literal(properties.PathPart)}`;
  }

  private ofType(name: string): CfnResourceJson[] {
    return this.entriesOfType(name).map(([, resource]) => resource);
  }

  private entriesOfType(name: string): [string, CfnResourceJson][] {
    return Object.entries(this.resources).filter(([, { Type, Properties }]) => Type === `AWS::ApiGateway::${name}` && isOfApi(Properties));
  }
}

function isOfApi(properties: Fields = {}): boolean {
  return fieldsOf(properties.RestApiId).Ref === 'Api';
}

export function renamed(value: Json, names: Record<string, string>): Fields {
  return Object.fromEntries(Object.entries(names).map(([from, to]) => [to, fieldsOf(value)[from]]));
}

function headersOf(parameters: Json): Json {
  const names = Object.keys(fieldsOf(parameters)).map((name) => name.replace('method.response.header.', ''));
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, { schema: { type: 'string' } }])) : undefined;
}

export function fieldsOf(value: Json): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function listOf(value: Json): Fields[] {
  if (value !== undefined && !Array.isArray(value)) throw new NotSayable('a list that is only known at deployment');
  return (value ?? []).map(fieldsOf);
}

export function literal(value: Json): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw new NotSayable('a name that is only known at deployment');
  return String(value);
}

export function refOf(value: Json): string {
  const { Ref: id } = fieldsOf(value);
  if (typeof id !== 'string' || id === 'Unknown') throw new NotSayable('what is named is only known at deployment');
  return id;
}
