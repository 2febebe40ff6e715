import { Json, Resources } from './cfn-template';

type Properties = { [key: string]: Json };

/** A REST API by the logical id `Api`. */
export function restApi(properties: Properties = {}, more: Resources = {}): Resources {
  return { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Pets', EndpointConfiguration: { Types: ['REGIONAL'] }, ...properties } }, ...more };
}

/** An HTTP API by the logical id `Api`. */
export function httpApi(properties: Properties = {}, more: Resources = {}): Resources {
  return { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Pets', ProtocolType: 'HTTP', ...properties } }, ...more };
}

/** A WebSocket API by the logical id `Api`. */
export function webSocketApi(properties: Properties = {}, more: Resources = {}): Resources {
  const given = { Name: 'Chat', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action', ...properties };
  return { Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: given }, ...more };
}

/**
 * A method of the REST API `Api`, and the resources of its path: `method('GET /pets/{id}')` is `GetPetsId` on `PathPetsId` below `PathPets`.
 * It calls `Function` unless it is given another `Integration`.
 */
export function method(key: string, properties: Properties = {}): Resources {
  const [verb, path] = key.split(' ');
  const parts = path.split('/').filter(Boolean);
  const idOf = (count: number) => `Path${nameOf(parts.slice(0, count).join('/'))}`;
  const parents = parts.map((part, index): [string, Resources[string]] => [idOf(index + 1), {
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId: { Ref: 'Api' }, PathPart: part, ParentId: index === 0 ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: idOf(index) } },
  }]);
  return {
    ...Object.fromEntries(parents),
    [`${nameOf(verb.toLowerCase())}${nameOf(path)}`]: {
      Type: 'AWS::ApiGateway::Method',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResourceId: parts.length === 0 ? { 'Fn::GetAtt': ['Api', 'RootResourceId'] } : { Ref: idOf(parts.length) },
        HttpMethod: verb,
        AuthorizationType: 'AWS_IAM',
        Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri() },
        ...properties,
      },
    },
  };
}

/** A route of the HTTP or WebSocket API `Api` with an integration of its own: `route('GET /pets')` is `RouteGetPets` and `IntegrationGetPets`. */
export function route(key: string, properties: Properties = {}, integration: Properties = {}): Resources {
  const name = nameOf(key);
  return {
    [`Route${name}`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' }, RouteKey: key, AuthorizationType: 'AWS_IAM', Target: { 'Fn::Sub': `integrations/\${Integration${name}}` }, ...properties,
      },
    },
    [`Integration${name}`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { ApiId: { Ref: 'Api' }, IntegrationType: 'AWS_PROXY', IntegrationUri: functionUri(), PayloadFormatVersion: '2.0', ...integration },
    },
  };
}

/** The stage `Stage` of the REST API `Api`, named `live`. */
export function restStage(properties: Properties = {}): Resources {
  return {
    Stage: {
      Type: 'AWS::ApiGateway::Stage',
      Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live', DeploymentId: { Ref: 'Deployment' }, ...properties },
    },
    Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } } },
  };
}

/** The stage `Stage` of the HTTP or WebSocket API `Api`, named `live`. */
export function v2Stage(properties: Properties = {}): Resources {
  return {
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: 'live', DeploymentId: { Ref: 'Deployment' }, ...properties },
    },
    Deployment: { Type: 'AWS::ApiGatewayV2::Deployment', Properties: { ApiId: { Ref: 'Api' } } },
  };
}

/** An authorizer of the REST API `Api`, by the logical id `Authorizer`. */
export function restAuthorizer(properties: Properties = {}): Resources {
  return {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'Callers',
        Type: 'REQUEST',
        AuthorizerUri: functionUri('AuthorizerFunction'),
        IdentitySource: 'method.request.header.Authorization',
        ...properties,
      },
    },
  };
}

/** An authorizer of the HTTP or WebSocket API `Api`, by the logical id `Authorizer`. */
export function v2Authorizer(properties: Properties = {}): Resources {
  return {
    Authorizer: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        Name: 'Callers',
        AuthorizerType: 'REQUEST',
        AuthorizerUri: functionUri('AuthorizerFunction'),
        AuthorizerPayloadFormatVersion: '2.0',
        IdentitySource: ['$request.header.Authorization'],
        ...properties,
      },
    },
  };
}

/** A Lambda function. */
export function lambdaFunction(logicalId = 'Function', properties: Properties = {}): Resources {
  const given = { Handler: 'index.handler', Runtime: 'nodejs22.x', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: 'code' }, ...properties };
  return { [logicalId]: { Type: 'AWS::Lambda::Function', Properties: given } };
}

/** The URI by which API Gateway calls a function of the template. */
export function functionUri(logicalId = 'Function'): Json {
  return {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':lambda:path/2015-03-31/functions/',
      { 'Fn::GetAtt': [logicalId, 'Arn'] }, '/invocations']],
  };
}

function nameOf(text: string): string {
  return text.split(/[^A-Za-z0-9]+/).filter(Boolean).map((word) => word[0].toUpperCase() + word.slice(1)).join('') || 'Root';
}
