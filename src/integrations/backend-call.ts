import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { RouteIntegrationConfig } from './integration-contract';
import { givenText } from '../given-value';

const { AWS, AWS_PROXY, MOCK } = apigateway.IntegrationType;
const BEHIND_ROLE: string[] = [AWS, AWS_PROXY];
/** The only AWS action that API Gateway may call by the backend's own policy. */
const LAMBDA_ACTION = /^arn:[^:]*:apigateway:[^:]*:lambda:path\//;
/** Another one, also where partition and region are only known at deploy time. */
const OTHER_ACTION = /^arn:[^:]*:apigateway:[^:]*:(?!lambda:)[^:$]+:(path|action)\//;

/**
 * Judges how a REST or WebSocket API calls a backend.
 *
 * @param what the integration, for messages
 * @throws when there is nothing that it could call, or it may not
 */
export function checkBackendCall(what: string, config: RouteIntegrationConfig): void {
  const { integrationType, uri, credentialsArn } = config;
  if (Token.isUnresolved(integrationType) || integrationType === MOCK) return;
  const aws = BEHIND_ROLE.includes(integrationType);
  checkBackendAddress(what, config, aws ? 'the ARN of an AWS action' : '\'https://…\'');
  if (!aws || credentialsArn || !needsRole(uri!)) return;
  throw new Error(`${what} calls '${givenText(uri!)}' without credentialsArn, and API Gateway calls no AWS service but Lambda without a role; `
    + 'write credentialsArn: role.roleArn, of a role that apigateway.amazonaws.com may assume');
}

/**
 * @param address what the uri can be, for messages
 * @throws when nothing says what is called
 */
export function checkBackendAddress(what: string, { uri, httpMethod }: RouteIntegrationConfig, address: string): void {
  if (!uri?.trim()) throw new Error(`${what} has no uri, so there is no backend to call; write uri: ${address}`);
  if (!httpMethod?.trim()) throw new Error(`${what} has no httpMethod, without which API Gateway refuses it; write the method that the backend takes, as httpMethod: 'POST'`);
}

/**
 * @throws for the role of an HTTP backend
 */
export function refuseBackendRole(what: string, { credentialsArn }: RouteIntegrationConfig): void {
  if (credentialsArn !== undefined) throw new Error(`${what} has credentialsArn, with which API Gateway signs no call to an HTTP backend; leave it out`);
}

/** Whether API Gateway calls what is there by a role alone. */
function needsRole(uri: string): boolean {
  return Token.isUnresolved(uri) ? OTHER_ACTION.test(uri) : !LAMBDA_ACTION.test(uri);
}
