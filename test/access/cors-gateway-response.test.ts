import { Stack, Token } from 'aws-cdk-lib';
import { corsGatewayResponseParameters } from '../../src/access/cors-headers';

const PREFIX = 'gatewayresponse.header.';
const FIRST = 'https://app.example.com';
const SECOND = 'http://localhost:5173';

describe('the CORS parameters of a gateway response', () => {
  test('state the only origin, with credentials where the policy has them', () => {
    expect(corsGatewayResponseParameters({ allowOrigins: [FIRST] })).toEqual({ [`${PREFIX}Access-Control-Allow-Origin`]: `'${FIRST}'` });
    expect(corsGatewayResponseParameters({ allowOrigins: [FIRST], allowCredentials: true })).toEqual({
      [`${PREFIX}Access-Control-Allow-Origin`]: `'${FIRST}'`,
      [`${PREFIX}Access-Control-Allow-Credentials`]: "'true'",
    });
  });

  test("state '*'", () => {
    expect(corsGatewayResponseParameters({ allowOrigins: ['*'] })).toEqual({ [`${PREFIX}Access-Control-Allow-Origin`]: "'*'" });
  });

  test('echo the origin of the request when there are several, with Vary and never with credentials', () => {
    expect(corsGatewayResponseParameters({ allowOrigins: [FIRST, SECOND], allowCredentials: true })).toEqual({
      [`${PREFIX}Access-Control-Allow-Origin`]: 'method.request.header.Origin',
      [`${PREFIX}Vary`]: "'Origin'",
    });
  });

  test('name the headers that scripts may read', () => {
    const header = `${PREFIX}Access-Control-Expose-Headers`;
    expect(corsGatewayResponseParameters({ allowOrigins: ['*'], exposeHeaders: ['X-One', 'X-Two'] })).toMatchObject({ [header]: "'X-One,X-Two'" });
    expect(corsGatewayResponseParameters({ allowOrigins: ['*'], exposeHeaders: [] })).not.toHaveProperty([header]);
  });

  test('take a token for one specific origin', () => {
    const parameters = corsGatewayResponseParameters({ allowOrigins: [Token.asString({ Ref: 'Origin' })] });
    expect(new Stack().resolve(parameters)).toEqual({ [`${PREFIX}Access-Control-Allow-Origin`]: { 'Fn::Join': ['', ["'", { Ref: 'Origin' }, "'"]] } });
  });
});
