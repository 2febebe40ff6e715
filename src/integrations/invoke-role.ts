import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The inline policies of a role take 10,240 characters, and the ARN of a function has some 120. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const FUNCTIONS_PER_ROLE = 50;

/** A role that may invoke certain functions. Its policy is a part of it: whatever names the role waits for both. */
class InvokeRole extends iam.Role {
  private readonly statement: iam.PolicyStatement;

  public constructor(scope: Construct, id: string) {
    const statement = new iam.PolicyStatement({ actions: ['lambda:InvokeFunction'] });
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com'),
      inlinePolicies: { Invoke: new iam.PolicyDocument({ statements: [statement] }) },
    });
    this.statement = statement;
  }

  public get isFull(): boolean {
    return this.statement.resources.length >= FUNCTIONS_PER_ROLE;
  }

  public mayInvoke(functionArn: string): boolean {
    return this.statement.resources.includes(functionArn);
  }

  public allow(functionArn: string): void {
    this.statement.addResources(functionArn);
  }
}

/**
 * The role by which a WebSocket API invokes a function: one for each 50 functions. A permission in the function's policy would be a resource for each function,
 * of which a stack has 500.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export function invokeRole(scope: Construct, handler: lambda.IFunction): iam.IRole {
  const { functionArn } = handler;
  const roles = scope.node.children.filter((child): child is InvokeRole => child instanceof InvokeRole);
  const known = roles.find((role) => role.mayInvoke(functionArn));
  if (known) return known;

  const role = roles.find(({ isFull }) => !isFull) ?? new InvokeRole(scope, roles.length === 0 ? 'InvokeRole' : `InvokeRole${roles.length + 1}`);
  role.allow(functionArn);
  return role;
}
