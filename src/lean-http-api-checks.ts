import { Construct } from 'constructs';
import { ApiType } from './api-type';
import { checkApiDomain } from './domain/domain-checks';
import { LeanHttpApiProps } from './lean-http-api-props';
import { requireReason } from './opt-out';
import { checkNameLength, checkRoutedApi, checkStageName, requireProps } from './routed-api-checks';

/**
 * What REST APIs have and HTTP APIs have not, and what does the same. A compiler refuses most of them; JavaScript, a spread or a change of the class name does not.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html
 */
const ONLY_REST: { readonly [prop: string]: string } = {
  webAcl: 'AWS WAF protects no HTTP API directly; put CloudFront in front with cloudFront: {}, whose web ACL it is, or use GovernedRestApi',
  cache: 'HTTP APIs keep no answers; cache them at the edge with cloudFront, or use GovernedRestApi',
  policy: 'HTTP APIs have no resource policy; judge addresses and accounts in Authorizer.lambdaRequest(fn), restrict IAM callers with Authorizer.iam(), or use GovernedRestApi',
  canary: 'HTTP APIs have no canary; shift traffic with a weighted alias of the function, or use GovernedRestApi',
  tracing: 'HTTP APIs take no part in AWS X-Ray; switch tracing on in the functions, or use GovernedRestApi',
  executionLog: 'HTTP APIs write no execution log; the access log names the error of each request, or use GovernedRestApi',
  accountLogRole: 'HTTP APIs write their log without a role of the account; leave it out',
  gatewayResponses: 'the gateway\'s own errors of an HTTP API have one form; use GovernedRestApi to write others',
  binaryMediaTypes: 'HTTP APIs pass bytes as they are, and functions say isBase64Encoded; leave it out',
  minimumCompressionSize: 'HTTP APIs compress nothing; compress in the function, give the path a ttl in cloudFront.behaviors, or use GovernedRestApi',
  integrationTimeoutQuota: 'HTTP APIs wait 30 seconds at most, whatever the quota; use GovernedRestApi',
  endpointType: 'HTTP APIs have Regional endpoints alone; put CloudFront in front with cloudFront: {} for callers far away, or use RestApi of aws-cdk-lib for a private API',
};

/**
 * What can be known to be wrong before anything is created.
 *
 * @throws on the first prop that cannot work
 */
export function checkLeanHttpApi(scope: Construct, props: LeanHttpApiProps): void {
  requireProps(ApiType.HTTP, props);
  for (const [prop, instead] of Object.entries(ONLY_REST)) {
    const value: unknown = Reflect.get(props, prop);
    if (value !== undefined && value !== false) throw new Error(`LeanHttpApi was given ${prop}, but ${instead}`);
  }
  checkRoutedApi(ApiType.HTTP, props);
  if (props.stageName !== '$default') checkStageName(props.stageName);
  checkNameLength(props);
  if (props.autoDeploy !== undefined) requireReason('autoDeploy', props.autoDeploy);
  if (props.domain) checkApiDomain(scope, props.domain, false, ApiType.HTTP);
}
