import type * as entryPoint from './index';
import { lambdaEnvironment } from '../../test/fake-service';
import { DynamoEngine } from '../realtime/dynamo-engine';

const environment = process.env;
let engine: DynamoEngine;

beforeEach(async () => {
  // The module reads its settings when it is loaded.
  jest.resetModules();
  engine = new DynamoEngine();
  await engine.start();
  process.env = { ...lambdaEnvironment(environment, engine.endpoint), REALTIME_TABLE: engine.tableName };
});

afterEach(async () => {
  process.env = environment;
  await engine.stop();
});

function loaded(): typeof entryPoint {
  return jest.requireActual<typeof entryPoint>('./index');
}

test('the entry point works with what Lambda gives it', async () => {
  const { handler } = loaded();

  await handler({ requestContext: { connectionId: 'c1', eventType: 'CONNECT' } });
  expect((await engine.attributes())[0]).toMatchObject({ connectionId: { S: 'c1' }, onlineIn: { S: 'eu-west-1' } });
  await handler({ requestContext: { connectionId: 'c1', eventType: 'DISCONNECT' } });
  expect(await engine.items()).toEqual([]);
});

test.each(['REALTIME_TABLE', 'AWS_REGION'])('fails to load without %s', (name) => {
  delete process.env[name];

  expect(loaded).toThrow(`the function has no environment variable '${name}'`);
});
