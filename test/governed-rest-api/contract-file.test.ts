import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { App, Aspects, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { restApi, testStack } from '../rest-api';
import { fullApi } from './full-api';

/** Every contract in the assembly, by its file. */
function contractFiles(app: App): { [file: string]: string } {
  const { directory } = app.synth();
  const files = readdirSync(directory, { recursive: true }).map(String).filter((file) => file.endsWith('.openapi.json')).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

describe('the contract', () => {
  test('is a file in the cloud assembly, the same as openApiDocument', () => {
    const app = new App();
    const api = fullApi(testStack(app));

    expect(contractFiles(app)).toEqual({ 'StackApiDBBEC0DB.openapi.json': api.openApiDocument });
  });

  test('has every route, and none of AWS\'s dialect', () => {
    const app = new App();
    const { openApiDocument } = fullApi(testStack(app));
    const { openapi, paths, servers } = JSON.parse(openApiDocument);

    expect(openapi).toBe('3.0.3');
    expect(servers).toEqual([{ url: 'https://api.example.com/v1' }]);
    expect(Object.keys(paths)).toEqual(['/files/{proxy}', '/health', '/orders', '/orders/{id}']);
    expect(openApiDocument).not.toContain('x-amazon-apigateway');
    expect(openApiDocument).not.toContain('Token[');
  });

  test('has the routes that Aspects add', () => {
    const app = new App();
    const stack = testStack(app);
    restApi(stack);
    Aspects.of(stack).add({
      visit: (node) => {
        if (node instanceof GovernedRestApi) node.addRoute('GET /late', { integration: Integration.mock() });
      },
    });

    expect(Object.keys(JSON.parse(contractFiles(app)['StackApiDBBEC0DB.openapi.json']).paths)).toEqual(['/late']);
  });

  test('is one file for each API of a stack', () => {
    const app = new App();
    const stack = testStack(app);
    const [one, two] = ['One', 'Two'].map((id) => restApi(stack, { apiName: id }, id));
    one.addRoute('GET /one', { integration: Integration.mock() });
    two.addRoute('GET /two', { integration: Integration.mock() });
    const files = contractFiles(app);

    expect(Object.values(files).map((text) => JSON.parse(text).info.title)).toEqual(['One', 'Two']);
  });

  test('is written for an API of a nested stack and of a Stage', () => {
    const app = new App();
    restApi(new NestedStack(testStack(app), 'Nested'));
    restApi(new Stack(new Stage(app, 'Live'), 'Stack'));

    expect(Object.keys(contractFiles(app))).toEqual([
      expect.stringMatching(/^StackNestedApi[0-9A-F]+\.openapi\.json$/),
      expect.stringMatching(/^assembly-Live\/LiveStackApi[0-9A-F]+\.openapi\.json$/),
    ]);
  });
});
