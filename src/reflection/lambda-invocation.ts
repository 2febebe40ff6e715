import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import type { TemplateResource } from './template-resource';

const INVOCATION_TYPE = 'X-Amz-Invocation-Type';

/** Whether API Gateway calls a function without waiting for it. */
export function isAsynchronous(integration: IntegrationReflection): Fact<boolean> {
  return integration.requestHeader(INVOCATION_TYPE).flatMap((value) => value.string())
    .flatMap((source) => source.startsWith('\'') ? Fact.known(source.toLowerCase() === '\'event\'') : Fact.unknowable<boolean>('the caller decides it'))
    .orDefault(false);
}

/** The function that runs when a function, an alias or a version is called. */
export function runningFunction(called: TemplateResource): Fact<TemplateResource> {
  if (called.resourceType === 'AWS::Lambda::Function') return Fact.known(called);
  return called.property('FunctionName').text().flatMap((name) => {
    const named = name.references.find(({ resource }) => resource.resourceType.startsWith('AWS::Lambda::'));
    // What names itself has no function.
    return named && named.resource !== called && named.resource.resourceType !== called.resourceType
      ? runningFunction(named.resource)
      : Fact.unknowable('its function is not part of the templates');
  });
}
