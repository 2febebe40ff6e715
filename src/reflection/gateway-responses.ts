import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { oncePer } from './once-per';
import type { TemplateResource } from './template-resource';
import { TemplateValue } from './template-value';

const HEADER = 'gatewayresponse.header.';

/** An answer that a REST API gives by itself, as far as it is not API Gateway's own. */
export interface GatewayResponse {
  readonly resource: TemplateResource;
  readonly responseType: Fact<string>;
  readonly statusCode: Fact<string>;
  /** Empty without any. */
  readonly parameters: Fact<[string, TemplateValue][]>;
  /** By content type; empty without any. Variables are all that they know: they are no VTL. */
  readonly templates: Fact<[string, TemplateValue][]>;
  readonly place: TemplateValue;
}

/** The gateway responses of a REST API: resources, and those of an OpenAPI body. */
export const gatewayResponsesOf = oncePer((api: ApiReflection): GatewayResponse[] => {
  const resources = api.children('AWS::ApiGateway::GatewayResponse').map((resource): GatewayResponse => ({
    resource,
    responseType: resource.property('ResponseType').string().map((name) => name.toUpperCase()),
    statusCode: resource.property('StatusCode').string(),
    parameters: resource.property('ResponseParameters').entries().orDefault([]),
    templates: resource.property('ResponseTemplates').entries().orDefault([]),
    place: resource.properties,
  }));
  const document = api.document.value;
  const written = document?.root.get('x-amazon-apigateway-gateway-responses').entries().value ?? [];
  return [...resources, ...written.map(([name, entry]): GatewayResponse => {
    const place = document!.follow(entry);
    return {
      resource: document!.owner,
      responseType: Fact.known(name.toUpperCase()),
      statusCode: place.get('statusCode').string(),
      parameters: place.get('responseParameters').entries().orDefault([]),
      templates: place.get('responseTemplates').entries().orDefault([]),
      place,
    };
  })];
});

/** Known when no gateway response can be hidden: in a body that cannot be read, or behind a condition. */
export function allGatewayResponsesOf(api: ApiReflection): Fact<GatewayResponse[]> {
  const { document } = api;
  if (document.isUnknowable) return Fact.unknowable(document.why);
  if (!api.definition) return Fact.unknowable('the API is not part of the templates');
  const inBody = document.flatMap(({ root }) => root.get('x-amazon-apigateway-gateway-responses').entries());
  if (inBody.isUnknowable) return Fact.unknowable(inBody.why);
  const conditional = api.children('AWS::ApiGateway::GatewayResponse').find((resource) => resource.isConditional);
  return conditional ? Fact.unknowable(`it depends on a condition whether ${conditional.logicalId} is made`) : Fact.known(gatewayResponsesOf(api));
}

/** What a gateway response sets a header to: `'*'` with its quotes, or where it is from; absent without it. */
export function gatewayResponseHeader({ parameters }: GatewayResponse, name: string): Fact<TemplateValue> {
  return parameters.flatMap((entries) => {
    const entry = entries.find(([key]) => key.toLowerCase() === `${HEADER}${name}`.toLowerCase());
    return entry ? Fact.known(entry[1]) : Fact.absent();
  });
}
