import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { ApiReflection } from '../../reflection/api-reflection';
import { binaryTypesOf } from '../../reflection/binary-types';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { integrationResponses } from '../../reflection/integration-response';
import { isStreamed } from '../../reflection/integration-timeout';
import { RouteReflection } from '../../reflection/route-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, integrationRule } from '../rule-subjects';

const BINARY_TYPES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html';
const COMPRESSION = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/gateway-payload-compression.html';

/** What requests and answers carry, and how it is carried. */
export const payloads: Rule[] = [
  apiRule({
    id: 'binary-wildcard',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'An API takes every payload for binary',
    why: 'Functions get each body in base64, and a mock or a mapping template fails with 500, CORS preflight before all.',
    fix: "list the types of files that the API carries; where '*/*' is needed, set ContentHandling to CONVERT_TO_TEXT on mocks and mapped integrations",
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        BinaryMediaTypes: [image/png, application/pdf]`,
    docs: BINARY_TYPES,
  }, (api) => api.definition && !isHidden(api) ? judge(binaryTypesOf(api), {
    what: `what the API '${api.label}' takes for binary`,
    known: (types) => types.includes('*/*') ? judgeWildcard(api) : undefined,
  }) : undefined),

  integrationRule({
    id: 'binary-types-missing',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Files of S3 pass through an API that knows no binary types',
    why: 'API Gateway takes the bytes for UTF-8 text, and images, archives and documents arrive broken.',
    fix: 'list their types as BinaryMediaTypes',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        BinaryMediaTypes: [image/png, application/pdf]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-content-encodings-examples-image-s3.html',
  }, (integration, { api, key, method }) => carriesFiles(integration, method) ? judge(binaryTypesOf(api), {
    what: `what the API of '${key}' takes for binary`,
    known: ({ length }) => length === 0 ? violation(`'${key}' carries files of S3, and the API takes nothing for binary`) : undefined,
  }) : undefined),

  integrationRule({
    id: 'content-handling-unset-or-wrong',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The content handling of an integration is wrong',
    why: 'API Gateway refuses words that it does not know; and to convert files of S3 to text is to store and to answer base64 instead of them.',
    fix: 'write CONVERT_TO_BINARY or CONVERT_TO_TEXT, and nothing where files pass as they are',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        Integration:
          Type: AWS
          ContentHandling: CONVERT_TO_BINARY`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html',
  }, (integration, { key, method }) => handlingsOf(integration).flatMap((handling) => judge(handling.string(), {
    what: `the content handling of '${key}'`,
    place: handling,
    known: (word): Outcome | undefined => {
      if (!['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT'].includes(word.toUpperCase())) return violation(`'${key}' has the content handling '${word}', which API Gateway does not know`, handling);
      const breaksFiles = word.toUpperCase() === 'CONVERT_TO_TEXT' && isObjectOfS3(integration, method);
      return breaksFiles ? { ...violation(`'${key}' converts files of S3 to text, which makes base64 of them`, handling), severity: 'warning' } : undefined;
    },
  }))),

  apiRule({
    id: 'compression-off',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'A REST API does not compress its answers',
    why: 'Texts as JSON go over the network at several times their size, which callers wait for and you pay for.',
    fix: `set MinimumCompressionSize to the number of bytes from which compression pays: ${Limits.COMPRESSION_MIN_BYTES} to ${Limits.COMPRESSION_MAX_BYTES}`,
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        MinimumCompressionSize: 1024`,
    docs: COMPRESSION,
    optIn: 'compressionRequired',
  }, (api, { intent }) => intent.compressionRequired && api.definition ? judge(compressionOf(api).presence(), {
    what: `whether the API '${api.label}' compresses its answers`,
    known: () => undefined,
    absent: () => violation(`the API '${api.label}' does not compress its answers`),
  }) : undefined),

  apiRule({
    id: 'compression-on-http',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An HTTP API is to compress its answers',
    why: 'Only REST APIs compress: on an HTTP API the setting is refused or ignored, and answers go out at their full size.',
    fix: 'leave the setting out, and let the backend or a CloudFront distribution compress',
    snippet: `
      Type: AWS::CloudFront::Distribution
      Properties:
        DistributionConfig:
          DefaultCacheBehavior:
            Compress: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html',
  }, (api, { app, intent }) => {
    if (!api.definition) return undefined;
    const written = compressionOf(api);
    if (written.isGiven) return violation(`the API '${api.label}' is an HTTP API, and its minimum compression size does nothing`, written);
    if (!intent.compressionRequired || app.resources('AWS::CloudFront::Distribution').length > 0) return undefined;
    return { ...violation(`the API '${api.label}' is an HTTP API, which does not compress its answers`), severity: 'warning' };
  }),

  apiRule({
    id: 'large-payload-through-gateway',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'Bodies are larger than an API carries',
    why: 'API Gateway answers larger bodies with 413, and what calls functions carries less than the rest.',
    fix: 'hand out presigned URLs of S3 for uploads, and let the API carry their names',
    snippet: `
      Type: AWS::Lambda::Function
      Properties:
        Environment:
          Variables:
            UPLOADS: !Ref UploadsBucket`,
    docs: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html',
    optIn: 'largestBodyBytes',
  }, (api, { intent: { largestBodyBytes = 0 } }) => {
    const routes = api.routes.filter(({ method }) => ['POST', 'PUT', 'PATCH', 'ANY', ''].includes(method));
    const toFunction = routes.find(({ integration }) => integration.value?.isLambda.is(Boolean));
    const sent = `and callers send up to ${largestBodyBytes}`;
    if (routes.length > 0 && largestBodyBytes > Limits.PAYLOAD_BYTES) return violation(`'${routes[0].key}' carries at most ${Limits.PAYLOAD_BYTES} bytes, ${sent}`);
    if (!toFunction || largestBodyBytes <= Limits.LAMBDA_PAYLOAD_BYTES) return undefined;
    return violation(`'${toFunction.key}' calls a function, which takes at most ${Limits.LAMBDA_PAYLOAD_BYTES} bytes, ${sent}`);
  }),
];

function compressionOf(api: ApiReflection): TemplateValue {
  return api.setting('MinimumCompressionSize', ({ root }) => root.get('x-amazon-apigateway-minimum-compression-size'));
}

/** A whole body that cannot be read hides more than its binary types. */
function isHidden(api: ApiReflection): boolean {
  return api.document.isUnknowable && binaryTypesOf(api).isUnknowable;
}

function judgeWildcard(api: ApiReflection): Outcome {
  const every = `the API '${api.label}' takes every payload for binary ('*/*')`;
  const broken = api.routes.find((route) => route.integration.value && needsText(route.integration.value));
  if (broken) return violation(`${every}, so that '${broken.key}' fails, whose templates need text`);
  return { ...violation(`${every}, so that each body reaches functions in base64`), severity: 'warning' };
}

/** Whether templates read or write what passes, and nothing makes text of it before. */
function needsText(integration: IntegrationReflection): boolean {
  if (!integration.kind.is((kind) => ['MOCK', 'AWS', 'HTTP'].includes(kind))) return false;
  const isMapped = integration.kind.is((kind) => kind === 'MOCK') || integration.requestTemplates.is(({ length }) => length > 0);
  return isMapped && handlingsOf(integration).length === 0;
}

/** The path of an object below that of its bucket. */
const OBJECT = /^[^/]+\/[^/?]/;

function isObjectOfS3(integration: IntegrationReflection, method: RouteReflection['method']): boolean {
  const isObject = integration.serviceCall.is(({ service, form, target }) => service === 's3' && form === 'path' && OBJECT.test(target));
  return isObject && ['GET', 'PUT', 'POST', 'ANY'].includes(method);
}

/** Whether files of S3 pass as they are. */
function carriesFiles(integration: IntegrationReflection, method: string): boolean {
  const passes = integration.requestTemplates.is(({ length }) => length === 0) && isStreamed(integration).is((streamed) => !streamed);
  return passes && isObjectOfS3(integration, method) && handlingsOf(integration).length === 0;
}

/** What is said of the content of requests, and of answers. */
function handlingsOf(integration: IntegrationReflection): TemplateValue[] {
  const responses = integrationResponses(integration).value ?? [];
  const inResponses = responses.flatMap(({ place }) => [place.get('ContentHandling'), place.get('contentHandling')]);
  return [integration.field('contentHandling'), ...inResponses].filter((handling) => handling.isGiven);
}
