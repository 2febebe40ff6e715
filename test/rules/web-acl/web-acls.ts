import { Json, Resources } from '../cfn-template';

type Properties = { [key: string]: Json };

export const VISIBLE: Json = { CloudWatchMetricsEnabled: true, SampledRequestsEnabled: true, MetricName: 'Guard' };

/** A web ACL by the logical id `WebAcl`, associated with the stage `live` of the REST API `Api`. */
export function webAcl(properties: Properties = {}, target: Json = stageArn('live')): Resources {
  return {
    WebAcl: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: { Name: 'Guard', Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig: VISIBLE, Rules: [], ...properties },
    },
    ...association(target),
  };
}

export function association(target: Json, properties: Properties = {}): Resources {
  return { Association: { Type: 'AWS::WAFv2::WebACLAssociation', Properties: { ResourceArn: target, WebACLArn: { 'Fn::GetAtt': ['WebAcl', 'Arn'] }, ...properties } } };
}

/** The ARN of a stage of `Api`, as the CDK writes it. */
export function stageArn(stage: Json, kind = 'restapis'): Json {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, `::/${kind}/`, { Ref: 'Api' }, '/stages/', stage]] };
}

/** A rule of a web ACL that is a managed group of AWS. */
export function managed(name: string, group: Properties = {}, rule: Properties = {}): Json {
  return {
    Name: name,
    Priority: 1,
    OverrideAction: { None: {} },
    VisibilityConfig: VISIBLE,
    Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: name, ...group } },
    ...rule,
  };
}

export function rateRule(): Json {
  return { Name: 'Rate', Priority: 0, Action: { Block: {} }, VisibilityConfig: VISIBLE, Statement: { RateBasedStatement: { AggregateKeyType: 'IP', Limit: 1000 } } };
}

/** A distribution by the logical id `Distribution` that asks the API `Api`, unless it is told otherwise. */
export function distribution(config: Properties = {}, host: Json = executeApi()): Resources {
  return {
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: { DistributionConfig: { Enabled: true, Origins: [{ Id: 'api', DomainName: host }], DefaultCacheBehavior: { TargetOriginId: 'api' }, ...config } },
    },
  };
}

export function executeApi(): Json {
  return { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] };
}
