import { configXml, FakeCloudFront, originXml } from './fake-cloud-front';
import { handler } from './index';
import { lambdaEnvironment } from '../../test/fake-service';
import { FakeSecretsManager } from '../origin-lock/fake-secrets-manager';
import { systemClock } from '../waiting';

const environment = process.env;
let secrets: FakeSecretsManager;
let cloudFront: FakeCloudFront;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  secrets = new FakeSecretsManager();
  cloudFront = new FakeCloudFront();
  await Promise.all([secrets.start(), cloudFront.start()]);
  process.env = {
    ...lambdaEnvironment(environment, secrets.endpoint),
    AWS_ENDPOINT_URL_CLOUDFRONT: cloudFront.endpoint,
    DISTRIBUTION_ID: 'E1',
    ORIGIN_HEADER: 'x-origin-secret',
  };
});

afterEach(async () => {
  process.env = environment;
  await Promise.all([secrets.stop(), cloudFront.stop()]);
  jest.restoreAllMocks();
});

function run(Step: string, ClientRequestToken = 'v2'): Promise<void> {
  return handler({ Step, SecretId: 'arn:secret', ClientRequestToken });
}

test('the entry point works with what Lambda gives it: a region, credentials and its own variables', async () => {
  secrets.put('v1', 'first', 'AWSCURRENT');
  secrets.put('v2', 'second', 'AWSPENDING');
  cloudFront.config = configXml(originXml('api', { 'x-origin-secret': 'first' }));

  await run('createSecret');
  await run('setSecret');
  cloudFront.status = 'Deployed';
  await run('testSecret');
  await run('finishSecret');

  expect(secrets.valueOf('AWSCURRENT')).toBe('second');
  expect(cloudFront.headerValues('x-origin-secret')).toEqual(['second']);
});

test('each value is another one, of 48 characters that stand in a header and in XML as they are', async () => {
  jest.spyOn(systemClock, 'sleep').mockResolvedValue();
  const values = new Set<string | undefined>();
  for (const version of ['v2', 'v3', 'v4']) {
    secrets.label(version, 'AWSPENDING');
    await run('createSecret', version);
    values.add(secrets.valueOf('AWSPENDING'));
  }

  expect(values.size).toBe(3);
  values.forEach((value) => expect(value).toMatch(/^[A-Za-z0-9_-]{48}$/));
});

test.each(['DISTRIBUTION_ID', 'ORIGIN_HEADER'])('fails without %s', async (name) => {
  delete process.env[name];

  await expect(run('createSecret')).rejects.toThrow(`the function has no environment variable '${name}'`);
});
