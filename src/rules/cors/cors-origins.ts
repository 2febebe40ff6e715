import { ApiType } from '../../api-type';
import { CorsReflection } from '../../reflection/cors-reflection';
import { Fact } from '../../reflection/fact';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, ruleOnEach } from '../rule-subjects';
import { RuleText } from '../rule-text';

const HTTP_CORS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html';

/** Which pages an API lets in. */
export const corsOrigins: Rule[] = [
  corsRule({
    id: 'cors-wildcard-with-credentials',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.REST],
    title: 'CORS allows credentials to every origin',
    why: "Browsers refuse the answer when the origin is '*', and API Gateway refuses it in an HTTP API; 'https://*' lets any page act with its visitor's cookies.",
    fix: 'list the origins that may send credentials, or do not allow credentials',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        CorsConfiguration:
          AllowCredentials: true
          AllowOrigins:
            - https://app.example.com`,
    docs: HTTP_CORS,
  }, ({ wildcard, credentials }, subject) => judge(Fact.allTrue([wildcard.map(() => true).orDefault(false), credentials]), {
    what: `whether ${subject} allows credentials to every origin`,
    known: (allows) => allows ? violation(`${subject} allows credentials together with the origin '${wildcard.value}'`) : undefined,
  })),

  corsRule({
    id: 'cors-wildcard-origin',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.HTTP, ApiType.REST],
    title: 'CORS lets every page call the API',
    why: 'Scripts of any page can call it from the browsers of its visitors, and read the answers.',
    fix: 'list the origins of the pages that call the API, or acknowledge the rule when every page may',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        CorsConfiguration:
          AllowOrigins:
            - https://app.example.com`,
    docs: HTTP_CORS,
  }, ({ wildcard }, subject) => judge(wildcard, {
    what: `the origins that ${subject} allows`,
    known: (origin) => violation(`${subject} allows the origin '${origin}': every page may call`),
  })),

  corsRule({
    id: 'cors-many-origins-in-mock',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A preflight answers with several origins in one header',
    why: 'Access-Control-Allow-Origin has one origin or \'*\'; browsers take a list for no origin at all.',
    fix: 'set the one origin that the request names, by $context.responseOverride.header in a template of the integration response',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: OPTIONS
        Integration:
          Type: MOCK
          RequestTemplates:
            application/json: '{"statusCode": 204}'
          IntegrationResponses:
            - StatusCode: '204'
              ResponseParameters:
                method.response.header.Access-Control-Allow-Origin: "'https://a.example.com'"
              ResponseTemplates:
                application/json: |
                  #set($origin = $input.params('origin'))
                  #if($origin == 'https://b.example.com')
                  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)
                  #end
        MethodResponses:
          - StatusCode: '204'
            ResponseParameters:
              method.response.header.Access-Control-Allow-Origin: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html',
  }, ({ origins }, subject) => origins.is((list) => list.some(({ marked }) => /[,\s]/.test(marked.trim())))
    ? violation(`${subject} answers with several origins in one header, which browsers take for none`)
    : undefined),

  routeRule({
    id: 'cors-private-apigw-id-header',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Pages are to name a private API by a header',
    why: 'A request with x-apigw-api-id has a preflight, which cannot carry that header: it reaches no API and fails.',
    fix: 'let pages call the Route 53 alias of the VPC endpoint, private DNS or a private custom domain, and leave x-apigw-api-id out',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [PRIVATE]
          VpcEndpointIds:
            - !Ref ExecuteApiEndpoint`,
    docs: 'https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/rest-api.html',
  }, (route, _around, api) => CorsReflection.ofPreflight(route).toList().flatMap(({ headers }) => {
    const isListed = headers.map((names) => names.some(({ marked }) => marked.toLowerCase() === 'x-apigw-api-id')).orDefault(false);
    return judge(Fact.allTrue([api.isPrivate, isListed]), {
      what: `whether '${route.key}' of a private API allows the header x-apigw-api-id`,
      known: (isWrong) => isWrong ? violation(`'${route.key}' of a private API allows the header x-apigw-api-id, which no preflight carries`) : undefined,
    });
  })),
];

/** Of an HTTP API the one configuration, of a REST API each preflight that API Gateway answers by itself. */
function corsRule(text: RuleText, judgeCors: (cors: CorsReflection, subject: string) => Outcome | Outcome[] | undefined): Rule {
  const ofHttpApis = apiRule(text, (api) => api.apiType !== ApiType.HTTP ? undefined : [judge(CorsReflection.ofHttpApi(api), {
    what: `the CORS configuration of the API '${api.label}'`,
    known: (cors) => judgeCors(cors, `the API '${api.label}'`),
  })].flat());
  const ofPreflights = routeRule(text, (route) => CorsReflection.ofPreflight(route).toList().flatMap((cors) => judgeCors(cors, `'${route.key}'`)));
  return ruleOnEach(ofHttpApis, ofPreflights);
}
