import { ApiType } from '../../api-type';
import { ApiReflection } from '../../reflection/api-reflection';
import { AuthorizerReflection } from '../../reflection/authorizer-reflection';
import { RouteReflection } from '../../reflection/route-reflection';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { authorizerRule, routeRule } from '../rule-subjects';

const ACCESS_TO_WEBSOCKET = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-control-access.html';
const METHOD_RESOURCE = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html';

/** What REST APIs have, native JWT authorizers among it. */
const REST_KINDS = ['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS', 'JWT'];

/** What kind of authorizer an authorization asks for. */
const FITTING: Record<string, string[]> = {
  CUSTOM: ['TOKEN', 'REQUEST'],
  COGNITO_USER_POOLS: ['COGNITO_USER_POOLS'],
  JWT: ['JWT'],
};

/** Authorization where it cannot be, or of a kind that does not fit. */
export const unfitAuthorization: Rule[] = [
  routeRule({
    id: 'ws-auth-on-other-route',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A route of a WebSocket API other than $connect has authorization',
    why: 'API Gateway authorizes a connection when it is opened and refuses authorization on every other route, so the deployment fails.',
    fix: 'set AuthorizationType on the route $connect and leave it out elsewhere',
    snippet: `
      Type: AWS::ApiGatewayV2::Route
      Properties:
        RouteKey: $connect
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref ConnectAuthorizer`,
    docs: ACCESS_TO_WEBSOCKET,
  }, (route) => route.key === '$connect' ? undefined : judge(route.authorization, {
    what: `the authorization of '${route.key}'`,
    known: (kind) => {
      if (kind === 'NONE') return undefined;
      if (route.path.isUnknowable) return unknown(`the key of a route with the authorization ${kind}`, route.path.why);
      return violation(`'${route.key}' has the authorization ${kind}, which WebSocket APIs have on $connect alone`);
    },
  })),

  authorizerRule({
    id: 'ws-authorizer-not-request',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.WEBSOCKET],
    title: 'A WebSocket API has an authorizer that is not REQUEST',
    why: 'WebSocket APIs have Lambda authorizers of the type REQUEST and IAM, so any other authorizer fails the deployment.',
    fix: 'set AuthorizerType to REQUEST and check the token in its function, or use AWS_IAM on $connect',
    snippet: `
      Type: AWS::ApiGatewayV2::Authorizer
      Properties:
        AuthorizerType: REQUEST
        IdentitySource: [route.request.querystring.token]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html',
  }, ({ kind, name }) => judge(kind, {
    what: `the type of the authorizer '${name}'`,
    known: (type) => type === 'REQUEST' ? undefined : violation(`the authorizer '${name}' is of the type ${type}, and WebSocket APIs have REQUEST alone`),
  })),

  authorizerRule({
    id: 'jwt-authorizer-on-rest',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A REST API has an authorizer that REST APIs do not have',
    why: 'The deployment fails, because REST APIs know TOKEN, REQUEST, COGNITO_USER_POOLS and JWT, as resources of the type AWS::ApiGateway::Authorizer alone.',
    fix: 'write the authorizer as AWS::ApiGateway::Authorizer of one of these types',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        RestApiId: !Ref Api
        Type: COGNITO_USER_POOLS
        IdentitySource: method.request.header.Authorization
        ProviderARNs: [!GetAtt UserPool.Arn]`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-jwt-authorizer.html',
  }, ({ kind, name, resource }) => {
    const subject = `the authorizer '${name}' of a REST API`;
    if (resource.resourceType === 'AWS::ApiGatewayV2::Authorizer') return violation(`${subject} is an ${resource.resourceType}, which is for HTTP and WebSocket APIs`);
    return judge(kind, {
      what: `the type of the authorizer '${name}'`,
      known: (type) => REST_KINDS.includes(type) ? undefined : violation(`${subject} is of the type ${type}, which REST APIs do not have`),
    });
  }),

  routeRule({
    id: 'api-key-as-only-auth',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'An API key is all that protects a method',
    why: 'A key counts the calls of a client for its usage plan and is sent in the clear by each of them; whoever gets hold of it is let in.',
    fix: 'set AuthorizationType beside ApiKeyRequired (in a definition: a scheme with an authorizer beside that of the key), or acknowledge the rule with the reason why a key is enough',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        ApiKeyRequired: true
        AuthorizationType: COGNITO_USER_POOLS
        AuthorizerId: !Ref UserPoolAuthorizer`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
    related: ['AwsSolutions-APIG4'],
  }, (route) => route.isPreflight || !route.apiKeyRequired.is(Boolean) ? undefined : judge(route.authorization, {
    what: `the authorization of '${route.key}'`,
    known: (kind) => kind === 'NONE' ? violation(`'${route.key}' requires an API key and has no authorization: a key says who is counted, not who may call`) : undefined,
  })),

  routeRule({
    id: 'options-with-authorizer',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'Preflight requests are asked for credentials',
    why: 'Browsers send neither tokens nor keys with a preflight request, so it is refused and the call after it is never made.',
    fix: 'set AuthorizationType of the OPTIONS method to NONE and leave ApiKeyRequired out (in a definition: security: [])',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        HttpMethod: OPTIONS
        AuthorizationType: NONE`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html',
  }, (route) => route.isPreflight ? [
    judge(route.authorization, {
      what: `the authorization of '${route.key}'`,
      known: (kind) => kind === 'NONE' ? undefined : violation(`'${route.key}' has the authorization ${kind}, and preflight requests carry no credentials`),
    }),
    judge(route.apiKeyRequired, {
      what: `whether '${route.key}' requires an API key`,
      known: (isRequired) => isRequired ? violation(`'${route.key}' requires an API key, and preflight requests carry none`) : undefined,
    }),
  ].flat() : undefined),

  routeRule({
    id: 'method-authorizer-type-mismatch',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The authorizer of a route is not of the kind that its authorization asks for',
    why: 'API Gateway refuses the route, and the deployment fails.',
    fix: 'give CUSTOM a Lambda authorizer, COGNITO_USER_POOLS one of a user pool and JWT a JWT authorizer',
    snippet: `
      Type: AWS::ApiGateway::Method
      Properties:
        AuthorizationType: CUSTOM
        AuthorizerId: !Ref LambdaAuthorizer`,
    docs: METHOD_RESOURCE,
    related: ['E3708'],
  }, (route, _, api) => judgeFit(route, api)),

  routeRule({
    id: 'method-authorizer-other-api',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'The authorizer of a route belongs to another API',
    why: 'An authorizer is a part of one API: the other one does not find it, and the deployment fails.',
    fix: 'give each API an authorizer of its own; they may share a function or a user pool',
    snippet: `
      Type: AWS::ApiGateway::Authorizer
      Properties:
        RestApiId: !Ref Api`,
    docs: METHOD_RESOURCE,
    related: ['E3699'],
  }, (route, _, api) => route.authorizer.toList().filter(isResource).flatMap((authorizer) => judgeOwner(route, authorizer, api))),
];

function judgeFit(route: RouteReflection, api: ApiReflection): Outcome | Outcome[] | undefined {
  // In a body the authorizer says what the authorization is.
  if (!/::(Method|Route)$/.test(route.resource.resourceType)) return undefined;
  const kinds = FITTING[route.authorization.value ?? ''];
  if (!kinds) return undefined;
  const subject = `'${route.key}' has the authorization ${route.authorization.value}`;
  if (route.place.get('AuthorizerId').isAbsent) return violation(`${subject} and names no authorizer`, route.place.get('AuthorizerId'));
  return route.authorizer.toList().map((authorizer) => judge(authorizer.kind, {
    what: `the type of the authorizer '${authorizer.name}'`,
    known: (kind) => {
      // AWS does not say yet which authorization methods have that use a JWT authorizer of a REST API.
      if (kinds.includes(kind) || (kind === 'JWT' && api.apiType === ApiType.REST)) return undefined;
      return violation(`${subject}, and its authorizer '${authorizer.name}' is of the type ${kind}`);
    },
  })).flatMap((outcome) => outcome ?? []);
}

function isResource({ resource }: AuthorizerReflection): boolean {
  return resource.resourceType.endsWith('::Authorizer');
}

function judgeOwner(route: RouteReflection, { resource, name }: AuthorizerReflection, { definition }: ApiReflection): Outcome[] {
  const owner = resource.property(resource.resourceType === 'AWS::ApiGateway::Authorizer' ? 'RestApiId' : 'ApiId').reference();
  // Of an API that is not part of the templates there is nothing to compare.
  if (!definition || owner.isAbsent) return [];
  const outcome = judge(owner, {
    what: `the API of the authorizer '${name}' of '${route.key}'`,
    known: (reference) => reference.resource === definition ? undefined : violation(`'${route.key}' has the authorizer '${name}' of another API`),
  });
  return [outcome ?? []].flat();
}
