import { nameOf, originRule } from './origin-rule';
import { ApiType } from '../../api-type';
import { ApiOrigin } from '../../reflection/distribution-reflection';
import { RuleIds } from '../../rule-ids';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';

const BEHIND = [ApiType.REST, ApiType.HTTP];
const HEADERS = 'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html';

/** Names of headers that hold secrets, and values that look like one. */
const SECRET_NAME = /secret|token|key|auth|verif|password|credential|signature|origin-lock|x-(cf|cloudfront|cdn)-/i;
const SECRET_VALUE = /^((?=.*[0-9])(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9+/=_-]{20,}|(?=.*[0-9])(?=.*[A-Fa-f])[0-9A-Fa-f-]{20,}|(?=.*[0-9])(?=.*[a-z])[a-z0-9]{20,})$/;

/** Whether an API behind CloudFront can tell that a call came through it. */
export const origins: Rule[] = [
  originRule({
    id: RuleIds.CLOUDFRONT_ORIGIN_UNVERIFIED,
    severity: 'warning',
    category: 'security',
    appliesTo: BEHIND,
    title: 'An API behind CloudFront cannot tell that a call came through it',
    why: 'Whoever finds the API\'s own address calls it past the web ACL, the cache and the geographic restrictions of the distribution.',
    fix: 'let CloudFront send a secret header that an authorizer checks, or a client certificate, or reach a private API by a VPC origin',
    snippet: `
      Origins:
        - Id: api
          OriginCustomHeaders:
            - HeaderName: x-origin-verify
              HeaderValue: '{{resolve:secretsmanager:OriginSecret:SecretString:value}}'`,
    docs: HEADERS,
  }, (origin) => {
    const { place, distribution } = origin;
    const isCertain = ['VpcOriginConfig', 'CustomOriginConfig.OriginMtlsConfig'].some((path) => place.at(...path.split('.')).isGiven);
    const functions = distribution.behaviorsOf(origin).flatMap((behavior) => behavior.place.get('LambdaFunctionAssociations').items().value ?? []);
    if (isCertain) return undefined;
    return judge(place.get('OriginCustomHeaders').items().orDefault([]), {
      what: `what ${nameOf(origin)} shows the API behind it`,
      place,
      known: (headers) => {
        if (headers.length > 0 || functions.some((one) => one.get('EventType').string().is((event) => event === 'origin-request'))) return undefined;
        return violation(`${nameOf(origin)} shows ${apiOf(origin)} behind it nothing by which it could tell that a call came through CloudFront`, place);
      },
    });
  }),

  originRule({
    id: 'cloudfront-origin-secret-literal',
    severity: 'error',
    category: 'security',
    appliesTo: BEHIND,
    title: 'The secret that CloudFront sends to an API stands in the template',
    why: 'Whoever reads the template or the repository can call the API past CloudFront, and nobody changes the secret.',
    fix: 'read the value from Secrets Manager by a dynamic reference, and rotate it',
    snippet: `
      OriginCustomHeaders:
        - HeaderName: x-origin-verify
          HeaderValue: '{{resolve:secretsmanager:OriginSecret:SecretString:value}}'`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html',
  }, (origin) => (origin.place.get('OriginCustomHeaders').items().value ?? []).flatMap((header) => {
    const name = header.get('HeaderName').string().value ?? '?';
    const value = header.get('HeaderValue');
    const isSecret = value.string().is((text) => SECRET_NAME.test(name) || SECRET_VALUE.test(text));
    return isSecret ? [violation(`${nameOf(origin)} sends the header '${name}' with a value that stands in the template`, value)] : [];
  })),

  originRule({
    id: 'cloudfront-origin-execute-api-open',
    severity: 'warning',
    category: 'security',
    appliesTo: BEHIND,
    title: 'An API behind CloudFront and a custom domain still answers at its execute-api address',
    why: 'Whoever finds that address calls the API past the distribution and past what protects the domain.',
    fix: 'set DisableExecuteApiEndpoint to true, and deploy the API again',
    snippet: `
      Type: AWS::ApiGatewayV2::Api
      Properties:
        DisableExecuteApiEndpoint: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html',
  }, (origin) => origin.address === 'execute-api' ? undefined : origin.apis.flatMap((api) => judge(api.isDefaultEndpointOff, {
    what: `whether the API '${api.label}' answers at its execute-api address`,
    place: origin.place,
    known: (isOff) => isOff ? undefined : violation(`${nameOf(origin)} asks the API '${api.label}' by a custom domain, and the API still answers at its execute-api address`, origin.place),
  }))),
];

function apiOf({ apis }: ApiOrigin): string {
  return apis.length > 0 ? `the API '${apis[0].label}'` : 'the API';
}
