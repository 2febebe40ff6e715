import {
  Stack, aws_cognito as cognito, aws_dynamodb as dynamodb, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_lambda as lambda,
  aws_sns as sns, aws_sqs as sqs,
} from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { httpApi } from '../http-api';
import { restApi, template, testStack } from '../rest-api';

interface Route {
  readonly integration?: IRouteIntegration;
  readonly authorizer?: IRouteAuthorizer;
}

/** The logical id of the deployment of an API with one route. */
function deploymentOf(type: 'REST' | 'HTTP', route: (stack: Stack) => Route): string {
  const stack = testStack();
  const { integration = Integration.httpProxy('https://backend.example.com'), authorizer } = route(stack);
  (type === 'REST' ? restApi(stack) : httpApi(stack)).addRoute('POST /pets', { integration, authorizer });
  const [id] = Object.keys(template(stack).findResources(type === 'REST' ? 'AWS::ApiGateway::Deployment' : 'AWS::ApiGatewayV2::Deployment'));
  return id;
}

const functionWith = (props: Partial<lambda.FunctionProps>) => (stack: Stack): Route => ({
  integration: Integration.lambdaFunction(new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'), ...props,
  })),
});

const clientWith = (props: cognito.UserPoolClientOptions) => (stack: Stack): Route => {
  const pool = new cognito.UserPool(stack, 'Pool');
  return { authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web', props)] }) };
};

const listenerIn = (maxAzs: number) => (stack: Stack): Route => {
  const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc: new ec2.Vpc(stack, 'Vpc', { maxAzs, natGateways: 0 }) });
  const listener = alb.addListener('Http', { port: 80, open: false, defaultAction: elbv2.ListenerAction.fixedResponse(200) });
  return { integration: Integration.privateAlb(listener, { plaintext: 'a test' }) };
};

const queueWith = (props: sqs.QueueProps) => (stack: Stack): Route => ({ integration: Integration.sqsQueue(new sqs.Queue(stack, 'Queue', props)) });

const topicWith = (props: sns.TopicProps) => (stack: Stack): Route => ({ integration: Integration.snsTopic(new sns.Topic(stack, 'Topic', props), { messageGroupId: 'all' }) });

const ID = { name: 'id', type: dynamodb.AttributeType.STRING };
const tableWith = (props: Partial<dynamodb.TableProps>) => (stack: Stack): Route => ({
  integration: Integration.dynamoDbPut(new dynamodb.Table(stack, 'Table', { partitionKey: ID, ...props }), { item: { id: '$request.body.id', at: '$context.requestTimeEpoch' } }),
});
const globalTableWith = (props: Partial<dynamodb.TablePropsV2>) => (stack: Stack): Route => ({
  integration: Integration.dynamoDbPut(new dynamodb.TableV2(stack, 'Table', { partitionKey: ID, ...props }), { item: { id: '$request.body.id', at: '$context.requestTimeEpoch' } }),
});
const sortKey = { name: 'at', type: dynamodb.AttributeType.STRING };

describe('a deployment is a new one when CloudFormation replaces', () => {
  test.each<['REST' | 'HTTP', string, (stack: Stack) => Route, (stack: Stack) => Route]>([
    ['REST', 'a function, for another name', functionWith({ functionName: 'one' }), functionWith({ functionName: 'two' })],
    ['HTTP', 'a function, for another name', functionWith({ functionName: 'one' }), functionWith({ functionName: 'two' })],
    ['HTTP', 'a function, for a name', functionWith({}), functionWith({ functionName: 'two' })],
    ['REST', 'an app client, for a secret', clientWith({ generateSecret: false }), clientWith({ generateSecret: true })],
    ['HTTP', 'an app client, for a secret', clientWith({ generateSecret: false }), clientWith({ generateSecret: true })],
    ['HTTP', 'a VPC link, for further subnets', listenerIn(1), listenerIn(2)],
    ['REST', 'a queue, for another name', queueWith({ queueName: 'one' }), queueWith({ queueName: 'two' })],
    ['REST', 'a topic, for another name', topicWith({ topicName: 'one' }), topicWith({ topicName: 'two' })],
    ['REST', 'a topic, for order', topicWith({}), topicWith({ fifo: true, contentBasedDeduplication: true })],
    ['REST', 'a table, for another name', tableWith({ tableName: 'one' }), tableWith({ tableName: 'two' })],
    ['REST', 'a table, for another key', tableWith({}), tableWith({ sortKey })],
    ['REST', 'a global table, for another name', globalTableWith({ tableName: 'one' }), globalTableWith({ tableName: 'two' })],
    ['REST', 'a global table, for another key', globalTableWith({}), globalTableWith({ sortKey })],
    ['HTTP', 'a queue, for another name', queueWith({ queueName: 'one' }), queueWith({ queueName: 'two' })],
  ])('(%s API) %s', (type, _what, before, after) => {
    expect(deploymentOf(type, before)).toBe(deploymentOf(type, before));
    expect(deploymentOf(type, after)).not.toBe(deploymentOf(type, before));
  });

  test.each(['REST', 'HTTP'] as const)('(%s API) and not when it updates a function', (type) => {
    const code = lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 204 });');
    expect(deploymentOf(type, functionWith({ functionName: 'one', code, memorySize: 512 }))).toBe(deploymentOf(type, functionWith({ functionName: 'one' })));
  });
});
