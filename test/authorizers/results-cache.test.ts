import { Duration, Stack, Token, aws_cognito as cognito } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { IRouteAuthorizer } from '../../src/authorizers/authorizer-contract';
import { Integration } from '../../src/integrations/integration';
import { Limits } from '../../src/limits';
import { bodyOf, restApi, testHandler, testStack } from '../rest-api';

/** Every authorizer whose answers API Gateway remembers. */
const AUTHORIZERS: [string, (stack: Stack, resultsCacheTtl?: Duration) => IRouteAuthorizer][] = [
  ['Authorizer.userPool', (stack, resultsCacheTtl) => Authorizer.userPool(new cognito.UserPool(stack, 'Pool'), { resultsCacheTtl })],
  ['Authorizer.lambdaToken', (stack, resultsCacheTtl) => Authorizer.lambdaToken(testHandler(stack), { resultsCacheTtl })],
  ['Authorizer.lambdaRequest', (stack, resultsCacheTtl) => Authorizer.lambdaRequest(testHandler(stack), { resultsCacheTtl })],
];

describe.each(AUTHORIZERS)('what %s answered', (name, make) => {
  const ttlOf = (resultsCacheTtl?: Duration): unknown => {
    const stack = testStack();
    restApi(stack, { authorizer: make(stack, resultsCacheTtl) }).addRoute('GET /pets', { integration: Integration.mock() });
    const [scheme] = Object.values(bodyOf(stack).components.securitySchemes);
    return scheme['x-amazon-apigateway-authorizer'].authorizerResultTtlInSeconds;
  };

  test.each([0, 1, Limits.AUTHORIZER_TTL_MAX_SECONDS])('is remembered for %d seconds', (seconds) => {
    expect(ttlOf(Duration.seconds(seconds))).toBe(seconds);
  });

  test('is remembered for minutes, written in seconds', () => {
    expect(ttlOf(Duration.minutes(5))).toBe(300);
  });

  test('is remembered as long as API Gateway does by itself, unless told', () => {
    expect(ttlOf()).toBeUndefined();
  });

  test('is remembered as long as only a deployment knows, in seconds', () => {
    expect(ttlOf(Duration.seconds(Token.asNumber({ Ref: 'Ttl' })))).toEqual({ Ref: 'Ttl' });
  });

  test.each<[string, Duration]>([
    ['3601', Duration.seconds(Limits.AUTHORIZER_TTL_MAX_SECONDS + 1)], ['0.5', Duration.millis(500)], ['86400', Duration.days(1)],
  ])('fails to be remembered for %s seconds', (seconds, resultsCacheTtl) => {
    const stack = testStack();
    expect(() => make(stack, resultsCacheTtl)).toThrow(
      `${name}() was given a resultsCacheTtl of ${seconds} seconds, which API Gateway refuses; write whole seconds from 0 (answers are not kept) to 3600`);
  });

  test.each<[unknown, string, number]>([[300, '300', 300], ['5 minutes', "'5 minutes'", 5], [null, 'null', 5]])('fails to be remembered for %p, which is no Duration', (resultsCacheTtl, given, seconds) => {
    const stack = testStack();
    expect(() => make(stack, resultsCacheTtl as Duration))
      .toThrow(`resultsCacheTtl of ${name}() was given ${given}, which has no unit; write a Duration, as Duration.seconds(${seconds})`);
  });

  test('fails at the call for a unit that a deployment cannot convert', () => {
    const stack = testStack();
    expect(() => make(stack, Duration.minutes(Token.asNumber({ Ref: 'Ttl' })))).toThrow(/must be specified as 'Duration\.seconds\(\)'/);
  });
});
