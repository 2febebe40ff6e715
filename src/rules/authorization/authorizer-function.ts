import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { AccessLogFormat } from '../../reflection/access-log-format';
import { AuthorizerReflection } from '../../reflection/authorizer-reflection';
import { InvokePermissions } from '../../reflection/invoke-permissions';
import { runningFunction } from '../../reflection/lambda-invocation';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { authorizerRule, stageRule } from '../rule-subjects';

/** What an authorizer tells of a caller that is a secret or about a person: the last word of the variable. */
const PRIVATE = /(token|jwt|secret|password|credentials?|cookie|api_?key|e?mail|phone(_?number)?|birth_?(date|day)|address|ssn)$/i;

/** The functions of Lambda authorizers: what calls them, what guards them, and what becomes of what they say. */
export const authorizerFunction: Rule[] = [
  authorizerRule({
    id: 'lambda-authorizer-timeout',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.HTTP],
    title: 'The function of an authorizer may run for longer than API Gateway waits',
    why: `API Gateway gives up after ${Limits.HTTP_AUTHORIZER_TIMEOUT_MILLIS / 1000} seconds and answers 500, while the function runs on and is paid.`,
    fix: `set the function's Timeout to ${Limits.HTTP_AUTHORIZER_TIMEOUT_MILLIS / 1000} seconds or less`,
    snippet: `
      Type: AWS::Lambda::Function
      Properties:
        Timeout: ${Limits.HTTP_AUTHORIZER_TIMEOUT_MILLIS / 1000}`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  }, (authorizer) => authorizer.function.flatMap(runningFunction).toList().flatMap((lambda) => judge(lambda.property('Timeout').number(), {
    what: `the timeout of the function of the authorizer '${authorizer.name}'`,
    known: (seconds) => seconds * 1000 > Limits.HTTP_AUTHORIZER_TIMEOUT_MILLIS
      ? violation(`the function of the authorizer '${authorizer.name}' may run for ${seconds} seconds, and API Gateway waits ${Limits.HTTP_AUTHORIZER_TIMEOUT_MILLIS / 1000}`)
      : undefined,
  }))),

  authorizerRule({
    id: 'authorizer-invoke-permission',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'API Gateway may not call the function of an authorizer',
    why: 'Every call of a route with the authorizer ends in a 500.',
    fix: "permit apigateway.amazonaws.com to invoke the function from the API's /authorizers/*, or set AuthorizerCredentials to a role",
    snippet: `
      Type: AWS::Lambda::Permission
      Properties:
        FunctionName: !GetAtt AuthorizerFunction.Arn
        Action: lambda:InvokeFunction
        Principal: apigateway.amazonaws.com
        SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/authorizers/*`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html',
  }, (authorizer, { app }, api) => {
    if (!authorizer.isLambda.is(Boolean) || authorizer.field('credentials').isGiven) return undefined;
    // What an import makes has an id that nobody knows before.
    const id = authorizer.resource.resourceType.endsWith('::Authorizer') ? authorizer.resource : undefined;
    return judge(InvokePermissions.of(app).allow(authorizer.field('uri').text(), { api, segments: ['authorizers', id] }), {
      what: `whether API Gateway may call the function of the authorizer '${authorizer.name}'`,
      known: (isAllowed) => isAllowed ? undefined : violation(`the authorizer '${authorizer.name}' has neither credentials nor a permission to call its function`),
    });
  }),

  stageRule({
    id: 'lambda-authorizer-without-waf',
    severity: 'warning',
    category: 'cost',
    appliesTo: [ApiType.REST],
    title: 'Nothing holds bad requests back from the function of an authorizer',
    why: 'Each of them runs the function, which is paid: whoever sends enough of them spends your money.',
    fix: 'associate the stage with a web ACL that has a rate-based rule',
    snippet: `
      Type: AWS::WAFv2::WebACLAssociation
      Properties:
        ResourceArn: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/\${Stage}
        WebACLArn: !GetAtt WebAcl.Arn`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html',
    related: ['AwsSolutions-APIG3'],
  }, (stage, { app }, api) => {
    if (!api.routes.some(({ authorization }) => authorization.is((kind) => kind === 'CUSTOM')) || api.endpointType.is((type) => type === 'PRIVATE')) return undefined;
    if (app.distributions.originsOfApi(api).some(({ distribution }) => distribution.webAcl.isGiven)) return undefined;
    const association = app.webAcls.associationOf(stage);
    if (association.isKnown) return undefined;
    const hidden = [association, api.endpointType].find(({ isUnknowable }) => isUnknowable);
    if (hidden) return unknown(`whether a web ACL guards the authorizers of the stage '${stage.label}'`, hidden.why);
    return violation(`the stage '${stage.label}' has Lambda authorizers and no web ACL in front of them`);
  }),

  stageRule({
    id: 'authorizer-context-logged',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An access log holds secrets or personal data that an authorizer gave',
    why: 'Whoever reads the log can use the tokens, and what is about a person stays there for as long as the log.',
    fix: 'log who called by $context.authorizer.principalId or the claim sub',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        AccessLogSetting:
          Format: '{"requestId":"$context.requestId","caller":"$context.authorizer.principalId"}'`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html',
  }, (stage) => judge(AccessLogFormat.of(stage), {
    what: `what the access log of the stage '${stage.label}' holds`,
    known: ({ variables }) => [...variables].filter((name) => name.startsWith('authorizer.') && PRIVATE.test(name))
      .map((name) => violation(`the access log of the stage '${stage.label}' holds $context.${name}`, stage.accessLog.get('Format'))),
  })),

  authorizerRule({
    id: 'http-simple-response-payload-1',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP],
    title: 'An authorizer has simple responses and the payload format 1.0',
    why: 'Simple responses exist in the format 2.0 alone, so API Gateway refuses the authorizer.',
    fix: "set AuthorizerPayloadFormatVersion to '2.0'",
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerPayloadFormatVersion: '2.0'
        EnableSimpleResponses: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html',
  }, (authorizer) => hasSimpleResponses(authorizer) ? judge(authorizer.field('payloadFormatVersion').number(), {
    what: `the payload format of the authorizer '${authorizer.name}'`,
    known: (version) => version === 1 ? violation(`the authorizer '${authorizer.name}' has simple responses, which the payload format 1.0 does not have`) : undefined,
  }) : undefined),
];

function hasSimpleResponses(authorizer: AuthorizerReflection): boolean {
  return authorizer.field('enableSimpleResponses').boolean().is(Boolean);
}
