import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { IAMClient } from '@aws-sdk/client-iam';
import { FakeAwsAccount } from './fake-aws-account';
import { Surroundings } from './log-role';
import { AccountLogRoleEvent, onEvent } from './on-event';
import { clientOf, Refusal } from '../../test/fake-service';

const own = 'arn:aws:iam::111122223333:role/Orders-LogRole-1A2B';
const other = 'arn:aws:iam::111122223333:role/platform/api-gateway-logs';

const notYet: Refusal = {
  status: 400,
  code: 'BadRequestException',
  message: 'The role ARN does not have required permissions configured. Please grant trust permission for API Gateway and add the required role policy.',
};
const cannotWriteYet: Refusal = {
  status: 400,
  code: 'BadRequestException',
  message: `API Gateway could not successfully write to CloudWatch Logs using the ARN specified: ${own}`,
};
const throttled: Refusal = { status: 429, code: 'TooManyRequestsException', message: 'Too Many Requests' };
const denied: Refusal = { status: 403, code: 'AccessDeniedException', message: 'User is not authorized to perform: apigateway:PATCH' };
const malformed: Refusal = { status: 400, code: 'BadRequestException', message: 'Invalid ARN specified in the request' };

let account: FakeAwsAccount;
let surroundings: Surroundings;
let slept: number[];
let whileAsleep: () => void;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  account = new FakeAwsAccount();
  await account.start();
  account.roles.add(own);
  slept = [];
  whileAsleep = () => {};
  let time = 0;
  const client = clientOf(account.endpoint);
  surroundings = {
    apiGateway: new APIGatewayClient(client),
    iam: new IAMClient(client),
    patience: { firstDelay: 5_000, longestDelay: 24_000, total: 150_000 },
    clock: {
      now: () => time,
      random: () => 0,
      sleep: async (millis) => {
        slept.push(millis);
        time += millis;
        whileAsleep();
      },
    },
  };
});

afterEach(async () => {
  surroundings.apiGateway.destroy();
  surroundings.iam.destroy();
  await account.stop();
  jest.restoreAllMocks();
});

function send(RequestType: AccountLogRoleEvent['RequestType'] = 'Create') {
  return onEvent({ RequestType, ResourceProperties: { RoleArn: own } }, surroundings);
}

describe.each(['Create', 'Update'] as const)('on %s', (requestType) => {
  test('sets the role when the account has none', async () => {
    expect(await send(requestType)).toEqual({ PhysicalResourceId: 'account-log-role', Data: { RoleArn: own } });

    expect(account.logRoleArn).toBe(own);
    expect(account.requests).toEqual(['GET /account', 'PATCH /account']);
  });

  test('leaves a role that exists alone', async () => {
    account.logRoleArn = other;
    account.roles.add(other);

    expect(await send(requestType)).toEqual({ PhysicalResourceId: 'account-log-role', Data: { RoleArn: other } });

    expect(account.logRoleArn).toBe(other);
    expect(account.requests).toEqual(['GET /account', 'GetRole api-gateway-logs']);
  });

  test('replaces a role that is gone', async () => {
    account.logRoleArn = other;

    await send(requestType);

    expect(account.logRoleArn).toBe(own);
    expect(account.requests).toEqual(['GET /account', 'GetRole api-gateway-logs', 'PATCH /account']);
  });

  test('leaves its own role alone when the account has it already', async () => {
    account.logRoleArn = own;

    await send(requestType);

    expect(account.requests).toEqual(['GET /account']);
  });

  test('leaves a role alone that it may not look up', async () => {
    account.logRoleArn = other;
    account.getRoleRefusal = { status: 403, code: 'AccessDenied', message: 'User is not authorized to perform: iam:GetRole' };

    await send(requestType);

    expect(account.logRoleArn).toBe(other);
    expect(account.requests).not.toContain('PATCH /account');
  });
});

test('replaces a role that is gone although another path has one of its name', async () => {
  account.logRoleArn = other;
  account.roles.add('arn:aws:iam::111122223333:role/elsewhere/api-gateway-logs');

  await send();

  expect(account.logRoleArn).toBe(own);
});

test('leaves a role of another account alone without looking it up in its own', async () => {
  account.logRoleArn = 'arn:aws:iam::999999999999:role/api-gateway-logs';

  await send();

  expect(account.requests).toEqual(['GET /account']);
});

test.each([
  ['lacks its permissions', notYet],
  ['cannot write', cannotWriteYet],
  ['is throttled', throttled],
])('sets the role after two answers that it %s', async (_, refusal) => {
  account.patchRefusals.push(refusal, refusal);

  await send();

  expect(account.logRoleArn).toBe(own);
  expect(account.requests.filter((request) => request === 'PATCH /account')).toHaveLength(3);
  expect(slept).toEqual([5_000, 10_000]);
});

test('sets the role when its own policy takes effect only on the second call', async () => {
  account.getRefusals.push({ ...denied, message: 'User is not authorized to perform: apigateway:GET' });

  await send();

  expect(account.logRoleArn).toBe(own);
});

test('leaves the role that another stack set while it waited', async () => {
  account.patchRefusals.push(notYet);
  whileAsleep = () => {
    account.logRoleArn = other;
    account.roles.add(other);
  };

  expect(await send()).toMatchObject({ Data: { RoleArn: other } });

  expect(account.logRoleArn).toBe(other);
  expect(account.requests).toEqual(['GET /account', 'PATCH /account', 'GET /account', 'GetRole api-gateway-logs']);
});

test.each([
  ['lacks its permissions', notYet, 'BadRequestException: The role ARN does not have required permissions'],
  ['is throttled', throttled, 'TooManyRequestsException: Too Many Requests'],
  ['is denied', denied, 'AccessDeniedException: User is not authorized'],
])('fails within its patience, with the last answer, when the role always %s', async (_, refusal, answer) => {
  account.patchRefusal = refusal;

  const result = send();

  await expect(result).rejects.toThrow(`did not take '${own}' as this account's CloudWatch log role within 150 seconds`);
  await expect(result).rejects.toThrow(answer);
  await expect(result).rejects.toThrow('AccountLogRole.managedElsewhere');
  const waited = slept.reduce((sum, millis) => sum + millis, 0);
  expect(waited).toBeLessThanOrEqual(150_000);
  expect(waited).toBeGreaterThan(100_000);
  expect(account.logRoleArn).toBeUndefined();
});

test('fails at once when API Gateway refuses for a reason that does not pass', async () => {
  account.patchRefusal = malformed;

  await expect(send()).rejects.toThrow('Invalid ARN specified in the request');
  expect(slept).toEqual([]);
});

test('fails when IAM cannot say whether the role exists', async () => {
  account.logRoleArn = other;
  account.getRoleRefusal = { status: 500, code: 'ServiceFailure', message: 'internal failure' };

  await expect(send()).rejects.toThrow('internal failure');
  expect(account.logRoleArn).toBe(other);
});

test('deletion calls nothing, even when the account has the stack\'s own role', async () => {
  account.logRoleArn = own;

  expect(await send('Delete')).toEqual({});

  expect(account.requests).toEqual([]);
  expect(account.logRoleArn).toBe(own);
});
