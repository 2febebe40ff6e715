import { Json, Resources } from '../cfn-template';

type Properties = { [key: string]: Json };

/** A rule of the domain `Domain` that leads to the API `Api`. */
export function routingRule(properties: Properties = {}, logicalId = 'Rule'): Resources {
  return {
    [logicalId]: {
      Type: 'AWS::ApiGatewayV2::RoutingRule',
      Properties: {
        DomainNameArn: { 'Fn::GetAtt': ['Domain', 'DomainNameArn'] },
        Priority: 100,
        Conditions: [{ MatchBasePaths: { AnyOf: ['shop'] } }],
        Actions: [{ InvokeApi: { ApiId: { Ref: 'Api' }, Stage: 'live' } }],
        ...properties,
      },
    },
  };
}
