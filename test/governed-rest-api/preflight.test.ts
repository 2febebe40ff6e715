import { CorsPolicy } from '../../src/access/cors-policy';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { bodyOf, restApi, testHandler, testStack } from '../rest-api';
import { renderMappingTemplate } from '../velocity';

const origin = 'https://app.example.com';

/** What a browser is told on the path of one route. */
function allowedHeaders(cors: Partial<CorsPolicy> = {}): string {
  const stack = testStack();
  const authorizer = Authorizer.lambdaToken(testHandler(stack), { tokenHeader: 'X-Token' });
  const api = restApi(stack, { authorizer, cors: { allowOrigins: [origin], ...cors } });
  api.addRoute('GET /pets', { integration: Integration.mock(), request: { requiredHeaders: ['X-Tenant'], optionalHeaders: ['content-type'] } });
  api.addRoute('POST /pets', {
    integration: Integration.mock(),
    authorizer: Authorizer.lambdaRequest(testHandler(stack, 'Other'), { identitySources: ['method.request.header.X-Device', 'method.request.querystring.t'] }),
  });
  api.addRoute('GET /dogs', { integration: Integration.mock(), authorizer: Authorizer.none('a test') });

  const { requestTemplates } = bodyOf(stack).paths['/pets'].options['x-amazon-apigateway-integration'];
  return String(renderMappingTemplate(String(requestTemplates['application/json']), { origin }).responseHeaders['Access-Control-Allow-Headers']);
}

describe('a preflight', () => {
  test('lets pages send what the path\'s routes and their authorizers read, each once', () => {
    expect(allowedHeaders().split(',')).toEqual(['Authorization', 'Content-Type', 'X-Amz-Date', 'X-Amz-Security-Token', 'X-Api-Key', 'X-Tenant', 'X-Token', 'X-Device']);
  });

  test('lets pages send what the policy says, where it says so', () => {
    expect(allowedHeaders({ allowHeaders: ['X-Only'] })).toBe('X-Only');
  });

  test.each([[['*/*'], 'CONVERT_TO_TEXT'], [['image/png'], undefined]])('is read as text where %j is binary: %p', (binaryMediaTypes, contentHandling) => {
    const stack = testStack();
    restApi(stack, { cors: { allowOrigins: [origin] }, binaryMediaTypes }).addRoute('GET /pets', { integration: Integration.mock() });
    const path = bodyOf(stack).paths['/pets'];

    expect(path.options['x-amazon-apigateway-integration'].contentHandling).toBe(contentHandling);
    expect(path.get['x-amazon-apigateway-integration'].contentHandling).toBe(contentHandling);
  });
});
