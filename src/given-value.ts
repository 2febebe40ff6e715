import { Token } from 'aws-cdk-lib';

const LONGEST = 60;

/**
 * How a message names what was given, whatever it is. Of a text only what can be printed, and 60 characters of that.
 */
export function givenValue(value: unknown): string {
  if (Token.isUnresolved(value)) return '<token>';
  if (typeof value === 'string') {
    const printable = value.replace(/[^\P{C}\n]/gu, '').replace(/\n/g, ' ');
    return printable.length > LONGEST ? `'${printable.slice(0, LONGEST - 3)}...'` : `'${printable}'`;
  }
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? nameOf(value) : String(value);
}

/** A text as its author would write it, without the CDK's marks for what only a deployment knows. */
export function givenText(text: string): string {
  return text.replace(/\$\{Token\[[^\]]*\]\}/g, '<token>');
}

/** Objects of a class have the name of their class, where it was not taken away by a bundler. */
function nameOf(value: object): string {
  const name: unknown = value.constructor?.name;
  return typeof name === 'string' && name.length > 1 && name !== 'Object' ? `an object of the class ${name}` : 'an object';
}
