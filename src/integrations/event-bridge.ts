import { aws_events as events } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { EventBridgeEntry, putEventsAnswer, bindEntry, putEventsTemplate } from './event-bridge-entry';
import { checkGivenConstruct } from './given-construct';
import { BindIntegrationOptions, IRouteIntegration, RouteIntegrationConfig } from './integration-contract';
import { integrationRole } from './integration-role';
import { httpServiceAction, mappedServiceAction } from './service-action';

/**
 * What event is put on a bus.
 *
 * Values are texts, or references to the request: `$request.body`, `$request.body.x`, `$request.header.x`, `$request.querystring.x`,
 * `$request.path.x`, `$context.x`, `$stageVariables.x`, on every kind of API. Messages of a WebSocket API have neither header, query string nor path.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export interface EventBridgeOptions {
  /**
   * Who says it, as `com.example.orders`: at most 256 characters. AWS keeps what begins with `aws.` for itself.
   *
   * A reference lets the caller choose it, and rules take it for the truth.
   */
  readonly source: string;

  /**
   * What happened, as `Order placed`: at most 128 characters.
   */
  readonly detailType: string;

  /**
   * The event, a JSON object. A REST API takes the body of JSON requests only and answers 415 to others. `$connect` and `$disconnect` of a WebSocket API have no body.
   *
   * @default '$request.body'
   */
  readonly detail?: string;

  /**
   * The ARNs of what the event is about. REST and WebSocket APIs only: AWS does not say how an HTTP API takes a list.
   *
   * @default - none
   */
  readonly resources?: string[];

  /**
   * When it happened, as RFC 3339 has it. HTTP APIs only: no mapping template can make the number of it that EventBridge takes there.
   *
   * @default - when EventBridge gets it
   */
  readonly time?: string;

  /**
   * The X-Ray trace that the event belongs to, as `$request.header.X-Amzn-Trace-Id`. A mapping template leaves it out of an event whose request has none.
   *
   * @default - none
   */
  readonly traceHeader?: string;
}

/** Puts an event on a bus. */
export class EventBridgeIntegration implements IRouteIntegration {
  private readonly eventBus: events.IEventBus;
  private readonly options: EventBridgeOptions;

  public constructor(eventBus: events.IEventBus, options: EventBridgeOptions) {
    checkGivenConstruct('Integration.eventBridge()', 'event bus', eventBus);
    this.eventBus = eventBus;
    this.options = options;
  }

  public bindIntegration(options: BindIntegrationOptions): RouteIntegrationConfig {
    const entry = bindEntry(this.options, options);
    const bind = options.apiType === ApiType.HTTP ? bindHttp : bindMapped;
    return bind(this.eventBus, entry, options);
  }
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#EventBridge-PutEvents */
function bindHttp(eventBus: events.IEventBus, entry: EventBridgeEntry, options: BindIntegrationOptions): RouteIntegrationConfig {
  const { source, detailType, detail, resources, time, traceHeader } = entry;
  if (resources !== undefined) {
    throw new Error(`the event of '${options.routeKey}' has resources, and AWS does not say how an HTTP API takes a list; put them into the detail, or use GovernedRestApi`);
  }
  eventBus.grantPutEventsTo(integrationRole(options.scope));
  return httpServiceAction(options, eventBus, 'EventBridge-PutEvents', {
    EventBusName: eventBus.eventBusArn,
    Source: source.text,
    DetailType: detailType.text,
    Detail: detail.text,
    ...time && { Time: time.text },
    ...traceHeader && { TraceHeader: traceHeader.text },
  });
}

function bindMapped(eventBus: events.IEventBus, entry: EventBridgeEntry, options: BindIntegrationOptions): RouteIntegrationConfig {
  if (entry.time !== undefined) {
    throw new Error(`the event of '${options.routeKey}' has a time, which no mapping template can turn into the number that EventBridge takes; put it into the detail, or use LeanHttpApi`);
  }
  const config = mappedServiceAction(options, eventBus, {
    action: 'events:action/PutEvents',
    headers: { 'Content-Type': 'application/x-amz-json-1.1', 'X-Amz-Target': 'AWSEvents.PutEvents' },
    request: putEventsTemplate(entry, eventBus.eventBusArn),
    success: putEventsAnswer(options.apiType),
    errorPath: '$.__type',
  });
  eventBus.grantPutEventsTo(integrationRole(options.scope));
  return config;
}
