import { Json, Resources } from '../cfn-template';

type Fields = { [name: string]: Json };

/** A policy of some statements. */
export function policy(...statements: Fields[]): Fields {
  return { Version: '2012-10-17', Statement: statements };
}

/** A statement that lets everybody call. */
export function allowCalls(more: Fields = {}): Fields {
  return { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*', ...more };
}

/** A statement that denies everybody. */
export function denyCalls(condition: Fields): Fields {
  return allowCalls({ Effect: 'Deny', Condition: condition });
}

/** What makes a REST API a private one. */
export const PRIVATE: Fields = { EndpointConfiguration: { Types: ['PRIVATE'] } };

/** The role `Role`, which API Gateway may assume. */
export function role(properties: Fields = {}): Resources {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'sts:AssumeRole' }),
        ...properties,
      },
    },
  };
}
