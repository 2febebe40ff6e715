import { FakeAwsAccount } from './fake-aws-account';
import { handler } from './index';
import { lambdaEnvironment } from '../../test/fake-service';

const own = 'arn:aws:iam::111122223333:role/Orders-LogRole-1A2B';
const environment = process.env;
let account: FakeAwsAccount;

beforeEach(async () => {
  jest.spyOn(console, 'info').mockImplementation();
  account = new FakeAwsAccount();
  await account.start();
  process.env = lambdaEnvironment(environment, account.endpoint);
});

afterEach(async () => {
  process.env = environment;
  await account.stop();
  jest.restoreAllMocks();
});

test('the entry point works with what Lambda gives it: a region and credentials', async () => {
  account.logRoleArn = 'arn:aws:iam::111122223333:role/gone';

  await handler({ RequestType: 'Create', ResourceProperties: { RoleArn: own } });

  expect(account.logRoleArn).toBe(own);
  expect(account.requests).toEqual(['GET /account', 'GetRole gone', 'PATCH /account']);
});
