import { isDynamoDbNumber } from '../../src/integrations/dynamo-db-number';

describe('a number of DynamoDB', () => {
  test.each(['0', '1', '-1', '+1', '007', '1.5', '.5', '5.', '-0.0', '1e3', '1E-3', '1e+3', '0e999', '1'.repeat(38), `${'1'.repeat(38)}000`, `0.000${'1'.repeat(38)}00`, '9.99e125', '1e-130', '1000e122', '0.001e-127'])(
    'is %s', (text) => {
      expect(isDynamoDbNumber(text)).toBe(true);
    });

  test.each(['', ' ', '.', '-', 'e3', 'abc', '1a', '1,5', ' 1', '1 ', '1\n', '0x10', 'NaN', 'Infinity', '1.2.3', '1e', '1e1.5', '--1', '١', '1'.repeat(39), `1${'0'.repeat(37)}1`, '1e126', '9.99e-131', '10000e122', '0.0001e-127'])(
    'is not %j', (text) => {
      expect(isDynamoDbNumber(text)).toBe(false);
    });
});
