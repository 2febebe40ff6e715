import { aws_iam as iam } from 'aws-cdk-lib';
import { Construct } from 'constructs';

const ROLE_ID = 'IntegrationRole';

/**
 * The role by which API Gateway calls AWS services for an API: one for each API, with a statement for each thing that its routes may do.
 *
 * Check everything else first: statements of a role that is there already cannot be taken back.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html
 */
export function integrationRole(scope: Construct): iam.Role {
  const role = scope.node.tryFindChild(ROLE_ID) as iam.Role | undefined;
  return role ?? new iam.Role(scope, ROLE_ID, { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
}
