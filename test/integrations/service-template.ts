import { render } from 'velocityjs';

/** A request as the mapping template of an integration sees it. */
interface TemplateRequest {
  readonly body?: string;
  readonly headers?: { [name: string]: string };
  readonly querystring?: { [name: string]: string };
  readonly path?: { [name: string]: string };
  readonly context?: object;
  readonly stageVariables?: object;
}

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

/** Renders a response template as API Gateway does, and says with which status it overrides the answer's. */
export function renderAnswer(template: string, body: object): { body: string; status?: number } {
  const responseOverride: { status?: number } = {};
  const rendered = render(template, { input: inputOf(JSON.stringify(body)), util: UTIL, context: { responseOverride } });
  return { body: rendered.trim(), status: responseOverride.status };
}

/** As Apache Commons escapes, which API Gateway uses: slashes and single quotes too. */
function escapeJavaScript(text: unknown): JavaString {
  const escaped = JSON.stringify(String(text)).slice(1, -1)
    .replace(/['/]/g, '\\$&')
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`);
  return new JavaString(escaped);
}

const UTIL = { escapeJavaScript, urlEncode: (text: unknown) => encodeURIComponent(String(text)).replace(/%20/g, '+') };

function javaMap(entries: { [name: string]: string }) {
  return { keySet: () => Object.keys(entries), get: (name: string) => entries[name] };
}

/** As Java prints a map, which is no JSON. */
function printed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return { toString: () => `{${Object.entries(value).map(([name, member]) => `${name}=${member as string}`).join(', ')}}` };
}

function inputOf(body: string) {
  const at = (path: string): unknown => {
    const keys = path.slice(1).split(/[.[\]]/).filter((key) => key !== '');
    return keys.reduce<unknown>((value, key) => (value as { [key: string]: unknown } | undefined)?.[key], JSON.parse(body));
  };
  return { body, path: (path: string) => printed(at(path)), json: (path: string) => JSON.stringify(at(path)) ?? '""' };
}
