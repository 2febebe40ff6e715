import { Token } from 'aws-cdk-lib';
import { ApiType } from '../api-type';
import { givenValue } from '../given-value';
import { BindIntegrationOptions } from './integration-contract';
import { isLookupDummy } from './lookup-dummy';
import { CONNECT, takesMessages } from '../predefined-routes';
import { RouteKey } from '../route-key';

/** Where a value comes from: it is written out, only a deployment knows it, or the request has it. */
type ParameterSource = 'literal' | 'deployment' | 'body' | 'bodyPath' | 'header' | 'querystring' | 'path' | 'context' | 'stageVariables';

/**
 * What API Gateway can read; the first group says which part of it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services.html#http-api-develop-integrations-aws-services-parameter-mapping
 */
const REFERENCES: [ParameterSource, RegExp][] = [
  ['body', /^\$request\.body()$/],
  ['bodyPath', /^\$request\.body((?:\.[\w:@-]+|\[\d+\])+)$/],
  ['header', /^\$request\.header\.([\w.-]+)$/],
  ['querystring', /^\$request\.querystring\.([\w.-]+)$/],
  ['path', /^\$request\.path\.([\w.-]+)$/],
  ['context', /^\$context\.([\w:-]+(?:\.[\w:-]+)*)$/],
  ['stageVariables', /^\$stageVariables\.(\w+)$/],
];

/** What a message of a WebSocket API does not have. */
const ONLY_OF_REQUESTS: ParameterSource[] = ['header', 'querystring', 'path'];

/**
 * A value that an AWS service is called with: a text, or a reference to the request in the words of HTTP APIs, which all API types take here.
 */
export class ActionParameter {
  /**
   * @param name the option that the value was given for, for messages
   * @throws when API Gateway could not read it, or the route does not have it
   */
  public static parse(text: string, name: string, options: BindIntegrationOptions): ActionParameter {
    const { routeKey } = options;
    if (typeof text !== 'string') throw new Error(`the ${name} of '${routeKey}' is ${givenValue(text)}, which is no text; write ${readable(options)}`);
    if (Token.isUnresolved(text) || isLookupDummy(text)) return new ActionParameter(text, 'deployment', text);
    if (text === '') throw new Error(`the ${name} of '${routeKey}' is empty, which API Gateway refuses; write ${readable(options)}`);
    const what = `the ${name} of '${routeKey}' is '${text}'`;
    if (!text.startsWith('$')) {
      const inner = /\$\{?(?:request|context|stageVariables)\b/.exec(text)?.[0];
      if (inner) throw new Error(`${what}, and AWS does not say whether '${inner}' is read within a text; write a reference alone, or have a function put the text together`);
      return new ActionParameter(text, 'literal', text);
    }
    for (const [source, pattern] of REFERENCES) {
      const argument = pattern.exec(text)?.[1];
      if (argument === undefined) continue;
      checkSource(what, source, argument, options);
      return new ActionParameter(text, source, argument);
    }
    throw new Error(`${what}, which API Gateway cannot read; write ${readable(options)}`);
  }

  /** As it was given, which is how an HTTP API takes it. */
  public readonly text: string;
  public readonly source: ParameterSource;
  /** What is taken from there: a name, or a path. */
  public readonly argument: string;

  private constructor(text: string, source: ParameterSource, argument: string) {
    this.text = text;
    this.source = source;
    this.argument = argument;
  }
}

/** Whether requests of the route may have a body: those of GET and HEAD have none, nor those by which a client connects and disconnects. */
export function mayHaveBody({ apiType, routeKey }: BindIntegrationOptions): boolean {
  return apiType === ApiType.WEBSOCKET ? takesMessages(routeKey) : !['GET', 'HEAD'].includes(RouteKey.parse(routeKey).method);
}

/** Where what is sent may come from, as a remedy that the route takes. */
export function exampleReference(options: BindIntegrationOptions): string {
  if (mayHaveBody(options)) return '$request.body.x';
  return options.apiType === ApiType.WEBSOCKET ? '$context.connectionId' : '$request.querystring.x';
}

/** Where an id may come from that stays the same when something is sent again, as a remedy that the route takes. */
export function repeatIdReference({ apiType, routeKey }: BindIntegrationOptions): string {
  if (apiType !== ApiType.WEBSOCKET) return '$request.header.Idempotency-Key';
  return takesMessages(routeKey) ? '$request.body.id' : '$context.connectionId';
}

/** What can be written for a value. */
function readable(options: BindIntegrationOptions): string {
  const body = mayHaveBody(options) ? '\'$request.body\', \'$request.body.x\', ' : '';
  const request = options.apiType === ApiType.WEBSOCKET ? '' : '\'$request.header.x\', \'$request.querystring.x\', \'$request.path.x\', ';
  return `${body}${request}'$context.x' or '$stageVariables.x', or a text that does not begin with '$'`;
}

/** @throws when the requests of the route have no such part, or nothing that a template could read */
function checkSource(what: string, source: ParameterSource, argument: string, options: BindIntegrationOptions): void {
  if (options.apiType === ApiType.WEBSOCKET) return checkMessageSource(what, source, argument, options);
  if (source === 'path') checkPathParameter(what, argument, options.routeKey);
  if ((source !== 'body' && source !== 'bodyPath') || mayHaveBody(options)) return;
  throw new Error(`${what}, and a ${RouteKey.parse(options.routeKey).method} request has no body; write a route of POST, or where else the request has it, as '$request.querystring.x'`);
}

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html */
function checkMessageSource(what: string, source: ParameterSource, argument: string, options: BindIntegrationOptions): void {
  const { routeKey } = options;
  if (ONLY_OF_REQUESTS.includes(source)) {
    throw new Error(routeKey === CONNECT && source !== 'path'
      ? `${what}, which AWS documents for no template of a WebSocket API; write '$context.authorizer.x', which the authorizer takes from there, or let a function answer '${CONNECT}'`
      : `${what}, and what a WebSocket API gets has neither headers, query string nor path; write ${readable(options)}`);
  }
  const ofMessage = source === 'body' || source === 'bodyPath' || source === 'context' && argument === 'messageId';
  if (ofMessage && !takesMessages(routeKey)) {
    throw new Error(`${what}, and no message comes with '${routeKey}'; write '$context.connectionId' or another '$context.x', '$stageVariables.x', or a text that does not begin with '$'`);
  }
}

function checkPathParameter(what: string, name: string, routeKey: string): void {
  const { pathParameters } = RouteKey.parse(routeKey);
  if (pathParameters.includes(name)) return;
  const write = pathParameters.map((parameter) => `'$request.path.${parameter}'`).join(' or ');
  throw new Error(`${what}, but the route has ${write ? `no path parameter '{${name}}'; write ${write}` : 'no path parameters; add the parameter to the route key'}`);
}
