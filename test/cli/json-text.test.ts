import { parseJsonText } from '../../src/cli/json-text';
import { TextFlaw } from '../../src/cli/text-flaw';

describe('the reader of JSON', () => {
  const text = JSON.stringify({ Resources: { 'Api': { Type: 'T', List: [1, { a: 2 }] }, 'with "quotes"': { x: 'a": b' } } }, undefined, 2);

  test('reads it', () => {
    expect(parseJsonText(text).document).toEqual(JSON.parse(text));
  });

  test.each([
    ['a key', ['Resources', 'Api', 'Type'], { line: 4, column: 7 }],
    ['an item of a list', ['Resources', 'Api', 'List', 1], { line: 7, column: 9 }],
    ['a key in a list', ['Resources', 'Api', 'List', 1, 'a'], { line: 8, column: 11 }],
    ['a key with quotes', ['Resources', 'with "quotes"', 'x'], { line: 13, column: 7 }],
    ['what does not exist, at what is nearest above it', ['Resources', 'Api', 'Body', 'paths'], { line: 3, column: 5 }],
    ['the document', [], { line: 1, column: 1 }],
  ])('finds %s', (_what, path, position) => {
    expect(parseJsonText(text).locate(path)).toEqual(position);
  });

  test('keeps a key that objects have already', () => {
    expect(Object.keys(parseJsonText('{ "__proto__": { "a": 1 }, "constructor": 2 }').document as object)).toEqual(['__proto__', 'constructor']);
  });

  test.each([
    ['a key that stands twice', '{\n "a": 1,\n "b": { "c": 1, "c": 2 }\n}', 'the key \'c\' stands twice in one object, and only one of the two would count; write it once', { line: 3, column: 17 }],
    ['a key that stands twice, once escaped', '{ "a": 1, "\\u0061": 2 }', 'the key \'a\' stands twice in one object, and only one of the two would count; write it once', { line: 1, column: 11 }],
    ['a comma too many', '{\n "a": 1,\n}', expect.stringMatching(/^this is no JSON: property name expected/), { line: 3, column: 1 }],
    ['a comma too few', '{\n "a": 1\n "b": 2 }', 'this is no JSON: comma expected', { line: 3, column: 2 }],
    ['a comment', '{\n // why\n "a": 1 }', 'this is no JSON: invalid comment token', { line: 2, column: 2 }],
    ['nothing', '', 'this is no JSON: value expected', { line: 1, column: 1 }],
    ['what follows the document', '{} {}', 'this is no JSON: end of file expected', { line: 1, column: 4 }],
    ['nesting beyond measure', `${'['.repeat(300)}${']'.repeat(300)}`, 'it is nested more than 200 levels deep, or contains itself; write it flatter', undefined],
    ['nesting without end', '['.repeat(200_000), expect.stringMatching(/^this is no JSON: /), undefined],
  ])('fails for %s, with the place', (_what, broken, message, position) => {
    let flaw: unknown;
    try {
      parseJsonText(broken);
    } catch (error) {
      flaw = error;
    }

    expect(flaw).toBeInstanceOf(TextFlaw);
    expect((flaw as TextFlaw).message).toEqual(message);
    if (position) expect((flaw as TextFlaw).position).toMatchObject(position);
  });
});
