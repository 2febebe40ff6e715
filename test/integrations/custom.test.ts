import { Aws, Duration, Token, aws_apigateway as apigateway, aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ApiType } from '../../src/api-type';
import { Integration } from '../../src/integrations/integration';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { bodyOf, errorOf, restApi, template, testStack } from '../rest-api';

const LAMBDA_URI = 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations';
const QUEUE_URI = 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/events';
const ROLE = 'arn:aws:iam::111122223333:role/queue';
const RESPONSES = [{ statusCode: '200' }];

/** For each type the least that works. */
const COMPLETE: { [integrationType: string]: RouteIntegrationConfig } = {
  AWS: { integrationType: apigateway.IntegrationType.AWS, httpMethod: 'POST', uri: LAMBDA_URI, responses: RESPONSES },
  AWS_PROXY: { integrationType: apigateway.IntegrationType.AWS_PROXY, httpMethod: 'POST', uri: LAMBDA_URI },
  HTTP: { integrationType: apigateway.IntegrationType.HTTP, httpMethod: 'POST', uri: 'https://backend.example.com', responses: RESPONSES },
  HTTP_PROXY: { integrationType: apigateway.IntegrationType.HTTP_PROXY, httpMethod: 'POST', uri: 'https://backend.example.com' },
  MOCK: { integrationType: apigateway.IntegrationType.MOCK, responses: RESPONSES },
};

function integrationOf(config: RouteIntegrationConfig) {
  const stack = testStack();
  restApi(stack).addRoute('POST /events', { integration: Integration.custom(config) });
  return bodyOf(stack).paths['/events'].post;
}

describe('Integration.custom', () => {
  test('says in the definition all that its configuration says', () => {
    const operation = integrationOf({
      integrationType: apigateway.IntegrationType.AWS,
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/events',
      credentialsArn: 'arn:aws:iam::111122223333:role/queue',
      timeout: Duration.seconds(3),
      passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_TEMPLATES,
      contentHandling: apigateway.ContentHandling.CONVERT_TO_TEXT,
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      responses: [
        { statusCode: '202', selectionPattern: '2\\d{2}', responseTemplates: { 'application/json': '{"queued":true}' } },
        {
          statusCode: '502',
          contentHandling: apigateway.ContentHandling.CONVERT_TO_BINARY,
          responseParameters: { 'method.response.header.Retry-After': "'5'", 'context.responseOverride.status': "'502'" },
        },
      ],
    });

    expect(operation.responses).toEqual({
      202: { description: 'Response' },
      502: { description: 'Response', headers: { 'Retry-After': { schema: { type: 'string' } } } },
    });
    expect(operation['x-amazon-apigateway-integration']).toEqual({
      type: 'aws',
      httpMethod: 'POST',
      uri: 'arn:aws:apigateway:eu-west-1:sqs:path/111122223333/events',
      credentials: 'arn:aws:iam::111122223333:role/queue',
      timeoutInMillis: 3000,
      passthroughBehavior: 'when_no_templates',
      contentHandling: 'CONVERT_TO_TEXT',
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)' },
      responses: {
        '2\\d{2}': { statusCode: '202', responseTemplates: { 'application/json': '{"queued":true}' } },
        'default': {
          statusCode: '502',
          contentHandling: 'CONVERT_TO_BINARY',
          responseParameters: { 'method.response.header.Retry-After': "'5'", 'context.responseOverride.status': "'502'" },
        },
      },
    });
  });

  test.each([
    ['AWS', 'aws'], ['AWS_PROXY', 'aws_proxy'], ['HTTP', 'http'], ['HTTP_PROXY', 'http_proxy'], ['MOCK', 'mock'],
  ])('writes %s as %s', (integrationType, type) => {
    const { httpMethod, uri, responses } = COMPLETE[integrationType];
    expect(integrationOf(COMPLETE[integrationType])['x-amazon-apigateway-integration'])
      .toEqual({ type, ...httpMethod && { httpMethod, uri }, ...responses && { responses: { default: { statusCode: '200' } } } });
  });

  test('lets no other content type past its templates, unless it says so', () => {
    const requestTemplates = { 'application/json': '{}' };
    const behaviour = (config: Partial<RouteIntegrationConfig>) =>
      integrationOf({ ...COMPLETE.AWS, ...config })['x-amazon-apigateway-integration'].passthroughBehavior;
    expect(behaviour({ requestTemplates })).toBe('never');
    expect(behaviour({ requestTemplates, passthroughBehavior: apigateway.PassthroughBehavior.WHEN_NO_MATCH })).toBe('when_no_match');
    expect(behaviour({})).toBeUndefined();
    expect(behaviour({ requestTemplates, integrationType: apigateway.IntegrationType.MOCK })).toBeUndefined();
  });
});

/** What a user of the library may write: a queue behind a role of its own. */
class RoleIntegration implements IRouteIntegration {
  public readonly seen: BindIntegrationOptions[] = [];
  private readonly failure?: Error;

  public constructor(failure?: Error) {
    this.failure = failure;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    this.seen.push(options);
    const below = new Construct(options.scope, `Backend${this.seen.length}`);
    const role = new iam.Role(below, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    if (this.failure) throw this.failure;
    return { integrationType: apigateway.IntegrationType.AWS, httpMethod: 'POST', uri: 'arn:aws:apigateway:eu-west-1:sqs:path/q', credentialsArn: role.roleArn };
  }
}

describe('an integration of the user\'s own', () => {
  test('is bound once for each route, when it is added, and told for whom', () => {
    const stack = testStack();
    const api = restApi(stack, { integrationTimeoutQuota: Duration.seconds(60) });
    const integration = new RoleIntegration();
    api.addRoute('GET /pets', { integration });
    api.addRoute('POST /pets/{id}', { integration });
    template(stack);

    const common = { scope: api, apiType: ApiType.REST };
    expect(integration.seen.map(({ scope, apiType, routeKey }) => ({ scope, apiType, routeKey })))
      .toEqual([{ ...common, routeKey: 'GET /pets' }, { ...common, routeKey: 'POST /pets/{id}' }]);
    expect(integration.seen[0].maximumTimeout.toSeconds()).toBe(60);
    expect(JSON.stringify(stack.resolve(integration.seen[0].executeApiArn))).toMatch(/:execute-api:.*"Api\w+".*\/\*"/);
  });

  test('creates what it needs below the API, and stands in the definition', () => {
    const stack = testStack();
    restApi(stack).addRoute('GET /pets', { integration: new RoleIntegration() });
    expect(bodyOf(stack).paths['/pets'].get['x-amazon-apigateway-integration']).toEqual({
      type: 'aws', httpMethod: 'POST', uri: 'arn:aws:apigateway:eu-west-1:sqs:path/q', credentials: { 'Fn::GetAtt': [expect.stringMatching(/^ApiBackend1Role/), 'Arn'] },
    });
  });

  test('fails half way without leaving anything behind, and its route can be added again', () => {
    const stack = testStack();
    const api = restApi(stack);
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: new RoleIntegration(new Error('no queue')) }))).toBe('no queue');
    expect(() => api.addRoute('GET /pets', { integration: new RoleIntegration() })).not.toThrow();
  });

  test.each<[string, RouteIntegrationConfig, RegExp]>([
    ['two responses of one status', { integrationType: apigateway.IntegrationType.HTTP, responses: [{ statusCode: '200' }, { statusCode: '200', selectionPattern: '2' }] },
      /two responses with the status '200', of which API Gateway keeps one; join their patterns/],
    ['two responses without a pattern', { integrationType: apigateway.IntegrationType.HTTP, responses: [{ statusCode: '200' }, { statusCode: '500' }] },
      /two responses without a selectionPattern, of which API Gateway keeps one; give each a pattern of its own/],
    ['two responses for one pattern', { integrationType: apigateway.IntegrationType.HTTP, responses: [{ statusCode: '200', selectionPattern: '2' }, { statusCode: '500', selectionPattern: '2' }] },
      /two responses for '2', of which/],
    ['a request template one byte too long', { integrationType: apigateway.IntegrationType.HTTP, requestTemplates: { 'text/plain': 'x'.repeat(300 * 1024 + 1) } },
      /a template for 'text\/plain' of 307201 bytes, and API Gateway takes 307200; write a shorter one/],
    ['a response template one byte too long', {
      integrationType: apigateway.IntegrationType.HTTP, responses: [{ statusCode: '200', responseTemplates: { 'text/plain': 'é'.repeat(150 * 1024 + 1) } }],
    }, /of 307202 bytes/],
    ['a template that is no text', { ...COMPLETE.AWS, requestTemplates: { 'application/json': { id: 1 } as unknown as string } },
      /^the integration of 'POST \/events' has a template for 'application\/json' that is an object, and a mapping template is a text; write it as one, as '\{"id":"\$context\.requestId"\}'$/],
  ])('fails for %s, and leaves nothing behind', (_what, config, message) => {
    const stack = testStack();
    const api = restApi(stack);

    expect(errorOf(stack, () => api.addRoute('POST /events', { integration: Integration.custom(config) }))).toMatch(message);
  });

  test('takes a template of the largest size', () => {
    const config = { ...COMPLETE.MOCK, requestTemplates: { 'text/plain': 'x'.repeat(300 * 1024) } };

    expect(() => restApi(testStack()).addRoute('POST /events', { integration: Integration.custom(config) })).not.toThrow();
  });
});

describe('a custom integration that cannot work', () => {
  const failure = (config: RouteIntegrationConfig, routeKey = 'POST /events/{id}') => {
    const stack = testStack();
    const api = restApi(stack);
    return errorOf(stack, () => api.addRoute(routeKey, { integration: Integration.custom(config) }));
  };

  test.each([undefined, 'lambda', 'aws_proxy'])('fails with the type %p, which only JavaScript can write', (integrationType) => {
    expect(failure({ ...COMPLETE.AWS, integrationType: integrationType as apigateway.IntegrationType }))
      .toBe(`the integration of 'POST /events/{id}' has the integrationType '${integrationType}', which API Gateway does not know; `
        + 'write IntegrationType.AWS, IntegrationType.AWS_PROXY, IntegrationType.HTTP, IntegrationType.HTTP_PROXY, IntegrationType.MOCK');
  });

  test.each(['AWS', 'HTTP', 'MOCK'].flatMap((type) => [[type, undefined], [type, []]] as const))('fails as %s with the responses %p', (integrationType, responses) => {
    expect(failure({ ...COMPLETE[integrationType], responses: responses && [...responses] }))
      .toMatch(new RegExp(`^the ${integrationType} integration of .* has no responses, so every call would be answered with 500; write responses: `));
  });

  test.each(['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY'])('fails as %s without uri or httpMethod', (integrationType) => {
    for (const uri of [undefined, ' ']) {
      expect(failure({ ...COMPLETE[integrationType], uri })).toMatch(/has no uri, so there is no backend to call; write uri: (the ARN of an AWS action|'https:\/\/…')$/);
    }
    for (const httpMethod of [undefined, '']) {
      expect(failure({ ...COMPLETE[integrationType], httpMethod })).toMatch(/has no httpMethod, without which API Gateway refuses it; write the method/);
    }
  });

  test.each([
    ['AWS', QUEUE_URI, QUEUE_URI],
    ['AWS_PROXY', QUEUE_URI, QUEUE_URI],
    ['AWS', 'arn:aws:apigateway:eu-west-1:sns:action/Publish', 'sns:action'],
    ['AWS', `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:sqs:path/${Aws.ACCOUNT_ID}/events`, 'arn:<token>:apigateway:<token>:sqs:path/<token>/events'],
  ])('fails as %s for %s without a role', (integrationType, uri, shown) => {
    const message = failure({ ...COMPLETE[integrationType], uri });

    expect(message).toContain(shown);
    expect(message).toMatch(/without credentialsArn, and API Gateway calls no AWS service but Lambda without a role; write credentialsArn: role\.roleArn/);
    expect(failure({ ...COMPLETE[integrationType], uri, credentialsArn: ROLE })).toBe('it did not fail');
  });

  test.each([
    LAMBDA_URI,
    `arn:${Aws.PARTITION}:apigateway:${Aws.REGION}:lambda:path/2015-03-31/functions/\${stageVariables.f}/invocations`,
    Token.asString({ Ref: 'Uri' }),
    `arn:aws:apigateway:eu-west-1:${Token.asString({ Ref: 'Service' })}:path/x`,
  ])('needs no role for %s', (uri) => {
    expect(() => restApi(testStack()).addRoute('POST /events', { integration: Integration.custom({ ...COMPLETE.AWS, uri }) })).not.toThrow();
  });

  test.each([
    [{ selectionPattern: '5..' }, /a response for '5\.\.' and without statusCode, so there is no answer to make of it; write statusCode: '200' or another/],
    [{ statusCode: '' }, /a response without a selectionPattern and without statusCode/],
  ])('fails for the response %j', (response, message) => {
    expect(failure({ ...COMPLETE.HTTP, responses: [response as apigateway.IntegrationResponse] })).toMatch(message);
  });

  test('fails when it maps a path parameter that the route does not have', () => {
    const config = { ...COMPLETE.HTTP, requestParameters: { 'integration.request.path.id': 'method.request.path.petId' } };

    expect(failure(config)).toBe("the integration of 'POST /events/{id}' maps 'method.request.path.petId' to 'integration.request.path.id', "
      + "but the route has no path parameter '{petId}'; write 'method.request.path.id'");
    expect(failure(config, 'POST /events')).toMatch(/but the route has no path parameters; add the parameter to the route key, or leave the mapping out$/);
  });

  test.each([
    ['POST /events/{id}', 'method.request.path.id'],
    ['POST /events/{rest+}', 'method.request.path.rest'],
    ['POST /events', "'method.request.path.id'"],
    ['POST /events', 'context.requestId'],
    ['POST /events', Token.asString({ Ref: 'Mapping' })],
  ])('but on %s it may map %s', (routeKey, value) => {
    const config = { ...COMPLETE.HTTP, requestParameters: { 'integration.request.header.X-Id': value } };

    expect(() => restApi(testStack()).addRoute(routeKey, { integration: Integration.custom(config) })).not.toThrow();
  });
});
