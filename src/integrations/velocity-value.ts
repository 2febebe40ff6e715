import { ActionParameter } from './action-parameter';
import { givenText } from '../given-value';

/**
 * A value within a mapping template.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
 */
export interface VelocityValue {
  /** Directives that must stand before it; they print nothing. */
  readonly set: string;
  /** What prints it, escaped. */
  readonly text: string;
  /** The condition under which the request has it; undefined when it is always there. */
  readonly present?: string;
}

/**
 * A value for the body of a form.
 *
 * @param variable a name that the template uses for nothing else
 */
export function formValue(value: ActionParameter, variable: string): VelocityValue {
  if (value.source === 'literal') return { set: '', text: formText(value.text) };
  return { set: setVariable(value, variable), text: `$util.urlEncode($${variable})`, present: `$${variable} != ""` };
}

/** A text for the body of a form. What is special to Velocity is encoded along. */
export function formText(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/**
 * A value for the inside of a JSON string.
 *
 * @param variable a name that the template uses for nothing else
 */
export function jsonValue(value: ActionParameter, variable: string): VelocityValue {
  if (value.source === 'literal') {
    const text = JSON.stringify(value.text).slice(1, -1).replace(/[$#]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
    return { set: '', text };
  }
  return { set: setVariable(value, variable), text: jsonText(`$${variable}`), present: `$${variable} != ""` };
}

/** What prints a value, and nothing where the request has none: of an empty text `escapeJavaScript` makes `{}`. */
export function orNothing({ text, present }: VelocityValue): string {
  return present === undefined ? text : `#if(${present})${text}#end`;
}

/** What prints an expression of Velocity for the inside of a JSON string. */
export function jsonText(expression: string): string {
  // escapeJavaScript also escapes single quotes, which JSON does not know.
  return `$util.escapeJavaScript(${expression}).replaceAll("\\\\'","'")`;
}

/** Makes the variable a string; an empty one when the request lacks the value. */
function setVariable({ source, argument, text }: ActionParameter, variable: string): string {
  const set = (expression: string) => `#set($${variable} = ${expression})`;
  switch (source) {
    case 'body': return set('"$!input.body"');
    case 'bodyPath': {
      const json = `$${variable}Json`;
      // A path gives objects as Java prints them; only their JSON is of use. A text is better without its quotes.
      return set(`"$!input.path('$${argument}')"`)
        + `#set(${json} = $input.json('$${argument}'))#if($${variable} != "" && !${json}.startsWith('"'))${set(json)}#end`;
    }
    case 'header':
      // A header's name reaches the template as the caller wrote it.
      return set('""') + `#foreach($${variable}Name in $input.params().header.keySet())#if($${variable}Name.toLowerCase() == '${argument.toLowerCase()}')`
        + set(`$input.params().header.get($${variable}Name)`) + '#end#end';
    case 'querystring':
    case 'path': return set(`"$!input.params().${source}.get('${argument}')"`);
    case 'context': return set(`"$!context${argument.split('.').map((name) => /^[A-Za-z]\w*$/.test(name) ? `.${name}` : `['${name}']`).join('')}"`);
    case 'stageVariables': return set(`"$!stageVariables.${argument}"`);
    default: return set(`'${singleQuoted(text)}'`);
  }
}

/** A text for Velocity's single quotes, in which nothing but such a quote is special. */
function singleQuoted(text: string): string {
  const known = givenText(text);
  if (!known.includes('\'')) return text;
  throw new Error(`'${known}' has both a single quote and a value that is only known at deploy time, which a mapping template cannot hold; leave the quote out`);
}
