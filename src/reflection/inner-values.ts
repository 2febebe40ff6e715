import { TemplateValue } from './template-value';
import { isRecord } from '../intrinsic';

/** The fields of an object or the entries of a list; none of what is neither, or is only known at deployment. */
export function fieldsOf(value: TemplateValue): [string | number, TemplateValue][] {
  const resolved = value.resolve();
  if (resolved.kind !== 'plain') return [];
  if (Array.isArray(resolved.content)) return (value.items().value ?? []).map((entry, index) => [index, entry]);
  return isRecord(resolved.content) ? value.entries().value ?? [] : [];
}

/**
 * Everything inside a value, with its keys.
 *
 * Documents nest as deep as they like, so nothing here calls itself.
 *
 * @param isEntered what is looked into, by its key; all of it by default
 */
export function innerValues(root: TemplateValue, isEntered: (key: string | number) => boolean = () => true): [string | number, TemplateValue][] {
  const found = [...fieldsOf(root)];
  for (let index = 0; index < found.length; index++) {
    const [key, value] = found[index];
    if (isEntered(key)) for (const field of fieldsOf(value)) found.push(field);
  }
  return found;
}
