import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, route, v2Authorizer, webSocketApi } from '../resources';

const AUTHORIZED = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } };

function rest(properties: { [key: string]: Json }): Resources {
  return { ...restApi(), ...lambdaFunction(), ...restAuthorizer(properties), ...method('GET /pets', AUTHORIZED) };
}

function http(ttl: Json): Resources {
  return { ...httpApi(), ...lambdaFunction(), ...v2Authorizer({ AuthorizerResultTtlInSeconds: ttl }), ...route('GET /pets', AUTHORIZED) };
}

function ofPool(ttl: Json): Resources {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...restAuthorizer({ Type: 'COGNITO_USER_POOLS', AuthorizerUri: undefined, ProviderARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/p'], AuthorizerResultTtlInSeconds: ttl }),
    ...method('GET /pets', { ...AUTHORIZED, AuthorizationType: 'COGNITO_USER_POOLS' }),
  };
}

describeRule('authorizer-ttl-over-max', {
  template: (ttl) => rest({ AuthorizerResultTtlInSeconds: ttl }),
  passes: [0, 300, 3600, '3600', undefined],
  fails: [3601, -1],
  message: (ttl) => `the authorizer 'Authorizer' is to remember its answers for ${ttl} seconds, and API Gateway takes 0 to 3600`,
  unknown: [UNKNOWN],
});

describeRule('authorizer-ttl-over-max', {
  template: http,
  passes: [0, 3600, undefined],
  fails: [3601],
  message: "the authorizer 'Authorizer' is to remember its answers for 3601 seconds, and API Gateway takes 0 to 3600",
  unknown: [UNKNOWN],
}, 'of an HTTP API');

describeRule('authorizer-ttl-long', {
  template: (ttl) => rest({ AuthorizerResultTtlInSeconds: ttl }),
  passes: [0, 300, undefined, 3601],
  fails: [301, 3600],
  message: (ttl) => `the authorizer 'Authorizer' remembers its answers for ${ttl} seconds, and 300 are the most that a revoked permission should last`,
  unknown: [UNKNOWN],
});

describeRule('authorizer-ttl-long', {
  template: http,
  passes: [0, 60, undefined],
  fails: [61],
  message: "the authorizer 'Authorizer' remembers its answers for 61 seconds, and 60 are the most that a revoked permission should last",
  unknown: [UNKNOWN],
  intent: { authorizerTtlSeconds: 60 },
}, 'of an HTTP API, with a time of its own');

describeRule('authorizer-ttl-zero', {
  template: (ttl) => rest({ AuthorizerResultTtlInSeconds: ttl }),
  passes: [1, 300, undefined],
  fails: [0, '0'],
  message: "the authorizer 'Authorizer' remembers no answer: its function runs for every call",
  unknown: [UNKNOWN],
});

describeRule('authorizer-ttl-zero', {
  template: (type) => rest({ Type: type, AuthorizerResultTtlInSeconds: 0 }),
  passes: ['COGNITO_USER_POOLS'],
  fails: ['TOKEN', 'REQUEST'],
  message: "the authorizer 'Authorizer' remembers no answer: its function runs for every call",
  unknown: 'only a Lambda authorizer has a function that runs',
}, 'of Lambda authorizers alone');

describeRule('cognito-authorizer-ttl', {
  template: ofPool,
  passes: [undefined, 0, 3600],
  fails: [3601, -1],
  message: (ttl) => `the authorizer 'Authorizer' is to remember its answers for ${ttl} seconds, and API Gateway takes 0 to 3600`,
  unknown: [UNKNOWN],
});

describeRule('ws-authorizer-ttl', {
  template: (ttl) => ({ ...webSocketApi(), ...lambdaFunction(), ...v2Authorizer({ AuthorizerResultTtlInSeconds: ttl }), ...route('$connect', AUTHORIZED) }),
  passes: [undefined, 0],
  fails: [1, 300],
  message: (ttl) => `the authorizer 'Authorizer' is to remember its answers for ${ttl} seconds, and WebSocket APIs remember none`,
  unknown: [UNKNOWN],
});
