import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { FakeSecretsManager } from './fake-secrets-manager';
import { OriginSecret } from './origin-secret';
import { clientOf, Refusal } from '../../test/fake-service';
import { TickingClock } from '../ticking-clock';

const ONE_READING = ['GetSecretValue AWSCURRENT', 'GetSecretValue AWSPENDING', 'GetSecretValue AWSPREVIOUS'];
const throttled: Refusal = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };

let service: FakeSecretsManager;
let client: SecretsManagerClient;
let clock: TickingClock;
let secret: OriginSecret;

beforeEach(async () => {
  jest.spyOn(console, 'warn').mockImplementation();
  service = new FakeSecretsManager();
  await service.start();
  service.put('v1', 'first', 'AWSCURRENT');
  client = new SecretsManagerClient(clientOf(service.endpoint));
  clock = new TickingClock();
  secret = new OriginSecret('arn:secret', client, clock);
});

afterEach(async () => {
  client.destroy();
  await service.stop();
  jest.restoreAllMocks();
});

test('the current, the pending and the previous version are accepted', async () => {
  service.put('v0', 'zeroth', 'AWSPREVIOUS');
  service.put('v2', 'second', 'AWSPENDING');

  for (const value of ['zeroth', 'first', 'second']) expect(await secret.isAmong([value])).toBe(true);
  expect(service.requests.sort()).toEqual(ONE_READING);
});

test.each([['nothing', []], ['an empty value', ['']]])('%s is refused without asking Secrets Manager', async (_, values) => {
  expect(await secret.isAmong(values)).toBe(false);
  expect(service.requests).toEqual([]);
});

test.each(['firs', 'first ', 'First', 'firstfirst', 'x'.repeat(10_000)])('the value \'%.20s\' is refused', async (value) => {
  expect(await secret.isAmong([value])).toBe(false);
});

test('one good value among others is enough', async () => {
  expect(await secret.isAmong(['other', 'first'])).toBe(true);
});

test('a version that was labelled but has no value yet lets nobody in', async () => {
  service.label('v2', 'AWSPENDING');

  expect(await secret.isAmong(['undefined'])).toBe(false);
  expect(await secret.isAmong(['first'])).toBe(true);
});

test('versions without any of the three labels are refused', async () => {
  service.put('v0', 'forgotten');

  expect(await secret.isAmong(['forgotten'])).toBe(false);
});

test('a version made meanwhile is accepted at once when the last reading is five seconds old', async () => {
  await secret.isAmong(['first']);
  service.put('v2', 'second', 'AWSPENDING');

  clock.pass(4_999);
  expect(await secret.isAmong(['second'])).toBe(false);
  clock.pass(1);
  expect(await secret.isAmong(['second'])).toBe(true);
});

test('a flood of wrong values makes one reading in five seconds', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, index) => secret.isAmong([`wrong${index}`])));
  expect(service.requests.sort()).toEqual(ONE_READING);

  clock.pass(5_000);
  await Promise.all(Array.from({ length: 50 }, (_, index) => secret.isAmong([`wrong${index}`])));
  expect(service.requests).toHaveLength(2 * ONE_READING.length);
});

test('a version that lost its labels is refused after a minute', async () => {
  await secret.isAmong(['first']);
  service.versions.clear();
  service.put('v2', 'second', 'AWSCURRENT');

  clock.pass(59_999);
  expect(await secret.isAmong(['first'])).toBe(true);
  clock.pass(1);
  expect(await secret.isAmong(['first'])).toBe(false);
});

test('what is remembered serves for ten minutes while Secrets Manager does not answer', async () => {
  await secret.isAmong(['first']);
  service.refusals.set('GetSecretValue', throttled);

  clock.pass(599_999);
  expect(await secret.isAmong(['first'])).toBe(true);
  clock.pass(1);
  await expect(secret.isAmong(['first'])).rejects.toThrow('Rate exceeded');
});

test('fails while Secrets Manager never answered, and works as soon as it does', async () => {
  service.refusals.set('GetSecretValue', throttled);
  await expect(secret.isAmong(['first'])).rejects.toThrow('Rate exceeded');
  service.refusals.clear();

  expect(await secret.isAmong(['first'])).toBe(true);
});

test('fails when the secret has no version at all', async () => {
  service.versions.clear();

  await expect(secret.isAmong(['first'])).rejects.toThrow('the secret \'arn:secret\' has no version with a text');
});

test('fails when the function may not read the secret', async () => {
  service.refusals.set('GetSecretValue', { status: 400, code: 'AccessDeniedException', message: 'not authorized' });

  await expect(secret.isAmong(['first'])).rejects.toThrow('not authorized');
});
