import { APIGatewayClient, GetAccountCommand, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import { GetRoleCommand, IAMClient, NoSuchEntityException } from '@aws-sdk/client-iam';
import { Clock, OutOfPatience, Patience, retryWhileTransient } from '../waiting';

/**
 * What the handler works with.
 */
export interface Surroundings {
  readonly apiGateway: APIGatewayClient;
  readonly iam: IAMClient;
  readonly clock: Clock;
  readonly patience: Patience;
}

/**
 * How API Gateway refuses a role that IAM has not spread to it yet.
 */
const NOT_USABLE_YET = [
  'The role ARN does not have required permissions',
  'API Gateway could not successfully write to CloudWatch Logs using the ARN specified',
];

const THROTTLED = ['TooManyRequestsException', 'ThrottlingException', 'Throttling'];

/**
 * Sets the account's log role in this region unless it has one that exists, and returns the role that the account has then.
 *
 * Every attempt reads the account anew: when another stack has set a role in between, that one stays.
 *
 * @throws when API Gateway refuses the role for longer than there is patience, or for another reason than IAM's delay
 */
export async function ensureLogRole(roleArn: string, surroundings: Surroundings): Promise<string> {
  const { patience, clock } = surroundings;
  try {
    return await retryWhileTransient(() => setUnlessPresent(roleArn, surroundings), isTransient, patience, clock);
  } catch (error) {
    if (!(error instanceof OutOfPatience)) throw error;
    const { name, message } = error.lastError;
    throw new Error(`API Gateway did not take '${roleArn}' as this account's CloudWatch log role within ${patience.total / 1000} seconds; `
      + `its last answer was '${name}: ${message}', which passes when IAM or a quota is slow; deploy again, `
      + 'or set the role outside this stack and write AccountLogRole.managedElsewhere(\'set by ...\')');
  }
}

async function setUnlessPresent(roleArn: string, { apiGateway, iam }: Surroundings): Promise<string> {
  const { cloudwatchRoleArn: current } = await apiGateway.send(new GetAccountCommand({}));
  if (current && (current === roleArn || await mayExist(current, roleArn, iam))) return current;

  await apiGateway.send(new UpdateAccountCommand({
    patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: roleArn }],
  }));
  return roleArn;
}

/**
 * Only what is known to be gone is replaced: what cannot be looked up counts as present.
 */
async function mayExist(current: string, ownRoleArn: string, iam: IAMClient): Promise<boolean> {
  // GetRole takes a name and looks in the caller's own account.
  if (accountOf(current) !== accountOf(ownRoleArn)) return true;
  const RoleName = current.slice(current.lastIndexOf('/') + 1);
  try {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    // Names are unique whatever the path; under another path it is another role.
    return Role?.Arn === current;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return false;
    if (isDenied(error)) return true;
    throw error;
  }
}

function accountOf(arn: string): string {
  return arn.split(':')[4];
}

function isDenied(error: unknown): boolean {
  return error instanceof Error && /^AccessDenied(Exception)?$/.test(error.name);
}

function isTransient(error: Error): boolean {
  // The function's own policy is as young as the stack, so its first calls may be denied.
  return THROTTLED.includes(error.name) || isDenied(error) || NOT_USABLE_YET.some((text) => error.message.includes(text));
}
