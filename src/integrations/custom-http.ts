import { Token, aws_apigateway as apigateway } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { checkBackendAddress, refuseBackendRole } from './backend-call';
import { RouteIntegrationConfig } from './integration-contract';
import { checkRequestParameters } from './request-parameters';

const { AWS_PROXY, HTTP_PROXY } = apigateway.IntegrationType;

/** What the definition of an HTTP API has no word for, and API Gateway would pass over. */
const ONLY_REST = ['requestTemplates', 'responses', 'passthroughBehavior', 'contentHandling'] as const;
/** What REST and WebSocket APIs have no word for. @see https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html */
const ONLY_HTTP = ['integrationSubtype', 'payloadFormatVersion', 'vpcLinkId', 'serverNameToVerify', 'responseParameters'] as const;

/**
 * Judges what an integration, be it of the user's own, says to an HTTP API.
 *
 * @throws when API Gateway would refuse it, or pass over a part of it
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations.html
 */
export function checkHttpConfig(routeKey: string, config: RouteIntegrationConfig): void {
  const { integrationType, integrationSubtype, payloadFormatVersion, vpcLinkId } = config;
  if (!Token.isUnresolved(integrationType) && integrationType !== AWS_PROXY && integrationType !== HTTP_PROXY) {
    throw new Error(`the integration of '${routeKey}' has the integrationType '${integrationType}', which HTTP APIs do not have; `
      + 'write IntegrationType.AWS_PROXY with a function\'s address or an integrationSubtype, IntegrationType.HTTP_PROXY, or use GovernedRestApi');
  }
  const lost = ONLY_REST.find((name) => config[name] !== undefined);
  if (lost) {
    throw new Error(`the integration of '${routeKey}' has ${lost}, which only REST APIs read; map with requestParameters and responseParameters, or use GovernedRestApi`);
  }
  checkRequestParameters(ApiType.HTTP, routeKey, config);
  if (integrationSubtype !== undefined) return checkSubtype(routeKey, config);
  checkBackendAddress(`the ${integrationType} integration of '${routeKey}'`, config,
    integrationType === AWS_PROXY ? 'a function\'s invocation address, or an integrationSubtype' : '\'https://…\', or a listener\'s ARN beside vpcLinkId');
  if (integrationType === HTTP_PROXY && payloadFormatVersion !== undefined && payloadFormatVersion !== '1.0') {
    throw new Error(`the integration of '${routeKey}' has the payloadFormatVersion '${payloadFormatVersion}', which only functions get; leave it out`);
  }
  if (config.serverNameToVerify !== undefined && vpcLinkId === undefined) {
    throw new Error(`the integration of '${routeKey}' has serverNameToVerify without vpcLinkId, and API Gateway verifies that name behind a VPC link alone; write vpcLinkId, or leave it out`);
  }
  if (integrationType === HTTP_PROXY) refuseBackendRole(`the integration of '${routeKey}'`, config);
}

/**
 * @throws when a configuration for a REST or WebSocket API has parts that only HTTP APIs read
 */
export function refuseHttpConfig(routeKey: string, config: RouteIntegrationConfig, apiType = ApiType.REST): void {
  const lost = ONLY_HTTP.find((name) => config[name] !== undefined);
  if (!lost) return;
  const instead = apiType === ApiType.REST ? ', or use LeanHttpApi' : lost === 'vpcLinkId' ? ', and let a function in the VPC call the backend' : '';
  throw new Error(`the integration of '${routeKey}' has ${lost}, which only HTTP APIs read; leave it out${instead}`);
}

function checkSubtype(routeKey: string, config: RouteIntegrationConfig): void {
  const { integrationType, integrationSubtype, uri, httpMethod, credentialsArn, payloadFormatVersion } = config;
  const what = `the integration of '${routeKey}' with '${integrationSubtype}'`;
  if (!Token.isUnresolved(integrationType) && integrationType !== AWS_PROXY) {
    throw new Error(`${what} has the integrationType '${integrationType}', and actions of AWS services have IntegrationType.AWS_PROXY; write that`);
  }
  if (!Token.isUnresolved(integrationSubtype) && !SUBTYPES.includes(integrationSubtype!)) {
    throw new Error(`${what} names no action that HTTP APIs have; write one of ${SUBTYPES.join(', ')}, or let a function call the service`);
  }
  if (uri !== undefined || httpMethod !== undefined) throw new Error(`${what} has ${uri === undefined ? 'an httpMethod' : 'a uri'} as well, and the action already says what is called; leave it out`);
  if (!credentialsArn) throw new Error(`${what} has no credentialsArn, and API Gateway calls no AWS service without a role; write credentialsArn: role.roleArn, of a role that apigateway.amazonaws.com may assume`);
  if (payloadFormatVersion !== undefined && payloadFormatVersion !== '1.0') throw new Error(`${what} has the payloadFormatVersion '${payloadFormatVersion}', and actions have '1.0'; leave it out`);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
const SUBTYPES = [
  'EventBridge-PutEvents', 'SQS-SendMessage', 'SQS-ReceiveMessage', 'SQS-DeleteMessage', 'SQS-PurgeQueue', 'AppConfig-GetConfiguration', 'Kinesis-PutRecord',
  'StepFunctions-StartExecution', 'StepFunctions-StartSyncExecution', 'StepFunctions-StopExecution',
];
