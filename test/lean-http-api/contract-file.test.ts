import { readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { App, Aspects, NestedStack } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { httpApi } from '../http-api';
import { restApi, testStack } from '../rest-api';
import { fullHttpApi } from './full-api';

const backend = Integration.httpProxy('https://backend.example.com');

/** Every contract in the assembly, by its file. */
function contractFiles(app: App): { [file: string]: string } {
  const { directory } = app.synth();
  const files = readdirSync(directory, { recursive: true }).map(String).filter((file) => file.endsWith('.openapi.json')).sort();
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(directory, file), 'utf8')]));
}

describe('the contract of an HTTP API', () => {
  test('is a file in the cloud assembly, the same as openApiDocument', () => {
    const app = new App();
    const api = fullHttpApi(testStack(app));

    expect(contractFiles(app)).toEqual({ 'StackApiDBBEC0DB.openapi.json': api.openApiDocument });
    expect(JSON.parse(api.openApiDocument)).toMatchObject({ openapi: '3.0.3', info: { title: 'orders', description: 'Orders' }, servers: [{ url: 'https://api.example.com/v1' }] });
    expect(api.openApiDocument).not.toContain('Token[');
  });

  test('has the routes that Aspects add, and not $default', () => {
    const app = new App();
    const stack = testStack(app);
    httpApi(stack).addRoute('$default', { integration: backend });
    Aspects.of(stack).add({ visit: (node) => { if (node instanceof LeanHttpApi) node.addRoute('GET /late', { integration: backend }); } });

    expect(Object.keys(JSON.parse(contractFiles(app)['StackApiDBBEC0DB.openapi.json']).paths)).toEqual(['/late']);
  });

  test('is one file for each API of a stack, of either type, and of a nested stack', () => {
    const app = new App();
    const stack = testStack(app);
    httpApi(stack, { apiName: 'http' }, 'Http').addRoute('GET /http', { integration: backend });
    restApi(stack, { apiName: 'rest' }, 'Rest').addRoute('GET /rest', { integration: backend });
    httpApi(new NestedStack(stack, 'Nested'), { apiName: 'nested' });

    expect(Object.values(contractFiles(app)).map((text) => String(JSON.parse(text).info.title)).sort()).toEqual(['http', 'nested', 'rest']);
  });
});
