import { readFileSync } from 'fs';
import { join } from 'path';
import {
  App, Stack,
  aws_apigatewayv2 as apigatewayv2, aws_apigatewayv2_authorizers as authorizers, aws_apigatewayv2_integrations as integrations, aws_lambda as lambda,
} from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { Limits } from '../../src/limits';
import { Document, testHandler, testStack } from '../rest-api';

const ISSUER = 'https://login.example.com';
const cors = { allowOrigins: ['https://app.example.com', 'https://admin.example.com'] };

interface Written {
  /** As the CDK writes it into the assembly. */
  readonly bytes: number;
  readonly resources: Document[];
}

function written(build: (stack: Stack, handler: lambda.IFunction) => void): Written {
  const app = new App();
  const stack = testStack(app);
  build(stack, testHandler(stack));
  const { directory, stacks } = app.synth();
  expect(stacks).toHaveLength(1);
  const text = readFileSync(join(directory, 'Stack.template.json'));
  return { bytes: text.length, resources: Object.values((JSON.parse(text.toString()) as Document).Resources) };
}

const ofType = ({ resources }: Written, type: string) => resources.filter((resource) => String(resource.Type) === type);

describe(`${Limits.HTTP_ROUTES} routes with tokens, scopes, CORS and limits of their own on ten of them`, () => {
  const made = written((stack, handler) => {
    const api = new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.jwt({ issuer: ISSUER, audience: ['web'] }), cors });
    for (let number = 0; number < Limits.HTTP_ROUTES; number++) {
      api.addRoute(`GET /resource${number}`, {
        integration: Integration.lambdaFunction(handler),
        scopes: [`resource${number}:read`],
        throttle: number < 10 ? { rateLimit: 10 + number, burstLimit: 5 } : undefined,
      });
    }
  });
  const [{ Properties: { Body } }] = ofType(made, 'AWS::ApiGatewayV2::Api');

  test('are all in one definition, each with its scope, on one integration and one authorizer', () => {
    const paths = Object.values(Body.paths);

    expect(paths).toHaveLength(Limits.HTTP_ROUTES);
    for (const [path, operations] of Object.entries(Body.paths)) expect(operations.get.security).toEqual([{ Jwt: [`${path.slice(1)}:read`] }]);
    expect(Object.keys(Body.components['x-amazon-apigateway-integrations'])).toEqual(['Handler']);
    expect(Object.keys(Body.components.securitySchemes)).toEqual(['Jwt']);
  });

  test('have their limits on the stage, and its access log', () => {
    const [{ Properties }] = ofType(made, 'AWS::ApiGatewayV2::Stage');

    expect(Object.keys(Properties.RouteSettings)).toHaveLength(10);
    expect(Properties.AccessLogSettings).toBeDefined();
  });

  test('take 10 resources beyond the function and its role, with everything that is on by default', () => {
    const beyond = made.resources.filter((resource) => !['AWS::Lambda::Function', 'AWS::IAM::Role'].includes(String(resource.Type)));

    expect(made.resources.length - beyond.length).toBe(2);
    expect(beyond).toHaveLength(10);
  });

  test('leave most of the template free', () => {
    expect(made.bytes).toBeLessThan(0.3 * Limits.TEMPLATE_BYTES);
  });
});

test('200 routes with tokens and scopes take at most 0.45 of the bytes of HttpApi of aws-cdk-lib, with everything that is on by default', () => {
  const ROUTES_OF_BOTH = 200;
  const ours = written((stack, handler) => {
    const api = new LeanHttpApi(stack, 'Api', { authorizer: Authorizer.jwt({ issuer: ISSUER, audience: ['web'] }) });
    for (let number = 0; number < ROUTES_OF_BOTH; number++) {
      api.addRoute(`GET /resource${number}`, { integration: Integration.lambdaFunction(handler), scopes: [`resource${number}:read`] });
    }
  });
  const theirs = written((stack, handler) => {
    const authorizer = new authorizers.HttpJwtAuthorizer('Authorizer', ISSUER, { jwtAudience: ['web'] });
    const api = new apigatewayv2.HttpApi(stack, 'Api', { defaultAuthorizer: authorizer });
    const integration = new integrations.HttpLambdaIntegration('Integration', handler);
    for (let number = 0; number < ROUTES_OF_BOTH; number++) {
      api.addRoutes({ path: `/resource${number}`, methods: [apigatewayv2.HttpMethod.GET], integration, authorizationScopes: [`resource${number}:read`] });
    }
  });

  expect(ofType(theirs, 'AWS::ApiGatewayV2::Route')).toHaveLength(ROUTES_OF_BOTH);
  expect(Object.keys(ofType(ours, 'AWS::ApiGatewayV2::Api')[0].Properties.Body.paths)).toHaveLength(ROUTES_OF_BOTH);
  expect(ours.bytes / theirs.bytes).toBeLessThanOrEqual(0.45);
});
