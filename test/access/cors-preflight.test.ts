import { Duration, Stack, Token } from 'aws-cdk-lib';
import { CorsPolicy } from '../../src/access/cors-policy';
import { preflightOperation } from '../../src/access/cors-preflight';
import { RenderedTemplate, renderMappingTemplate } from '../velocity';

interface Preflight {
  readonly 'responses': { readonly [status: string]: unknown };
  readonly 'security'?: unknown;
  readonly 'x-amazon-apigateway-integration': {
    readonly type: string;
    readonly contentHandling?: string;
    readonly requestTemplates: { readonly [contentType: string]: string };
    readonly responses: { readonly [pattern: string]: { readonly statusCode: string } };
  };
}

const FIRST = 'https://app.example.com';
const SECOND = 'http://localhost:5173';
const ONE: CorsPolicy = { allowOrigins: [FIRST] };
const TWO: CorsPolicy = { allowOrigins: [FIRST, SECOND] };

function operation(policy: CorsPolicy, methods = ['GET'], convertToText = false): Preflight {
  return preflightOperation(policy, { methods, requestHeaders: [], convertToText }) as unknown as Preflight;
}

function template(policy: CorsPolicy, methods?: string[]): string {
  return operation(policy, methods)['x-amazon-apigateway-integration'].requestTemplates['application/json'];
}

function ask(policy: CorsPolicy, headers: { [name: string]: string } = {}, methods?: string[]): RenderedTemplate {
  return renderMappingTemplate(template(policy, methods), headers);
}

describe('a preflight operation', () => {
  test('is a mock that declares the one status its template chooses, and asks for no authorization', () => {
    const preflight = operation(ONE);
    const integration = preflight['x-amazon-apigateway-integration'];
    const { statusCode } = JSON.parse(ask(ONE).body) as { statusCode: number };
    expect(integration.type).toBe('mock');
    expect(integration.responses).toEqual({ default: { statusCode: `${statusCode}` } });
    expect(Object.keys(preflight.responses)).toEqual([`${statusCode}`]);
    expect(preflight).not.toHaveProperty('security');
  });

  test('converts to text only when asked to', () => {
    expect(operation(ONE)['x-amazon-apigateway-integration']).not.toHaveProperty('contentHandling');
    expect(operation(ONE, ['GET'], true)['x-amazon-apigateway-integration'].contentHandling).toBe('CONVERT_TO_TEXT');
  });

  test('stays small, on one line and without text that Fn::Sub would replace', () => {
    expect(JSON.stringify(operation(ONE)).length).toBeLessThan(520);
    expect(JSON.stringify(operation({ ...ONE, allowHeaders: ['*'] })).length).toBeLessThan(450);
    for (const policy of [ONE, TWO]) {
      expect(template(policy)).not.toContain('${');
      expect(template(policy)).not.toContain('\n');
    }
  });
});

describe('the answer to a preflight request', () => {
  test.each([
    ['the origin', { origin: FIRST }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin', {}],
  ])('states the only origin to a request that names %s', (_, headers) => {
    expect(ask(ONE, headers).responseHeaders).toEqual({
      'Access-Control-Allow-Origin': FIRST,
      'Access-Control-Allow-Methods': 'GET,OPTIONS',
      'Access-Control-Allow-Headers': 'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key',
    });
  });

  test("states '*' without Vary", () => {
    const { responseHeaders } = ask({ allowOrigins: ['*'] }, { origin: FIRST });
    expect(responseHeaders).toMatchObject({ 'Access-Control-Allow-Origin': '*' });
    expect(responseHeaders).not.toHaveProperty('Vary');
  });

  describe.each([['origin'], ['Origin']])('when the header is spelled %s', (header) => {
    test.each([[FIRST], [SECOND]])('states %s when the request names it', (origin) => {
      expect(ask(TWO, { [header]: origin }).responseHeaders).toMatchObject({ 'Access-Control-Allow-Origin': origin, 'Vary': 'Origin' });
    });

    test.each([['https://evil.example'], [`${FIRST}.evil.example`], [`${FIRST}:8443`], ['null'], ['*'], ['']])("states no origin to the stranger '%s'", (origin) => {
      const { responseHeaders, body } = ask(TWO, { [header]: origin });
      expect(responseHeaders).not.toHaveProperty('Access-Control-Allow-Origin');
      expect(responseHeaders).toMatchObject({ 'Vary': 'Origin', 'Access-Control-Allow-Methods': 'GET,OPTIONS' });
      expect(body).toBe('{"statusCode":204}');
    });
  });

  test('states no origin to a request without one', () => {
    expect(ask(TWO).responseHeaders).not.toHaveProperty('Access-Control-Allow-Origin');
  });

  test('overrides no header twice, even for a request that spells its origin both ways', () => {
    expect(ask(TWO, { origin: FIRST, Origin: SECOND }).responseHeaders).toMatchObject({ 'Access-Control-Allow-Origin': SECOND });
  });

  test.each([
    [['POST', 'GET'], 'GET,OPTIONS,POST'],
    [['OPTIONS', 'GET'], 'GET,OPTIONS'],
    [['ANY'], 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'],
    [['ANY', 'GET'], 'DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT'],
  ])('lists the methods of a path with %s', (methods, header) => {
    expect(ask(ONE, {}, methods).responseHeaders).toMatchObject({ 'Access-Control-Allow-Methods': header });
  });

  test("says the policy's own methods, headers, credentials and age", () => {
    const policy = { ...ONE, allowMethods: ['PUT'], allowHeaders: ['X-One', 'X-Two'], allowCredentials: true, maxAge: Duration.hours(2), exposeHeaders: ['X-Three'] };
    expect(ask(policy).responseHeaders).toEqual({
      'Access-Control-Allow-Origin': FIRST,
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'X-One,X-Two',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Max-Age': '7200',
    });
  });

  test('says an age of zero, and no headers for an empty list', () => {
    const { responseHeaders } = ask({ ...ONE, allowHeaders: [], maxAge: Duration.seconds(0), allowCredentials: false });
    expect(responseHeaders).toEqual({ 'Access-Control-Allow-Origin': FIRST, 'Access-Control-Allow-Methods': 'GET,OPTIONS', 'Access-Control-Max-Age': '0' });
  });

  test('carries tokens', () => {
    const policy = {
      allowOrigins: [Token.asString({ Ref: 'Origin' }), SECOND],
      allowHeaders: Token.asList({ Ref: 'Headers' }),
      maxAge: Duration.seconds(Token.asNumber({ Ref: 'Age' })),
    };
    const resolved = JSON.stringify(new Stack().resolve(template(policy)));
    expect(resolved).toContain('{"Ref":"Origin"}');
    expect(resolved).toContain('{"Fn::Join":[",",{"Ref":"Headers"}]}');
    expect(resolved).toContain('{"Ref":"Age"}');
  });
});
