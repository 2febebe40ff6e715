import { ApiType } from '../../api-type';
import { isCached } from '../../reflection/cache-reflection';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { integrationResponses } from '../../reflection/integration-response';
import { isStreamed } from '../../reflection/integration-timeout';
import { GAP } from '../../reflection/partial-text';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { integrationRule } from '../rule-subjects';

const STREAMING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html';

/** Answers that go on to the caller while they come. */
export const streaming: Rule[] = [
  integrationRule({
    id: 'stream-non-proxy',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'An integration that is no proxy streams its answer',
    why: 'Only proxy integrations stream: API Gateway refuses the others, and the deployment fails.',
    fix: 'make it AWS_PROXY or HTTP_PROXY, or leave ResponseTransferMode out',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY
          ResponseTransferMode: STREAM`,
    docs: STREAMING,
  }, (integration, { key }) => isStreamed(integration).is(Boolean) ? judge(integration.kind, {
    what: `the type of the integration of '${key}'`,
    place: integration.field('type'),
    known: (kind) => kind === 'AWS_PROXY' || kind === 'HTTP_PROXY'
      ? undefined
      : violation(`'${key}' streams the answer of an integration of the type ${kind}, which only proxies do`, integration.field('type')),
  }) : undefined),

  integrationRule({
    id: 'stream-lambda-uri',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A streamed function is called in the way that does not stream',
    why: 'The function answers at once and in the format of a buffered call, and callers get an error instead of a stream.',
    fix: 'write …:lambda:path/2021-11-15/functions/<ARN>/response-streaming-invocations',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY
          ResponseTransferMode: STREAM
          Uri: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}:lambda:path/2021-11-15/functions/\${Function.Arn}/response-streaming-invocations`,
    docs: STREAMING,
  }, (integration, { key }) => isStreamed(integration).is(Boolean) && integration.kind.is((kind) => kind === 'AWS_PROXY') ? judge(integration.field('uri').text(), {
    what: `how the function of '${key}' is called`,
    place: integration.field('uri'),
    known: ({ marked, gaps }) => {
      if (marked.includes('/2021-11-15/functions/') && marked.endsWith('/response-streaming-invocations')) return undefined;
      const hidden = gaps.find(({ reference }) => !reference);
      return hidden && mayStream(marked)
        ? unknown(`how the function of '${key}' is called`, hidden.why, integration.field('uri'))
        : violation(`'${key}' streams the answer of a function, and calls it by an address that does not stream`, integration.field('uri'));
    },
  }) : undefined),

  integrationRule({
    id: 'stream-with-cache',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A streamed answer is to be cached',
    why: 'API Gateway does not cache what it streams, so the cache is paid for and holds nothing of this method.',
    fix: 'turn caching off for the method, or stream from a resource of its own',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        MethodSettings:
          - ResourcePath: /~1stream
            HttpMethod: GET
            CachingEnabled: false`,
    docs: STREAMING,
  }, (integration, route) => isStreamed(integration).is(Boolean) ? judge(isCached(route), {
    what: `whether the answers of '${route.key}' are cached`,
    known: (cached) => cached ? violation(`'${route.key}' streams its answer, and is to be cached, which streams are not`) : undefined,
  }) : undefined),

  integrationRule({
    id: 'stream-with-vtl-or-compression',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A streamed answer is to be changed on its way',
    why: 'API Gateway applies neither mapping templates nor compression to what it streams.',
    fix: 'leave the templates out, and compress in the backend or in CloudFront',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS_PROXY
          ResponseTransferMode: STREAM`,
    docs: STREAMING,
  }, (integration, { api, key }) => {
    if (!isStreamed(integration).is(Boolean)) return undefined;
    const compression = api.setting('MinimumCompressionSize', ({ root }) => root.get('x-amazon-apigateway-minimum-compression-size'));
    const templates = (integrationResponses(integration).value ?? []).some((response) => response.templates.is(({ length }) => length > 0));
    return [
      templates ? violation(`'${key}' streams its answer, to which its mapping templates are not applied`) : undefined,
      ...[judge(compression.presence(), {
        what: `whether answers of '${key}' are to be compressed`,
        place: compression,
        known: () => violation(`'${key}' streams its answer, which the API does not compress`),
      })].flat(),
    ];
  }),

  integrationRule({
    id: 'stream-on-edge',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST],
    title: 'An edge-optimized API streams',
    why: 'Its streams are cut after 30 seconds without data; those of Regional and private APIs after 5 minutes.',
    fix: 'set EndpointConfiguration.Types to REGIONAL, and put a CloudFront distribution of your own before it where one is needed',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        EndpointConfiguration:
          Types: [REGIONAL]`,
    docs: STREAMING,
  }, (integration, { api, key }) => isStreamed(integration).is(Boolean) ? judge(api.endpointType, {
    what: `the endpoint type of the API of '${key}'`,
    known: (type) => type === 'EDGE' ? violation(`'${key}' streams over an edge-optimized endpoint, which cuts streams after 30 seconds without data`) : undefined,
  }) : undefined),

  integrationRule({
    id: 'stream-on-v2',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An HTTP or WebSocket API is to stream',
    why: 'Only REST APIs stream answers; others wait for the whole of it, or fail to understand it.',
    fix: 'use a REST API for the route, or call the function in the way that does not stream',
    snippet: `
      Type: AWS::ApiGatewayV2::Integration
      Properties:
        IntegrationType: AWS_PROXY
        IntegrationUri: !GetAtt Function.Arn`,
    docs: STREAMING,
  }, (integration, { key }) => judge(wantsStream(integration), {
    what: `how the function of '${key}' is called`,
    place: integration.field('uri'),
    known: (wanted) => wanted ? violation(`'${key}' asks for a stream, and only REST APIs stream`) : undefined,
  })),
];

/** Whether what is hidden of an address may make it one that streams. */
function mayStream(marked: string): boolean {
  const [, version = GAP] = /([^/]*)\/functions\//.exec(marked) ?? [];
  const end = marked.slice(marked.lastIndexOf(GAP) + 1);
  return (version.includes(GAP) || version === '2021-11-15') && ('/response-streaming-invocations'.endsWith(end) || end.endsWith('/response-streaming-invocations'));
}

function wantsStream(integration: IntegrationReflection): Fact<boolean> {
  const mode = isStreamed(integration);
  if (!mode.is((streamed) => !streamed)) return mode;
  return Fact.known(integration.field('uri').text().is(({ marked }) => marked.includes('/response-streaming-invocations')));
}
