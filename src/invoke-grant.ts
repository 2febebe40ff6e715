import { Annotations, aws_iam as iam } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AuthorizerKind } from './authorizers/authorizer-contract';
import { BoundRoute } from './bound-route';

/**
 * What a principal may call.
 */
interface InvokeGrant {
  readonly grantee: iam.IGrantable;
  readonly resourceArn: string;
}

/**
 * Lets a principal call what an ARN names: API Gateway looks at it where the authorizer is IAM, and nowhere else.
 */
export function grantInvoke({ grantee, resourceArn }: InvokeGrant): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [resourceArn] });
}

/**
 * @throws when nobody would look at a grant on the route
 */
export function requireIam(routeKey: string, authorizerKind: AuthorizerKind): void {
  if (authorizerKind === AuthorizerKind.IAM) return;
  throw new Error(`a grant on '${routeKey}' would let nobody in: the route has an authorizer of the kind '${authorizerKind}', and API Gateway looks at policies where it is 'iam' alone; `
    + 'write authorizer: Authorizer.iam() for the route, or leave grantInvoke out');
}

/**
 * Routes may come after the grant, so it is judged at synthesis.
 */
export function warnWithoutIam(api: IConstruct, routes: () => Pick<BoundRoute, 'authorizer'>[]): void {
  api.node.addValidation({
    validate: () => {
      if (!routes().some(({ authorizer }) => authorizer.authorizerKind === AuthorizerKind.IAM)) {
        Annotations.of(api).addWarningV2('cdk-gatehouse:grantWithoutIamRoute',
          'grantInvoke lets a principal call the API, but none of its routes has Authorizer.iam(), so nobody looks at the grant; give routes that authorizer, or leave grantInvoke out');
      }
      return [];
    },
  });
}
