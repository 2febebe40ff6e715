import { render } from 'velocityjs';
import { RouteIntegrationConfig } from '../../src/integrations/integration-contract';
import { Document } from '../rest-api';

/** A request as the mapping template of an integration sees it. */
export interface TemplateRequest {
  readonly body?: string;
  readonly headers?: { [name: string]: string };
  readonly querystring?: { [name: string]: string };
  readonly path?: { [name: string]: string };
  readonly context?: object;
  readonly stageVariables?: object;
}

/** JSON bodies that break a template which does not escape them. */
export const HOSTILE_BODIES = [
  '{}', '[]', '"text"', '0', '{"a":"it\'s \\"quoted\\" \\\\\' \\\\"}', '{"a":"line\\nbreak\\t\\u0000"}', '{"a":"ünï ☃ 😀"}', '{"$input":"$input.body ${x} $!y"}', '{"a":"#set($x=1)#end ## #* *#"}',
  '{"a":"</script>"}', '{"a":"\\",\\"stateMachineArn\\":\\"other"}',
];

/** What `escapeJavaScript` gives: a string of Java, whose `replaceAll` takes a regular expression. */
class JavaString {
  private readonly text: string;

  public constructor(text: string) {
    this.text = text;
  }

  public replaceAll(pattern: string, replacement: string): JavaString {
    return new JavaString(this.text.replace(new RegExp(pattern, 'g'), replacement));
  }

  public toString(): string {
    return this.text;
  }
}

/** Renders a request template as API Gateway does. */
export function renderRequest(template: string, request: TemplateRequest): string {
  const { body = '', headers = {}, querystring = {}, path = {}, context = {}, stageVariables = {} } = request;
  const parameters = { header: javaMap(headers), querystring: javaMap(querystring), path: javaMap(path) };
  return render(template, { input: { ...inputOf(body), params: () => parameters }, util: UTIL, context, stageVariables });
}

/** The request that API Gateway makes of a template, as a service that takes JSON reads it. */
export function sentJson(template: string, request: TemplateRequest = {}): { [member: string]: string } {
  return JSON.parse(renderRequest(template, request)) as { [member: string]: string };
}

/** The request that a WebSocket or REST API makes of its one template, as it is sent. */
export function renderedRequest({ requestTemplates = {} }: RouteIntegrationConfig, request: TemplateRequest = {}): string {
  return renderRequest(Object.values(requestTemplates)[0], request);
}

/** What the caller gets when the service answered a call with this, well or not; without a status, that of the response stands. */
export function mappedAnswer({ responses = [] }: RouteIntegrationConfig, outcome: 'success' | 'failure', body: object): { body: string; status?: number } {
  const { responseTemplates = {} } = responses.find(({ selectionPattern }) => (selectionPattern !== undefined) === (outcome === 'success')) ?? {};
  return renderAnswer(Object.values(responseTemplates)[0], body);
}

/** What a REST API answers to its caller when the service answered a call with this, well or not. */
export function answerOf(integration: Document, outcome: 'success' | 'failure', body: object): { body: string; status: number } {
  const { responseTemplates, statusCode } = integration.responses[outcome === 'success' ? '2\\d{2}' : 'default'];
  const answer = renderAnswer(String(responseTemplates['application/json']), body);
  return { body: answer.body, status: answer.status ?? Number(statusCode) };
}

/** The errors of services, and what each is to the caller of a REST API. */
export const FAILURES: [string, number, string][] = [
  ['ThrottlingException', 429, 'Too Many Requests'],
  ['KMSThrottlingException', 429, 'Too Many Requests'],
  ['RequestThrottled', 429, 'Too Many Requests'],
  ['Throttling', 429, 'Too Many Requests'],
  ['KMSThrottling', 429, 'Too Many Requests'],
  ['Throttled', 429, 'Too Many Requests'],
  ['com.amazonaws.kinesis#ProvisionedThroughputExceededException', 429, 'Too Many Requests'],
  ['com.amazonaws.swf.service.v2.model#ExecutionLimitExceeded', 429, 'Too Many Requests'],
  ['ValidationException', 400, 'Bad Request'],
  ['SerializationException', 400, 'Bad Request'],
  ['InvalidArgumentException', 400, 'Bad Request'],
  ['InvalidArgument', 400, 'Bad Request'],
  ['MalformedDetail', 400, 'Bad Request'],
  ['InvalidParameterValue', 400, 'Bad Request'],
  ['InvalidParameter', 400, 'Bad Request'],
  ['ParameterValueInvalid', 400, 'Bad Request'],
  ['MissingParameter', 400, 'Bad Request'],
  ['InvalidMessageContents', 400, 'Bad Request'],
  ['InvalidExecutionInput', 400, 'Bad Request'],
  ['InvalidName', 400, 'Bad Request'],
  ['ExecutionAlreadyExists', 409, 'Conflict'],
  ['com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 409, 'Conflict'],
  ['RequestLimitExceeded', 429, 'Too Many Requests'],
  ['ItemCollectionSizeLimitExceededException', 400, 'Bad Request'],
  ['AccessDenied', 500, 'Internal Server Error'],
  ['AuthorizationError', 500, 'Internal Server Error'],
  ['NotFound', 500, 'Internal Server Error'],
  ['AWS.SimpleQueueService.NonExistentQueue', 500, 'Internal Server Error'],
  ['StateMachineDoesNotExist', 500, 'Internal Server Error'],
  ['InternalFailure', 500, 'Internal Server Error'],
  ['', 500, 'Internal Server Error'],
];

/** Renders a response template as API Gateway does, and says with which status it overrides the answer's. */
export function renderAnswer(template: string, body: object): { body: string; status?: number } {
  const responseOverride: { status?: number } = {};
  const rendered = render(template, { input: inputOf(JSON.stringify(body)), util: UTIL, context: { responseOverride } });
  return { body: rendered.trim(), status: responseOverride.status };
}

/** As Apache Commons escapes, which API Gateway uses: slashes and single quotes too. Of an empty text it makes `{}`. */
function escapeJavaScript(text: unknown): JavaString {
  if (String(text) === '') return new JavaString('{}');
  const escaped = JSON.stringify(String(text)).slice(1, -1)
    .replace(/['/]/g, '\\$&')
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return new JavaString(escaped);
}

const UTIL = {
  escapeJavaScript,
  urlEncode: (text: unknown) => encodeURIComponent(String(text)).replace(/%20/g, '+'),
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
};

function javaMap(entries: { [name: string]: string }) {
  return { keySet: () => Object.keys(entries), get: (name: string) => entries[name] };
}

/** As Java has maps and prints them, which is no JSON; lists are printed as JSON. */
function printed(value: unknown): unknown {
  if (Array.isArray(value)) return Object.assign(value.map(printed), { toString: () => JSON.stringify(value) });
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const members = new Map(Object.entries(value));
  return {
    get: (name: string) => printed(members.get(name)),
    containsKey: (name: string) => members.has(name),
    toString: () => `{${[...members].map(([name, member]) => `${name}=${member as string}`).join(', ')}}`,
  };
}

/** An empty body is `{}` to paths. */
function inputOf(body: string) {
  const at = (path: string): unknown => {
    const keys = path.slice(1).split(/[.[\]]/).filter((key) => key !== '');
    return keys.reduce<unknown>((value, key) => (value as { [key: string]: unknown } | undefined)?.[key], JSON.parse(body === '' ? '{}' : body));
  };
  return { body, path: (path: string) => printed(at(path)), json: (path: string) => JSON.stringify(at(path)) ?? '""' };
}
