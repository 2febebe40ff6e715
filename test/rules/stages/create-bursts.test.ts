import { CfnTemplate, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';

/** So many resources, each of which may wait for the one before it. */
const many = (count: number, type: string, properties: (index: number) => Resources[string]['Properties'], isChained = false): Resources => Object.fromEntries(
  Array.from({ length: count }, (_, index): [string, Resources[string]] => [`Made${index}`, {
    Type: type, Properties: properties(index), ...(isChained && index > 0 ? { DependsOn: `Made${index - 1}` } : {}),
  }]),
);
const deployments = (count: number, isChained?: boolean) => many(count, 'AWS::ApiGateway::Deployment', () => ({ RestApiId: 'abc123' }), isChained);
const domains = (count: number, isChained?: boolean) => many(count, 'AWS::ApiGatewayV2::DomainName', (index) => ({ DomainName: `api${index}.example.com` }), isChained);

describeRule<Resources>('create-deployment-burst', {
  template: (resources) => resources,
  passes: [deployments(5), deployments(20, true)],
  fails: [deployments(6)],
  message: 'a stack makes 6 deployments at once, and API Gateway takes one in 5 seconds',
  unknown: 'what is in a template can be counted',
});

describeRule<boolean>('create-deployment-burst', {
  template: (isConditional): CfnTemplate => ({
    Conditions: { Maybe: { 'Fn::Equals': [UNKNOWN, 'yes'] } },
    Resources: { ...deployments(5), Another: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: 'abc123' }, ...(isConditional ? { Condition: 'Maybe' } : {}) } },
  }),
  passes: [true],
  fails: [false],
  message: 'a stack makes 6 deployments at once, and API Gateway takes one in 5 seconds',
  unknown: 'what may not be made is not counted',
}, 'one on a condition');

describeRule<Resources>('domain-create-burst', {
  template: (resources) => resources,
  passes: [domains(3), domains(10, true)],
  fails: [domains(4)],
  message: 'a stack makes 4 custom domains at once, and API Gateway takes one in 30 seconds',
  unknown: 'what is in a template can be counted',
});
