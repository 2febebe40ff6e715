import { Duration, Lazy, Token } from 'aws-cdk-lib';
import { givenValue } from '../src/given-value';

describe('givenValue', () => {
  test.each<[unknown, string]>([
    ['orders', "'orders'"], ['', "''"], [5, '5'], [0, '0'], [true, 'true'], [false, 'false'], [undefined, 'undefined'], [null, 'null'], [Symbol.iterator, 'Symbol(Symbol.iterator)'],
    [[], 'a list'], [{}, 'an object'], [Object.create(null), 'an object'], [() => 1, 'a function'], [Duration, 'a function'], [new Map(), 'an object of the class Map'],
    [Duration.seconds(5), 'an object of the class Duration'],
    [Lazy.string({ produce: () => 'secret' }), '<token>'], [Token.asNumber({ Ref: 'N' }), '<token>'], [Token.asList({ Ref: 'L' }), '<token>'], [Lazy.any({ produce: () => 1 }), '<token>'],
  ])('names %p', (value, shown) => {
    expect(givenValue(value)).toBe(shown);
  });

  test('shows 60 characters of a text, and cuts a longer one', () => {
    expect(givenValue('a'.repeat(60))).toBe(`'${'a'.repeat(60)}'`);
    expect(givenValue('a'.repeat(61))).toBe(`'${'a'.repeat(57)}...'`);
  });

  test('shows what can be printed of a text, in one line', () => {
    expect(givenValue('a\u0000\u001bb\nc\u0085é')).toBe("'ab cé'");
  });
});
