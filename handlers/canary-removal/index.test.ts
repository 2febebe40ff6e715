import { FakeStage } from './fake-stage';
import { handler } from './index';

const environment = process.env;
let stage: FakeStage;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  stage = new FakeStage('api1', 'prod');
  await stage.start();
  // A developer's own AWS settings (a profile, other endpoints) must not lead the client elsewhere.
  const withoutAws = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('AWS_')));
  process.env = {
    ...withoutAws,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_ENDPOINT_URL: stage.endpoint,
  };
});

afterEach(async () => {
  process.env = environment;
  await stage.stop();
  jest.restoreAllMocks();
});

test('the entry point works with what Lambda gives it: a region and credentials', async () => {
  await handler({ RequestType: 'Delete', ResourceProperties: { RestApiId: 'api1', StageName: 'prod' } });

  expect(stage.hasCanary).toBe(false);
});
