import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import type { TemplateValue } from './template-value';
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

/** Whether only VPC endpoints lead to an API; known as well where a condition chooses among types of which none is private. */
export function isPrivateApi(api: ApiReflection): Fact<boolean> {
  const written = api.definition?.property('EndpointConfiguration.Types');
  const isPrivate = api.endpointType.map((type) => type === PRIVATE);
  return isPrivate.isUnknowable && written?.isGiven && isNeverPrivate(written) ? Fact.known(false) : isPrivate;
}

const PRIVATE = 'PRIVATE';

function isNeverPrivate(value: TemplateValue): boolean {
  const resolved = value.resolve();
  switch (resolved.kind) {
    case 'absent': return true;
    case 'either': return resolved.branches.every(isNeverPrivate);
    default: return resolved.kind === 'plain' && Array.isArray(resolved.content)
      ? value.items().is((types) => types.every(isNeverPrivate))
      : value.string().is((type) => type.toUpperCase() !== PRIVATE);
  }
}
