import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

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

const destinations = new WeakMap<AppReflection, Map<TemplateResource, TemplateValue[]>>();

/** Where the events of a function go that it fails to handle, when nobody waits for it: what says so, without any an empty list. */
export function failureDestinations(app: AppReflection, lambda: TemplateResource): TemplateValue[] {
  let index = destinations.get(app);
  if (!index) {
    destinations.set(app, index = new Map());
    for (const config of app.resources('AWS::Lambda::EventInvokeConfig')) {
      const configured = config.property('FunctionName').text().value?.references[0]?.resource;
      const running = configured && runningFunction(configured).value;
      if (running) index.set(running, [...index.get(running) ?? [], config.property('DestinationConfig.OnFailure.Destination')]);
    }
  }
  return [lambda.property('DeadLetterConfig.TargetArn'), ...index.get(lambda) ?? []].filter((destination) => destination.isGiven);
}
