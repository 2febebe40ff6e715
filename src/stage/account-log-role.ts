import { Stack, aws_iam as iam } from 'aws-cdk-lib';
import { Construct, IDependable } from 'constructs';
import { acknowledgeOptOut, requireReason } from '../opt-out';
import { RuleIds } from '../rule-ids';
import { AccountLogRoleSetting } from './account-log-role-setting';

/**
 * Options of `AccountLogRole.ensured`.
 */
export interface AccountLogRoleOptions {
  /**
   * The role to set when the account has none.
   *
   * It must trust `apigateway.amazonaws.com`, have the rights of the managed policy `AmazonAPIGatewayPushToCloudWatchLogs`,
   * and outlive the stack: when it is deleted, API Gateway writes no logs in this region until another role is set.
   *
   * @default - a role with exactly these rights, retained when the stack is deleted
   */
  readonly role?: iam.IRole;
}

/**
 * What an API needs to know of the account's log role.
 */
export interface AccountLogRoleConfig {
  /**
   * What a stage must depend on that writes logs: API Gateway refuses such a stage while the account has no log role.
   *
   * @default - nothing; the role is there before the stack
   */
  readonly dependable?: IDependable;

  /**
   * The role that is set when the account has none; the account may have another.
   *
   * @default - none; the role is managed elsewhere
   */
  readonly role?: iam.IRole;
}

/**
 * Who sees to it that API Gateway may write logs in this account and region.
 *
 * REST and WebSocket APIs write their logs with one role that the account has per region. `AWS::ApiGateway::Account` sets it
 * without looking: the last stack to deploy wins, and the stack that is deleted silences every other API of the region.
 * HTTP APIs need no such role.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
export abstract class AccountLogRole {
  /**
   * Sets a role when the account has none in this region, or one that no longer exists; leaves any other alone, and is never undone.
   *
   * Made once per stack, however many APIs ask for it: four resources (three with a role of your own).
   */
  public static ensured(options: AccountLogRoleOptions = {}): AccountLogRole {
    return new EnsuredLogRole(options);
  }

  /**
   * The account's log role is set outside this stack; nothing is made.
   *
   * @param reason who sets it; kept as the acknowledgement of the rule `account-log-role-missing`
   *
   * @throws when the reason is empty
   */
  public static managedElsewhere(reason: string): AccountLogRole {
    return new LogRoleManagedElsewhere(requireReason('AccountLogRole.managedElsewhere()', reason));
  }

  protected constructor() {}

  /**
   * Makes what is needed in the stack of an API or a stage, or finds it there.
   *
   * @param scope the API or stage that writes logs
   *
   * @throws when the stack already ensures another role
   */
  public abstract bindAccountLogRole(scope: Construct): AccountLogRoleConfig;
}

class EnsuredLogRole extends AccountLogRole {
  private readonly role?: iam.IRole;

  constructor(options: AccountLogRoleOptions) {
    super();
    this.role = options.role;
  }

  public bindAccountLogRole(scope: Construct): AccountLogRoleConfig {
    const { role, setting } = AccountLogRoleSetting.getOrCreate(Stack.of(scope), this.role);
    return { dependable: setting, role };
  }
}

class LogRoleManagedElsewhere extends AccountLogRole {
  private readonly reason: string;

  constructor(reason: string) {
    super();
    this.reason = reason;
  }

  public bindAccountLogRole(scope: Construct): AccountLogRoleConfig {
    acknowledgeOptOut(scope, RuleIds.ACCOUNT_LOG_ROLE_MISSING, this.reason);
    return {};
  }
}
