import { Lazy, Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration, RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { httpApi } from '../http-api';
import { errorOf, restApi, testStack } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

/** Of each type of API: how a route is added, what a backend's parameter is called, and how one is written. */
const APIS = {
  REST: { make: restApi, routeKey: 'POST /orders', name: 'integration.request.header.X', write: "'method.request.header.X', or a fixed value within quotes, as \"'1'\"" },
  HTTP: { make: httpApi, routeKey: 'POST /orders', name: 'append:header.X', write: "'$request.header.X', or a fixed value, as '1'" },
  WEBSOCKET: { make: webSocketApi, routeKey: 'order', name: 'integration.request.header.X', write: "'route.request.body.x', or a fixed value within quotes, as \"'1'\"" },
};

const BACKEND: RouteIntegrationConfig = { integrationType: apigateway.IntegrationType.HTTP_PROXY, httpMethod: 'POST', uri: 'https://orders.example.com' };

/** What a user of the library may write. */
class OwnIntegration implements IRouteIntegration {
  private readonly config: RouteIntegrationConfig;

  public constructor(config: RouteIntegrationConfig) {
    this.config = config;
  }

  public bindIntegration(): RouteIntegrationConfig {
    return this.config;
  }
}

describe.each(Object.entries(APIS))('what is mapped to a parameter of a backend of a %s API', (_apiType, { make, routeKey, name, write }) => {
  const mapping = (value: unknown): RouteIntegrationConfig => ({ ...BACKEND, requestParameters: { [name]: value as string } });

  function failure(integration: IRouteIntegration): string {
    const stack = testStack();
    const api = make(stack);
    return errorOf(stack, () => api.addRoute(routeKey, { integration }));
  }

  const refusal = (shown: string) => `the integration of '${routeKey}' maps ${shown} to '${name}', which is no text; write ${write}`;

  test.each<[unknown, string]>([
    [5, '5'], [true, 'true'], [undefined, 'undefined'], [null, 'null'], [['x'], 'a list'], [{ value: 'x' }, 'an object'], [Token.asNumber({ Ref: 'N' }), '<token>'], [Lazy.any({ produce: () => 'x' }), '<token>'],
  ])('fails for %p, also in an integration of the user\'s own', (value, shown) => {
    expect(failure(Integration.custom(mapping(value)))).toBe(refusal(shown));
    expect(failure(new OwnIntegration(mapping(value)))).toBe(refusal(shown));
  });

  test.each(["'5'", Token.asString({ Ref: 'Value' })])('may be %s', (value) => {
    expect(() => make(testStack()).addRoute(routeKey, { integration: Integration.custom(mapping(value)) })).not.toThrow();
  });
});
