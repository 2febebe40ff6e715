import { Token } from 'aws-cdk-lib';
import { BindIntegrationOptions } from './integration-contract';
import { isLookupDummy } from './lookup-dummy';
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

const WRITE = '\'$request.body\', \'$request.body.x\', \'$request.header.x\', \'$request.querystring.x\', \'$request.path.x\', \'$context.x\' or \'$stageVariables.x\', '
  + 'or a text that does not begin with \'$\'';

/**
 * A value that an AWS service is called with: a text, or a reference to the request in the words of HTTP APIs, which all API types take here.
 */
export class ActionParameter {
  /**
   * @param name the option that the value was given for, for messages
   * @throws when API Gateway could not read it, or the route does not have it
   */
  public static parse(text: string, name: string, { routeKey }: BindIntegrationOptions): ActionParameter {
    if (Token.isUnresolved(text) || isLookupDummy(text)) return new ActionParameter(text, 'deployment', text);
    if (text === '') throw new Error(`the ${name} of '${routeKey}' is empty, which API Gateway refuses; write ${WRITE}`);
    const what = `the ${name} of '${routeKey}' is '${text}'`;
    if (!text.startsWith('$')) {
      const inner = /\$\{?(?:request|context|stageVariables)\b/.exec(text)?.[0];
      if (inner) throw new Error(`${what}, and AWS does not say whether '${inner}' is read within a text; write a reference alone, or have a function put the text together`);
      return new ActionParameter(text, 'literal', text);
    }
    for (const [source, pattern] of REFERENCES) {
      const argument = pattern.exec(text)?.[1];
      if (argument === undefined) continue;
      if (source === 'path') checkPathParameter(what, argument, routeKey);
      if (source === 'body' || source === 'bodyPath') checkHasBody(what, routeKey);
      return new ActionParameter(text, source, argument);
    }
    throw new Error(`${what}, which API Gateway cannot read; write ${WRITE}`);
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

/** Whether requests of the route may have a body: those of GET and HEAD have none. */
export function mayHaveBody(routeKey: string): boolean {
  return !['GET', 'HEAD'].includes(RouteKey.parse(routeKey).method);
}

function checkHasBody(what: string, routeKey: string): void {
  if (mayHaveBody(routeKey)) return;
  throw new Error(`${what}, and a ${RouteKey.parse(routeKey).method} request has no body; write a route of POST, or where else the request has it, as '$request.querystring.x'`);
}

function checkPathParameter(what: string, name: string, routeKey: string): void {
  const { pathParameters } = RouteKey.parse(routeKey);
  if (pathParameters.includes(name)) return;
  const write = pathParameters.map((parameter) => `'$request.path.${parameter}'`).join(' or ');
  throw new Error(`${what}, but the route has ${write ? `no path parameter '{${name}}'; write ${write}` : 'no path parameters; add the parameter to the route key'}`);
}
