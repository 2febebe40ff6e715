import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { AuthorizerReflection } from '../../reflection/authorizer-reflection';
import { GAP, PartialText } from '../../reflection/partial-text';
import { AuthorizationKind, RouteReflection } from '../../reflection/route-reflection';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, authorizerRule, routeRule } from '../rule-subjects';

const HTTP_JWT = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html';
const HTTP_QUOTAS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html';

type Outcomes = Outcome | Outcome[] | undefined;

/** Which tokens are let in. */
export const tokens: Rule[] = [
  authorizerRule({
    id: 'jwt-authorizer-incomplete',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'A JWT authorizer does not say whose tokens it takes',
    why: 'Without an https issuer and an audience API Gateway refuses the authorizer, or all tokens, or takes tokens that were made for somebody else.',
    fix: 'set Issuer to the https address that stands in the claim iss, and Audience to the clients whose tokens are taken',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerType: JWT
        IdentitySource: [$request.header.Authorization]
        JwtConfiguration:
          Issuer: !GetAtt UserPool.ProviderURL
          Audience: [!Ref UserPoolClient]`,
    docs: HTTP_JWT,
  }, (authorizer) => authorizer.isJwt ? [judgeIssuer(authorizer), judgeAudience(authorizer)].flat() : undefined),

  authorizerRule({
    id: 'jwt-audience-count',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A JWT authorizer has more audiences than API Gateway takes',
    why: 'API Gateway refuses the authorizer, and the deployment fails.',
    fix: `keep to ${Limits.JWT_AUDIENCES} audiences, or give routes authorizers of their own`,
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        JwtConfiguration:
          Audience: [!Ref UserPoolClient]`,
    docs: HTTP_QUOTAS,
  }, (authorizer) => authorizer.isJwt ? judge(authorizer.jwt('Audience').items(), {
    what: `the audience of the authorizer '${authorizer.name}'`,
    known: ({ length }) => length > Limits.JWT_AUDIENCES
      ? violation(`the authorizer '${authorizer.name}' has ${length} audiences, and API Gateway takes ${Limits.JWT_AUDIENCES}`, authorizer.jwt('Audience'))
      : undefined,
  }) : undefined),

  routeRule({
    id: 'jwt-route-scope-count',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'A route has more scopes than API Gateway takes',
    why: 'API Gateway refuses the route, and the deployment fails.',
    fix: `keep to ${Limits.JWT_SCOPES_PER_ROUTE} scopes, of which a token needs one`,
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        AuthorizationType: JWT
        AuthorizationScopes: [pets/read]`,
    docs: HTTP_QUOTAS,
  }, (route) => route.authorization.isUnknowable ? undefined : judge(route.scopes, {
    what: `the scopes of '${route.key}'`,
    known: ({ length }) => length > Limits.JWT_SCOPES_PER_ROUTE ? violation(`'${route.key}' has ${length} scopes, and API Gateway takes ${Limits.JWT_SCOPES_PER_ROUTE}`) : undefined,
  })),

  routeRule({
    id: 'jwt-route-without-scopes',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.HTTP],
    title: 'A route takes tokens of any purpose',
    why: 'An ID token, which says who somebody is and not what a client may do, is taken for an access token.',
    fix: 'set AuthorizationScopes (in a definition: list them behind the scheme in security)',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        AuthorizationType: JWT
        AuthorizationScopes: [pets/read]`,
    docs: HTTP_JWT,
  }, (route, around) => judgeScopes(route, around, 'JWT', 'it takes any token of its issuer, ID tokens too')),

  routeRule({
    id: 'cognito-method-without-scopes',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A method with a user pool takes no access tokens',
    why: 'Without scopes API Gateway expects an ID token and refuses access tokens, which clients send to methods with scopes and machines have alone.',
    fix: 'set AuthorizationScopes (in a definition: list them behind the scheme in security) and send access tokens',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: COGNITO_USER_POOLS
        AuthorizationScopes: [pets/read]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-enable-cognito-user-pool.html',
  }, (route, around) => judgeScopes(route, around, 'COGNITO_USER_POOLS', 'it takes ID tokens and refuses access tokens')),
];

function judgeIssuer(authorizer: AuthorizerReflection): Outcomes {
  const issuer = authorizer.jwt('Issuer');
  const subject = `the JWT authorizer '${authorizer.name}'`;
  return judge(issuer.text(), {
    what: `the issuer of ${subject}`,
    place: issuer,
    known: (text) => {
      if (text.marked.startsWith('https://') || isAddressOfPool(text)) return undefined;
      return text.marked.startsWith(GAP) ? unknown(`the issuer of ${subject}`, text.gaps[0].why, issuer) : violation(`${subject} has the issuer '${text.toString()}', which is no https address`, issuer);
    },
    absent: () => violation(`${subject} has no issuer`, issuer),
  });
}

function isAddressOfPool({ references: [first] }: PartialText): boolean {
  return first?.resource.resourceType === 'AWS::Cognito::UserPool' && first.attribute === 'ProviderURL';
}

function judgeAudience(authorizer: AuthorizerReflection): Outcomes {
  const audience = authorizer.jwt('Audience');
  const missing = violation(`the JWT authorizer '${authorizer.name}' has no audience`, audience);
  return judge(audience.items(), {
    what: `the audience of the JWT authorizer '${authorizer.name}'`,
    place: audience,
    known: ({ length }) => length === 0 ? missing : undefined,
    absent: () => missing,
  });
}

/** An API without any scopes means its ID tokens; one that asks for scopes here and there forgot the rest. */
function judgeScopes(route: RouteReflection, { intent }: Surroundings, kind: AuthorizationKind, consequence: string): Outcomes {
  const isAsked = intent.scopesRequired ?? route.authorizer.is((authorizer) => route.api.scopedAuthorizers.has(authorizer));
  return isAsked && route.authorization.is((given) => given === kind) ? judge(route.scopes, {
    what: `the scopes of '${route.key}'`,
    known: ({ length }) => length === 0 ? violation(`'${route.key}' requires no scope: ${consequence}`) : undefined,
  }) : undefined;
}
