import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { ApiType } from '../api-type';

/** What API Gateway makes of a REST API that says nothing. */
export const DEFAULT_ENDPOINT_TYPE = 'EDGE';

/** `EDGE`, `REGIONAL` or `PRIVATE`, as an API says it; absent where it says nothing. HTTP and WebSocket APIs have no choice. */
export function endpointTypesOf({ apiType, definition }: ApiReflection): Fact<string[]> {
  if (!definition) return Fact.unknowable('the API is not part of the templates');
  if (apiType !== ApiType.REST) return Fact.known(['REGIONAL']);
  // An imported API may say it where an import says its parameters.
  return definition.property('EndpointConfiguration.Types').strings()
    .orElse(() => definition.property('Parameters.endpointConfigurationTypes').strings())
    .flatMap((types) => types.length > 0 ? Fact.known(types.map((type) => type.toUpperCase())) : Fact.absent());
}
