import { Template, fixedMonthlyCost } from '../../build-tools/fixed-cost';

const templateOf = (...resources: [type: string, properties?: Record<string, unknown>][]): Template => ({
  Resources: Object.fromEntries(resources.map(([Type, Properties], index) => [`R${index}`, { Type, Properties }])),
});
const cost = (type: string, properties?: Record<string, unknown>) => fixedMonthlyCost([templateOf([type, properties])]);

describe('fixedMonthlyCost', () => {
  test.each([
    ['0.5', 14.60], ['1.6', 27.74], ['6.1', 146.00], ['13.5', 182.50], ['28.4', 365.00], ['58.2', 730.00], ['118', 1387.00], ['237', 2774.00],
  ])('counts a cache of %s GB for 730 hours', (size, expected) => {
    expect(cost('AWS::ApiGateway::Stage', { CacheClusterEnabled: true, CacheClusterSize: size })).toBe(expected);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['at the smallest size where none is said', { CacheClusterEnabled: true }, 14.60],
    ['at the smallest size where only a deployment knows', { CacheClusterEnabled: 'true', CacheClusterSize: { Ref: 'Size' } }, 14.60],
    ['not when it is off', { CacheClusterEnabled: false, CacheClusterSize: '237' }, 0],
    ['not when it is not there', { CacheClusterSize: '237' }, 0],
    ['not when only a deployment knows whether it is on', { CacheClusterEnabled: { Ref: 'On' }, CacheClusterSize: '237' }, 0],
  ])('counts a cache %s', (_when, properties, expected) => {
    expect(cost('AWS::ApiGateway::Stage', properties)).toBe(expected);
  });

  test('fails on a cache size that does not exist', () => {
    expect(() => cost('AWS::ApiGateway::Stage', { CacheClusterEnabled: true, CacheClusterSize: '0.6' })).toThrow(/CacheClusterSize '0\.6' has no price; write one of .*0\.5/);
  });

  test('counts a web ACL, its rules and managed groups, and the paid ones on top', () => {
    const group = (Name: string) => ({ Name, Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name } } });
    const rate = { Name: 'rate', Statement: { RateBasedStatement: { Limit: 2000 } } };

    expect(cost('AWS::WAFv2::WebACL')).toBe(5);
    expect(cost('AWS::WAFv2::WebACL', { Rules: { 'Fn::If': [] } })).toBe(5);
    expect(cost('AWS::WAFv2::WebACL', { Rules: [rate, group('AWSManagedRulesCommonRuleSet')] })).toBe(7);
    expect(cost('AWS::WAFv2::WebACL', { Rules: [rate, group('AWSManagedRulesBotControlRuleSet'), group('AWSManagedRulesATPRuleSet')] })).toBe(28);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['one metric', { MetricName: 'Count', Period: 300 }, 0.10],
    ['one metric of high resolution', { MetricName: 'Count', Period: 10 }, 0.30],
    ['an expression over two metrics', { Metrics: [{ Expression: 'a/b' }, { MetricStat: { Period: 60 } }, { MetricStat: { Period: 60 } }] }, 0.20],
    ['an expression of high resolution', { Metrics: [{ Expression: 'a' }, { MetricStat: { Period: 30 } }] }, 0.30],
    ['a query without metrics of its own', { Metrics: [{ Expression: 'SELECT 1', Period: 60 }] }, 0.10],
    ['a band of expected values', { Metrics: [{ Expression: 'ANOMALY_DETECTION_BAND(m)' }, { MetricStat: { Period: 60 } }], ThresholdMetricId: 'band' }, 0.30],
    ['metrics of a parameter', { Metrics: { Ref: 'X' }, Period: { Ref: 'Y' } }, 0.10],
  ])('counts an alarm on %s', (_what, properties, expected) => {
    expect(cost('AWS::CloudWatch::Alarm', properties)).toBe(expected);
  });

  test.each([
    ['AWS::CloudWatch::CompositeAlarm', 0.50],
    ['AWS::CloudWatch::Dashboard', 3.00],
    ['AWS::KMS::Key', 1.00],
    ['AWS::KMS::ReplicaKey', 1.00],
    ['AWS::Route53::HostedZone', 0.50],
    ['AWS::SecretsManager::Secret', 0.40],
    ['AWS::EC2::NatGateway', 32.85],
    ['AWS::EC2::EIP', 3.65],
    ['AWS::Lambda::Function', 0],
    ['AWS::CloudFront::Distribution', 0],
    ['AWS::ApiGatewayV2::VpcLink', 0],
    ['AWS::ApiGateway::RestApi', 0],
  ])('counts an %s', (type, expected) => {
    expect(cost(type)).toBe(expected);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['of a VPC alone', { Type: 'application', Scheme: 'internal', Subnets: ['a', 'b'] }, 16.43],
    ['with an address in each of two zones', { Type: 'network', Scheme: 'internet-facing', Subnets: ['a', 'b'] }, 23.73],
    ['with addresses of its own', { Type: 'network', Scheme: 'internet-facing', SubnetMappings: [{ SubnetId: 'a' }] }, 20.08],
    ['that is a gateway', { Type: 'gateway' }, 9.13],
  ])('counts a load balancer %s', (_which, properties, expected) => {
    expect(cost('AWS::ElasticLoadBalancingV2::LoadBalancer', properties)).toBe(expected);
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['of the type Interface in each zone', { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b', 'c'] }, 21.90],
    ['of a gateway load balancer', { VpcEndpointType: 'GatewayLoadBalancer', SubnetIds: ['a'] }, 7.30],
    ['whose subnets only a deployment knows once', { VpcEndpointType: 'Interface', SubnetIds: { Ref: 'Subnets' } }, 7.30],
    ['of the type Gateway as free', { VpcEndpointType: 'Gateway' }, 0],
    ['of no type as free, which is a gateway', {}, 0],
  ])('counts a VPC endpoint %s', (_which, properties, expected) => {
    expect(cost('AWS::EC2::VPCEndpoint', properties)).toBe(expected);
  });

  describe('a service of Amazon ECS', () => {
    const task = { Cpu: '1024', Memory: '2048' };
    const costOf = (service: Record<string, unknown>, definition: Record<string, unknown> = task) => fixedMonthlyCost([{
      Resources: {
        Task: { Type: 'AWS::ECS::TaskDefinition', Properties: definition },
        Service: { Type: 'AWS::ECS::Service', Properties: { LaunchType: 'FARGATE', TaskDefinition: { Ref: 'Task' }, ...service } },
      },
    }]);
    const publicly = { NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'ENABLED' } } };

    test.each<[string, Record<string, unknown>, Record<string, unknown>, number]>([
      ['one task where no number is said', {}, task, 36.04],
      ['one task where only a deployment knows', { DesiredCount: { Ref: 'Count' } }, task, 36.04],
      ['each task', { DesiredCount: 3 }, task, 108.12],
      ['no task', { DesiredCount: 0 }, task, 0],
      ['the public address of each task', { DesiredCount: 2, ...publicly }, task, 79.38],
      ['tasks on ARM', {}, { ...task, RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' } }, 28.84],
      ['tasks on Windows with their licence', {}, { ...task, RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'WINDOWS_SERVER_2022_CORE' } }, 115.03],
      ['what a deployment does not tell before as free', {}, { Cpu: '1024', Memory: { Ref: 'Memory' } }, 29.55],
      ['tasks on instances as free', { LaunchType: 'EC2' }, task, 0],
      ['tasks whose definition is elsewhere as free', { TaskDefinition: 'arn:aws:ecs:eu-central-1:111111111111:task-definition/other:1' }, task, 0],
    ])('counts %s', (_what, service, definition, expected) => {
      expect(costOf(service, definition)).toBe(expected);
    });

    test('fails on a size that is no number', () => {
      expect(() => costOf({}, { Cpu: '1 vCPU', Memory: '2048' })).toThrow(/a task of '1 vCPU' has no price; write units of CPU and MiB of memory/);
    });
  });

  test('adds up resources and templates without the rounding of binary fractions', () => {
    const alarms = templateOf(...Array.from({ length: 3 }, (): [string] => ['AWS::CloudWatch::Alarm']));

    expect(fixedMonthlyCost([alarms, templateOf(['AWS::SecretsManager::Secret']), {}])).toBe(0.70);
    expect(fixedMonthlyCost([])).toBe(0);
  });
});
