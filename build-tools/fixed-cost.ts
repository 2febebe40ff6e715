/**
 * What a stack costs in a month in which nobody calls it: list prices in USD, region us-east-1, free tiers left out.
 *
 * What is billed by use (requests, log bytes, invocations) is not here; a resource that the table does not know counts as free.
 */

/** What the estimate reads of a template. */
export interface Template {
  readonly Resources?: { readonly [logicalId: string]: { readonly Type: string; readonly Properties?: Properties } };
}

type Properties = { readonly [name: string]: unknown };

/** AWS's own month of 730 hours. */
const HOURS_PER_MONTH = 730;

/**
 * A stage's cache by its size in GB, per hour.
 * @see https://aws.amazon.com/api-gateway/pricing/
 */
const CACHE_PER_HOUR: { readonly [size: string]: number } = {
  0.5: 0.020,
  1.6: 0.038,
  6.1: 0.200,
  13.5: 0.250,
  28.4: 0.500,
  58.2: 1.000,
  118: 1.900,
  237: 3.800,
};

/** @see https://aws.amazon.com/waf/pricing/ */
const WEB_ACL = 5.00;
const WEB_ACL_RULE = 1.00;
const PAID_RULE_GROUPS: { readonly [name: string]: number } = {
  AWSManagedRulesBotControlRuleSet: 10.00,
  AWSManagedRulesATPRuleSet: 10.00,
  AWSManagedRulesACFPRuleSet: 10.00,
};

/**
 * An alarm is billed for each metric that it reads; a band of expected values counts as three.
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
const ALARM_METRIC = 0.10;
const ANOMALY_ALARM = 0.30;
const HIGH_RESOLUTION_ALARM_METRIC = 0.30;
const COMPOSITE_ALARM = 0.50;
const DASHBOARD = 3.00;

/** @see https://aws.amazon.com/kms/pricing/ */
const CUSTOMER_KEY = 1.00;

/** @see https://aws.amazon.com/route53/pricing/ */
const HOSTED_ZONE = 0.50;

/** @see https://aws.amazon.com/secrets-manager/pricing/ */
const SECRET = 0.40;

/**
 * A load balancer without its capacity units, per hour.
 * @see https://aws.amazon.com/elasticloadbalancing/pricing/
 */
const LOAD_BALANCER_PER_HOUR = 0.0225;
const GATEWAY_LOAD_BALANCER_PER_HOUR = 0.0125;

/**
 * A vCPU and a GB of memory of a task, per hour. Windows has its licence in it.
 * @see https://aws.amazon.com/fargate/pricing/
 */
const FARGATE_PER_HOUR = {
  X86_64: { vcpu: 0.04048, gigabyte: 0.004445 },
  ARM64: { vcpu: 0.03238, gigabyte: 0.00356 },
  WINDOWS: { vcpu: 0.09148 + 0.046, gigabyte: 0.01005 },
};

/**
 * An endpoint in one zone, per hour; those of the type Gateway are free.
 * @see https://aws.amazon.com/privatelink/pricing/
 */
const VPC_ENDPOINT_PER_HOUR = 0.01;

/**
 * A gateway and a public address of IP version 4, per hour.
 * @see https://aws.amazon.com/vpc/pricing/
 */
const NAT_GATEWAY_PER_HOUR = 0.045;
const PUBLIC_IPV4_PER_HOUR = 0.005;

const PER_MONTH: { readonly [type: string]: (properties: Properties, template: Template) => number } = {
  'AWS::ApiGateway::Stage': stageCache,
  'AWS::WAFv2::WebACL': webAcl,
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': () => COMPOSITE_ALARM,
  'AWS::CloudWatch::Dashboard': () => DASHBOARD,
  'AWS::KMS::Key': () => CUSTOMER_KEY,
  'AWS::KMS::ReplicaKey': () => CUSTOMER_KEY,
  'AWS::Route53::HostedZone': () => HOSTED_ZONE,
  'AWS::SecretsManager::Secret': () => SECRET,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': loadBalancer,
  'AWS::ECS::Service': fargateService,
  'AWS::EC2::VPCEndpoint': vpcEndpoint,
  'AWS::EC2::NatGateway': () => NAT_GATEWAY_PER_HOUR * HOURS_PER_MONTH,
  'AWS::EC2::EIP': () => PUBLIC_IPV4_PER_HOUR * HOURS_PER_MONTH,
};

/**
 * The fixed monthly cost of the templates together, in USD, to the cent.
 *
 * A value that only a deployment knows counts as if it were left out.
 */
export function fixedMonthlyCost(templates: Template[]): number {
  const sum = templates
    .flatMap((template) => Object.values(template.Resources ?? {}).map((resource) => ({ ...resource, template })))
    .reduce((total, { Type, Properties: properties = {}, template }) => total + (PER_MONTH[Type]?.(properties, template) ?? 0), 0);
  return Math.round(sum * 100) / 100;
}

function stageCache({ CacheClusterEnabled: enabled, CacheClusterSize: size }: Properties): number {
  if (String(enabled) !== 'true') return 0;
  const perHour = typeof size === 'string' || typeof size === 'number' ? CACHE_PER_HOUR[size] : CACHE_PER_HOUR['0.5'];
  if (perHour === undefined) throw new Error(`CacheClusterSize '${String(size)}' has no price; write one of ${Object.keys(CACHE_PER_HOUR).join(', ')}`);
  return perHour * HOURS_PER_MONTH;
}

function webAcl({ Rules: rules }: Properties): number {
  const paid = listOf(rules).map((rule) => {
    const name = fieldOf(fieldOf(fieldOf(rule, 'Statement'), 'ManagedRuleGroupStatement'), 'Name');
    return WEB_ACL_RULE + (typeof name === 'string' ? PAID_RULE_GROUPS[name] ?? 0 : 0);
  });
  return paid.reduce((total, rule) => total + rule, WEB_ACL);
}

function alarm({ Metrics: metrics, Period: period, ThresholdMetricId: band }: Properties): number {
  if (band !== undefined) return ANOMALY_ALARM;
  const read = listOf(metrics).map((metric) => fieldOf(metric, 'MetricStat')).filter((stat) => stat !== undefined);
  const periods = read.length > 0 ? read.map((stat) => fieldOf(stat, 'Period')) : [period];
  return periods.reduce<number>((total, seconds) => total + (Number(seconds) < 60 ? HIGH_RESOLUTION_ALARM_METRIC : ALARM_METRIC), 0);
}

function loadBalancer({ Type: type, Scheme: scheme, Subnets: subnets, SubnetMappings: mappings }: Properties): number {
  const perHour = type === 'gateway' ? GATEWAY_LOAD_BALANCER_PER_HOUR : LOAD_BALANCER_PER_HOUR;
  const addresses = scheme === 'internet-facing' ? listOf(subnets).length + listOf(mappings).length : 0;
  return (perHour + addresses * PUBLIC_IPV4_PER_HOUR) * HOURS_PER_MONTH;
}

/** As many tasks as are wanted in the beginning; what is scaled later is use. A definition of another template counts as free, as does FARGATE_SPOT. */
function fargateService(properties: Properties, template: Template): number {
  const { LaunchType: launchType, DesiredCount: desired = 1, TaskDefinition: definition, NetworkConfiguration: network } = properties;
  const task = template.Resources?.[String(fieldOf(definition, 'Ref'))]?.Properties;
  if (launchType !== 'FARGATE' || task === undefined) return 0;
  const { vcpu, gigabyte } = fargatePrices(task.RuntimePlatform);
  const address = fieldOf(fieldOf(network, 'AwsvpcConfiguration'), 'AssignPublicIp') === 'ENABLED' ? PUBLIC_IPV4_PER_HOUR : 0;
  const perHour = unitsOf(task.Cpu) * vcpu + unitsOf(task.Memory) * gigabyte + address;
  return (typeof desired === 'object' ? 1 : Number(desired)) * perHour * HOURS_PER_MONTH;
}

function fargatePrices(platform: unknown): { readonly vcpu: number; readonly gigabyte: number } {
  if (String(fieldOf(platform, 'OperatingSystemFamily')).startsWith('WINDOWS')) return FARGATE_PER_HOUR.WINDOWS;
  return fieldOf(platform, 'CpuArchitecture') === 'ARM64' ? FARGATE_PER_HOUR.ARM64 : FARGATE_PER_HOUR.X86_64;
}

/** 1,024 units are a vCPU, 1,024 MiB a GB. */
function unitsOf(value: unknown): number {
  if (typeof value === 'object' || value === undefined) return 0;
  const units = Number(value) / 1024;
  if (!Number.isFinite(units)) throw new Error(`a task of '${String(value)}' has no price; write units of CPU and MiB of memory, as '256' and '512'`);
  return units;
}

function vpcEndpoint({ VpcEndpointType: type, SubnetIds: subnets }: Properties): number {
  const paid = type === 'Interface' || type === 'GatewayLoadBalancer';
  return paid ? Math.max(1, listOf(subnets).length) * VPC_ENDPOINT_PER_HOUR * HOURS_PER_MONTH : 0;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Properties)[key] : undefined;
}
