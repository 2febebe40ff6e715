import { jsonText } from './velocity-value';

/**
 * What prints some attributes of an item of DynamoDB as plain JSON: texts, numbers and booleans. Lists, maps and sets are left out: templates cannot go down into them.
 *
 * @param item the expression that holds the item
 */
export function itemTemplate(item: string, attributes: string[]): string {
  const members = attributes.map((name) => {
    const value = `${item}.get('${name}')`;
    const branch = (directive: string, type: string, text: string) => `#${directive}(${value}.containsKey('${type}'))${text}#set($comma = ",")`;
    return `${branch('if', 'S', textMember(name, value, 'S'))}${branch('elseif', 'N', `$comma"${name}":${value}.get('N')`)}${branch('elseif', 'BOOL', `$comma"${name}":${value}.get('BOOL')`)}#end`;
  });
  return `{#set($comma = "")${members.join('')}}`;
}

/** What prints the key of an item, texts and numbers alike as texts: numbers of DynamoDB have more digits than those of JavaScript. */
export function keyTemplate(key: string, attributes: string[]): string {
  const members = attributes.map((name) => {
    const value = `${key}.get('${name}')`;
    return `#if(${value}.containsKey('S'))${textMember(name, value, 'S')}#else${textMember(name, value, 'N')}#end#set($comma = ",")`;
  });
  return `{#set($comma = "")${members.join('')}}`;
}

/** An empty text stays one: `escapeJavaScript` makes `{}` of it. */
function textMember(name: string, value: string, type: string): string {
  return `#set($text = ${value}.get('${type}'))$comma"${name}":"#if($text != "")${jsonText('$text')}#end"`;
}
