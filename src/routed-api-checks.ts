import { Token } from 'aws-cdk-lib';
import { checkCorsPolicy } from './access/cors-policy';
import { ApiType } from './api-type';
import { AUTHORIZER_REMEDIES } from './authorizers/authorizer-remedies';
import { refuseForeignAuthorizer } from './authorizers/foreign-authorizer';
import { refuseDefaultScopes } from './authorizers/scopes';
import { GatehouseApiProps } from './gatehouse-api-props';
import { givenValue } from './given-value';
import { isRecord } from './intrinsic';
import { checkIpAddressType } from './ip-address-type';
import { checkApiPropNames } from './known-names';
import { Limits } from './limits';
import { checkAlarmOptions } from './observability/alarm-checks';
import { checkPropKinds } from './prop-kinds';
import { RoutedApiProps } from './routed-api-props';

const STAGE_NAME = /^[A-Za-z0-9_-]+$/;

/**
 * What can be known to be wrong with an API of any type before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkGatehouseApi(apiType: ApiType, props: GatehouseApiProps): void {
  const { authorizer, apiName } = props;
  checkApiPropNames(apiType, props);
  if (authorizer === undefined) throw noAuthorizer(apiType);
  refuseForeignAuthorizer('the API', authorizer, apiType);
  checkPropKinds(apiType, props);
  refuseDefaultScopes(authorizer, props.defaultScopes);
  if (apiName?.trim() === '') {
    throw new Error(`apiName is '${apiName}', and API Gateway makes no API without a name; write one, as 'orders', or leave it out for one that is made from the construct's path`);
  }
  checkIpAddressType('ipAddressType', props.ipAddressType);
  if (props.alarms) checkAlarmOptions(props.alarms);
}

/**
 * The same for REST and HTTP APIs, which have more in common.
 *
 * @throws on the first prop that cannot work
 */
export function checkRoutedApi(apiType: ApiType.REST | ApiType.HTTP, props: RoutedApiProps): void {
  checkGatehouseApi(apiType, props);
  if (props.cors) checkCorsPolicy(props.cors);
}

/**
 * @throws when API Gateway takes no API of the second generation under that name
 */
export function checkNameLength({ apiName }: GatehouseApiProps): void {
  if (apiName === undefined || Token.isUnresolved(apiName) || apiName.length <= Limits.V2_API_NAME_LENGTH) return;
  throw new Error(`apiName has ${apiName.length} characters, and API Gateway takes ${Limits.V2_API_NAME_LENGTH}; write a shorter one`);
}

/**
 * @throws when there are no props to read
 */
export function requireProps(apiType: ApiType, props: GatehouseApiProps | undefined): void {
  if (props === undefined) throw noAuthorizer(apiType);
  if (isRecord(props)) return;
  throw new Error(`the API was given ${givenValue(props)} for its props, in which nobody could have said who may call its routes; write { authorizer: ... }`);
}

/**
 * @throws when API Gateway takes no stage of that name
 */
export function checkStageName(stageName: string | undefined): void {
  if (stageName === undefined || Token.isUnresolved(stageName)) return;
  if (STAGE_NAME.test(stageName) && stageName.length <= Limits.STAGE_NAME_LENGTH) return;
  throw new Error(`stageName ${givenValue(stageName)} is no name that API Gateway takes; write up to ${Limits.STAGE_NAME_LENGTH} letters, digits, '-' and '_', as 'prod'`);
}

function noAuthorizer(apiType: ApiType): Error {
  return new Error('the API has no authorizer, so nobody has said who may call its routes; write authorizer: '
    + `${AUTHORIZER_REMEDIES[apiType]}, or Authorizer.none('<why>') for an API that is open to all`);
}
