import { Fact } from './fact';
import type { IntegrationReflection } from './integration-reflection';
import { PartialText } from './partial-text';
import { TemplateValue } from './template-value';

/** What a REST API makes of one of an integration's answers. */
export interface IntegrationResponse {
  /** What of a backend's answer selects it; absent for the one that is for all others. */
  readonly selectionPattern: Fact<PartialText>;
  readonly statusCode: Fact<string>;
  /** `method.response.header.X` and where it is from; empty without any. */
  readonly parameters: Fact<[string, TemplateValue][]>;
  /** By content type; empty without any. */
  readonly templates: Fact<[string, TemplateValue][]>;
  readonly place: TemplateValue;
}

/** The integration responses of a route of a REST API: a list of its resource, or an object of its OpenAPI body. */
export function integrationResponses(integration: IntegrationReflection): Fact<IntegrationResponse[]> {
  const written = integration.field('responses');
  if (integration.resource.resourceType === 'AWS::ApiGateway::Method') {
    return written.items().orDefault([]).map((responses) => responses.map((place) => ({
      selectionPattern: place.get('SelectionPattern').text(),
      statusCode: place.get('StatusCode').string(),
      parameters: place.get('ResponseParameters').entries().orDefault([]),
      templates: place.get('ResponseTemplates').entries().orDefault([]),
      place,
    })));
  }
  return written.entries().orDefault([]).map((responses) => responses.map(([pattern, place]) => ({
    selectionPattern: pattern === 'default' ? Fact.absent() : Fact.known(new PartialText([pattern])),
    statusCode: place.get('statusCode').string(),
    parameters: place.get('responseParameters').entries().orDefault([]),
    templates: place.get('responseTemplates').entries().orDefault([]),
    place,
  })));
}
