import { AppReflection } from '../../../src/reflection/app-reflection';
import { Template } from '../../../src/reflection/template';
import { RULES } from '../../../src/rules/all-rules';
import { CfnTemplate, Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, lambdaFunction, method, restApi, restAuthorizer } from '../resources';

const definition = (more: { [key: string]: Json }): Json => ({ openapi: '3.0.1', info: { title: 'Pets', version: '1' }, paths: {}, ...more });

describeRule<Json>('openapi-root-security', {
  template: (security) => restApi({ Body: definition({ security, paths: { '/pets': { get: { operationId: 'pets' } } } }) }),
  passes: [undefined, []],
  fails: [[{ UserPool: [] }]],
  message: "the definition of the API 'Pets' has its security at the root, and 'GET /pets' has none of its own",
  unknown: [UNKNOWN],
});

describeRule<Record<string, Json>>('openapi-root-security', {
  template: (operation) => restApi({ Body: definition({ security: [{ UserPool: [] }], paths: { '/pets': { get: operation, post: operation } } }) }),
  passes: [{ security: [{ UserPool: [] }] }, { security: [] }, { 'x-amazon-apigateway-auth': { type: 'AWS_IAM' } }],
  fails: [{ operationId: 'pets' }],
  message: "the definition of the API 'Pets' has its security at the root, and 'GET /pets' and 1 more have none of their own",
  unknown: 'the first case has it',
}, 'operations with their own');

describe.each(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'])('%s', (type) => {
  describeRule<Json>('openapi-external-ref', {
    template: ($ref) => ({
      Api: {
        Type: type,
        Properties: {
          Body: definition({
            components: { schemas: { Pet: { type: 'object', properties: { $ref: { type: 'string' }, owner: { $ref } }, example: { $ref: 'https://example.com/pets/1' } } } },
          }),
        },
      },
    }),
    passes: ['#/components/schemas/Owner', 'https://apigateway.amazonaws.com/restapis/a1b2c3/models/Owner', UNKNOWN],
    fails: ['owner.yaml', 'https://example.com/schemas.json#/Owner'],
    message: ($ref) => `the definition of the API 'Pets' refers to '${String($ref)}', and API Gateway follows references within it only`,
    severity: type === 'AWS::ApiGateway::RestApi' ? 'error' : 'warning',
    unknown: 'references are literal, and one that is not is no sign of another document',
  });
});

describeRule<{ [key: string]: Json }>('rest-body-and-methods-mixed', {
  template: (properties) => ({ ...restApi(properties), ...lambdaFunction(), ...method('GET /pets') }),
  passes: [{}, { Body: definition({}), Mode: 'merge' }],
  fails: [{ Body: definition({}) }, { Body: definition({}), Mode: 'overwrite' }, { BodyS3Location: { Bucket: 'definitions', Key: 'pets.json' } }],
  message: "the API 'Pets' has a definition, and beside it AWS::ApiGateway::Method, AWS::ApiGateway::Resource: the next update of the definition removes what these made",
  unknown: [{ Body: definition({}), Mode: UNKNOWN }],
});

describeRule<Resources>('rest-body-and-methods-mixed', {
  template: (resources) => ({ ...restApi({ Body: definition({}) }), ...lambdaFunction(), ...resources }),
  passes: [{}, { Part: { Type: 'AWS::ApiGateway::DocumentationPart', Properties: { RestApiId: { Ref: 'Api' }, Location: { Type: 'API' }, Properties: '{}' } } }],
  fails: [restAuthorizer()],
  message: "the API 'Pets' has a definition, and beside it AWS::ApiGateway::Authorizer: the next update of the definition removes what these made",
  unknown: 'the first case has it',
}, 'resources other than methods');

describeRule<string | undefined>('rest-body-and-methods-mixed', {
  template: (condition): CfnTemplate => ({
    Parameters: { Wish: { Type: 'String' } },
    Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wish' }, 'yes'] }, Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: { ...restApi({ Body: definition({}) }), Authorizer: { ...restAuthorizer().Authorizer, Condition: condition } },
  }),
  passes: ['Never'],
  fails: [undefined],
  message: "the API 'Pets' has a definition, and beside it AWS::ApiGateway::Authorizer: the next update of the definition removes what these made",
  unknown: ['Wanted'],
}, 'resources that depend on a condition');

const called = definition({ paths: { '/pets': { get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: functionUri() } } } } });
const address: Json = { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.amazonaws.com' };
const environment = (value: Json): Json => ({ Variables: { ADDRESS: value } });

describe.each(['AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api'])('%s', (type) => {
  const api: Resources = { Api: { Type: type, Properties: { Body: called } } };

  describeRule<Json>('body-target-refers-to-api', {
    template: (value) => ({
      ...api,
      ...lambdaFunction('Function', { Environment: environment(value) }),
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Function' }, SourceArn: address, Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' } },
      Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }], PolicyName: 'invoke', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: address }] } } },
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    }),
    passes: ['https://pets.example.com', { 'Fn::Sub': 'https://${!Api}.example.com' }, { 'Fn::Sub': ['${Api}', { Api: 'pets' }] }, { Ref: 'Role' }],
    fails: [address, { Ref: 'Api' }, { 'Fn::GetAtt': ['Api', 'ApiId'] }, { 'Fn::GetAtt': 'Api.ApiId' }, { 'Fn::Join': ['/', ['https:', '', { 'Fn::Sub': ['${Id}.x', { Id: { Ref: 'Api' } }] }]] }],
    message: "the definition of the API 'Pets' names Function, which needs the API: CloudFormation refuses the circle",
    unknown: 'references are literal; conditions are another case',
  });
});

describeRule<Resources>('body-target-refers-to-api', {
  template: (role) => ({ ...restApi({ Body: called }), ...lambdaFunction(), ...role, Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Value: address } } }),
  passes: [{ Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } }],
  fails: [
    { Role: { Type: 'AWS::IAM::Role', Properties: { Description: { 'Fn::GetAtt': ['Parameter', 'Value'] } } } },
    { Role: { Type: 'AWS::IAM::Role', DependsOn: ['Parameter'], Properties: { AssumeRolePolicyDocument: {} } } },
  ],
  message: "the definition of the API 'Pets' names Function, which needs Role, which needs Parameter, which needs the API: CloudFormation refuses the circle",
  unknown: 'references are literal; conditions are another case',
}, 'through other resources');

describeRule<Json>('body-target-refers-to-api', {
  template: (uri) => ({ ...restApi({ Body: definition({ servers: [{ url: uri }] }) }) }),
  passes: ['https://example.com'],
  fails: [address],
  message: "the definition of the API 'Pets' names the API itself: CloudFormation refuses the circle",
  unknown: 'references are literal; conditions are another case',
}, 'the definition itself');

describeRule<string>('body-target-refers-to-api', {
  template: (condition): CfnTemplate => ({
    Parameters: { Wish: { Type: 'String' } },
    Conditions: { Wanted: { 'Fn::Equals': [{ Ref: 'Wish' }, 'yes'] }, Always: { 'Fn::Equals': ['a', 'a'] }, Never: { 'Fn::Equals': ['a', 'b'] } },
    Resources: {
      ...restApi({ Body: called }), ...lambdaFunction('Function', { Environment: environment({ 'Fn::If': [condition, address, 'https://example.com'] }) }),
    },
  }),
  passes: ['Never'],
  fails: ['Always'],
  message: "the definition of the API 'Pets' names Function, which needs the API: CloudFormation refuses the circle",
  unknown: ['Wanted'],
}, 'a reference that depends on a condition');

test('a circle among ten thousand resources is found once', () => {
  const chain = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`Link${index}`, {
    Type: 'AWS::SSM::Parameter', Properties: { Value: { Ref: index === 9_999 ? 'Api' : `Link${index + 1}` }, Back: { Ref: `Link${Math.max(index - 1, 0)}` } },
  }]));
  const resources = { ...restApi({ Body: definition({ 'x-link': { Ref: 'Link0' } }) }), ...chain };
  const app = new AppReflection([new Template({ Resources: resources }, { name: 'template.json' })]);
  expect(RULES.find(({ id }) => id === 'body-target-refers-to-api')!.check(app, {}).map(({ message }) => message)).toEqual([
    "the definition of the API 'Pets' names Link0, which needs Link1, which needs Link2, which needs 9996 more, which needs Link9999, which needs the API: CloudFormation refuses the circle",
  ]);
});
