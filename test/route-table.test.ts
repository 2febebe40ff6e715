import { Aspects, Duration, IAspect, Token, aws_apigateway as apigateway, aws_cognito as cognito } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Document, acknowledged, bindOptions, bodyOf, errorOf, restApi, template, testHandler, testStack, warnings } from './rest-api';
import { Authorizer } from '../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../src/authorizers/authorizer-contract';
import { GovernedRestApi } from '../src/governed-rest-api';
import { GovernedRestApiProps } from '../src/governed-rest-api-props';
import { Integration } from '../src/integrations/integration';
import { IRouteIntegration } from '../src/integrations/integration-contract';
import { Limits } from '../src/limits';
import { RestRouteRules } from '../src/rest-route-rules';
import { RouteOptions } from '../src/route-options';
import { RouteTable } from '../src/route-table';
import { CacheSize } from '../src/stage/cache-size';

const integration = Integration.mock();
const CACHE = { size: CacheSize.GB_0_5 };

/** Adds routes to an API and gives the error of the last, which must leave nothing behind. */
function failure(routes: [string, Partial<RouteOptions>?][], props: Partial<GovernedRestApiProps> = {}): string {
  const stack = testStack();
  const api = restApi(stack, props);
  const [key, options] = routes[routes.length - 1];
  routes.slice(0, -1).forEach(([earlier, some]) => api.addRoute(earlier, { integration, ...some }));
  return errorOf(stack, () => api.addRoute(key, { integration, ...options }));
}

function table(props: Partial<GovernedRestApiProps> = {}): RouteTable {
  const stack = testStack();
  const { apiType, executeApiArn, maximumTimeout } = bindOptions(stack);
  return new RouteTable(stack, {
    apiType, executeApiArn, maximumTimeout, authorizer: Authorizer.none('a test'), defaultScopes: [], answersPreflight: false, rules: new RestRouteRules(false), ...props, stageName: 'prod',
  });
}

const twoHundredRoutes = (api: GovernedRestApi) => { for (let count = 0; count < 200; count++) api.addRoute(`GET /r${count}`, { integration }); };

describe('the keys of routes', () => {
  test.each(['GET pets', 'get /pets', 'FETCH /pets', 'TRACE /pets', '/pets', 'GET  /pets', 'GET /pets/', 'GET /ping', 'GET /sping', 'GET /{proxy+}/more', 'GET /{a}/{a}', ''])(
    'fail to be %j', (routeKey) => {
      expect(failure([[routeKey]])).toMatch(/^route key '.*(write|takes|put|give)/);
    });

  test('fail to be given twice', () => {
    expect(failure([['GET /pets'], ['POST /pets'], ['GET /pets']]))
      .toBe("the route 'GET /pets' exists already; change the first one, or give this one another path or method");
  });

  test('can be one for each method of a path, ANY among them', () => {
    const routes = table();
    ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'ANY'].forEach((method) => routes.add(`${method} /pets`, { integration }));
    expect(routes.size).toBe(8);
  });

  test.each<[string, string, string, string]>([
    ['GET /pets/{id}', 'POST /pets/{name}', '{name}', '{id}'],
    ['GET /pets/{id}', 'GET /pets/{petId}/toys', '{petId}', '{id}'],
    ['GET /pets/{id}/toys/{toy}', 'GET /pets/{id}/toys/{name}', '{name}', '{toy}'],
    ['GET /{id}', 'ANY /{proxy+}', '{proxy+}', '{id}'],
    ['ANY /{proxy+}', 'GET /{proxy}', '{proxy}', '{proxy+}'],
  ])('fail for %s beside %s, as two names at one level', (first, second, given, other) => {
    expect(failure([[first], [second]])).toBe(`the route '${second}' has '${given}' where '${first}' has '${other}', and API Gateway takes one name at one level; `
      + `write '${other}' in both, or the same name with and without '+' in separate APIs`);
  });

  test('can have one name at one level, another elsewhere, and words beside it', () => {
    const routes = table();
    for (const key of ['GET /pets/{id}', 'PUT /pets/{id}', 'GET /pets/{id}/toys/{toy}', 'GET /cats/{name}', 'GET /pets/mine', 'GET /pets/mine/{id}']) routes.add(key, { integration });
    expect(routes.size).toBe(6);
  });

  test('leave no name behind of a route that failed', () => {
    const routes = table();
    expect(() => routes.add('GET /pets/{id}', { integration: Integration.httpProxy('ftp://x') })).toThrow('no scheme');
    expect(() => routes.add('GET /pets/{name}', { integration })).not.toThrow();
    expect(routes.size).toBe(1);
  });

  test('fail for OPTIONS where the API answers preflight requests, and can have it where it does not', () => {
    expect(failure([['OPTIONS /pets']], { cors: { allowOrigins: ['https://app.example.com'] } }))
      .toBe("the route 'OPTIONS /pets' would take the place of the preflight answer that the API's cors gives; leave one of the two out");
    expect(() => table().add('OPTIONS /pets', { integration })).not.toThrow();
  });
});

describe('the routes of a table', () => {
  test('are sorted by path, and by method within a path, in whatever order they are added', () => {
    const keys = ['POST /b', 'GET /b', 'ANY /a/{id}', 'GET /', 'GET /a', 'DELETE /b'];
    const sorted = ['GET /', 'GET /a', 'ANY /a/{id}', 'DELETE /b', 'GET /b', 'POST /b'];
    for (const order of [keys, [...keys].reverse()]) {
      const routes = table();
      order.forEach((key) => routes.add(key, { integration }));
      expect(routes.routes.map((route) => route.key.toString())).toEqual(sorted);
    }
  });

  test('are copied out', () => {
    const routes = table();
    routes.add('GET /a', { integration });
    routes.routes.pop();
    expect(routes.routes).toHaveLength(1);
  });
});

describe('a route', () => {
  test('fails without an integration', () => {
    for (const given of [undefined, null, {}, testHandler(testStack())]) {
      expect(failure([['GET /pets', { integration: given as unknown as IRouteIntegration }]])).toBe(
        "'GET /pets' has no integration that this library knows; write Integration.lambdaFunction(fn), Integration.httpProxy(url) or Integration.mock()");
    }
  });

  test('fails with an integration of aws-cdk-lib', () => {
    const given = new apigateway.MockIntegration() as unknown as IRouteIntegration;
    expect(failure([['GET /pets', { integration: given }]])).toMatch(/has no integration that this library knows/);
  });

  test('fails without an answer to who may call it', () => {
    expect(() => table({ authorizer: undefined }).add('GET /pets', { integration }))
      .toThrow("'GET /pets' has no answer to who may call it; give the API or the route an authorizer, or Authorizer.none('<why>')");
    expect(() => table({ authorizer: undefined }).add('GET /pets', { integration, authorizer: Authorizer.iam() })).not.toThrow();
  });

  test.each(['get pets', 'get-pets', '', 'gét', Token.asString({ Ref: 'Name' })])('fails with the operationName %j', (operationName) => {
    expect(failure([['GET /pets', { operationName }]]))
      .toBe(`'GET /pets' has the operationName '${operationName}', from which no client method can be made; write letters, digits and underscores`);
  });

  test('fails with the operationName of another route', () => {
    expect(failure([['GET /pets', { operationName: 'getPets' }], ['GET /cats', { operationName: 'getPets' }]]))
      .toBe("'GET /cats' has the operationName 'getPets', which 'GET /pets' has already; give each operation its own");
    expect(failure([['GET /pets', { operationName: 'getPets' }], ['GET /cats', { operationName: 'getCats_2' }]])).toBe('it did not fail');
  });

  test('fails with a cache where its API has none', () => {
    expect(failure([['GET /pets', { cache: {} }]]))
      .toBe("'GET /pets' has a cache, but its API has none to keep answers in; give the API cache: { size: CacheSize.GB_0_5 } (billed by the hour)");
  });

  test.each<[string, Partial<RouteOptions>, RegExp]>([
    ['for POST', { cache: {} }, /cache a GET route$/],
    ['for too long', { cache: { ttl: Duration.seconds(Limits.CACHE_TTL_MAX_SECONDS + 1) } }, /^the cache of .* keeps answers for 3601 seconds/],
    ['by an undeclared parameter', { cache: { keyParameters: ['querystring.page'] } }, /^the cache key of .* which the route does not declare/],
    ['with an authorizer and no answer for whom', { cache: {}, authorizer: Authorizer.iam() }, /one caller would be given the answer made for another/],
  ])('fails with a cache %s', (why, options, message) => {
    expect(failure([[why === 'for POST' ? 'POST /pets' : 'GET /pets', options]], { cache: CACHE })).toMatch(message);
  });

  test('leaves nothing behind of its authorizer when its cache fails', () => {
    const stack = testStack();
    const api = restApi(stack, { cache: CACHE });
    const authorizer = Authorizer.lambdaToken(testHandler(stack));
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration, authorizer, cache: {} }))).toMatch(/one caller would be given/);
    template(stack).resourceCountIs('AWS::Lambda::Permission', 0);
  });

  test('fails with a throttle on ANY, for which a stage keeps no limit', () => {
    expect(failure([['ANY /pets', { throttle: { rateLimit: 1, burstLimit: 1 } }]]))
      .toBe("'ANY /pets' has a throttle, but a stage of a REST API keeps limits by single methods and knows none for ANY; "
        + 'give each method that needs its own limit a route, or limit all routes with the throttle of the stage');
  });

  test.each<[string, number, number]>([['a negative rate', -1, 10], ['a negative burst', 10, -1], ['half a burst', 10, 0.5]])('fails with a throttle of %s', (_, rateLimit, burstLimit) => {
    expect(failure([['GET /pets', { throttle: { rateLimit, burstLimit } }]])).toMatch(/^(rate|burst)Limit '-?[\d.]+' of route 'GET \/pets' is no number of requests.*; write/);
  });

  test('leaves no reason behind when it is refused', () => {
    const stack = testStack();
    const api = restApi(stack, { cache: CACHE });
    const handler = testHandler(stack);
    const elsewhere = { permissionManagedElsewhere: 'the pets stack gives it' };
    expect(() => api.addRoute('GET /a', { authorizer: Authorizer.lambdaToken(handler, elsewhere), integration: Integration.httpProxy('ftp://x') })).toThrow('no scheme');
    expect(() => api.addRoute('GET /b', { authorizer: Authorizer.lambdaRequest(handler, elsewhere), integration, cache: {} })).toThrow('one caller');
    expect(acknowledged(api)).toEqual({});

    const plaintext = Integration.httpProxy('http://backend', { plaintext: 'within the VPC' });
    api.addRoute('GET /a', { authorizer: Authorizer.lambdaToken(handler, elsewhere), integration: plaintext });
    expect(acknowledged(api)).toEqual({
      'Gatehouse::Gatehouse-lambda-invoke-permission-missing[GET:/a]': 'the pets stack gives it',
      'Gatehouse::Gatehouse-http-backend-plaintext[GET:/a]': 'within the VPC',
    });
  });

  test('keeps the reason for which callers share its answers', () => {
    const stack = testStack();
    const api = restApi(stack, { authorizer: Authorizer.iam(), cache: CACHE });
    api.addRoute('GET /prices/{id}', { integration, cache: { sharedAcrossCallers: 'one price list for all' } });
    expect(acknowledged(api)).toEqual({ 'Gatehouse::Gatehouse-cache-user-data-shared[GET:/prices/{id}]': 'one price list for all' });
  });
});

describe('the request of a route', () => {
  const shape = { type: apigateway.JsonSchemaType.OBJECT };

  test.each<[keyof NonNullable<RouteOptions['request']>, string, string, string]>([
    ['requiredQuery', 'query parameter', 'a b', 'a b'], ['optionalQuery', 'query parameter', 'a[]', 'a[]'], ['requiredHeaders', 'header', 'X:', 'X:'],
    ['optionalHeaders', 'header', '', ''], ['requiredQuery', 'query parameter', Token.asString({ Ref: 'Name' }), '<token>'],
  ])('fails when its %s declare the %s %j', (list, kind, name, shown) => {
    expect(failure([['GET /pets', { request: { [list]: ['fine', name] } }]]))
      .toBe(`'GET /pets' declares the ${kind} '${shown}', which API Gateway cannot map; write letters, digits and . _ - $`);
  });

  test.each(['requiredQuery', 'optionalQuery', 'requiredHeaders', 'optionalHeaders'])('fails when its %s are a list that only a deployment knows', (list) => {
    expect(failure([['GET /pets', { request: { [list]: Token.asList({ Ref: 'Names' }) } }]]))
      .toBe(`'GET /pets' was given request.${list} as a list that is only known at deploy time, and a definition names each parameter; write the names out, as ${list}: ['name']`);
  });

  test.each<[object, string, string]>([
    [{ requiredQuery: ['page', 'page'] }, 'query parameter', 'page'],
    [{ requiredQuery: ['page'], optionalQuery: ['page'] }, 'query parameter', 'page'],
    [{ requiredHeaders: ['X-Trace'], optionalHeaders: ['x-trace'] }, 'header', 'x-trace'],
  ])('fails for %j, which declares one parameter twice', (request, kind, name) => {
    expect(failure([['GET /pets', { request }]])).toBe(`'GET /pets' declares the ${kind} '${name}' twice; write it once, as required or as optional`);
  });

  test('can have a query parameter and a header of one name, and query parameters that differ by case', () => {
    expect(() => table().add('GET /pets', { integration, request: { requiredQuery: ['page', 'Page'], requiredHeaders: ['page'], optionalQuery: ['a.b_c-$'] } })).not.toThrow();
  });

  test.each(['GET', 'HEAD', 'OPTIONS'])('fails for a body of %s', (method) => {
    expect(failure([[`${method} /pets`, { request: { body: shape } }]]))
      .toBe(`'${method} /pets' has a body schema, but ${method} requests carry no body that API Gateway would check; use POST, PUT or PATCH`);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'ANY'])('can have a body of %s', (method) => {
    expect(() => table().add(`${method} /pets`, { integration, request: { body: shape } })).not.toThrow();
  });

  test('fails for a schema that draft 4 does not have', () => {
    expect(failure([['POST /pets', { request: { body: { ...shape, const: 1 } as apigateway.JsonSchema } }]])).toMatch(/the body schema of 'POST \/pets'.*const/);
  });

  test('fails for a model one byte larger than API Gateway takes, and can have one of that size', () => {
    const body = (bytes: number): apigateway.JsonSchema => ({ description: 'x'.repeat(bytes - JSON.stringify({ description: '' }).length) });
    expect(failure([['POST /pets', { request: { body: body(Limits.MODEL_BYTES + 1) } }]]))
      .toBe("schema 'PostPetsBody' has 409601 bytes, but a model of API Gateway has at most 409600; describe less of the body, or split it under 'definitions'");
    expect(() => table().add('POST /pets', { integration, request: { body: body(Limits.MODEL_BYTES) } })).not.toThrow();
  });

  test('is warned of nothing that a refused route would have had', () => {
    const stack = testStack();
    const api = restApi(stack);
    const tags = { type: apigateway.JsonSchemaType.ARRAY, minItems: 1, items: { type: apigateway.JsonSchemaType.STRING } };
    const request = { body: { ...shape, properties: { tags } } };
    expect(() => api.addRoute('POST /pets', { integration: Integration.httpProxy('ftp://x'), request })).toThrow('no scheme');
    expect(warnings(stack, '/Stack/Api', "the body schema of 'POST /pets'")).toEqual([]);
  });

  test('is warned of what a schema says and API Gateway does not enforce', () => {
    const stack = testStack();
    const tags = { type: apigateway.JsonSchemaType.ARRAY, minItems: 1, items: { type: apigateway.JsonSchemaType.STRING } };
    restApi(stack).addRoute('POST /pets', { integration, request: { body: { ...shape, properties: { tags } } } });
    expect(warnings(stack, '/Stack/Api', "the body schema of 'POST /pets'")).toEqual([expect.stringContaining("has 'minItems', which API Gateway does not enforce")]);
  });
});

describe('a route that comes late', () => {
  test('is in the template when an Aspect adds it', () => {
    const stack = testStack();
    const aspect: IAspect = {
      visit: (construct: IConstruct) => {
        if (construct instanceof GovernedRestApi) construct.addRoute('GET /late', { integration });
      },
    };
    Aspects.of(stack).add(aspect);
    restApi(stack).addRoute('GET /early', { integration });
    expect(Object.keys(bodyOf(stack).paths)).toEqual(['/early', '/late']);
  });

  test('fails after synthesis began', () => {
    const stack = testStack();
    const api = restApi(stack);
    api.addRoute('GET /early', { integration });
    template(stack);
    expect(errorOf(stack, () => api.addRoute('GET /late', { integration })))
      .toBe("'GET /late' was added to 'Stack/Api' after synthesis began, so it would be missing from the template; add routes in constructors or in Aspects");
  });
});

describe('the quotas of an API', () => {
  const resources = (count: number) => {
    const stack = testStack();
    const api = restApi(stack);
    twoHundredRoutes(api);
    // Each path and each part of one counts: two for each of these.
    for (let at = 0; at < 50; at++) api.addRoute(`GET /s${at}/{id}`, { integration });
    if (count === 301) api.addRoute('GET /one-more', { integration });
    api.addRoute('POST /r0', { integration });
    template(stack);
    return warnings(stack, '/Stack/Api', 'needs a raised quota');
  };

  test('let 300 resources be, however many methods they have', () => {
    expect(resources(300)).toEqual([]);
  });

  test('are warned of from 301 resources on', () => {
    expect(resources(301)).toEqual([expect.stringContaining('the API has more than 300 resources (each path and each part of one counts)')]);
  });

  const authorizers = (count: number) => {
    const stack = testStack();
    const api = restApi(stack);
    for (let at = 0; at < count; at++) {
      const authorizer: IRouteAuthorizer = Authorizer.lambdaToken(testHandler(stack, `Gate${at}`));
      api.addRoute(`GET /r${at}`, { integration, authorizer });
      api.addRoute(`POST /r${at}`, { integration, authorizer });
    }
    api.addRoute('GET /signed', { integration, authorizer: Authorizer.iam(), apiKeyRequired: true });
    template(stack);
    return warnings(stack, '/Stack/Api', 'authorizers');
  };

  test('let 10 authorizers be, with signatures and API keys beside them', () => {
    expect(authorizers(10)).toEqual([]);
  });

  test('are warned of from 11 authorizers on', () => {
    expect(authorizers(11)).toEqual([expect.stringContaining('the API has 11 authorizers, and 10 is the quota unless it was raised')]);
  });
});

test('an API says nothing of routes that are as they should be', () => {
  const stack = testStack();
  const api = restApi(stack, { authorizer: Authorizer.userPool(new cognito.UserPool(stack, 'Pool')), defaultScopes: ['a'] });
  api.addRoute('GET /pets', { integration });
  const body: Document = bodyOf(stack);
  expect(Object.keys(body.paths)).toEqual(['/pets']);
  expect(warnings(stack, '/Stack/Api', '.*')).toEqual([]);
});
