import { render } from 'velocityjs';

/**
 * What a mapping template made of a request.
 */
export interface RenderedTemplate {
  readonly body: string;
  readonly responseHeaders: { [header: string]: unknown };
}

/**
 * Renders a mapping template as API Gateway does, for a request with these headers, whose names keep their case.
 *
 * A header that the template overrides twice is an error here, because API Gateway answers it with a 5XX.
 */
export function renderMappingTemplate(template: string, headers: { [name: string]: string } = {}): RenderedTemplate {
  const responseHeaders: { [header: string]: unknown } = {};
  const header = new Proxy(responseHeaders, {
    set: (target, name: string, value: unknown) => {
      if (name in target) throw new Error(`'${name}' is overridden twice`);
      target[name] = value;
      return true;
    },
  });
  const body = render(template, {
    input: { params: () => ({ header: new Map(Object.entries(headers)) }) },
    context: { responseOverride: { header } },
  });
  return { body, responseHeaders };
}
