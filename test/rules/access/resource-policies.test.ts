import { PRIVATE, allowCalls, denyCalls, policy } from './policies';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { RULES, checkAll } from '../../../src/rules/all-rules';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { lambdaFunction, method, restApi, restAuthorizer } from '../resources';

type Fields = { [name: string]: Json };

const VPCE: Fields = { StringEquals: { 'aws:SourceVpce': 'vpce-0123' } };
const NOT_VPC: Fields = { StringNotEquals: { 'aws:sourceVpc': ['vpc-0123'] } };
const NOT_IP: Fields = { NotIpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } };

function apiWith(properties: Fields) {
  return { ...restApi(properties), ...lambdaFunction(), ...method('GET /pets') };
}

describeRule<Json>('private-policy-without-vpc-condition', {
  template: (given) => apiWith({ ...PRIVATE, Policy: given }),
  passes: [
    policy(allowCalls({ Condition: VPCE })),
    policy(allowCalls(), denyCalls(NOT_VPC)),
    policy(allowCalls({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } })),
    policy(allowCalls({ Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1234' } } })),
    { Statement: allowCalls({ Condition: VPCE }) },
    JSON.stringify(policy(allowCalls({ Condition: VPCE }))),
    { 'Fn::Sub': JSON.stringify(policy(allowCalls({ Condition: { StringEquals: { 'aws:SourceVpce': '${Unknown}' } } }))) },
    undefined,
  ],
  fails: [
    policy(allowCalls()),
    policy(allowCalls({ Principal: { AWS: ['*'] } })),
    policy(allowCalls({ Condition: { IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } } })),
    policy(allowCalls({ Action: 'execute-api:*' }), denyCalls({ IpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } })),
    { Statement: allowCalls() },
    JSON.stringify(policy(allowCalls())),
    { 'Fn::Sub': JSON.stringify(policy(allowCalls({ Resource: 'arn:${AWS::Partition}:execute-api:*:*:*' }))) },
  ],
  message: "the resource policy of the API 'Pets' lets any VPC endpoint of any account call the private API",
  unknown: [UNKNOWN, policy(allowCalls({ Principal: UNKNOWN })), policy(allowCalls({ Condition: UNKNOWN })), policy(allowCalls({ Effect: UNKNOWN }))],
});

describeRule<Json>('private-policy-without-vpc-condition', {
  template: (type) => apiWith({ EndpointConfiguration: { Types: [type] }, Policy: policy(allowCalls()) }),
  passes: ['REGIONAL', 'EDGE'],
  fails: ['PRIVATE'],
  message: "the resource policy of the API 'Pets' lets any VPC endpoint of any account call the private API",
  unknown: [UNKNOWN],
}, 'of private APIs alone');

describeRule<Json>('private-policy-vpc-not-allowed', {
  template: (id) => apiWith({ ...PRIVATE, Policy: policy(allowCalls({ Condition: { StringEquals: { 'aws:sourceVpce': id, 'aws:PrincipalOrgID': 'o-1' } } })) }),
  passes: ['vpce-0123', ['vpce-0123']],
  fails: ['vpce-9999', ['vpce-0123', 'vpce-9999']],
  message: "the resource policy of the API 'Pets' names 'vpce-9999', which is not approved",
  unknown: [UNKNOWN, ['vpce-0123', UNKNOWN]],
  intent: { allowedVpcs: ['vpc-0123', 'vpce-0123'] },
});

describeRule<Json>('private-policy-vpc-not-allowed', {
  template: (id) => apiWith({ ...PRIVATE, Policy: policy(allowCalls(), denyCalls({ StringNotEquals: { 'aws:SourceVpc': id } })) }),
  passes: ['vpc-0123'],
  fails: ['vpc-9999'],
  message: "the resource policy of the API 'Pets' names 'vpc-9999', which is not approved",
  unknown: [UNKNOWN],
  intent: { allowedVpcs: ['vpc-0123'] },
}, 'in a denial of all others');

describeRule<Json>('policy-open-principal', {
  template: (given) => apiWith({ Policy: given }),
  passes: [
    policy(allowCalls(), denyCalls(NOT_IP)),
    policy(allowCalls({ Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } })),
    policy(allowCalls({ Resource: 'execute-api:/*/GET/public' })),
    policy(allowCalls({ Principal: { AWS: '111122223333' } })),
    undefined,
  ],
  fails: [
    policy(allowCalls()),
    policy(allowCalls({ Resource: '*' })),
    policy(allowCalls({ Resource: 'execute-api:/*/*/*' })),
    policy(allowCalls({ Resource: ['execute-api:/*/GET/public', 'arn:aws:execute-api:eu-west-1:111122223333:abc123/*'] })),
    policy(allowCalls({ Principal: { AWS: '*' } })),
  ],
  message: "the resource policy of the API 'Pets' allows everything to everybody, without a condition",
  unknown: [UNKNOWN, policy(allowCalls({ Principal: UNKNOWN }))],
});

describeRule<Fields>('policy-sourceip-on-private', {
  template: ({ key = 'aws:SourceIp', type = 'PRIVATE' }) => apiWith({
    EndpointConfiguration: { Types: [type] },
    Policy: policy(allowCalls({ Condition: VPCE }), denyCalls({ NotIpAddress: { [String(key)]: ['10.0.0.0/16'] } })),
  }),
  passes: [{ key: 'aws:VpcSourceIp' }, { type: 'REGIONAL' }],
  fails: [{}, { key: 'aws:sourceip' }],
  message: "the resource policy of the API 'Pets' compares aws:SourceIp, which calls of a private API do not have",
  unknown: [{ type: UNKNOWN }],
});

describeRule<Json>('policy-vpc-key-mismatch', {
  template: (id) => ({
    ...apiWith({ ...PRIVATE, Policy: policy(allowCalls({ Condition: { StringEquals: { 'aws:SourceVpce': id } } })) }),
    Vpc: { Type: 'AWS::EC2::VPC', Properties: {} },
    Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: {} },
  }),
  passes: ['vpce-0123', ['vpce-0123', 'vpce-*'], { Ref: 'Endpoint' }, UNKNOWN],
  fails: ['vpc-0123', ['vpce-0123', 'vpc-0123'], { Ref: 'Vpc' }],
  message: (id) => `the resource policy of the API 'Pets' compares aws:SourceVpce with '${JSON.stringify(id).includes('Ref') ? 'Vpc' : 'vpc-0123'}', which is a VPC`,
  unknown: 'an id that is only known at deployment is most likely of the right kind',
});

describeRule<Json>('policy-vpc-key-mismatch', {
  template: (id) => apiWith({ ...PRIVATE, Policy: policy(allowCalls(), denyCalls({ StringNotEquals: { 'aws:SourceVpc': id } })) }),
  passes: ['vpc-0123', { 'Fn::ImportValue': 'vpc-id' }],
  fails: ['vpce-0123'],
  message: "the resource policy of the API 'Pets' compares aws:SourceVpc with 'vpce-0123', which is a VPC endpoint",
  unknown: 'an id that is only known at deployment is most likely of the right kind',
}, 'of VPCs');

describeRule<Json>('policy-silent-cross-account', {
  template: (principal) => apiWith({ Policy: policy(allowCalls({ Principal: principal })) }),
  passes: [
    '*',
    { AWS: 'arn:aws:iam::111122223333:root' },
    { AWS: ['arn:aws:iam::444455556666:root', '111122223333'] },
    { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::111122223333:role/Caller' } },
  ],
  fails: [{ AWS: 'arn:aws:iam::444455556666:root' }, { Service: 'lambda.amazonaws.com' }, { AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }],
  message: "the API 'Pets' has no resource policy that allows the account '111122223333', which calls it",
  unknown: [{ AWS: UNKNOWN }],
  intent: { consumerAccounts: ['111122223333'] },
});

describeRule<string>('policy-silent-cross-account', {
  template: (kind) => ({ ...restApi(), ...lambdaFunction(), ...method('GET /pets', { AuthorizationType: kind }) }),
  passes: ['NONE'],
  fails: ['AWS_IAM'],
  message: "the API 'Pets' has no resource policy that allows the account '111122223333', which calls it",
  unknown: 'a method of which nobody knows how its callers sign is none that other accounts surely call',
  intent: { consumerAccounts: ['111122223333'] },
}, 'without a policy');

describeRule<Json>('policy-with-cognito-silent', {
  template: (given) => ({
    ...restApi({ Policy: given }),
    ...lambdaFunction(),
    ...restAuthorizer({ Type: 'COGNITO_USER_POOLS', AuthorizerUri: undefined, ProviderARNs: ['arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_a'] }),
    ...method('GET /pets', { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' } }),
  }),
  passes: [policy(allowCalls()), policy(allowCalls({ Condition: VPCE }), denyCalls(NOT_IP)), undefined],
  fails: [policy(denyCalls(NOT_IP)), policy(allowCalls({ Action: 'execute-api:InvalidateCache' }))],
  message: "the resource policy of the API 'Pets' allows nobody, and 'GET /pets' needs it to allow what its user pool allows",
  unknown: [UNKNOWN, policy(allowCalls({ Effect: UNKNOWN }))],
});

describeRule<Json>('policy-open-principal', {
  template: (given) => apiWith({ Policy: given }),
  passes: ['', ' '],
  fails: [policy(allowCalls())],
  message: "the resource policy of the API 'Pets' allows everything to everybody, without a condition",
  unknown: [UNKNOWN],
}, 'an empty text is no policy');

test('of an API that is made elsewhere nobody asks whom it lets in', () => {
  const resources = method('GET /');
  const template = new Template({ Resources: { GetRoot: { ...resources.GetRoot, Properties: { ...resources.GetRoot.Properties, RestApiId: 'a1b2c3', ResourceId: 'd4e5f6' } } } }, { name: 'elsewhere' });
  const rules = RULES.filter(({ id }) => id === 'private-policy-without-vpc-condition' || id === 'policy-open-principal');
  expect(checkAll(new AppReflection([template]), {}, rules)).toEqual([]);
});

describeRule<{ otherwise: string; condition?: Json }>('policy-open-principal', {
  template: ({ otherwise, condition }) => ({
    Parameters: { Target: { Type: 'String' } },
    Conditions: { IsLive: { 'Fn::Equals': [{ Ref: 'Target' }, 'live'] } },
    Resources: apiWith({ EndpointConfiguration: { 'Fn::If': ['IsLive', { Types: ['EDGE'] }, { Types: [otherwise] }] }, Policy: policy(allowCalls(condition ? { Condition: condition } : {})) }),
  }),
  passes: [{ otherwise: 'REGIONAL', condition: VPCE }],
  fails: [{ otherwise: 'REGIONAL' }, { otherwise: 'EDGE' }],
  message: "the resource policy of the API 'Pets' allows everything to everybody, without a condition",
  unknown: [{ otherwise: 'PRIVATE' }],
}, 'whichever of two public types an API has');
