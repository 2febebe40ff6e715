/** A REST API with one method, GET /pets, that is authorized as given. */
export function petsTemplate(authorizationType: unknown, more: object = {}, name: unknown = 'Pets') {
  return {
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: name } },
      Pets: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'pets' } },
      GetPets: {
        Type: 'AWS::ApiGateway::Method',
        Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'Pets' }, HttpMethod: 'GET', AuthorizationType: authorizationType },
      },
    },
    ...more,
  };
}

/** The same without authorization, as people write it. */
export const OPEN_YAML = `Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: Pets
  Pets:
    Type: AWS::ApiGateway::Resource
    Properties:
      RestApiId: !Ref Api
      ParentId: !GetAtt Api.RootResourceId
      PathPart: pets
  GetPets:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Pets
      HttpMethod: GET
      AuthorizationType: NONE
`;

export const OPEN = petsTemplate('NONE');
export const CLEAN = petsTemplate('AWS_IAM');
/** What only the deployment can tell. */
export const UNKNOWN = petsTemplate({ Ref: 'Authorization' }, { Parameters: { Authorization: { Type: 'String' } } });

/** An OpenAPI definition with one open operation, GET /orders. */
export const OPEN_DEFINITION = `openapi: 3.0.1
info: { title: Orders, version: '1.0' }
paths:
  /orders:
    get:
      x-amazon-apigateway-integration: { type: HTTP_PROXY, httpMethod: GET, uri: https://example.com }
`;
