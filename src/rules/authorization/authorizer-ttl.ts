import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { AuthorizerReflection } from '../../reflection/authorizer-reflection';
import { Outcome, judge, violation } from '../outcome';
import { Rule } from '../rule';
import { authorizerRule } from '../rule-subjects';

const API_AUTHORIZER = 'https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html';
const REST_AUTHORIZER = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html';

/** How long the answers of authorizers are remembered. */
export const authorizerTtl: Rule[] = [
  authorizerRule({
    id: 'authorizer-ttl-over-max',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'An authorizer is to remember its answers for longer than API Gateway does',
    why: 'API Gateway refuses the authorizer, and the deployment fails.',
    fix: `set AuthorizerResultTtlInSeconds to 0 to ${Limits.AUTHORIZER_TTL_MAX_SECONDS}`,
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: 300`,
    docs: API_AUTHORIZER,
    related: ['E3718'],
  }, (authorizer) => isPool(authorizer) ? undefined : judge(authorizer.field('ttl').number(), {
    what: `how long the authorizer '${authorizer.name}' remembers its answers`,
    known: (seconds) => isAllowed(seconds) ? undefined : refused(authorizer, seconds),
  })),

  authorizerRule({
    id: 'authorizer-ttl-long',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'The answers of an authorizer stay valid for long',
    why: 'Who loses a permission keeps it until the answer that granted it expires.',
    fix: `set AuthorizerResultTtlInSeconds to ${Limits.AUTHORIZER_TTL_DEFAULT_SECONDS} or less, or declare authorizerTtlSeconds`,
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: 300`,
    docs: REST_AUTHORIZER,
  }, (authorizer, { intent: { authorizerTtlSeconds: longest = Limits.AUTHORIZER_TTL_DEFAULT_SECONDS } }) => judge(authorizer.ttlSeconds, {
    what: `how long the authorizer '${authorizer.name}' remembers its answers`,
    known: (seconds) => seconds > longest && isAllowed(seconds) && !authorizer.isJwt
      ? violation(`the authorizer '${authorizer.name}' remembers its answers for ${seconds} seconds, and ${longest} are the most that a revoked permission should last`)
      : undefined,
  })),

  authorizerRule({
    id: 'authorizer-ttl-zero',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'An authorizer remembers no answer',
    why: 'Its function runs, and is paid, for every single call, and every call waits for it.',
    fix: 'leave AuthorizerResultTtlInSeconds out, or declare authorizerTtlSeconds: 0 where permissions must end at once',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        AuthorizerResultTtlInSeconds: 300`,
    docs: REST_AUTHORIZER,
  }, (authorizer, { intent }) => intent.authorizerTtlSeconds === 0 || !authorizer.isLambda.is(Boolean) ? undefined : judge(authorizer.ttlSeconds, {
    what: `how long the authorizer '${authorizer.name}' remembers its answers`,
    known: (seconds) => seconds === 0 ? violation(`the authorizer '${authorizer.name}' remembers no answer: its function runs for every call`) : undefined,
  })),

  authorizerRule({
    id: 'cognito-authorizer-ttl',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'An authorizer of a user pool is to remember its answers for longer than API Gateway does',
    why: `API Gateway takes 0 to ${Limits.AUTHORIZER_TTL_MAX_SECONDS} seconds and refuses the authorizer otherwise, so the deployment fails.`,
    fix: 'leave AuthorizerResultTtlInSeconds out of an authorizer of a user pool',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        Type: COGNITO_USER_POOLS
        ProviderARNs: [!GetAtt UserPool.Arn]`,
    docs: API_AUTHORIZER,
    related: ['E3718'],
  }, (authorizer) => isPool(authorizer) ? judge(authorizer.field('ttl').number(), {
    what: `how long the authorizer '${authorizer.name}' remembers its answers`,
    known: (seconds) => isAllowed(seconds) ? undefined : refused(authorizer, seconds),
  }) : undefined),

  authorizerRule({
    id: 'ws-authorizer-ttl',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'An authorizer of a WebSocket API has a time to live',
    why: 'The property is for HTTP APIs: a WebSocket API asks once, when a connection is opened, and remembers nothing.',
    fix: 'leave AuthorizerResultTtlInSeconds out',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerType: REQUEST`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-authorizer.html',
  }, (authorizer) => judge(authorizer.field('ttl').number(), {
    what: `how long the authorizer '${authorizer.name}' is to remember its answers`,
    known: (seconds) => seconds === 0 ? undefined : violation(`the authorizer '${authorizer.name}' is to remember its answers for ${seconds} seconds, and WebSocket APIs remember none`),
  })),
];

function isPool({ kind }: AuthorizerReflection): boolean {
  return kind.is((type) => type === 'COGNITO_USER_POOLS');
}

function isAllowed(seconds: number): boolean {
  return seconds >= 0 && seconds <= Limits.AUTHORIZER_TTL_MAX_SECONDS;
}

function refused({ name }: AuthorizerReflection, seconds: number): Outcome {
  return violation(`the authorizer '${name}' is to remember its answers for ${seconds} seconds, and API Gateway takes 0 to ${Limits.AUTHORIZER_TTL_MAX_SECONDS}`);
}
