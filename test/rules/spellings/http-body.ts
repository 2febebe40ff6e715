import { NotSayable, fieldsOf, literal, refOf, renamed } from './rest-body';
import { isIntrinsic } from '../../../src/intrinsic';
import { CfnTemplate, Json, Resources } from '../cfn-template';

type Fields = { [key: string]: Json };

const IN_THE_BODY = ['Route', 'Integration', 'Authorizer'].map((name) => `AWS::ApiGatewayV2::${name}`);

const INTEGRATION: Record<string, string> = {
  IntegrationType: 'type',
  IntegrationUri: 'uri',
  IntegrationMethod: 'httpMethod',
  CredentialsArn: 'credentials',
  TimeoutInMillis: 'timeoutInMillis',
  RequestParameters: 'requestParameters',
  ConnectionType: 'connectionType',
  ConnectionId: 'connectionId',
  PayloadFormatVersion: 'payloadFormatVersion',
  IntegrationSubtype: 'integrationSubtype',
};

const AUTHORIZER: Record<string, string> = {
  AuthorizerType: 'type',
  AuthorizerUri: 'authorizerUri',
  AuthorizerCredentialsArn: 'authorizerCredentials',
  IdentitySource: 'identitySource',
  AuthorizerResultTtlInSeconds: 'authorizerResultTtlInSeconds',
  AuthorizerPayloadFormatVersion: 'authorizerPayloadFormatVersion',
  EnableSimpleResponses: 'enableSimpleResponses',
};

const CORS: Record<string, string> = {
  AllowCredentials: 'allowCredentials',
  AllowHeaders: 'allowHeaders',
  AllowMethods: 'allowMethods',
  AllowOrigins: 'allowOrigins',
  ExposeHeaders: 'exposeHeaders',
  MaxAge: 'maxAge',
};

/**
 * Turns the routes of the HTTP API `Api`, and what they name, into an OpenAPI 3.0 body.
 *
 * @throws NotSayable when the template says what no body can
 */
export function withHttpBody({ Resources: resources, ...more }: CfnTemplate): CfnTemplate {
  const api = resources.Api;
  const { Body: body, ProtocolType: protocol, CorsConfiguration: cors, DisableExecuteApiEndpoint: isDisabled, ...named } = api?.Properties ?? {};
  const { Name: name, Tags: tags } = named;
  if (api?.Type !== 'AWS::ApiGatewayV2::Api' || protocol !== 'HTTP' || body !== undefined) throw new NotSayable('no HTTP API of resources');
  if (api.Properties?.Target !== undefined) throw new NotSayable('a route that API Gateway makes by itself');
  const moved = Object.entries(resources).filter(([, { Type }]) => IN_THE_BODY.includes(Type));
  const kept = Object.fromEntries(Object.entries(resources).filter(([logicalId]) => !moved.some(([id]) => id === logicalId)));
  for (const resource of Object.values(kept)) delete resource.DependsOn;
  const schemes: Fields = {};
  const paths: { [path: string]: Fields } = {};
  for (const { Properties: properties = {} } of moved.map(([, resource]) => resource).filter(({ Type }) => Type.endsWith('::Route'))) {
    const [verb, path] = literal(properties.RouteKey) === '$default' ? ['ANY', '/$default'] : literal(properties.RouteKey).split(' ');
    (paths[path] ??= {})[verb === 'ANY' ? 'x-amazon-apigateway-any-method' : verb.toLowerCase()] = operation(properties, resources, schemes);
  }
  const written = {
    ...kept,
    Api: {
      ...api,
      Properties: {
        Body: {
          'openapi': '3.0.1',
          'info': { title: name, version: '1' },
          'tags': tags === undefined || isIntrinsic(tags)
            ? tags
            : Object.entries(fieldsOf(tags)).map(([key, value]) => ({ 'name': key, 'x-amazon-apigateway-tag-value': value })),
          'servers': isDisabled === undefined ? undefined : [{ 'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: isDisabled } }],
          'x-amazon-apigateway-cors': cors === undefined || isIntrinsic(cors) ? cors : renamed(cors, CORS),
          'components': { securitySchemes: schemes },
          paths,
        },
      },
    },
  };
  const text = JSON.stringify(written);
  if (moved.some(([id]) => text.includes(`{"Ref":"${id}"}`) || text.includes(`["${id}",`))) throw new NotSayable('something else names what a body has no name for');
  return { ...more, Resources: written as Resources };
}

function operation(properties: Fields, resources: Resources, schemes: Fields): Fields {
  const { Target: target, OperationName: operationName, ApiKeyRequired: keyRequired, ...rest } = properties;
  if (isIntrinsic(keyRequired)) throw new NotSayable('a key that may be required');
  const isKeyRequired = keyRequired === true || keyRequired === 'true';
  if (isKeyRequired && rest.AuthorizationType !== 'NONE') throw new NotSayable('two requirements, which no import takes');
  if (isKeyRequired) schemes.ApiKey = { type: 'apiKey', name: 'x-api-key', in: 'header' };
  const required = isKeyRequired ? { security: [{ ApiKey: [] }] } : security(rest, resources, schemes);
  return { ...required, 'operationId': operationName, 'x-amazon-apigateway-integration': integration(target, resources) };
}

function integration(target: Json, resources: Resources): Json {
  if (target === undefined) return undefined;
  const { 'Fn::Sub': pattern, 'Fn::Join': join } = fieldsOf(target);
  const [, [, joined] = []] = Array.isArray(join) ? join as [string, Json[]] : [];
  const id = typeof pattern === 'string' ? /^integrations\/\$\{(\w+)\}$/.exec(pattern)?.[1] : fieldsOf(joined).Ref as string | undefined;
  const written = id === undefined ? undefined : resources[id];
  if (!written) throw new NotSayable('the integration is only known at deployment');
  const { TlsConfig: tls, ...fields } = written.Properties ?? {};
  const type = typeof fields.IntegrationType === 'string' ? fields.IntegrationType.toLowerCase() : fields.IntegrationType;
  const tlsConfig = tls === undefined || isIntrinsic(tls) ? tls : renamed(tls, { ServerNameToVerify: 'serverNameToVerify' });
  return { ...renamed(fields, INTEGRATION), type, tlsConfig, responseParameters: responseParameters(fields.ResponseParameters) };
}

/** By status: a list of mappings in a resource, an object of them in a body. */
function responseParameters(written: Json): Json {
  if (written === undefined || isIntrinsic(written)) return written;
  return Object.fromEntries(Object.entries(fieldsOf(written)).map(([status, mappings]) => {
    const listed = fieldsOf(mappings).ResponseParameters;
    if (!Array.isArray(listed)) return [status, mappings];
    return [status, Object.fromEntries(listed.map(fieldsOf).map(({ Destination: to, Source: from }) => [literal(to), from]))];
  }));
}

function security(properties: Fields, resources: Resources, schemes: Fields): Fields {
  const { AuthorizationType: kind = 'NONE', AuthorizerId: authorizer, AuthorizationScopes: scopes = [] } = properties;
  if (isIntrinsic(kind)) return { 'x-amazon-apigateway-auth': { type: kind } };
  if (kind === 'NONE') return { security: [] };
  if (kind === 'AWS_IAM') {
    schemes.Iam = { 'type': 'apiKey', 'name': 'Authorization', 'in': 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' };
    return { security: [{ Iam: [] }] };
  }
  const id = refOf(authorizer);
  const { Properties: written } = resources[id];
  const { ApiId: owner, AuthorizerType: type, JwtConfiguration: jwt } = fieldsOf(written);
  if (refOf(owner) !== 'Api') throw new NotSayable('the authorizer of another API');
  if (typeof type === 'string' && (type === 'JWT') !== (kind === 'JWT')) throw new NotSayable('an authorizer of another kind');
  const extension = renamed(written, AUTHORIZER);
  if (typeof extension.type === 'string') extension.type = extension.type.toLowerCase();
  const jwtConfiguration = jwt === undefined || isIntrinsic(jwt) ? jwt : renamed(jwt, { Issuer: 'issuer', Audience: 'audience' });
  schemes[id] = { 'type': 'oauth2', 'x-amazon-apigateway-authorizer': { ...extension, jwtConfiguration } };
  return { security: [{ [id]: scopes }] };
}
