import * as path from 'path';
import {
  ArnFormat, CustomResource, CustomResourceProvider, CustomResourceProviderRuntime, Duration, RemovalPolicy, Stack, aws_iam as iam,
} from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ID = 'ApiGatewayAccountLogRole';
const RESOURCE_TYPE = 'Custom::ApiGatewayAccountLogRole';
const API_GATEWAY = 'apigateway.amazonaws.com';

/**
 * The account's log role as one stack sets it: the role, and the custom resource that sets it unless another is there.
 */
export class AccountLogRoleSetting extends Construct {
  /**
   * The stack's only one. Two would each leave a role behind, and the account takes one.
   *
   * @throws when the stack already has one for another role
   */
  public static getOrCreate(stack: Stack, role?: iam.IRole): AccountLogRoleSetting {
    const existing = stack.node.tryFindChild(ID) as AccountLogRoleSetting | undefined;
    if (existing && existing.givenRole?.roleArn !== role?.roleArn) {
      throw new Error(`AccountLogRole.ensured() was given ${nameOf(role)} where stack '${stack.node.path}' already ensures ${nameOf(existing.givenRole)}, `
        + 'but an account has one log role per region; write the same AccountLogRole.ensured() for every API of the stack');
    }
    return existing ?? new AccountLogRoleSetting(stack, role);
  }

  public readonly role: iam.IRole;
  public readonly setting: CustomResource;
  private readonly givenRole?: iam.IRole;

  private constructor(stack: Stack, givenRole?: iam.IRole) {
    super(stack, ID);
    this.givenRole = givenRole;
    this.role = givenRole ?? logRole(this);
    const provider = CustomResourceProvider.getOrCreateProvider(this, RESOURCE_TYPE, {
      codeDirectory: path.join(__dirname, '..', '..', 'assets', 'account-log-role'),
      runtime: CustomResourceProviderRuntime.NODEJS_24_X,
      description: 'Sets the CloudWatch log role of API Gateway in this account and region when there is none',
      // The handler gives up after at most 240 seconds, with a message that says why.
      timeout: Duration.minutes(5),
      policyStatements: policyStatements(stack, this.role),
    });
    this.setting = new CustomResource(this, 'Setting', {
      resourceType: RESOURCE_TYPE,
      serviceToken: provider.serviceToken,
      // Without it a function that dies silently holds the deployment for an hour.
      serviceTimeout: Duration.minutes(6),
      properties: { RoleArn: this.role.roleArn },
    });
    // A role's policies may be resources of their own; without them API Gateway refuses the role.
    if (givenRole) this.setting.node.addDependency(givenRole);
  }
}

/**
 * The rights of `AmazonAPIGatewayPushToCloudWatchLogs`, word for word: other APIs of the region, unknown here, write with them too.
 *
 * Inline, so that no managed policy can change under the account.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html
 */
function logRole(scope: Construct): iam.Role {
  const role = new iam.Role(scope, 'Role', {
    description: 'API Gateway writes the logs of all REST and WebSocket APIs of this account and region with it',
    assumedBy: new iam.ServicePrincipal(API_GATEWAY),
    inlinePolicies: {
      PushToCloudWatchLogs: new iam.PolicyDocument({
        statements: [new iam.PolicyStatement({
          actions: [
            'logs:CreateLogGroup',
            'logs:CreateLogStream',
            'logs:DescribeLogGroups',
            'logs:DescribeLogStreams',
            'logs:FilterLogEvents',
            'logs:GetLogEvents',
            'logs:PutLogEvents',
          ],
          resources: ['*'],
        })],
      }),
    },
  });
  // The account goes on naming the role after the stack is gone; without it every other API of the region falls silent.
  role.applyRemovalPolicy(RemovalPolicy.RETAIN);
  return role;
}

function policyStatements(stack: Stack, role: iam.IRole): object[] {
  return [
    {
      Effect: 'Allow',
      Action: ['apigateway:GET', 'apigateway:PATCH'],
      Resource: stack.formatArn({ service: 'apigateway', account: '', resource: '/account', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
    },
    {
      // The role that the account has may be anyone's.
      Effect: 'Allow',
      Action: 'iam:GetRole',
      Resource: stack.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: '*' }),
    },
    {
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: role.roleArn,
      Condition: { StringEquals: { 'iam:PassedToService': API_GATEWAY } },
    },
  ];
}

function nameOf(role?: iam.IRole): string {
  return role ? `role '${role.node.path}'` : 'a role of its own';
}
