import { ensureLogRole, Surroundings } from './log-role';

/**
 * What CloudFormation sends, as far as it matters here.
 */
export interface AccountLogRoleEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: { readonly RoleArn: string };
}

/**
 * What CloudFormation is told; sending it is the CDK's part.
 */
export interface AccountLogRoleAnswer {
  readonly PhysicalResourceId?: string;
  readonly Data?: { readonly RoleArn: string };
}

/**
 * Answers one request of CloudFormation.
 *
 * Deletion does nothing, ever: other APIs of the region write their logs with the account's role.
 */
export async function onEvent(event: AccountLogRoleEvent, surroundings: Surroundings): Promise<AccountLogRoleAnswer> {
  if (event.RequestType === 'Delete') return {};

  const own = event.ResourceProperties.RoleArn;
  const RoleArn = await ensureLogRole(own, surroundings);
  console.info(RoleArn === own ? `the account's log role is '${own}'` : `the account keeps its log role '${RoleArn}'`);
  return { PhysicalResourceId: 'account-log-role', Data: { RoleArn } };
}
