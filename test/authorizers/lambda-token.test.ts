import { Stack, Token } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { LambdaTokenOptions } from '../../src/authorizers/lambda-token';
import { Integration } from '../../src/integrations/integration';
import { CacheSize } from '../../src/stage/cache-size';
import { httpApi } from '../http-api';
import { bodyOf, errorOf, restApi, testHandler, testStack, warnings } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

function schemesOf(options?: LambdaTokenOptions, id = 'Gate') {
  const stack = testStack();
  restApi(stack, { authorizer: Authorizer.lambdaToken(testHandler(stack, id), options) }).addRoute('GET /pets', { integration: Integration.mock() });
  expect(bodyOf(stack).paths['/pets'].get.security).toEqual([{ [id.replace(/\W/g, '')]: [] }]);
  return bodyOf(stack).components.securitySchemes;
}

describe('Authorizer.lambdaToken', () => {
  test('asks a function about one token in the Authorization header', () => {
    expect(schemesOf()).toEqual({
      Gate: {
        'type': 'apiKey',
        'name': 'Authorization',
        'in': 'header',
        'x-amazon-apigateway-authtype': 'custom',
        'x-amazon-apigateway-authorizer': {
          type: 'token',
          authorizerUri: {
            'Fn::Sub': expect.stringMatching(/^arn:\$\{AWS::Partition\}:apigateway:\$\{AWS::Region\}:lambda:path\/2015-03-31\/functions\/\$\{Gate\w+\.Arn\}\/invocations$/),
          },
        },
      },
    });
  });

  test('is named by letters and digits of its function\'s id', () => {
    expect(Object.keys(schemesOf({}, 'my-gate.2'))).toEqual(['mygate2']);
  });

  test('reads another header, and refuses what does not look like a token', () => {
    expect(schemesOf({ tokenHeader: 'X-Token', validationRegex: '^Bearer [-0-9a-zA-Z.]+$' }).Gate).toMatchObject({
      'name': 'X-Token', 'x-amazon-apigateway-authorizer': { identityValidationExpression: '^Bearer [-0-9a-zA-Z.]+$' },
    });
  });

  test('tells callers of a cached route apart by the header', () => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaToken(testHandler(stack), { tokenHeader: 'X-Token' });
    restApi(stack, { authorizer, cache: { size: CacheSize.GB_0_5 } }).addRoute('GET /pets', { integration: Integration.mock(), cache: { perCaller: true } });
    const operation = bodyOf(stack).paths['/pets'].get;
    expect(operation['x-amazon-apigateway-integration'].cacheKeyParameters).toEqual(['method.request.header.X-Token']);
    expect(operation.parameters).toEqual([{ name: 'X-Token', in: 'header', required: false, schema: { type: 'string' } }]);
  });

  test.each([['X Token', 'X Token'], ['', ''], ['X-Token:', 'X-Token:'], ['X!A', 'X!A'], ['method.request.header.X/Y', 'method.request.header.X/Y'], [Token.asString({ Ref: 'Header' }), '<token>']])(
    'fails for the header %j', (tokenHeader, shown) => {
      const handler = testHandler(testStack());
      expect(() => Authorizer.lambdaToken(handler, { tokenHeader })).toThrow(
        `Authorizer.lambdaToken() was given the header '${shown}', which is no header name that can stand in a definition`);
    });
});

describe('Authorizer.lambdaToken on other APIs', () => {
  test.each([[undefined, 'Authorization'], ['X-Token', 'X-Token']])('fails on an HTTP API for the header %s, which another authorizer can name', (tokenHeader, shown) => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaToken(testHandler(stack), { tokenHeader });
    const api = httpApi(stack, { authorizer });
    expect(errorOf(stack, () => api.addRoute('GET /pets', { integration: Integration.httpProxy('https://pets.example.com') }))).toBe("'GET /pets' was given Authorizer.lambdaToken(), which only REST APIs have; "
      + `write Authorizer.lambdaRequest(fn, { identitySources: ['method.request.header.${shown}'] }), whose function finds the token among the headers`);
  });

  const connecting = (stack: Stack, authorizer: IRouteAuthorizer) => webSocketApi(stack, { authorizer });

  test.each([undefined, 'X-Token'])('fails on a WebSocket API for the header %s, which browsers cannot send', (tokenHeader) => {
    const stack = testStack();
    const authorizer = Authorizer.lambdaToken(testHandler(stack), { tokenHeader });
    expect(() => connecting(stack, authorizer)).toThrow(new Error("'$connect' was given Authorizer.lambdaToken(), which only REST APIs have; "
      + "write Authorizer.lambdaRequest(fn), which is asked about everybody who connects, or with { identitySources: ['route.request.querystring.ticket'] }, as browsers send no headers of their own then"));
  });

  test.each([[undefined], [['route.request.querystring.ticket']]])('and what is named instead there, the identity sources %j, is taken without a warning of it', (identitySources) => {
    const stack = testStack();
    connecting(stack, Authorizer.lambdaRequest(testHandler(stack), { identitySources }));
    expect(warnings(stack, '*', '')).toEqual([expect.stringContaining('cdk-gatehouse:alarmWithoutAction')]);
  });
});
