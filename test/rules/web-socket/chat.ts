import { Json, Resources } from '../cfn-template';

type Properties = { [key: string]: Json };

const trust = (service: string): Json => ({ Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });

export const MANAGE_CONNECTIONS = 'execute-api:ManageConnections';

/** The policy that functions made by the CDK have. */
export const BASIC_EXECUTION: Json = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/service-role/AWSLambdaBasicExecutionRole']] };

/** A role, by the logical id `Role`, with a policy of its own for each statement. */
export function role(statements: [actions: Json, resource: Json][], properties: Properties = {}, logicalId = 'Role'): Resources {
  return {
    [logicalId]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: trust('lambda.amazonaws.com'),
        Policies: statements.map(([actions, resource], count) => ({
          PolicyName: `policy${count}`, PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }] },
        })),
        ...properties,
      },
    },
  };
}

/** A table whose keys are the ids of connections. */
export function connectionTable(properties: Properties = {}, logicalId = 'Connections'): Resources {
  return {
    [logicalId]: {
      Type: 'AWS::DynamoDB::Table',
      Properties: {
        AttributeDefinitions: [{ AttributeName: 'connectionId', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'connectionId', KeyType: 'HASH' }],
        BillingMode: 'PAY_PER_REQUEST',
        ...properties,
      },
    },
  };
}

/** A global secondary index by an attribute. */
export function index(attribute: Json): Json {
  return { IndexName: 'index', KeySchema: [{ AttributeName: attribute, KeyType: 'HASH' }], Projection: { ProjectionType: 'KEYS_ONLY' } };
}

/** Every connection of a stage of the API `Api`, or something else in its place. */
export function connectionsArn(api: Json = { Ref: 'Api' }): Json {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', api, '/live/POST/@connections/*']] };
}

/** Where `@connections` of the API `Api` is. */
export const CALLBACK_URL: Json = { 'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com/live']] };
