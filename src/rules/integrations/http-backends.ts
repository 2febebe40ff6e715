import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { GAP, PartialText } from '../../reflection/partial-text';
import { RouteReflection } from '../../reflection/route-reflection';
import { RuleIds } from '../../rule-ids';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const HTTP_INTEGRATIONS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html';
const IMPORTANT_NOTES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html';

/** Backends that are called over HTTP. */
export const httpBackends: Rule[] = [
  integrationRule({
    id: RuleIds.HTTP_BACKEND_PLAINTEXT,
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A backend is called in clear text',
    why: 'Whoever sees the traffic between API Gateway and the backend reads and changes requests, tokens and answers.',
    fix: 'write an address that begins with https://, and give the backend a certificate with its whole chain',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: HTTP_PROXY
          IntegrationHttpMethod: GET
          Uri: https://backend.example.com/pets`,
    docs: HTTP_INTEGRATIONS,
  }, (integration, route) => callsAddress(integration, route) ? judge(integration.field('uri').text(), {
    what: `the address behind '${route.key}'`,
    place: integration.field('uri'),
    known: (uri) => judgeScheme(uri, integration, route),
  }) : undefined),

  integrationRule({
    id: 'tls-skip-verification',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'The certificate of a backend is not checked',
    why: 'Anybody who gets between API Gateway and the backend can answer in its place.',
    fix: 'leave insecureSkipVerification out, and give the backend a certificate of an authority that API Gateway knows',
    snippet: `
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://backend.example.com/pets
        tlsConfig:
          insecureSkipVerification: false`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-extensions-integration-tls-config.html',
  }, (integration, route) => {
    const skips = integration.field('tlsConfig').get('insecureSkipVerification');
    return judge(skips.boolean(), {
      what: `whether the certificate behind '${route.key}' is checked`,
      place: skips,
      known: (skipped) => skipped ? violation(`'${route.key}' does not check the certificate of its backend, so that anybody can answer in its place`, skips) : undefined,
    });
  }),

  integrationRule({
    id: 'greedy-path-unmapped',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A placeholder in the address of a backend is never filled',
    why: 'REST APIs fill only the placeholders that a request parameter maps; the others stay in the address, and every call fails with 500.',
    fix: 'map integration.request.path.<name> to method.request.path.<name>, and write a greedy one without its plus sign',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        RequestParameters:
          method.request.path.proxy: true
        Integration:
          Type: HTTP_PROXY
          IntegrationHttpMethod: ANY
          Uri: https://backend.example.com/{proxy}
          RequestParameters:
            integration.request.path.proxy: method.request.path.proxy`,
    docs: HTTP_INTEGRATIONS,
  }, (integration, route) => callsAddress(integration, route) ? placeholdersOf(integration).flatMap((name) => judge(mappedPaths(integration), {
    what: `whether the placeholder '{${name}}' behind '${route.key}' is filled`,
    place: integration.field('requestParameters'),
    known: (mapped) => mapped.includes(name) || mapped.includes('*')
      ? undefined
      : violation(`'${route.key}' calls an address with '{${name}}', which no request parameter fills`, integration.field('uri')),
  })) : undefined),

  integrationRule({
    id: 'host-header-forwarding',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A request parameter maps the header Host',
    why: 'API Gateway sets Host by the address of the backend whatever is mapped, so the backend never sees the value.',
    fix: 'map the value to a header of another name, as X-Forwarded-Host',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          RequestParameters:
            integration.request.header.X-Forwarded-Host: method.request.header.Host`,
    docs: IMPORTANT_NOTES,
  }, (integration, route) => judge(integration.requestParameters, {
    what: `what '${route.key}' maps`,
    place: integration.field('requestParameters'),
    known: (parameters) => parameters.filter(([target]) => headerOf(target) === 'host')
      .map(([, source]) => violation(`'${route.key}' maps the header Host, which API Gateway overwrites with the name of the backend`, source)),
  })),

  integrationRule({
    id: 'authorization-header-passthrough',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A mapping hands on a header that API Gateway keeps for itself',
    why: 'Content-MD5 and the signature of an IAM caller never reach the backend in a form that it can use; HTTP APIs refuse to map Authorization at all.',
    fix: 'send the value in a header of your own, or map what the authorizer says of the caller',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: AWS_IAM
        Integration:
          RequestParameters:
            integration.request.header.X-Caller: context.identity.userArn`,
    docs: IMPORTANT_NOTES,
  }, (integration, route) => judge(integration.requestParameters, {
    what: `what '${route.key}' maps`,
    place: integration.field('requestParameters'),
    known: (parameters) => parameters.flatMap(([target, source]) => [judgeHeader(route, target, source.text().value?.marked ?? '')].flat()
      .flatMap((outcome) => outcome ? { ...outcome, place: source } : [])),
  })),
];

/** Whether it calls an address: HTTP APIs name private backends by their ARN. */
function callsAddress(integration: IntegrationReflection, { api }: RouteReflection): boolean {
  const isHttp = integration.kind.is((kind) => kind === 'HTTP' || kind === 'HTTP_PROXY');
  return isHttp && !(api.apiType === ApiType.HTTP && integration.isPrivate.is(Boolean));
}

/** Attributes that begin with their scheme. */
const SCHEMES: Record<string, string> = { FunctionUrl: 'https://', ApiEndpoint: 'https://', WebsiteURL: 'http://' };

function judgeScheme(uri: PartialText, integration: IntegrationReflection, { key }: RouteReflection): Outcome | undefined {
  const [first] = uri.gaps;
  const scheme = uri.marked.startsWith(GAP) ? SCHEMES[first.reference?.attribute ?? ''] : uri.marked.toLowerCase();
  const place = integration.field('uri');
  if (scheme === undefined) return unknown(`the scheme of the address behind '${key}'`, first.why, place);
  if (scheme.startsWith('${stagevariables.')) return unknown(`the scheme of the address behind '${key}'`, 'it is that of a stage variable', place);
  if (!scheme.startsWith('http://')) return undefined;
  if (integration.isPrivate.is(Boolean)) return { ...violation(`'${key}' calls its backend in clear text, if within a VPC`, place), severity: 'warning' };
  return violation(`'${key}' calls its backend in clear text over the internet`, place);
}

/** What stands in braces; a stage variable has a dollar sign before them. */
const PLACEHOLDER = /(?<!\$)\{([^{}]+)\}/g;

function placeholdersOf(integration: IntegrationReflection): string[] {
  const { marked = '' } = integration.field('uri').text().value ?? {};
  return [...new Set([...marked.matchAll(PLACEHOLDER)].map(([, name]) => name).filter((name) => !name.includes(GAP)))];
}

/** The placeholders that are filled; `*` where a template overrides the path. */
function mappedPaths(integration: IntegrationReflection): Fact<string[]> {
  const templates = integration.requestTemplates.value ?? [];
  const isOverridden = templates.some(([, template]) => template.text().value?.marked.includes('requestOverride.path'));
  if (isOverridden) return Fact.known(['*']);
  return integration.requestParameters.map((parameters) => parameters
    .flatMap(([target]) => target.includes('requestOverride.path') ? '*' : /^integration\.request\.path\.(.+)$/.exec(target)?.[1] ?? []));
}

/** The header that a mapping sets, in small letters. */
function headerOf(target: string): string | undefined {
  return /^(?:integration\.request\.header\.|(?:append|overwrite):header\.)(.+)$/i.exec(target)?.[1].toLowerCase();
}

const SIGNATURE = /^(method\.|\$)request\.header\.authorization$/i;

function judgeHeader({ api, authorization, key }: RouteReflection, target: string, source: string): Outcome | Outcome[] | undefined {
  const header = headerOf(target);
  if (header === 'authorization' && api.apiType === ApiType.HTTP) {
    return { ...violation(`'${key}' maps the header Authorization, which HTTP APIs keep for themselves: the deployment fails`), severity: 'error' };
  }
  if (header === 'content-md5' && api.apiType === ApiType.REST) return violation(`'${key}' maps the header Content-MD5, which API Gateway drops`);
  if (!SIGNATURE.test(source)) return undefined;
  return judge(authorization, {
    what: `what the header Authorization of '${key}' holds`,
    known: (kind) => kind === 'AWS_IAM'
      ? violation(`'${key}' hands on the header Authorization, which for callers of IAM holds a signature that means nothing to its backend`)
      : undefined,
  });
}
