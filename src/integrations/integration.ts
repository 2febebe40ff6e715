import {
  aws_appconfig as appconfig, aws_dynamodb as dynamodb, aws_elasticloadbalancingv2 as elbv2, aws_events as events, aws_kinesis as kinesis,
  aws_lambda as lambda, aws_servicediscovery as servicediscovery, aws_sns as sns, aws_sqs as sqs, aws_stepfunctions as sfn,
} from 'aws-cdk-lib';
import { AppConfigIntegration, AppConfigOptions } from './app-config';
import { CloudMapServiceIntegration, CloudMapServiceOptions } from './cloud-map-service';
import { CustomIntegration } from './custom';
import { DynamoDbDeleteIntegration } from './dynamo-db-delete';
import { DynamoDbGetIntegration, DynamoDbGetOptions } from './dynamo-db-get';
import { DynamoDbKeyOptions } from './dynamo-db-item-key';
import { DynamoDbPutIntegration, DynamoDbPutOptions } from './dynamo-db-put';
import { DynamoDbQueryIntegration, DynamoDbQueryOptions } from './dynamo-db-query';
import { EventBridgeIntegration, EventBridgeOptions } from './event-bridge';
import { checkGivenOptions } from './given-options';
import { HttpProxyIntegration, HttpProxyOptions } from './http-proxy';
import { IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { KinesisStreamIntegration, KinesisStreamOptions } from './kinesis-stream';
import { LambdaFunctionIntegration, LambdaFunctionOptions } from './lambda-function';
import { MockIntegration, MockOptions } from './mock';
import { PrivateAlbIntegration } from './private-alb';
import { PrivateBackendOptions } from './private-backend';
import { PrivateNlbIntegration } from './private-nlb';
import { SnsTopicIntegration, SnsTopicOptions } from './sns-topic';
import { SqsDeleteIntegration, SqsDeleteOptions, SqsPurgeIntegration } from './sqs-delete';
import { SqsQueueIntegration, SqsQueueOptions } from './sqs-queue';
import { SqsReceiveIntegration, SqsReceiveOptions } from './sqs-receive';
import { StepFunctionsIntegration, StepFunctionsOptions } from './step-functions-start';
import { StepFunctionsStopIntegration, StepFunctionsStopOptions } from './step-functions-stop';
import { StepFunctionsSyncIntegration, StepFunctionsSyncOptions } from './step-functions-sync';

/**
 * What answers a route.
 */
export class Integration {
  /**
   * A Lambda function, which sees the whole request and gives the whole response.
   *
   * The API's permission to invoke it is made here: one for each function, however many routes it answers. A WebSocket API has a role for that, one for each 50 functions.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
   */
  public static lambdaFunction(handler: lambda.IFunction, options: LambdaFunctionOptions = {}): IRouteIntegration {
    return new LambdaFunctionIntegration(handler, options);
  }

  /**
   * An HTTP backend, which gets the request as it is: `https://backend.example.com/pets/{id}`.
   *
   * Each `{name}` in the address takes the value of the route's path parameter of that name. Messages of a WebSocket API go to one address, by POST.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html
   */
  public static httpProxy(url: string, options: HttpProxyOptions = {}): IRouteIntegration {
    return new HttpProxyIntegration(url, options);
  }

  /**
   * A fixed answer from API Gateway itself, for health checks and prototypes; on a WebSocket API for heartbeats. REST and WebSocket APIs only.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
   */
  public static mock(options: MockOptions = {}): IRouteIntegration {
    return new MockIntegration(options);
  }

  /**
   * A queue, which gets a message for each request; by default the whole body.
   *
   * The role by which API Gateway sends is made here, one for the API. A REST API answers 200 with the `messageId`; a failure it answers with 429 when the queue is asked too often,
   * 400 for what the caller can mend, and 500. An HTTP API answers as SQS does.
   * Where a route of a WebSocket API has `reply`, the sender gets the same as a message, a failure as `{ "message": "Too Many Requests" }`.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
   */
  public static sqsQueue(queue: sqs.IQueue, options: SqsQueueOptions = {}): IRouteIntegration {
    return new SqsQueueIntegration(queue, options);
  }

  /**
   * The messages of a queue, handed to the caller, who then deletes them through `sqsDelete`. HTTP APIs only.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
   */
  public static sqsReceive(queue: sqs.IQueue, options: SqsReceiveOptions = {}): IRouteIntegration {
    return new SqsReceiveIntegration(queue, options);
  }

  /**
   * Deletes a message that a caller has received and dealt with. HTTP APIs only.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessage.html
   */
  public static sqsDelete(queue: sqs.IQueue, options: SqsDeleteOptions): IRouteIntegration {
    return new SqsDeleteIntegration(queue, options);
  }

  /**
   * Deletes all messages of a queue, for good. HTTP APIs only.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html
   */
  public static sqsPurge(queue: sqs.IQueue): IRouteIntegration {
    return new SqsPurgeIntegration(queue);
  }

  /**
   * A topic, to which a message is published for each request; by default the whole body. REST and WebSocket APIs only.
   *
   * The role by which API Gateway publishes is made here, one for the API, and may use the topic's key. A REST API answers 200 with the `messageId`; a failure it answers with 429 when SNS is asked too often,
   * 400 for what the caller can mend, and 500. Where a route of a WebSocket API has `reply`, the sender gets the same as a message.
   *
   * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
   */
  public static snsTopic(topic: sns.ITopic, options: SnsTopicOptions = {}): IRouteIntegration {
    return new SnsTopicIntegration(topic, options);
  }

  /**
   * An item that is put into a table of DynamoDB. REST and WebSocket APIs only.
   *
   * The role by which API Gateway does so is made here, one for the API, for this action on this table. The answer is `{}`. A failure is answered with 429 when the table is asked too often,
   * 400 for what the caller can mend, 409 where `unlessExists` kept an item, and 500; where a route of a WebSocket API has `reply`, with the same words in a message.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
   */
  public static dynamoDbPut(table: dynamodb.ITable, options: DynamoDbPutOptions): IRouteIntegration {
    checkGivenOptions('Integration.dynamoDbPut', 'table', options, ['item']);
    return new DynamoDbPutIntegration(table, options);
  }

  /**
   * An item of a table of DynamoDB, by its key, as plain JSON; 404 when there is none. Failures are those of `dynamoDbPut`. REST and WebSocket APIs only.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
   */
  public static dynamoDbGet(table: dynamodb.ITable, options: DynamoDbGetOptions): IRouteIntegration {
    checkGivenOptions('Integration.dynamoDbGet', 'table', options, ['key', 'attributes']);
    return new DynamoDbGetIntegration(table, options);
  }

  /**
   * An item that is deleted from a table of DynamoDB, by its key. The answer is `{}`, also when there was none. Failures are those of `dynamoDbPut`. REST and WebSocket APIs only.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html
   */
  public static dynamoDbDelete(table: dynamodb.ITable, options: DynamoDbKeyOptions): IRouteIntegration {
    checkGivenOptions('Integration.dynamoDbDelete', 'table', options, ['key']);
    return new DynamoDbDeleteIntegration(table, options);
  }

  /**
   * The items of one partition of a table of DynamoDB, or of an index, page by page: `{ "items": [...], "next": { ... } }`. Failures are those of `dynamoDbPut`. REST and WebSocket APIs only.
   *
   * There is no such thing for a scan, which reads a whole table at each caller's word.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
   */
  public static dynamoDbQuery(table: dynamodb.ITable, options: DynamoDbQueryOptions): IRouteIntegration {
    checkGivenOptions('Integration.dynamoDbQuery', 'table', options, ['partitionKey', 'startAfter', 'attributes']);
    return new DynamoDbQueryIntegration(table, options);
  }

  /**
   * An event bus, which gets an event for each request; by default its detail is the whole body.
   *
   * The role by which API Gateway puts events is made here, one for the API. A REST API answers 200 with the `eventId`; a failure it answers with 429 when the bus is asked too often,
   * 400 for what the caller can mend, as a detail that is no JSON object, and 500. An HTTP API answers as EventBridge does, which is 200 also for an event that it did not take:
   * look at `FailedEntryCount`. Where a route of a WebSocket API has `reply`, the sender gets what a REST API answers as a message. An event that was not taken does not keep a client from connecting.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
   */
  public static eventBridge(eventBus: events.IEventBus, options: EventBridgeOptions): IRouteIntegration {
    return new EventBridgeIntegration(eventBus, options);
  }

  /**
   * A Kinesis data stream, which gets a record for each request.
   *
   * The role by which API Gateway writes is made here, one for the API. Both kinds of API answer 200 as Kinesis does. A failure a REST API answers with 429 when the stream is asked too often,
   * 400 for what the caller can mend, and 500; an HTTP API as Kinesis does.
   * Where a route of a WebSocket API has `reply`, the sender gets what a REST API answers as a message.
   *
   * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecord.html
   */
  public static kinesisStream(stream: kinesis.IStream, options: KinesisStreamOptions = {}): IRouteIntegration {
    return new KinesisStreamIntegration(stream, options);
  }

  /**
   * A state machine that is started and not waited for; the answer is Step Functions' own, with the ARN of the execution.
   *
   * A failure a REST API answers with 429 when Step Functions is asked too often, 400 for what the caller can mend, 409 for a name that another execution has, and 500;
   * an HTTP API as Step Functions does. Where a route of a WebSocket API has `reply`, the sender gets what a REST API answers as a message; with `notifyCaller` the execution itself
   * sends what it has to say, whenever that is.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  public static stepFunctions(stateMachine: sfn.IStateMachine, options: StepFunctionsOptions = {}): IRouteIntegration {
    return new StepFunctionsIntegration(stateMachine, options);
  }

  /**
   * An Express state machine that is started and waited for.
   *
   * A REST API answers with the output, with 500 when the execution failed and with 504 when it took too long; when none was started, as `stepFunctions` does.
   * An HTTP API hands on what Step Functions says, 200 also for an execution that failed: callers must look at its `status`.
   * Where a route of a WebSocket API has `reply`, the sender gets what a REST API answers as a message.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartSyncExecution.html
   */
  public static stepFunctionsSync(stateMachine: sfn.IStateMachine, options: StepFunctionsSyncOptions = {}): IRouteIntegration {
    return new StepFunctionsSyncIntegration(stateMachine, options);
  }

  /**
   * Ends an execution of a Standard state machine, and of no other. HTTP APIs only.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
   */
  public static stepFunctionsStop(stateMachine: sfn.IStateMachine, options: StepFunctionsStopOptions): IRouteIntegration {
    return new StepFunctionsStopIntegration(stateMachine, options);
  }

  /**
   * The configuration that is deployed to an AppConfig environment; no feature flags. HTTP APIs only.
   *
   * AWS calls the action deprecated, and HTTP APIs have no other.
   *
   * @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html
   */
  public static appConfig(environment: appconfig.IEnvironment, options: AppConfigOptions): IRouteIntegration {
    return new AppConfigIntegration(environment, options);
  }

  /**
   * What is behind a listener of an Application Load Balancer in a VPC. HTTP APIs only.
   *
   * The API's link into the VPC is made here, one for all its private routes, and the load balancer lets it in by the listener's port.
   * The backend gets the path without the name of the stage.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   */
  public static privateAlb(listener: elbv2.IApplicationListener, options: PrivateBackendOptions = {}): IRouteIntegration {
    return new PrivateAlbIntegration(listener, options);
  }

  /**
   * What is behind a listener of a Network Load Balancer in a VPC. HTTP APIs only.
   *
   * As `privateAlb`. Security groups of a load balancer whose listener was imported are not known: let the VPC link in yourself.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   */
  public static privateNlb(listener: elbv2.INetworkListener, options: PrivateBackendOptions = {}): IRouteIntegration {
    return new PrivateNlbIntegration(listener, options);
  }

  /**
   * The instances of an AWS Cloud Map service in a VPC, as those of an ECS service. HTTP APIs only; needs `vpc` or `vpcLink`.
   *
   * Each instance must be registered with an IP address and a port: with ECS, by records of the type SRV.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html
   */
  public static cloudMapService(service: servicediscovery.IService, options: CloudMapServiceOptions = {}): IRouteIntegration {
    return new CloudMapServiceIntegration(service, options);
  }

  /**
   * What no other factory here says, as far as `RouteIntegrationConfig` has a member for it: other AWS services, own mapping templates.
   * Permissions and roles are the caller's to make.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
   */
  public static custom(config: RouteIntegrationConfig): IRouteIntegration {
    return new CustomIntegration(config);
  }

  private constructor() {}
}
