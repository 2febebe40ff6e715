import { ApiType } from '../api-type';
import { RouteIntegrationConfig } from './integration-contract';
import { givenValue } from '../given-value';

/** What can be mapped, in the words of each type. */
const WRITE: { readonly [apiType in ApiType]: string } = {
  [ApiType.REST]: '\'method.request.header.X\', or a fixed value within quotes, as "\'1\'"',
  [ApiType.HTTP]: '\'$request.header.X\', or a fixed value, as \'1\'',
  [ApiType.WEBSOCKET]: '\'route.request.body.x\', or a fixed value within quotes, as "\'1\'"',
};

/**
 * The compiler knows that texts are mapped, and JavaScript does not.
 *
 * @throws when one is none
 */
export function checkRequestParameters(apiType: ApiType, routeKey: string, { requestParameters = {} }: RouteIntegrationConfig): void {
  for (const [name, value] of Object.entries(requestParameters)) {
    if (typeof value === 'string') continue;
    throw new Error(`the integration of '${routeKey}' maps ${givenValue(value)} to '${name}', which is no text; write ${WRITE[apiType]}`);
  }
}
