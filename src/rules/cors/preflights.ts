import { ApiType } from '../../api-type';
import type { ApiReflection } from '../../reflection/api-reflection';
import { CorsReflection } from '../../reflection/cors-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, ruleOnEach } from '../rule-subjects';
import { RuleText } from '../rule-text';

/** What browsers ask before they call. */
export const preflights: Rule[] = [
  preflightRule({
    id: 'cors-missing-preflight',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A path that browsers call has no OPTIONS method',
    why: 'Before a call across origins the browser asks with OPTIONS; API Gateway answers 403 without CORS headers, and the call is never made.',
    fix: 'add an OPTIONS method with a MOCK integration that answers with the CORS headers to every path',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: OPTIONS
        AuthorizationType: NONE
        Integration:
          Type: MOCK
          RequestTemplates:
            application/json: '{"statusCode": 204}'
          IntegrationResponses:
            - StatusCode: '204'
              ResponseParameters:
                method.response.header.Access-Control-Allow-Origin: "'https://app.example.com'"
                method.response.header.Access-Control-Allow-Methods: "'GET,POST'"
                method.response.header.Access-Control-Allow-Headers: "'Authorization,Content-Type'"
        MethodResponses:
          - StatusCode: '204'
            ResponseParameters:
              method.response.header.Access-Control-Allow-Origin: true
              method.response.header.Access-Control-Allow-Methods: true
              method.response.header.Access-Control-Allow-Headers: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
    optIn: 'browserClients',
  }),

  apiRule({
    id: 'cors-missing-http',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An HTTP API that browsers call has no CORS configuration',
    why: 'Without one API Gateway answers no preflight, and browsers never make the call.',
    fix: 'set CorsConfiguration with the origins of the pages that call the API',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        CorsConfiguration:
          AllowOrigins: [https://app.example.com]
          AllowMethods: [GET, POST]
          AllowHeaders: [Authorization, Content-Type]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html',
    optIn: 'browserClients',
  }, (api, { intent }) => intent.browserClients !== true || api.routes.some(lastResort) ? undefined : [judge(CorsReflection.ofHttpApi(api), {
    what: `the CORS configuration of the API '${api.label}'`,
    known: () => undefined,
    absent: () => violation(`the API '${api.label}', which browsers call, has no CORS configuration`),
  })].flat()),
];

/** A route whose backend may answer preflights by itself: browsers send them without credentials. */
function lastResort(route: RouteReflection): boolean {
  const takesOptions = ['OPTIONS', 'ANY'].includes(route.method) || route.key === '$default';
  return takesOptions && !route.authorization.is((kind) => kind !== 'NONE');
}

interface Preflighted {
  /** Paths whose preflights something answers. */
  readonly paths: Set<string>;
  /** Of each path the first route that needs one. */
  readonly first: Map<string, RouteReflection>;
  /** Why there may be more preflights than those. */
  readonly hidden?: string;
}

const indexes = new WeakMap<ApiReflection, Preflighted>();

function preflightRule(text: RuleText): Rule {
  const ofRoutes = routeRule(text, (route, { intent }, api) => {
    const { paths, first, hidden } = preflighted(api);
    const path = route.path.value;
    if (intent.browserClients !== true || path === undefined || paths.has(path) || first.get(path) !== route) return undefined;
    if (hidden !== undefined) return unknown(`whether '${path}' has an OPTIONS method`, hidden);
    return violation(`'${path}', which browsers call, has no OPTIONS method: nothing answers their preflights`);
  });
  const ofHiddenRoutes = apiRule(text, (api, { intent }) => intent.browserClients === true && api.document.isUnknowable
    ? unknown(`whether the paths of the API '${api.label}' have OPTIONS methods`, api.document.why)
    : undefined);
  return ruleOnEach(ofRoutes, ofHiddenRoutes);
}

function preflighted(api: ApiReflection): Preflighted {
  let index = indexes.get(api);
  if (!index) {
    const answering = api.routes.filter(({ method }) => ['OPTIONS', 'ANY', '?'].includes(method));
    const hiding = answering.find(({ path, method, resource }) => path.isUnknowable || method === '?' || resource.isConditional);
    const first = new Map<string, RouteReflection>();
    for (const route of api.routes) if (route.path.value !== undefined && !first.has(route.path.value)) first.set(route.path.value, route);
    const paths = answering.filter((route) => route.method !== '?' && !route.resource.isConditional).flatMap(({ path }) => path.toList());
    const why = api.allRoutes.isUnknowable ? api.allRoutes.why : hiding && `'${hiding.key}' is only known at deployment`;
    indexes.set(api, index = { paths: new Set(paths), first, hidden: why });
  }
  return index;
}
