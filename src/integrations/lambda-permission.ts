import { aws_iam as iam, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { requireReason } from '../opt-out';
import { RouteOptOut } from '../route-opt-outs';
import { RuleIds } from '../rule-ids';

/**
 * For whom a function is opened.
 */
interface InvokePermissionOptions {
  /** The API, under which the permission goes: a function in another stack must not depend on the API's stack. */
  readonly scope: Construct;
  /** The ARN of everything of the API. */
  readonly executeApiArn: string;
  /** The route that asks, for messages. */
  readonly routeKey: string;
  /** Why the library makes no permission. */
  readonly permissionManagedElsewhere?: string;
}

/**
 * Lets the API invoke a function: one permission for each function and API. A permission for each route would outgrow
 * the function's policy (20,480 bytes) at some 40 routes.
 *
 * @returns the opt-out of a route whose permission is managed elsewhere
 * @throws when the CDK can add no permission to the function
 */
export function allowInvoke(handler: lambda.IFunction, options: InvokePermissionOptions): RouteOptOut[] {
  const { scope, executeApiArn, routeKey, permissionManagedElsewhere } = options;
  if (permissionManagedElsewhere !== undefined) return [withoutPermission(permissionManagedElsewhere)];
  // The address tells apart functions of one name; the name is for people who read the template.
  const id = `Invoke${handler.node.id}${handler.node.addr.slice(2, 10)}`;
  if (scope.node.tryFindChild(id)) return [];

  handler.addPermission(id, {
    principal: new iam.ServicePrincipal('apigateway.amazonaws.com'),
    sourceArn: executeApiArn,
    scope,
  });
  if (scope.node.tryFindChild(id)) return [];
  if (handler.node.id === '$LATEST') {
    throw new Error(`'${routeKey}' was given the latestVersion of '${handler.node.scope?.node.path}', to which the CDK adds no permission; `
      + 'give it the function itself, which is its latest version, or an alias');
  }
  throw new Error(`the function '${handler.node.path}' of '${routeKey}' was imported from what may be another account, so the CDK adds no permission to it `
    + 'and every call would end in a 500; import it with lambda.Function.fromFunctionAttributes(..., { functionArn, sameEnvironment: true }), '
    + 'or give the permission yourself and write { permissionManagedElsewhere: \'<where>\' }');
}

/** The opt-out of a route whose permission is managed elsewhere. */
export function withoutPermission(permissionManagedElsewhere: string): RouteOptOut {
  return { ruleId: RuleIds.LAMBDA_INVOKE_PERMISSION_MISSING, reason: requireReason('permissionManagedElsewhere', permissionManagedElsewhere) };
}
