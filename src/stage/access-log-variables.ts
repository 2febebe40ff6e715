import { ApiType } from '../api-type';

/*
 * What each kind of API can write into its access log. A variable that a kind of API does not fill is logged as `-`, without a word.
 */

const CALLER = [
  'accountId', 'caller', 'cognitoAuthenticationProvider', 'cognitoAuthenticationType', 'cognitoIdentityId', 'cognitoIdentityPoolId',
  'principalOrgId', 'sourceIp', 'user', 'userAgent', 'userArn',
].map((name) => `identity.${name}`);

const CLIENT_CERTIFICATE = [
  'clientCertPem', 'subjectDN', 'issuerDN', 'serialNumber', 'validity.notBefore', 'validity.notAfter',
].map((name) => `identity.clientCert.${name}`);

const PHASES = ['authenticate', 'authorize', 'waf'].flatMap((phase) => ['error', 'latency', 'status'].map((name) => `${phase}.${name}`));

const INTEGRATION = [
  'integration.error', 'integration.integrationStatus', 'integration.latency', 'integration.requestId', 'integration.status',
  'integrationErrorMessage', 'integrationLatency', 'integrationStatus', 'awsEndpointRequestId',
];

const REQUEST = [
  'apiId', 'domainName', 'error.message', 'error.responseType', 'extendedRequestId', 'requestId',
  'requestTime', 'requestTimeEpoch', 'stage', 'status',
];

const HTTP_REQUEST = [
  'accountId', 'customDomain.basePathMatched', 'domainPrefix', 'httpMethod', 'path', 'protocol', 'responseLatency', 'responseLength',
];

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html */
const REST = new Set([
  ...REQUEST, ...HTTP_REQUEST, ...CALLER, ...CLIENT_CERTIFICATE, ...PHASES, ...INTEGRATION,
  'cipherSuite', 'customDomain.routingRuleIdMatched', 'error.validationErrorString', 'identity.apiKeyId', 'identity.vpcId',
  'identity.vpceId', 'integration.responseTransferMode', 'integration.timeToAllHeaders', 'integration.timeToFirstContent', 'isCanaryRequest',
  'resourceId', 'resourcePath', 'tlsVersion', 'wafResponseCode', 'webaclArn', 'xrayTraceId',
]);

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html */
const HTTP = new Set([
  ...REQUEST, ...HTTP_REQUEST, ...CALLER, ...CLIENT_CERTIFICATE, ...INTEGRATION, 'awsEndpointRequestId2', 'dataProcessed', 'routeKey',
]);

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html */
const WEBSOCKET = new Set([
  ...REQUEST, ...CALLER, ...PHASES, ...INTEGRATION, 'connectedAt', 'connectionId', 'error.validationErrorString', 'eventType',
  'identity.apiKeyId', 'messageId', 'routeKey',
]);

const VARIABLES: { readonly [apiType in ApiType]: ReadonlySet<string> } = { REST, HTTP, WEBSOCKET };

/** What an authorizer hands over has names of its own: `authorizer.tenant`, `authorizer.claims.sub`. */
const OF_AUTHORIZER = /^authorizer\.[A-Za-z0-9_:-]+(\.[A-Za-z0-9_:-]+)*$/;

/** Whether an API of this type can fill a variable, given without `$context.`. */
export function isAccessLogVariable(apiType: ApiType, name: string): boolean {
  // The claims as a whole are never filled, only single ones.
  return VARIABLES[apiType].has(name) || (OF_AUTHORIZER.test(name) && name !== 'authorizer.claims');
}
