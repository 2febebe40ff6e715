import { Token } from 'aws-cdk-lib';
import { isHeaderName } from '../src/header-name';

test.each(['X-Api-Key', 'etag', 'x_y', 'A.b', '0'])('%j is the name of a header', (name) => {
  expect(isHeaderName(name)).toBe(true);
});

test.each(['', 'X Y', 'X:', 'X\n', "X'", 'X$', 'X!A', 'Ü', Token.asString({ Ref: 'Name' })])('%j is none, or none that API Gateway maps', (name) => {
  expect(isHeaderName(name)).toBe(false);
});
