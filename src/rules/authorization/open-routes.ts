import { ApiType } from '../../api-type';
import { CONNECT } from '../../predefined-routes';
import { Admission, admissionOf } from '../../reflection/admission';
import { AppReflection } from '../../reflection/app-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { webSocketRoute } from '../../reflection/web-socket-routes';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, routeRule, ruleOnEach } from '../rule-subjects';
import { RuleText } from '../rule-text';

const ACCESS_TO_REST = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html';
const ACCESS_TO_HTTP = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html';
const ACCESS_TO_WEBSOCKET = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html';

const openConnections: RuleText = {
  id: RuleIds.WS_CONNECT_WITHOUT_AUTH,
  severity: 'error',
  category: 'security',
  appliesTo: [ApiType.WEBSOCKET],
  title: 'Anybody can open a connection to a WebSocket API',
  why: 'Authorization happens at $connect alone, so every message of the connection is from somebody unknown.',
  fix: 'make a route $connect, and set its AuthorizationType to AWS_IAM, or to CUSTOM with a REQUEST authorizer',
  snippet: `
    Type: AWS::ApiGatewayV2::Route
    Properties:
      RouteKey: $connect
      AuthorizationType: CUSTOM
      AuthorizerId: !Ref ConnectAuthorizer`,
  docs: ACCESS_TO_WEBSOCKET,
  related: ['AwsSolutions-APIG4', 'CKV_AWS_309', 'APIGateway.8', 'CT.APIGATEWAY.PR.5'],
};

/** Routes that anybody can call. */
export const openRoutes: Rule[] = [
  routeRule({
    id: RuleIds.REST_METHOD_WITHOUT_AUTH,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A method of a REST API has no authorization',
    why: 'Anybody on the internet can call it, and whatever it calls is paid by you.',
    fix: 'set AuthorizationType to AWS_IAM, COGNITO_USER_POOLS or CUSTOM (in a definition: name a scheme with an authorizer in security), or acknowledge the rule with the reason why everybody may call it',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: COGNITO_USER_POOLS
        AuthorizerId: !Ref UserPoolAuthorizer`,
    docs: ACCESS_TO_REST,
    related: ['AwsSolutions-APIG4', 'CKV_AWS_59', 'CKV2_AWS_70', 'W59'],
  }, (route, { app }) => route.isPreflight || route.apiKeyRequired.is(Boolean) ? undefined : judgeOpen(app, route)),

  routeRule({
    id: RuleIds.HTTP_ROUTE_WITHOUT_AUTH,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'A route of an HTTP API has no authorization',
    why: 'Anybody on the internet can call it, and whatever it calls is paid by you.',
    fix: 'set AuthorizationType to JWT, AWS_IAM or CUSTOM (in a definition: name a scheme with an authorizer in security), or acknowledge the rule with the reason why everybody may call it',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        AuthorizationType: JWT
        AuthorizerId: !Ref JwtAuthorizer`,
    docs: ACCESS_TO_HTTP,
    related: ['AwsSolutions-APIG4', 'CKV_AWS_309', 'APIGateway.8', 'CT.APIGATEWAY.PR.5'],
  }, (route, { app }) => route.isPreflight ? undefined : judgeOpen(app, route)),

  ruleOnEach(
    routeRule(openConnections, (route, { app }) => route.key === CONNECT ? judgeOpen(app, route) : undefined),
    // Without the route connections are opened all the same.
    apiRule(openConnections, (api) => {
      if (!api.definition || api.routes.length === 0) return undefined;
      const connect = webSocketRoute(api, (key) => key === CONNECT);
      return judge(connect, {
        what: `whether the API '${api.label}' has a route '${CONNECT}'`,
        known: () => undefined,
        absent: () => violation(`the API '${api.label}' has no route '${CONNECT}': anybody can open a connection`),
      });
    }),
  ),

  routeRule({
    id: 'openapi-operation-without-auth',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'The security of an OpenAPI operation means nothing to API Gateway',
    why: 'Only schemes with an authorizer, with awsSigv4 or for an API key protect anything; the import passes others over, and the operation is open.',
    fix: 'give the security scheme an x-amazon-apigateway-authorizer, or x-amazon-apigateway-authtype: awsSigv4',
    snippet: `
      components:
        securitySchemes:
          UserPool:
            type: apiKey
            name: Authorization
            in: header
            x-amazon-apigateway-authtype: cognito_user_pools
            x-amazon-apigateway-authorizer:
              type: cognito_user_pools
              providerARNs: [!GetAtt UserPool.Arn]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html',
  }, (route) => namedSchemes(route).flatMap(([name, scheme]) => {
    const subject = `the security of '${route.key}' names the scheme '${name}'`;
    return judge(scheme.entries(), {
      what: `the scheme '${name}' of '${route.key}'`,
      place: route.place.get('security'),
      known: () => protects(scheme) ? undefined : violation(`${subject}, of which API Gateway makes no authorizer`, route.place.get('security')),
      absent: () => violation(`${subject}, which the definition does not have`, route.place.get('security')),
    });
  })),
];

/** The schemes that an operation's own security names. SAM marks open operations by one that is not there, NONE. */
function namedSchemes({ api, place, resource }: RouteReflection): [string, TemplateValue][] {
  const document = api.document.value;
  if (document?.owner !== resource) return [];
  const requirements = place.get('security').items().value ?? [];
  const names = requirements.flatMap((requirement) => (requirement.entries().value ?? []).map(([name]) => name)).filter((name) => name !== 'NONE');
  return [...new Set(names)].map((name) => [name, document.follow(document.securitySchemes.get(name))]);
}

function protects(scheme: TemplateValue): boolean {
  const isExtended = ['x-amazon-apigateway-authorizer', 'x-amazon-apigateway-authtype'].some((key) => scheme.get(key).isGiven);
  return isExtended || scheme.get('name').string().is((name) => name.toLowerCase() === 'x-api-key');
}

function judgeOpen(app: AppReflection, route: RouteReflection): Outcome | Outcome[] | undefined {
  return judge(route.authorization, {
    what: `the authorization of '${route.key}'`,
    known: (kind) => {
      if (kind !== 'NONE') return undefined;
      // Nobody on the internet reaches a private API; who does is still not asked.
      if (route.api.endpointType.is((type) => type === 'PRIVATE')) {
        return { ...violation(`'${route.key}' of a private API has no authorization: whoever reaches the API can call it`), severity: 'warning' };
      }
      return judge(admissionOf(app, route), {
        what: `who can call '${route.key}', which has no authorization,`,
        known: (admission) => admission === 'everybody'
          ? violation(`'${route.key}' has no authorization: anybody can call it`)
          : { ...violation(`'${route.key}' has no authorization: whoever ${LET_IN[admission]} can call it`), severity: 'warning' },
      });
    },
  });
}

const LET_IN: Record<Exclude<Admission, 'everybody'>, string> = { policy: 'the resource policy lets in', certificate: 'has a client certificate' };
