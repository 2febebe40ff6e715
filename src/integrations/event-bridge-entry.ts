import { Fn, Token } from 'aws-cdk-lib';
import { failureTemplate } from './action-failures';
import { ActionParameter } from './action-parameter';
import { ApiType } from '../api-type';
import type { EventBridgeOptions } from './event-bridge';
import { BindIntegrationOptions } from './integration-contract';
import { jsonValue, orNothing } from './velocity-value';
import { isRecord } from '../intrinsic';

const SOURCE_MAX_LENGTH = 256;
const DETAIL_TYPE_MAX_LENGTH = 128;

/**
 * The mapping template of the answer. EventBridge answers 200 also when it has not taken an event.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
export function putEventsAnswer(apiType: ApiType): string {
  return [
    '#if("$!input.path(\'$.FailedEntryCount\')" == "0")',
    '{"eventId":"$!input.path(\'$.Entries[0].EventId\')"}',
    '#else',
    failureTemplate(apiType, '$.Entries[0].ErrorCode'),
    '#end',
  ].join('\n');
}

/** An event, before any kind of API says it in its own way. */
export interface EventBridgeEntry {
  readonly source: ActionParameter;
  readonly detailType: ActionParameter;
  readonly detail: ActionParameter;
  /** Of a list whose length is known at deploy time only, its ARNs with quotes and commas between them. */
  readonly resources?: ActionParameter[] | string;
  readonly time?: ActionParameter;
  readonly traceHeader?: ActionParameter;
}

/**
 * @throws when EventBridge would refuse the event
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export function bindEntry(event: EventBridgeOptions, options: BindIntegrationOptions): EventBridgeEntry {
  const parse = (text: string, name: string) => ActionParameter.parse(text, name, options);
  const { detail = '$request.body', resources, time, traceHeader } = event;
  const entry = {
    source: parse(event.source, 'source'),
    detailType: parse(event.detailType, 'detailType'),
    detail: parse(detail, 'detail'),
    resources: resources && resourceValues(resources, parse),
    time: time === undefined ? undefined : parse(time, 'time'),
    traceHeader: traceHeader === undefined ? undefined : parse(traceHeader, 'traceHeader'),
  };
  checkLength(entry.source, 'source', SOURCE_MAX_LENGTH, options);
  checkLength(entry.detailType, 'detailType', DETAIL_TYPE_MAX_LENGTH, options);
  checkSource(entry.source, options);
  checkDetail(entry.detail, options);
  return entry;
}

/** The mapping template of the call. */
export function putEventsTemplate({ source, detailType, detail, resources, traceHeader }: EventBridgeEntry, eventBusArn: string): string {
  const sets: string[] = [];
  const quoted = (value: ActionParameter, variable: string) => {
    const written = jsonValue(value, variable);
    if (written.set) sets.push(written.set);
    return { text: `"${orNothing(written)}"`, present: written.present };
  };
  const list = (values: ActionParameter[] | string) => typeof values === 'string' ? `"${values}"` : values.map((value, index) => quoted(value, `resource${index}`).text).join(',');
  const members = [
    `"EventBusName":"${eventBusArn}"`,
    `"Source":${quoted(source, 'source').text}`,
    `"DetailType":${quoted(detailType, 'detailType').text}`,
    `"Detail":${quoted(detail, 'detail').text}`,
    ...resources ? [`"Resources":[${list(resources)}]`] : [],
  ];
  const trace = traceHeader && quoted(traceHeader, 'trace');
  const traceMember = trace ? `,"TraceHeader":${trace.text}` : '';
  return [
    ...sets,
    `{"Entries":[{${members.join(',')}`,
    trace?.present ? `#if(${trace.present})${traceMember}#end` : traceMember,
    '}]}',
  ].join('\n');
}

function resourceValues(resources: string[], parse: (text: string, name: string) => ActionParameter): ActionParameter[] | string {
  if (Token.isUnresolved(resources)) return Fn.join('","', resources);
  return resources.map((text, index) => parse(text, `resources[${index}]`));
}

function checkLength({ source, text }: ActionParameter, name: string, longest: number, { routeKey }: BindIntegrationOptions): void {
  if (source !== 'literal' || text.length <= longest) return;
  throw new Error(`the ${name} of '${routeKey}' is '${text}', which is ${text.length} characters long, and EventBridge takes ${longest}; write a shorter one`);
}

function checkSource({ source, text }: ActionParameter, { routeKey }: BindIntegrationOptions): void {
  if (source !== 'literal' || !text.startsWith('aws.')) return;
  throw new Error(`the source of '${routeKey}' is '${text}', and EventBridge refuses what begins with 'aws.' from all but AWS; write one of your own, as 'com.example.orders'`);
}

function checkDetail({ source, text }: ActionParameter, { routeKey }: BindIntegrationOptions): void {
  if (source !== 'literal' || isJsonObject(text)) return;
  throw new Error(`the detail of '${routeKey}' is '${text}', which is no JSON object, and EventBridge takes nothing else; write '$request.body', or JSON.stringify({ ... })`);
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
