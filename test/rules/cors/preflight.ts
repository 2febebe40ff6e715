import { Json, Resources } from '../cfn-template';
import { method } from '../resources';

type Fields = { [name: string]: Json };

const ANSWER = '{"statusCode": 204}';

/** A preflight of the REST API `Api` that a mock answers with headers: `{ 'Allow-Origin': "'*'" }`. */
export function preflight(headers: Fields, path = '/pets', templates: { request?: Json; response?: Json } = {}): Resources {
  return method(`OPTIONS ${path}`, {
    AuthorizationType: 'NONE',
    Integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': templates.request ?? ANSWER },
      IntegrationResponses: [{
        StatusCode: '204',
        ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.Access-Control-${name}`, value])),
        ...(templates.response !== undefined && { ResponseTemplates: { 'application/json': templates.response } }),
      }],
    },
  });
}

/** A gateway response of the REST API `Api`, by its type and headers. */
export function gatewayResponse(responseType: Json, headers: Fields = {}): Resources {
  return {
    [`Response${typeof responseType === 'string' ? responseType.replaceAll('_', '') : ''}`]: {
      Type: 'AWS::ApiGateway::GatewayResponse',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ResponseType: responseType,
        ResponseParameters: Object.fromEntries(Object.entries(headers).map(([name, value]) => [`gatewayresponse.header.Access-Control-${name}`, value])),
      },
    },
  };
}
