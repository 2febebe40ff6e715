import { FakeStage } from './fake-stage';
import { handler } from './index';
import { lambdaEnvironment } from '../../test/fake-service';

const environment = process.env;
let stage: FakeStage;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  stage = new FakeStage('api1', 'prod');
  await stage.start();
  process.env = lambdaEnvironment(environment, stage.endpoint);
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
