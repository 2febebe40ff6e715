import { workingFolder } from './command-line';
import { CLEAN, OPEN, OPEN_DEFINITION, OPEN_YAML, UNKNOWN, petsTemplate } from './sample-templates';

const folder = workingFolder();

/** An error, a warning and what cannot be known. */
const MIXED = {
  Parameters: { Authorization: { Type: 'String' } },
  Resources: {
    ...OPEN.Resources,
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Pets', Description: 'for testing' } },
    PutPets: { ...OPEN.Resources.GetPets, Properties: { ...OPEN.Resources.GetPets.Properties, HttpMethod: 'PUT', AuthorizationType: { Ref: 'Authorization' } } },
  },
};
const COUNTS = '1 error, 1 warning, 1 unknown';

describe('the report in text', () => {
  test('groups findings by API and route, with place, fix and link', () => {
    folder.current.write({
      'pets.yaml': OPEN_YAML,
      'orders.json': { Resources: { Orders: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Body: { openapi: '3.0.1', info: { title: 'Orders' }, paths: { '/orders': { get: {}, put: {} } } } } } } },
    });

    expect(folder.current.run('check', 'pets.yaml', 'orders.json')).toEqual({
      exit: 1,
      err: '',
      out: `Pets (REST API)
  GET /pets
    pets.yaml:14:5  error  rest-method-without-auth  (GetPets)
      'GET /pets' has no authorization
      fix: give it an authorizer
      see: https://example.com/authorization

Orders (HTTP API)
  GET /orders
    orders.json:13:15  error  openapi-operation-without-auth  (Orders)
      'GET /orders' has no authorization
      fix: give it an authorizer
      see: https://example.com/authorization
  PUT /orders
    orders.json:14:15  error  openapi-operation-without-auth  (Orders)
      'PUT /orders' has no authorization
      fix: give it an authorizer
      see: https://example.com/authorization

3 errors, 0 warnings, 0 unknown, 0 acknowledged; 2 templates, 2 APIs
`,
    });
  });

  test('tells APIs of two files apart that have one name', () => {
    folder.current.write({ 'a.json': OPEN, 'b.json': OPEN });

    expect(folder.current.run('check', '.').out.match(/^Pets \(REST API\)$/gm)).toHaveLength(2);
  });

  test('says what concerns a whole API before its routes', () => {
    folder.current.write({ 'a.json': MIXED });

    const { out } = folder.current.run('check', 'a.json');
    expect(out.indexOf('api-for-testing')).toBeGreaterThan(-1);
    expect(out.indexOf('api-for-testing')).toBeLessThan(out.indexOf('rest-method-without-auth'));
  });

  test('is a line when there is nothing to say', () => {
    folder.current.write({ 'clean.json': CLEAN });

    expect(folder.current.run('check', 'clean.json')).toEqual({ exit: 0, err: '', out: '0 errors, 0 warnings, 0 unknown, 0 acknowledged; 1 template, 1 API\n' });
  });
});

describe('--severity', () => {
  const severities = (...args: string[]) => (JSON.parse(folder.current.run('check', 'a.json', '--format', 'json', ...args).out) as { severity: string }[]).map(({ severity }) => severity).sort();
  beforeEach(() => { folder.current.write({ 'a.json': MIXED }); });

  test('lists errors and warnings without it', () => {
    expect(severities()).toEqual(['error', 'warning']);
    expect(folder.current.run('check', 'a.json').out).toContain(`\n${COUNTS} (--severity unknown lists them), 0 acknowledged; `);
  });

  test('error lists errors alone, and counts all', () => {
    expect(severities('--severity', 'error')).toEqual(['error']);
    expect(folder.current.run('check', 'a.json', '--severity', 'error').out).toContain(`\n${COUNTS} (`);
  });

  test('warning lists errors and warnings', () => {
    expect(severities('--severity=warning')).toEqual(['error', 'warning']);
  });

  test('unknown lists all', () => {
    expect(severities('--severity', 'unknown')).toEqual(['error', 'unknown', 'warning']);
    expect(folder.current.run('check', 'a.json', '--severity', 'unknown').out).toContain(`\n${COUNTS}, 0 acknowledged; `);
  });
});

describe('--category', () => {
  beforeEach(() => { folder.current.write({ 'a.json': MIXED }); });

  test.each([
    [['--category', 'security'], 1, '1 error, 0 warnings, 1 unknown'],
    [['--category', 'operations'], 0, '0 errors, 1 warning, 0 unknown'],
    [['--category', 'operations,security'], 1, COUNTS],
    [['--category', 'operations', '--category', 'security'], 1, COUNTS],
    [['--category', 'operations, cost'], 0, '0 errors, 1 warning, 0 unknown'],
  ])('%j decides what is listed, counted and answered', (args, exit, counts) => {
    const answer = folder.current.run('check', 'a.json', ...args);

    expect(answer.exit).toBe(exit);
    expect(answer.out).toContain(counts);
  });
});

describe('the exit code', () => {
  test.each([
    ['0 for what is clean', CLEAN, 0],
    ['0 for what cannot be known', UNKNOWN, 0],
    ['0 for warnings', petsTemplate('AWS_IAM', { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Description: 'for testing' } } } }), 0],
    ['1 for errors', OPEN, 1],
  ])('is %s, in every format', (_what, template, exit) => {
    folder.current.write({ 'a.json': template });

    for (const format of ['text', 'json', 'sarif']) expect(folder.current.run('check', 'a.json', '--format', format).exit).toBe(exit);
  });
});

describe('the report in JSON', () => {
  test('is one array, whose findings have all that programs need', () => {
    folder.current.write({ 'stacks/pets.yaml': OPEN_YAML });

    expect(JSON.parse(folder.current.run('check', 'stacks', '--format', 'json').out)).toEqual([{
      ruleId: 'rest-method-without-auth',
      severity: 'error',
      category: 'security',
      apiType: 'REST',
      file: 'stacks/pets.yaml',
      logicalId: 'GetPets',
      route: 'GET /pets',
      message: '\'GET /pets\' has no authorization',
      fix: 'give it an authorizer',
      docs: 'https://example.com/authorization',
      line: 14,
      column: 5,
    }]);
  });

  test('is an empty array when there is nothing to say', () => {
    folder.current.write({ 'clean.json': CLEAN });

    expect(folder.current.run('check', 'clean.json', '--format', 'json').out).toBe('[]\n');
  });

  test.each(['json', 'sarif'])('stands alone on the standard output as %s: what was not checked goes to the other', (format) => {
    folder.current.write({ 'a.json': { Resources: { ...CLEAN.Resources, Sam: { Type: 'AWS::Serverless::Api' } } } });

    const { out, err } = folder.current.run('check', 'a.json', '--format', format);
    expect(() => { JSON.parse(out); }).not.toThrow();
    expect(err).toMatch(/^not checked in a\.json: 1 AWS::Serverless resource is only expanded by the transform; .+\n$/);
  });
});

describe('progress', () => {
  test('shows on a terminal that somebody watches, and is taken away', () => {
    folder.current.write({ 'a.json': CLEAN, 'b.json': CLEAN });

    const { out, err } = folder.current.runWith({ isWatched: true }, 'check', '.', '--format', 'json');
    expect(out).toBe('[]\n');
    expect(err).toBe('\r\u001b[Kchecking 1: a.json\r\u001b[K');
  });

  test('is silent elsewhere', () => {
    folder.current.write({ 'a.json': CLEAN });

    expect(folder.current.run('check', '.').err).toBe('');
  });
});

test('many templates are checked in one run, and each is let go', () => {
  folder.current.write(Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`many/t${index}.yaml`, OPEN_YAML])));

  expect(folder.current.run('check', 'many').out).toContain('300 errors, 0 warnings, 0 unknown, 0 acknowledged; 300 templates, 300 APIs');
});

test('a template of a megabyte with 5,000 routes is checked', () => {
  const paths = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`/resources/number-${index}`, {
    get: { 'x-amazon-apigateway-integration': { type: 'HTTP_PROXY', httpMethod: 'GET', uri: `https://example.com/a/backend/of/some/length/${index}`, passthroughBehavior: 'never' } },
  }]));
  folder.current.write({ 'big.json': JSON.stringify({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Big', Body: { openapi: '3.0.1', paths } } } } }) });

  expect(folder.current.run('check', 'big.json').out).toContain('5000 errors, ');
});

test('definitions are read where they stand as a text', () => {
  folder.current.write({ 'a.json': { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Text', Body: JSON.stringify({ openapi: '3.0.1', paths: { '/a': { get: {} } } }) } } } } });

  expect(folder.current.run('check', 'a.json').out).toContain('a.json:7:9  error  openapi-operation-without-auth');
});

test('a definition with a reference to itself is read to its end', () => {
  const paths = { '/a': { $ref: '#/paths/~1b' }, '/b': { $ref: '#/paths/~1a' }, '/c': { get: { parameters: [{ $ref: '#/components/parameters/A' }] } } };
  folder.current.write({ 'a.json': { Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { openapi: '3.0.1', paths, components: { parameters: { A: { $ref: '#/components/parameters/A' } } } } } } } }, 'orders.yaml': OPEN_DEFINITION });

  expect(folder.current.run('check', 'a.json').out).toContain('1 error, ');
});
