import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * The address that API Gateway gives a stage by itself, with a slash at its end; `$default` has no path of its own.
 */
export function executeApiUrl(scope: IConstruct, apiId: string, stageName: string): string {
  const { region, urlSuffix } = Stack.of(scope);
  return `https://${apiId}.execute-api.${region}.${urlSuffix}/${stageName === '$default' ? '' : `${stageName}/`}`;
}

/**
 * What a permission to call an API names.
 *
 * @param resourceName stage, method and path, with wildcards: `prod/GET/pets/*`
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html
 */
export function executeApiArn(scope: IConstruct, apiId: string, resourceName: string): string {
  return Stack.of(scope).formatArn({ service: 'execute-api', resource: apiId, resourceName });
}
