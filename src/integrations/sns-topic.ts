import { aws_sns as sns } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { ActionParameter } from './action-parameter';
import { MessageTarget, checkFifoRules } from './fifo-rules';
import { checkGivenConstruct } from './given-construct';
import { givenValue } from '../given-value';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { parseMessageAttributes } from './message-attributes';
import { checkOffered } from './offered-api-types';
import { mappedServiceAction } from './service-action';
import { SnsMessage, publishForm } from './sns-message';

/** Printable, and less than 100 characters. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const SUBJECT = /^\P{Cc}{1,99}$/u;

/** Of AWS's own names, those for mobile push and SMS. */
const ATTRIBUTES = { service: 'SNS', ownNames: /^AWS\.SNS\./ };

/**
 * What is published to a topic.
 *
 * Values are texts, or references to the request: `$request.body`, `$request.body.x`, `$request.header.x`, `$request.querystring.x`,
 * `$request.path.x`, `$context.x`, `$stageVariables.x`. Messages of a WebSocket API have neither header, query string nor path.
 *
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export interface SnsTopicOptions {
  /**
   * The message. SNS refuses an empty one; a REST API takes the body of JSON requests only and answers 415 to others. `$connect` and `$disconnect` of a WebSocket API have no body.
   *
   * @default '$request.body'
   */
  readonly message?: string;

  /**
   * The subject of e-mails, which other subscribers get beside the message: less than 100 characters, without line breaks. One that the request lacks is left out.
   *
   * @default - none
   */
  readonly subject?: string;

  /**
   * The group within which messages keep their order; a standard topic hands it on to its standard queues, which share themselves fairly among groups.
   *
   * @default - none; a FIFO topic needs one
   */
  readonly messageGroupId?: string;

  /**
   * Where the request has what makes the message unique, as `$request.header.Idempotency-Key`, or `$request.body.id` of a WebSocket API: within five minutes SNS delivers only the first of its messages.
   * FIFO topics only.
   *
   * @default - SNS compares contents, where the topic has `contentBasedDeduplication`
   */
  readonly messageDeduplicationId?: string;

  /**
   * Message attributes of the type String, by which subscriptions filter; one that the request lacks is left out. A queue with raw message delivery gets no message that has more than ten.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html
   * @default - none
   */
  readonly messageAttributes?: { [name: string]: string };
}

/** Publishes to a topic. */
export class SnsTopicIntegration implements IRouteIntegration {
  private readonly topic: sns.ITopic;
  private readonly options: SnsTopicOptions;

  public constructor(topic: sns.ITopic, options: SnsTopicOptions) {
    checkGivenConstruct('Integration.snsTopic()', 'topic', topic);
    this.topic = topic;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    checkOffered(options, 'Integration.snsTopic', [ApiType.REST, ApiType.WEBSOCKET], {
      [ApiType.HTTP]: 'use GovernedRestApi, or write Integration.eventBridge(eventBus, { ... }) and a rule whose target is the topic, or let a function publish',
    });
    const message = this.message(options);
    checkFifoRules(messageTarget(this.topic), message, options);
    const config = mappedServiceAction(options, this.topic, {
      action: 'sns:action/Publish',
      // SNS answers in XML, which no template can read, unless it is asked for JSON: REST APIs do so by themselves.
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...options.apiType === ApiType.WEBSOCKET && { Accept: 'application/json' } },
      request: publishForm(this.topic.topicArn, message),
      success: '{"messageId":"$!input.path(\'$.PublishResponse.PublishResult.MessageId\')"}',
      errorPath: '$.Error.Code',
    });
    this.topic.grantPublish(integrationRole(options.scope));
    return config;
  }

  private message(options: BindIntegrationOptions): SnsMessage {
    const { message = '$request.body', subject, messageGroupId, messageDeduplicationId, messageAttributes = {} } = this.options;
    const parse = (text: string | undefined, name: string) => text === undefined ? undefined : ActionParameter.parse(text, name, options);
    return {
      message: ActionParameter.parse(message, 'message', options),
      subject: checkedSubject(parse(subject, 'subject'), options),
      groupId: parse(messageGroupId, 'messageGroupId'),
      deduplicationId: parse(messageDeduplicationId, 'messageDeduplicationId'),
      attributes: parseMessageAttributes(ATTRIBUTES, messageAttributes, options),
    };
  }
}

function checkedSubject(subject: ActionParameter | undefined, { routeKey }: BindIntegrationOptions): ActionParameter | undefined {
  if (subject?.source !== 'literal' || SUBJECT.test(subject.text)) return subject;
  throw new Error(`the subject of '${routeKey}' is ${givenValue(subject.text)}, which SNS refuses; write less than 100 characters, without line breaks`);
}

function messageTarget(topic: sns.ITopic): MessageTarget {
  const resource = topic.node.defaultChild;
  return {
    kind: 'topic',
    service: 'SNS',
    construct: topic,
    name: topic.topicName,
    ...sns.CfnTopic.isCfnTopic(resource) && { resource: { fifo: resource.fifoTopic, contentBasedDeduplication: resource.contentBasedDeduplication } },
  };
}
