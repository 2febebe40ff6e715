import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { configXml, FakeCloudFront, originXml } from './fake-cloud-front';
import { onEvent, Surroundings } from './on-event';
import { clientOf, Refusal } from '../../test/fake-service';
import { FakeSecretsManager } from '../origin-lock/fake-secrets-manager';
import { OriginSecret } from '../origin-lock/origin-secret';
import { TickingClock } from '../ticking-clock';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
type Step = typeof STEPS[number];
const conflict: Refusal = { status: 412, code: 'PreconditionFailed', message: 'The request failed because it didn\'t meet the preconditions' };

let secrets: FakeSecretsManager;
let cloudFront: FakeCloudFront;
let clock: TickingClock;
let surroundings: Surroundings;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  secrets = new FakeSecretsManager();
  cloudFront = new FakeCloudFront();
  await Promise.all([secrets.start(), cloudFront.start()]);
  secrets.put('v1', 'first', 'AWSCURRENT');
  // As Secrets Manager does before the first step: a label on a version without a value.
  secrets.label('v2', 'AWSPENDING');
  cloudFront.config = configXml(originXml('api', { 'x-origin-secret': 'first', 'x-other': 'kept' }), originXml('files', { 'x-other': 'kept' }));
  clock = new TickingClock();
  let made = 0;
  surroundings = {
    secretsManager: new SecretsManagerClient(clientOf(secrets.endpoint)),
    cloudFront: new CloudFrontClient(clientOf(cloudFront.endpoint)),
    clock,
    randomValue: () => `random${made += 1}`,
    changePatience: { firstDelay: 1_000, longestDelay: 8_000, total: 60_000 },
    deploymentPatience: { firstDelay: 5_000, longestDelay: 20_000, total: 600_000 },
    header: { distributionId: 'E1', name: 'X-Origin-Secret' },
  };
});

afterEach(async () => {
  surroundings.secretsManager.destroy();
  surroundings.cloudFront.destroy();
  await Promise.all([secrets.stop(), cloudFront.stop()]);
  jest.restoreAllMocks();
});

function run(Step: string, ClientRequestToken = 'v2'): Promise<void> {
  return onEvent({ Step, SecretId: 'arn:secret', ClientRequestToken }, surroundings);
}

/** Everything up to, and not including, this step. */
async function runUntil(end: Step): Promise<void> {
  for (const step of STEPS.slice(0, STEPS.indexOf(end))) await runDeployed(step);
}

async function runDeployed(step: Step): Promise<void> {
  if (step === 'testSecret') cloudFront.status = 'Deployed';
  await run(step);
}

function accepts(value: string): Promise<boolean> {
  return new OriginSecret('arn:secret', surroundings.secretsManager, clock).isAmong([value]);
}

describe('a rotation', () => {
  test('ends with a new current version that the distribution sends, and keeps the one before', async () => {
    for (const step of STEPS) await runDeployed(step);

    expect(secrets.valueOf('AWSCURRENT')).toBe('random1');
    expect(secrets.valueOf('AWSPREVIOUS')).toBe('first');
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['random1']);
  });

  test('does the same when each step is done twice', async () => {
    for (const step of STEPS) {
      await runDeployed(step);
      await runDeployed(step);
    }

    expect(secrets.valueOf('AWSCURRENT')).toBe('random1');
    expect(secrets.valueOf('AWSPREVIOUS')).toBe('first');
    expect(secrets.requests.filter((request) => request === 'PutSecretValue')).toHaveLength(1);
    expect(secrets.requests.filter((request) => request.startsWith('UpdateSecretVersionStage'))).toHaveLength(1);
    expect(cloudFront.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1);
  });

  test.each(STEPS)('that broke off before %s does the same when all of it is repeated', async (step) => {
    await runUntil(step);
    for (const again of STEPS) await runDeployed(again);

    expect(secrets.valueOf('AWSCURRENT')).toBe('random1');
    expect(secrets.valueOf('AWSPREVIOUS')).toBe('first');
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['random1']);
  });

  test('changes nothing when it is repeated after its end', async () => {
    for (const step of STEPS) await runDeployed(step);
    const before = cloudFront.requests.length;
    for (const step of STEPS) await run(step);

    expect(secrets.valueOf('AWSCURRENT')).toBe('random1');
    expect(cloudFront.requests).toHaveLength(before);
  });

  test.each([...STEPS, 'end'])('lets the origin accept the old and the new value before %s', async (step) => {
    const end = STEPS.indexOf(step as Step);
    for (const done of end < 0 ? STEPS : STEPS.slice(0, end)) await runDeployed(done);

    expect(await accepts('first')).toBe(true);
    expect(await accepts('random1')).toBe(step !== 'createSecret');
  });

  test('after another leaves the value before last behind', async () => {
    for (const step of STEPS) await runDeployed(step);
    secrets.label('v3', 'AWSPENDING');
    for (const step of STEPS) {
      if (step === 'testSecret') cloudFront.status = 'Deployed';
      await run(step, 'v3');
    }

    expect([secrets.valueOf('AWSCURRENT'), secrets.valueOf('AWSPREVIOUS')]).toEqual(['random2', 'random1']);
    expect(await accepts('first')).toBe(false);
  });
});

describe.each(STEPS)('%s', (step) => {
  test('fails for a version that is not being rotated', async () => {
    secrets.put('v0', 'old');

    await expect(run(step, 'v0')).rejects.toThrow('version \'v0\' of the secret \'arn:secret\' is neither pending nor current');
    await expect(run(step, 'unknown')).rejects.toThrow('version \'unknown\'');
    expect(cloudFront.requests).toEqual([]);
  });

  test('logs neither value', async () => {
    await runUntil(step);
    await runDeployed(step);

    expect(JSON.stringify(jest.mocked(console.info).mock.calls)).not.toMatch(/random|first/);
  });
});

test('fails for a step that does not exist', async () => {
  await expect(run('create_secret')).rejects.toThrow('a rotation has no step \'create_secret\'');
});

describe('createSecret', () => {
  test('makes a value, and waits until an origin that has just looked would look again', async () => {
    await run('createSecret');

    expect(secrets.requests).toEqual(['DescribeSecret', 'GetSecretValue AWSPENDING', 'PutSecretValue']);
    expect(clock.slept).toEqual([5_000]);
    expect(secrets.valueOf('AWSPENDING')).toBe('random1');
    expect(secrets.valueOf('AWSCURRENT')).toBe('first');
  });

  test('fails when the version cannot be read for another reason than that it has no value', async () => {
    secrets.refusals.set('GetSecretValue', { status: 400, code: 'AccessDeniedException', message: 'not authorized' });

    await expect(run('createSecret')).rejects.toThrow('not authorized');
    expect(secrets.requests).not.toContain('PutSecretValue');
  });
});

describe('setSecret', () => {
  beforeEach(() => run('createSecret'));

  test('changes the header alone', async () => {
    const before = cloudFront.config;
    await run('setSecret');

    expect(withoutOrder(cloudFront.config)).toEqual(withoutOrder(before.replace('first', 'random1')));
  });

  test('changes every origin that has the header, whatever the case of its name', async () => {
    cloudFront.config = configXml(
      originXml('api', { 'X-ORIGIN-SECRET': 'first' }), originXml('files', {}), originXml('more', { 'x-other': 'kept', 'x-origin-secret': 'other' }),
    );
    await run('setSecret');

    expect(cloudFront.headerValues('X-ORIGIN-SECRET')).toEqual(['random1']);
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['random1']);
    expect(cloudFront.headerValues('x-other')).toEqual(['kept']);
  });

  test('leaves a distribution alone that sends the value already', async () => {
    cloudFront.change('first', 'random1');
    await run('setSecret');

    expect(cloudFront.requests).toEqual(['GET /distribution/E1/config']);
  });

  test('reads again what somebody else changes at the same time, and keeps it', async () => {
    cloudFront.putRefusals.push(conflict, conflict);
    jest.spyOn(clock, 'sleep').mockImplementationOnce(async () => { cloudFront.change('orders &amp; more', 'changed'); });
    await run('setSecret');

    expect(cloudFront.config).toContain('<Comment>changed</Comment>');
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['random1']);
    expect(cloudFront.requests.filter((request) => request.startsWith('PUT'))).toHaveLength(3);
  });

  test('gives CloudFront the version that it read', async () => {
    // The fake refuses any other.
    cloudFront.change('orders &amp; more', 'changed');
    await run('setSecret');

    expect(cloudFront.requests).toEqual(['GET /distribution/E1/config', 'PUT /distribution/E1/config']);
  });

  test('fails when the distribution does not come to rest within a minute', async () => {
    cloudFront.putRefusal = conflict;

    await expect(run('setSecret')).rejects.toThrow('distribution \'E1\' could not be changed within 60 seconds; CloudFront\'s last answer was \'PreconditionFailed');
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['first']);
  });

  test('fails at once when CloudFront refuses for a reason that does not pass', async () => {
    cloudFront.putRefusal = { status: 403, code: 'AccessDenied', message: 'not authorized' };

    await expect(run('setSecret')).rejects.toThrow('not authorized');
    expect(cloudFront.requests).toHaveLength(2);
  });

  test('fails when no origin has the header', async () => {
    cloudFront.config = configXml(originXml('api', { 'x-other': 'kept' }), originXml('files', {}));

    await expect(run('setSecret')).rejects.toThrow('distribution \'E1\' sends \'X-Origin-Secret\' to none of its origins');
  });

  test('fails when the version has no value', async () => {
    secrets.label('v3', 'AWSPENDING');

    await expect(run('setSecret', 'v3')).rejects.toThrow('the step createSecret comes first');
    expect(cloudFront.requests).toEqual([]);
  });
});

describe('testSecret', () => {
  beforeEach(async () => {
    await runUntil('testSecret');
    clock.slept.length = 0;
  });

  test('waits until the distribution is deployed', async () => {
    const sleep = clock.sleep.bind(clock);
    jest.spyOn(clock, 'sleep').mockImplementation(async (millis) => {
      await sleep(millis);
      if (clock.slept.length === 4) cloudFront.status = 'Deployed';
    });
    await run('testSecret');

    expect(clock.slept).toEqual([5_000, 10_000, 20_000, 20_000]);
  });

  test('fails after ten minutes', async () => {
    await expect(run('testSecret')).rejects.toThrow('distribution \'E1\' was not deployed within 600 seconds: its status is \'InProgress\'');

    const waited = clock.slept.reduce((sum, millis) => sum + millis, 0);
    expect(waited).toBeGreaterThan(570_000);
    expect(waited).toBeLessThanOrEqual(600_000);
    expect(secrets.valueOf('AWSCURRENT')).toBe('first');
  });

  test('fails at once when somebody has put the old value back, and the repeated rotation sets it again', async () => {
    cloudFront.change('random1', 'first');

    await expect(run('testSecret')).rejects.toThrow('sends another \'X-Origin-Secret\' than the rotation had set');
    expect(clock.slept).toEqual([]);
    for (const step of STEPS) await runDeployed(step);
    expect(cloudFront.headerValues('x-origin-secret')).toEqual(['random1']);
    expect(secrets.valueOf('AWSCURRENT')).toBe('random1');
  });

  test('goes on waiting while CloudFront is busy, and fails for other reasons at once', async () => {
    cloudFront.getRefusal = { status: 400, code: 'Throttling', message: 'Rate exceeded' };
    await expect(run('testSecret')).rejects.toThrow('was not deployed within 600 seconds: Rate exceeded');

    clock.slept.length = 0;
    cloudFront.getRefusal = { status: 403, code: 'AccessDenied', message: 'not authorized' };
    await expect(run('testSecret')).rejects.toThrow('not authorized');
    expect(clock.slept).toEqual([]);
  });
});

test('testSecret passes for the trial that Secrets Manager makes when a rotation is only planned: a pending version with the current value', async () => {
  secrets.put('v2', 'first', 'AWSPENDING');
  await run('testSecret');

  expect(cloudFront.requests).toEqual(['GET /distribution/E1']);
});

/** XML elements may come in another order than they were read in. */
function withoutOrder(xml: string): string[] {
  return xml.replace(/ xmlns="[^"]*"/g, '').split(/(?=<)/).sort();
}
