import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { TemplateResource } from '../../reflection/template-resource';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule, routeRule, stageRule } from '../rule-subjects';

const USAGE_PLANS = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html';
const KEY_SOURCE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html';
const KEY = 'AWS::ApiGateway::ApiKey';

/** API keys: where they are asked for, where they come from, and what they are. */
export const apiKeys: Rule[] = [
  routeRule({
    id: 'api-key-required-everywhere',
    severity: 'error',
    category: 'operations',
    appliesTo: [ApiType.REST],
    optIn: 'metered',
    title: 'A method of a metered API asks for no API key',
    why: 'Usage plans count calls by their key, so nobody sees or limits the calls of this method.',
    fix: 'set ApiKeyRequired (in a definition: name a scheme of the type apiKey for the header x-api-key in security)',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true`,
    docs: USAGE_PLANS,
  }, (route, { intent }) => route.isPreflight || !intent.metered ? undefined : judge(route.apiKeyRequired, {
    what: `whether '${route.key}' requires an API key`,
    known: (isRequired) => isRequired ? undefined : violation(`'${route.key}' of a metered API requires no API key`),
  })),

  stageRule({
    id: 'api-key-without-usage-plan',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'API keys are asked for where no usage plan covers the stage',
    why: 'A key is good for the stages of its usage plans, so every key is refused with 403.',
    fix: 'list the stage in ApiStages of a usage plan',
    snippet: `
      Type: AWS::ApiGateway::UsagePlan
      Properties:
        ApiStages:
          - ApiId: !Ref Api
            Stage: !Ref Stage`,
    docs: USAGE_PLANS,
    related: ['W64', 'W68'],
  }, (stage, { app }, api) => {
    const isAsked = !stage.isByproduct && api.routes.some(({ apiKeyRequired }) => apiKeyRequired.is(Boolean));
    return isAsked ? judge(app.usagePlans.covering(stage), {
      what: `the usage plan of the stage '${stage.label}'`,
      known: (covering) => covering.length > 0 ? undefined : violation(`the stage '${stage.label}' has routes that require an API key, and no usage plan covers it`),
    }) : undefined;
  }),

  routeRule({
    id: 'api-key-source-authorizer-unusable',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A method waits for an API key that no authorizer gives',
    why: 'With ApiKeySourceType AUTHORIZER a Lambda authorizer answers with the key as usageIdentifierKey; without one every call is refused with 403.',
    fix: 'give the method a Lambda authorizer, or set ApiKeySourceType to HEADER',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref LambdaAuthorizer`,
    docs: KEY_SOURCE,
  }, (route, _, api) => {
    const source = api.setting('ApiKeySourceType', ({ root }) => root.get('x-amazon-apigateway-api-key-source')).string();
    if (!route.apiKeyRequired.is(Boolean) || source.is((kind) => kind.toUpperCase() !== 'AUTHORIZER') || route.authorization.is((kind) => kind === 'CUSTOM')) return undefined;
    return judge(source, {
      what: `where '${route.key}' gets its API key from`,
      known: () => judge(route.authorization, {
        what: `the authorization of '${route.key}', whose authorizer gives the API key,`,
        known: (kind) => violation(`'${route.key}' gets its API key from a Lambda authorizer, and has the authorization ${kind}`),
      }),
    });
  }),

  resourceRule({
    id: 'api-key-literal-value',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'The value of an API key stands in a template',
    why: 'Whoever reads the template, the repository or CloudFormation can call as this client.',
    fix: 'leave Value out and let API Gateway make one, or read it from a secret',
    snippet: `
      Type: AWS::ApiGateway::ApiKey
      Properties:
        Enabled: true`,
    docs: USAGE_PLANS,
  }, [KEY], (key) => valueOf(key).map((value) => violation(`the API key '${key.logicalId}' has its value written out, ${value.length} characters for everybody to read`, key.property('Value')))),

  resourceRule({
    id: 'api-key-value-length',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'The value of an API key has a length that API Gateway refuses',
    why: 'The deployment fails.',
    fix: `give it ${Limits.API_KEY_VALUE_MIN_CHARACTERS} to ${Limits.API_KEY_VALUE_MAX_CHARACTERS} characters, or leave Value out`,
    snippet: `
      Type: AWS::ApiGateway::ApiKey
      Properties:
        Enabled: true`,
    docs: USAGE_PLANS,
  }, [KEY], (key) => valueOf(key).filter(({ length }) => length < Limits.API_KEY_VALUE_MIN_CHARACTERS || length > Limits.API_KEY_VALUE_MAX_CHARACTERS)
    .map(({ length }) => violation(
      `the API key '${key.logicalId}' has a value of ${length} characters, and API Gateway takes ${Limits.API_KEY_VALUE_MIN_CHARACTERS} to ${Limits.API_KEY_VALUE_MAX_CHARACTERS}`,
      key.property('Value'),
    ))),

  routeRule({
    id: 'ws-api-key-not-on-connect',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'An API key is asked for when a connection is long open',
    why: 'API Gateway looks at keys when a connection is opened; no message carries one.',
    fix: 'set ApiKeyRequired on the route $connect alone',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: $connect
        ApiKeyRequired: true`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-route-keys-connect-disconnect.html',
  }, (route) => route.key === '$connect' || route.path.isUnknowable ? undefined : judge(route.apiKeyRequired, {
    what: `whether '${route.key}' requires an API key`,
    known: (isRequired) => isRequired ? violation(`'${route.key}' requires an API key, which WebSocket APIs look at on $connect alone`) : undefined,
  })),
];

/** A parameter without default or a secret is what the rules ask for, so a value that is not known is none. */
function valueOf(key: TemplateResource): string[] {
  return key.property('Value').string().toList();
}
