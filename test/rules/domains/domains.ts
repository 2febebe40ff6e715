import { CfnTemplate, Json, Resources } from '../cfn-template';

type Properties = { [key: string]: Json };

/** A domain name of the first generation, by the logical id `Domain`: Regional, unless it is told otherwise. */
export function restDomain(properties: Properties = {}): Resources {
  return {
    Domain: {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: {
        DomainName: 'api.example.com',
        RegionalCertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/abc',
        EndpointConfiguration: { Types: ['REGIONAL'] },
        SecurityPolicy: 'TLS_1_2',
        ...properties,
      },
    },
  };
}

/** A private domain name, by the logical id `Domain`. */
export function privateDomain(properties: Properties = {}): Resources {
  return {
    Domain: {
      Type: 'AWS::ApiGateway::DomainNameV2',
      Properties: {
        DomainName: 'api.example.com',
        CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/abc',
        EndpointConfiguration: { Types: ['PRIVATE'], IpAddressType: 'dualstack' },
        ...properties,
      },
    },
  };
}

/** A domain name of the second generation, by the logical id `Domain`. */
export function v2Domain(configuration: Properties = {}, properties: Properties = {}): Resources {
  return {
    Domain: {
      Type: 'AWS::ApiGatewayV2::DomainName',
      Properties: {
        DomainName: 'api.example.com',
        DomainNameConfigurations: [{ CertificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/abc', EndpointType: 'REGIONAL', ...configuration }],
        ...properties,
      },
    },
  };
}

/** A mapping of the domain `Domain` to the REST API `Api`. */
export function basePathMapping(properties: Properties = {}): Resources {
  return { Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, ...properties } } };
}

/** A mapping of the domain `Domain` to the API `Api`, of whichever type. */
export function apiMapping(properties: Properties = {}, logicalId = 'ApiMapping'): Resources {
  return {
    [logicalId]: { Type: 'AWS::ApiGatewayV2::ApiMapping', Properties: { DomainName: { Ref: 'Domain' }, ApiId: { Ref: 'Api' }, Stage: 'live', ...properties } },
  };
}

/** A certificate of ACM, by the logical id `Certificate`. */
export function certificate(properties: Properties = {}): Resources {
  return { Certificate: { Type: 'AWS::CertificateManager::Certificate', Properties: { DomainName: 'api.example.com', ValidationMethod: 'DNS', ...properties } } };
}

/** Conditions that always hold, never, and as the deployment says. */
export const CONDITIONS: Omit<CfnTemplate, 'Resources'> = {
  Parameters: { Unknown: { Type: 'String' } },
  Conditions: {
    IsAlways: { 'Fn::Equals': ['a', 'a'] }, IsNever: { 'Fn::Equals': ['a', 'b'] }, IsUnknown: { 'Fn::Equals': [{ Ref: 'Unknown' }, 'yes'] },
  },
};

/** Resources that are made on a condition. */
export function onCondition(condition: string | undefined, resources: Resources): Resources {
  return Object.fromEntries(Object.entries(resources).map(([id, resource]) => [id, { ...resource, Condition: condition }]));
}
