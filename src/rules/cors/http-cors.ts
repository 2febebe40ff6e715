import { ApiType } from '../../api-type';
import { CorsReflection } from '../../reflection/cors-reflection';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule, routeRule } from '../rule-subjects';

const HTTP_CORS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html';

/** What stands in the way of the CORS that an HTTP API does by itself. */
export const httpCors: Rule[] = [
  routeRule({
    id: 'http-default-route-auth-cors',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'The route $default asks preflight requests for authorization',
    why: 'Browsers send preflight requests without credentials; $default catches them before CORS answers, and every call from a page fails.',
    fix: 'add a route OPTIONS /{proxy+} without authorization, with any integration',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: OPTIONS /{proxy+}
        AuthorizationType: NONE
        Target: !Sub integrations/\${Integration}`,
    docs: HTTP_CORS,
  }, (route) => {
    if (route.key !== '$default' || CorsReflection.ofHttpApi(route.api).isAbsent) return undefined;
    const preflight = route.api.routes.find((each) => catchesPreflights(each));
    return judge(CorsReflection.ofHttpApi(route.api), {
      what: 'whether the API of \'$default\' does CORS',
      known: () => judge(route.authorization, {
        what: 'the authorization of \'$default\'',
        known: (kind) => kind === 'NONE' ? undefined : preflight ? judge(preflight.authorization, {
          what: `the authorization of '${preflight.key}'`,
          known: (open) => open === 'NONE' ? undefined : violation(`'$default' catches preflight requests, and '${preflight.key}', which would, has authorization as well`),
        }) : violation("'$default' catches preflight requests, which browsers send without what its authorization asks for"),
      }),
    });
  }),

  integrationRule({
    id: 'http-cors-backend-headers',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A response mapping of an HTTP API sets headers of CORS',
    why: 'API Gateway keeps these headers for its own CORS: it refuses mappings of them, and passes over what backends say.',
    fix: 'leave the mapping out, and say all of it in CorsConfiguration',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        ProtocolType: HTTP
        CorsConfiguration:
          AllowOrigins: [https://pets.example.com]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html',
  }, (integration, { key }) => mappedHeaders(integration).filter(([header]) => header.startsWith('access-control-'))
    .map(([header, status, place]) => violation(`'${key}' maps the header ${header} of answers with the status ${status}, which HTTP APIs keep for themselves`, place))),
];

/** Whether it is for the preflight requests of every path. */
function catchesPreflights({ isPreflight, method, path }: RouteReflection): boolean {
  return (isPreflight || method === 'ANY') && path.is((text) => /^\/\{[^{}/]+\+\}$/.test(text));
}

/** The headers that answers get, in small letters, with the status for which they get them. */
function mappedHeaders(integration: IntegrationReflection): [string, string, TemplateValue][] {
  const statuses = integration.field('responseParameters').entries().value ?? [];
  return statuses.flatMap(([status, mappings]) => destinationsOf(mappings).flatMap((destination): [string, string, TemplateValue][] => {
    const header = /^(?:append|overwrite|remove):header\.(.+)$/i.exec(destination)?.[1].toLowerCase();
    return header === undefined ? [] : [[header, status, mappings]];
  }));
}

/** A resource lists its mappings; a body has an object of them. */
function destinationsOf(mappings: TemplateValue): string[] {
  const listed = mappings.get('ResponseParameters');
  if (listed.isAbsent) return (mappings.entries().value ?? []).map(([destination]) => destination);
  return (listed.items().value ?? []).flatMap((mapping) => mapping.get('Destination').string().toList());
}
