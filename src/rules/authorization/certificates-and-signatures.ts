import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { AppReflection } from '../../reflection/app-reflection';
import { DomainReflection } from '../../reflection/domain-reflection';
import { Fact } from '../../reflection/fact';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, authorizerRule, routeRule } from '../rule-subjects';

const MUTUAL_TLS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html';

/** A revoked certificate should be refused within a minute. */
const REVOCATION_SECONDS = 60;

/** Callers who prove themselves by a certificate or by a signature. */
export const certificatesAndSignatures: Rule[] = [
  routeRule({
    id: 'iam-auth-in-multi-region',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'Signatures of one region meet an API in another one',
    why: 'A signature names the region that it was made for, so after DNS has led callers elsewhere each of their calls is refused with 403.',
    fix: 'authorize by tokens, or let clients sign for the region that answers',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        AuthorizationType: JWT
        AuthorizerId: !Ref JwtAuthorizer`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html',
  }, (route, { app }, api) => {
    const domain = domainsOf(api, app).find((each) => app.dnsRecords.mayChangeRegion(each));
    return domain && judge(route.authorization, {
      what: `the authorization of '${route.key}'`,
      known: (kind) => kind === 'AWS_IAM' ? violation(`'${route.key}' checks signatures, which are for one region, and DNS leads callers of '${domain.label}' to several`) : undefined,
    });
  }),

  apiRule({
    id: 'mtls-revocation-missing',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'Nobody looks whether the certificate of a caller was revoked',
    why: 'API Gateway checks who signed a certificate and whether it has expired, and never whether it was revoked.',
    fix: 'add a Lambda authorizer that looks the certificate up, or acknowledge the rule where certificates are short-lived',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        Type: REQUEST
        AuthorizerUri: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${RevocationCheck.Arn}/invocations`,
    docs: MUTUAL_TLS,
  }, (api, { app }) => {
    const domain = certifiedDomainOf(api, app);
    return domain && judge(asksFunction(api), {
      what: `whether a function checks the certificates of callers of '${api.label}'`,
      known: (isAsked) => isAsked ? undefined : violation(`'${api.label}' stands under '${domain.label}' with client certificates, and no Lambda authorizer looks whether they were revoked`),
    });
  }),

  authorizerRule({
    id: 'crl-authorizer-long-cache',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A revoked certificate is let in for long',
    why: 'What the authorizer said of a certificate holds until it is forgotten, whatever happened to the certificate.',
    fix: `set AuthorizerResultTtlInSeconds to ${REVOCATION_SECONDS} or less`,
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: ${REVOCATION_SECONDS}`,
    docs: MUTUAL_TLS,
  }, (authorizer, { app }, api) => authorizer.isLambda.is(Boolean) && certifiedDomainOf(api, app) ? judge(authorizer.ttlSeconds, {
    what: `how long the authorizer '${authorizer.name}' remembers its answers`,
    known: (seconds) => seconds > REVOCATION_SECONDS
      ? violation(`the authorizer '${authorizer.name}' of an API with client certificates remembers its answers for ${seconds} seconds`)
      : undefined,
  }) : undefined),
];

function domainsOf(api: ApiReflection, app: AppReflection): DomainReflection[] {
  return app.domains.targetsOf(api).flatMap(({ domain }) => domain ?? []);
}

function certifiedDomainOf(api: ApiReflection, app: AppReflection): DomainReflection | undefined {
  return domainsOf(api, app).find(({ mutualTls }) => mutualTls.isGiven);
}

function asksFunction(api: ApiReflection): Fact<boolean> {
  const isFunction = (kind: string) => kind === 'CUSTOM';
  if (api.routes.some(({ authorization }) => authorization.is(isFunction))) return Fact.known(true);
  return api.allRoutes.flatMap((routes) => Fact.all(routes.map(({ authorization }) => authorization))).map((kinds) => kinds.some(isFunction));
}
