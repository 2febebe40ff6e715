import { aws_iam as iam } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { executeApiArn } from '../execute-api';

/**
 * What can be done to the connections of a stage, each with the ARN by which policies name it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
export interface ConnectionArns {
  /** Send them something. */
  readonly post: string;
  /** Look whether they are there. */
  readonly get: string;
  /** End them. */
  readonly end: string;
}

export function connectionArns(scope: IConstruct, apiId: string, stageName: string): ConnectionArns {
  const [post, get, end] = ['POST', 'GET', 'DELETE'].map((method) => executeApiArn(scope, apiId, `${stageName}/${method}/@connections/*`));
  return { post, get, end };
}

export function grantManageConnections(grantee: iam.IGrantable, resourceArns: string[]): iam.Grant {
  return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:ManageConnections'], resourceArns });
}
