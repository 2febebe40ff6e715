import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer } from '../resources';

type Properties = { [key: string]: Json };

const ISSUER = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_pool';

function http(jwt: Properties, ...routes: Resources[]): Resources {
  const configuration = { Issuer: ISSUER, Audience: ['client'], ...jwt };
  return {
    ...httpApi(),
    ...lambdaFunction(),
    ...v2Authorizer({ AuthorizerType: 'JWT', AuthorizerUri: undefined, AuthorizerPayloadFormatVersion: undefined, JwtConfiguration: configuration }),
    UserPool: { Type: 'AWS::Cognito::UserPool' },
    ...Object.assign({}, guarded('GET /pets'), ...routes),
  };
}

function guarded(key: string, scopes: Json = ['pets/read']): Resources {
  return route(key, { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' }, AuthorizationScopes: scopes });
}

function pool(...scopes: Json[]): Resources {
  const methods = scopes.map((given, index) => method(`GET /pets${index}`, {
    AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' }, AuthorizationScopes: given,
  }));
  const authorizer = restAuthorizer({ Type: 'COGNITO_USER_POOLS', AuthorizerUri: undefined, ProviderARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/p'] });
  return { ...restApi(), ...lambdaFunction(), ...authorizer, ...Object.assign({}, ...methods) };
}

function many(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `a${index}`);
}

describeRule('jwt-authorizer-incomplete', {
  template: (issuer) => http({ Issuer: issuer }),
  passes: [
    ISSUER,
    { 'Fn::GetAtt': ['UserPool', 'ProviderURL'] },
    { 'Fn::Join': ['', ['https://cognito-idp.', { Ref: 'AWS::Region' }, '.amazonaws.com/', { Ref: 'UserPool' }]] },
    { 'Fn::Sub': 'https://cognito-idp.${AWS::Region}.amazonaws.com/${UserPool}' },
  ],
  fails: ['http://issuer.example.com', 'issuer.example.com'],
  message: (issuer) => `the JWT authorizer 'Authorizer' has the issuer '${issuer}', which is no https address`,
  unknown: [UNKNOWN],
});

describeRule('jwt-authorizer-incomplete', {
  template: (issuer: Json) => http({ Issuer: issuer }),
  passes: [ISSUER],
  fails: [undefined],
  message: "the JWT authorizer 'Authorizer' has no issuer",
  unknown: [{ 'Fn::ImportValue': 'issuer' }],
}, 'no issuer');

describeRule('jwt-authorizer-incomplete', {
  template: (audience) => http({ Audience: audience }),
  passes: [['client'], [{ Ref: 'UserPool' }]],
  fails: [[], undefined],
  message: "the JWT authorizer 'Authorizer' has no audience",
  unknown: [UNKNOWN],
}, 'no audience');

describeRule('jwt-authorizer-incomplete', {
  template: (url) => httpApi({
    ProtocolType: undefined,
    Body: {
      openapi: '3.0.1',
      info: { title: 'Pets', version: '1' },
      components: {
        securitySchemes: {
          Callers: { 'type': 'openIdConnect', 'openIdConnectUrl': url, 'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { audience: ['client'] } } },
        },
      },
      paths: { '/pets': { get: { security: [{ Callers: [] }] } } },
    },
  }),
  passes: ['https://issuer.example.com/.well-known/openid-configuration'],
  fails: [undefined],
  message: "the JWT authorizer 'Callers' has no issuer",
  unknown: [UNKNOWN],
}, 'an issuer of OpenID Connect');

describeRule('jwt-audience-count', {
  template: (audience) => http({ Audience: audience }),
  passes: [many(50)],
  fails: [many(51)],
  message: "the authorizer 'Authorizer' has 51 audiences, and API Gateway takes 50",
  unknown: [UNKNOWN],
});

describeRule('jwt-route-scope-count', {
  template: (scopes) => http({}, guarded('POST /pets', scopes)),
  passes: [many(10)],
  fails: [many(11)],
  message: "'POST /pets' has 11 scopes, and API Gateway takes 10",
  unknown: [UNKNOWN],
});

describeRule('jwt-route-without-scopes', {
  template: (scopes) => http({}, guarded('POST /pets', scopes)),
  passes: [['pets/write']],
  fails: [[]],
  message: "'POST /pets' requires no scope: it takes any token of its issuer, ID tokens too",
  unknown: [UNKNOWN],
});

describeRule('jwt-route-without-scopes', {
  template: (scopes) => http({}, guarded('GET /pets', scopes)),
  passes: [['pets/write']],
  fails: [[]],
  message: "'GET /pets' requires no scope: it takes any token of its issuer, ID tokens too",
  unknown: [UNKNOWN],
  intent: { scopesRequired: true },
}, 'as declared, also where no route has scopes');

describeRule('cognito-method-without-scopes', {
  template: (scopes: Json[]) => pool(...scopes),
  passes: [[['pets/read'], ['pets/write']], [undefined], [[], undefined]],
  fails: [[['pets/read'], []], [['pets/read'], undefined]],
  message: "'GET /pets1' requires no scope: it takes ID tokens and refuses access tokens",
  unknown: [[['pets/read'], UNKNOWN]],
});

describeRule('cognito-method-without-scopes', {
  template: (scopes) => pool(scopes),
  passes: [['pets/read']],
  fails: [[], undefined],
  message: "'GET /pets0' requires no scope: it takes ID tokens and refuses access tokens",
  unknown: [UNKNOWN],
  intent: { scopesRequired: true },
}, 'as declared');
