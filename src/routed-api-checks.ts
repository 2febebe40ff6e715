import { Token } from 'aws-cdk-lib';
import { checkCorsPolicy } from './access/cors-policy';
import { refuseForeignAuthorizer } from './authorizers/foreign-authorizer';
import { refuseDefaultScopes } from './authorizers/scopes';
import { Limits } from './limits';
import { checkAlarmOptions } from './observability/alarm-checks';
import { RoutedApiProps } from './routed-api-props';

const STAGE_NAME = /^[A-Za-z0-9_-]+$/;

/**
 * What can be known to be wrong with an API of either type before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkRoutedApi(props: RoutedApiProps): void {
  const { authorizer, apiName } = props;
  if (authorizer === undefined) {
    throw new Error('the API has no authorizer, so nobody has said who may call its routes; write authorizer: Authorizer.userPool(pool), Authorizer.iam(), '
      + 'Authorizer.lambdaRequest(fn), or Authorizer.none(\'<why>\') for an API that is open to all');
  }
  refuseForeignAuthorizer('the API', authorizer);
  refuseDefaultScopes(authorizer, props.defaultScopes);
  if (apiName?.trim() === '') {
    throw new Error(`apiName is '${apiName}', and API Gateway makes no API without a name; write one, as 'orders', or leave it out for one that is made from the construct's path`);
  }
  if (props.cors) checkCorsPolicy(props.cors);
  if (props.alarms) checkAlarmOptions(props.alarms);
}

/**
 * @throws when API Gateway takes no stage of that name
 */
export function checkStageName(stageName: string | undefined): void {
  if (stageName === undefined || Token.isUnresolved(stageName)) return;
  if (STAGE_NAME.test(stageName) && stageName.length <= Limits.STAGE_NAME_LENGTH) return;
  throw new Error(`stageName '${stageName}' is no name that API Gateway takes; write up to ${Limits.STAGE_NAME_LENGTH} letters, digits, '-' and '_', as 'prod'`);
}
