import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { Surroundings } from './canary';
import { FakeStage } from './fake-stage';
import { CanaryRemovalEvent, onEvent } from './on-event';
import { clientOf, Refusal } from '../../test/fake-service';

const PATCH = 'PATCH /restapis/api1/stages/prod {"patchOperations":[{"op":"remove","path":"/canarySettings"}]}';
const GET = 'GET /restapis/api1/stages/prod';

const throttled: Refusal = { status: 429, code: 'TooManyRequestsException', message: 'Too Many Requests' };
const conflict: Refusal = { status: 409, code: 'ConflictException', message: 'Unable to complete operation due to concurrent modification' };
const denied: Refusal = { status: 403, code: 'AccessDeniedException', message: 'User is not authorized to perform: apigateway:PATCH' };
const bad: Refusal = { status: 400, code: 'BadRequestException', message: 'Stage update is not possible now' };
const gone: Refusal = { status: 404, code: 'NotFoundException', message: 'Invalid stage identifier specified' };

let stage: FakeStage;
let surroundings: Surroundings;
let slept: number[];

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  stage = new FakeStage('api1', 'prod');
  await stage.start();
  slept = [];
  let time = 0;
  surroundings = {
    apiGateway: new APIGatewayClient(clientOf(stage.endpoint)),
    patience: { firstDelay: 2_000, longestDelay: 16_000, total: 120_000 },
    clock: {
      now: () => time,
      random: () => 0,
      sleep: async (millis) => {
        slept.push(millis);
        time += millis;
      },
    },
  };
});

afterEach(async () => {
  surroundings.apiGateway.destroy();
  await stage.stop();
  jest.restoreAllMocks();
});

function send(RequestType: CanaryRemovalEvent['RequestType'], properties: Partial<CanaryRemovalEvent['ResourceProperties']> = {}) {
  return onEvent({ RequestType, ResourceProperties: { RestApiId: 'api1', StageName: 'prod', ...properties } }, surroundings);
}

describe.each(['Create', 'Update'] as const)('on %s', (requestType) => {
  test('calls nothing, and the canary stays', async () => {
    await send(requestType);

    expect(stage.requests).toEqual([]);
    expect(stage.hasCanary).toBe(true);
  });

  test('answers the same id for the same stage', async () => {
    expect(await send(requestType)).toEqual({ PhysicalResourceId: 'canary-of-api1-prod' });
  });

  test.each([
    ['another API', { RestApiId: 'api2' }],
    ['another stage of the API', { StageName: 'next' }],
  ])('answers another id for %s, so that CloudFormation deletes the former', async (_what, properties) => {
    const { PhysicalResourceId: former } = await send('Create');

    expect((await send(requestType, properties)).PhysicalResourceId).not.toBe(former);
  });
});

describe('on Delete', () => {
  test('takes the canary from the stage, with one request', async () => {
    expect(await send('Delete')).toEqual({});

    expect(stage.hasCanary).toBe(false);
    expect(stage.requests).toEqual([PATCH]);
  });

  test('is content when the canary was taken away by hand', async () => {
    stage.hasCanary = false;

    expect(await send('Delete')).toEqual({});

    expect(stage.requests).toEqual([PATCH, GET]);
  });

  test.each([
    ['the API', { RestApiId: 'gone' }],
    ['the stage', { StageName: 'gone' }],
  ])('is content when %s is gone', async (_what, properties) => {
    expect(await send('Delete', properties)).toEqual({});

    expect(stage.requests).toHaveLength(1);
  });

  test('is content when the stage goes after its canary could not be removed', async () => {
    stage.patchRefusal = bad;
    stage.getRefusal = gone;

    expect(await send('Delete')).toEqual({});
  });

  test('fails at once when the stage keeps its canary, and says what to do', async () => {
    stage.patchRefusal = bad;

    await expect(send('Delete')).rejects.toThrow(
      'the canary of stage \'prod\' of REST API \'api1\' could not be removed: API Gateway answered '
      + '\'BadRequestException: Stage update is not possible now\'; remove it by hand with \'aws apigateway update-stage --rest-api-id api1 '
      + '--stage-name prod --patch-operations op=remove,path=/canarySettings\' and deploy again',
    );
    expect(stage.requests).toEqual([PATCH, GET]);
    expect(slept).toEqual([]);
  });

  test('fails when nobody can say whether the stage keeps its canary', async () => {
    stage.patchRefusal = bad;
    stage.getRefusal = { status: 500, code: 'InternalFailure', message: 'try later' };

    await expect(send('Delete')).rejects.toThrow('API Gateway answered \'InternalFailure: try later\'');
  });

  test.each([
    ['throttled', throttled],
    ['in the way of another change', conflict],
    ['not allowed yet', denied],
  ])('tries again when it is %s', async (_what, refusal) => {
    stage.patchRefusals.push(refusal, refusal);

    expect(await send('Delete')).toEqual({});

    expect(stage.hasCanary).toBe(false);
    expect(slept).toEqual([2_000, 4_000]);
  });

  test('fails with the last answer when its patience ends', async () => {
    stage.patchRefusal = throttled;

    await expect(send('Delete')).rejects.toThrow('could not be removed: API Gateway answered \'TooManyRequestsException: Too Many Requests\'');

    expect(slept.reduce((sum, millis) => sum + millis, 0)).toBeLessThanOrEqual(120_000);
    expect(stage.requests).toHaveLength(slept.length + 1);
  });

  test('fails at once on an error that does not pass', async () => {
    stage.patchRefusal = { status: 401, code: 'UnauthorizedException', message: 'The security token is invalid' };

    await expect(send('Delete')).rejects.toThrow('API Gateway answered \'UnauthorizedException: The security token is invalid\'');
    expect(slept).toEqual([]);
  });

  test('writes what it did into the log', async () => {
    await send('Delete');
    await send('Delete');

    expect(jest.mocked(console.info).mock.calls).toEqual([
      ['stage \'prod\' of REST API \'api1\' has no canary any more'],
      ['stage \'prod\' of REST API \'api1\' had no canary'],
    ]);
  });
});
