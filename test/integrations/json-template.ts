import { render } from 'velocityjs';

/** A request as the mapping template of an action that takes JSON sees it. */
export interface JsonTemplateRequest {
  readonly body?: string;
  readonly headers?: { [name: string]: string };
  readonly path?: { [name: string]: string };
  readonly context?: object;
}

/** Bodies that break a template which does not escape them. */
export const HOSTILE_BODIES = [
  '{}', '[]', '"text"', '0', '{"a":"it\'s \\"quoted\\" \\\\\' \\\\"}', '{"a":"line\\nbreak\\t\\u0000"}', '{"a":"ünï ☃ 😀"}', '{"$input":"$input.body ${x} $!y"}', '{"a":"#set($x=1)#end ## #* *#"}',
  '{"a":"</script>"}', '{"a":"\\",\\"stateMachineArn\\":\\"other"}',
];

/** The request that API Gateway makes of the template, read as JSON by the service. */
export function sentJson(template: string, { body = '', headers = {}, path = {}, context = {} }: JsonTemplateRequest = {}): { [member: string]: string } {
  const parameters = { header: javaMap(headers), path: javaMap(path), querystring: javaMap({}) };
  return JSON.parse(render(template, { input: { ...inputOf(body), params: () => parameters }, util: UTIL, context })) as { [member: string]: string };
}

/** The answer that API Gateway makes of the service's, and the status that it overrides. */
export function answered(template: string, body: object): { body: string; status?: number } {
  const responseOverride: { status?: number } = {};
  const text = render(template, { input: inputOf(JSON.stringify(body)), util: UTIL, context: { responseOverride } });
  return { body: text.trim(), status: responseOverride.status };
}

const UTIL = {
  base64Encode: (text: unknown) => Buffer.from(String(text)).toString('base64'),
  // As Apache Commons does it: single quotes and slashes too, and all that is not ASCII.
  escapeJavaScript: (text: unknown) => javaString(JSON.stringify(String(text)).slice(1, -1).replace(/['/]/g, '\\$&')
    .replace(/[\u007f-\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)),
};

/** Java's `replaceAll` takes a regular expression. */
function javaString(text: string) {
  return { replaceAll: (pattern: string, replacement: string) => text.replace(new RegExp(pattern, 'g'), replacement), toString: () => text };
}

function javaMap(entries: { [name: string]: string }) {
  return { keySet: () => Object.keys(entries), get: (name: string) => entries[name] };
}

/** An empty body is `{}` to API Gateway. */
function inputOf(given: string) {
  const body = given === '' ? '{}' : given;
  const at = (path: string): unknown => path.slice(1).split('.').filter((key) => key !== '')
    .reduce<unknown>((value, key) => (value as { [key: string]: unknown } | undefined)?.[key], JSON.parse(body));
  return { body, path: (path: string) => at(path) ?? undefined, json: (path: string) => JSON.stringify(at(path)) ?? '""' };
}
