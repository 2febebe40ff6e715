import { IntegrationReflection } from '../../reflection/integration-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { VelocityTemplate } from '../../reflection/velocity-template';
import { Outcome, judge, violation } from '../outcome';

interface ServiceHeader {
  readonly name: string;
  readonly wanted: string;
  /** How its value has to begin; all of it where that is not given. */
  readonly prefix?: string;
  /** As people call it: `SQS`. */
  readonly service: string;
}

/** Judges a header by which a service knows what it is asked: mapped as a text in quotes, or set by the template. */
export function judgeServiceHeader(
  integration: IntegrationReflection, route: RouteReflection, template: VelocityTemplate, { name, wanted, prefix = wanted, service }: ServiceHeader,
): Outcome | Outcome[] | undefined {
  if (template.overrides.some(({ target }) => target === `header.${name.toLowerCase()}`)) return undefined;
  return judge(integration.requestHeader(name).flatMap((value) => value.string()), {
    what: `the header '${name}' by which '${route.key}' calls ${service}`,
    place: integration.field('requestParameters'),
    // What is no text in quotes is from elsewhere in the request.
    known: (source) => !source.startsWith('\'') || source.startsWith(`'${prefix}`) ? undefined
      : violation(`'${route.key}' calls ${service} with the ${name} ${source}, where '${wanted}' is right`, integration.field('requestParameters')),
    absent: () => violation(`'${route.key}' calls ${service} without the ${name} '${wanted}'`),
  });
}
