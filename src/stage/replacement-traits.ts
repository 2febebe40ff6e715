import { CfnResource } from 'aws-cdk-lib';
import { referencesIn, templateProperty } from '../reference-path';

/**
 * Properties of what a definition can name whose change makes CloudFormation replace the resource: it keeps its logical id,
 * so the definition reads the same, and has another name or id afterwards.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const REPLACED_BY: { readonly [cfnResourceType: string]: string[] | undefined } = {
  'AWS::ApiGatewayV2::VpcLink': ['SecurityGroupIds', 'SubnetIds'],
  'AWS::Cognito::UserPoolClient': ['GenerateSecret', 'UserPoolId'],
  'AWS::DynamoDB::GlobalTable': ['KeySchema', 'TableName'],
  'AWS::DynamoDB::Table': ['KeySchema', 'TableName'],
  'AWS::ElasticLoadBalancingV2::Listener': ['LoadBalancerArn'],
  'AWS::Events::EventBus': ['Name'],
  'AWS::IAM::Role': ['Path', 'RoleName'],
  'AWS::Kinesis::Stream': ['Name'],
  'AWS::Lambda::Alias': ['FunctionName', 'Name'],
  'AWS::Lambda::Function': ['FunctionName', 'PackageType'],
  'AWS::SNS::Topic': ['FifoTopic', 'TopicName'],
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName'],
  'AWS::ServiceDiscovery::Service': ['Name', 'NamespaceId'],
  'AWS::StepFunctions::StateMachine': ['StateMachineName', 'StateMachineType'],
};

/**
 * What decides whether the resources that a definition names stay the ones that they are. A snapshot of the API names the old ones until there is a new snapshot.
 *
 * @param definition unresolved
 */
export function replacementTraits(definition: unknown, api: CfnResource): unknown[] {
  return referencesIn(definition, api).filter(CfnResource.isCfnResource).flatMap((resource) => {
    const properties = REPLACED_BY[resource.cfnResourceType] ?? [];
    const values = properties.map((property) => templateProperty(resource, property).value);
    return values.every((value) => value === undefined) ? [] : [[resource.node.path, ...values]];
  });
}
