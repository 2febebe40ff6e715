import { Aws, Duration, Lazy, Token } from 'aws-cdk-lib';
import { givenText, givenValue } from '../src/given-value';

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

describe('givenText', () => {
  test.each([
    [`arn:${Aws.PARTITION}:execute-api:${Aws.REGION}:1:api/*`, 'arn:<token>:execute-api:<token>:1:api/*'],
    [Token.asString({ Ref: 'Uri' }), '<token>'], ['https://${stageVariables.host}/${Token}', 'https://${stageVariables.host}/${Token}'], ['', ''], ['a'.repeat(200), 'a'.repeat(200)],
  ])('shows %j with a word for what only a deployment knows', (text, shown) => {
    expect(givenText(text)).toBe(shown);
  });
});
