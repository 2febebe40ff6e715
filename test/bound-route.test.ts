import { aws_apigateway as apigateway } from 'aws-cdk-lib';
import { testStack } from './rest-api';
import { AuthorizerKind } from '../src/authorizers/authorizer-contract';
import { BoundRoute, declaredParameters, requestParameters } from '../src/bound-route';
import { RouteKey } from '../src/route-key';
import { RequestShape } from '../src/route-options';

const integration = { integrationType: apigateway.IntegrationType.MOCK };

function bound(routeKey: string, request: RequestShape, keyParameters: string[] = []): BoundRoute {
  const options = { integration: { bindIntegration: () => integration }, request };
  const authorizer = { authorizerKind: AuthorizerKind.NONE };
  return { scope: testStack(), key: RouteKey.parse(routeKey), options, integration, authorizer, scopes: [], cache: { options: {}, keyParameters } };
}

describe('the parameters of a route', () => {
  const route = bound('GET /a/{id}/{rest+}', { requiredQuery: ['page'], optionalQuery: ['size'], requiredHeaders: ['X-A'], optionalHeaders: ['X-B'] });
  const all = [
    { name: 'id', location: 'path', required: true },
    { name: 'rest', location: 'path', required: true },
    { name: 'page', location: 'query', required: true },
    { name: 'size', location: 'query', required: false },
    { name: 'X-A', location: 'header', required: true },
    { name: 'X-B', location: 'header', required: false },
  ];

  test('are those of its path, a greedy one without its plus sign, and of its request', () => {
    expect(declaredParameters(route.key, route.options)).toEqual(all);
    expect(requestParameters(route)).toEqual(all);
  });

  test('are also those that its cache key adds, optional and each once', () => {
    const cached = bound('GET /a/{id}', { requiredQuery: ['a.b'] }, [
      'method.request.path.id', 'method.request.querystring.a.b', 'method.request.header.Authorization', 'method.request.querystring.token.x',
    ]);
    expect(requestParameters(cached)).toEqual([
      { name: 'id', location: 'path', required: true },
      { name: 'a.b', location: 'query', required: true },
      { name: 'Authorization', location: 'header', required: false },
      { name: 'token.x', location: 'query', required: false },
    ]);
  });

  test('are not added again in another case of a header\'s name', () => {
    expect(requestParameters(bound('GET /', { requiredHeaders: ['authorization'] }, ['method.request.header.Authorization'])))
      .toEqual([{ name: 'authorization', location: 'header', required: true }]);
  });

  test('are none where a route declares none', () => {
    expect(requestParameters(bound('GET /', {}))).toEqual([]);
  });
});
