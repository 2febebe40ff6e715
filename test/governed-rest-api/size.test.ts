import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack, aws_apigateway as apigateway, aws_cognito as cognito, aws_lambda as lambda } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { Document, testHandler, testStack } from '../rest-api';
import { tenFields, testDomain } from './full-api';

const ROUTES = 300;

/** 300 paths, each with a schema of its own, CORS and an authorizer. */
function largeApi(scope: Construct, handler: lambda.IFunction, props: Partial<GovernedRestApiProps> = {}): GovernedRestApi {
  const api = new GovernedRestApi(scope, 'Api', {
    authorizer: Authorizer.lambdaRequest(handler),
    cors: { allowOrigins: ['https://app.example.com', 'https://admin.example.com'] },
    ...props,
  });
  for (let number = 0; number < ROUTES; number++) {
    api.addRoute(`POST /resource${number}`, { integration: Integration.lambdaFunction(handler), request: { body: tenFields(number) } });
  }
  return api;
}

interface Written {
  /** As the CDK writes it into the assembly. */
  readonly bytes: number;
  /** Without the function and its role. */
  readonly resources: number;
  readonly body: Document;
}

function written(app: App): Written {
  const text = readFileSync(join(app.synth().directory, 'Stack.template.json'));
  const resources: Document[] = Object.values((JSON.parse(text.toString()) as Document).Resources);
  const [api] = resources.filter((resource) => String(resource.Type) === 'AWS::ApiGateway::RestApi');
  return { bytes: text.length, resources: resources.length - 2, body: api.Properties.Body };
}

describe('300 routes on distinct paths with CORS, an authorizer and a ten-field schema each', () => {
  const app = new App();
  const stack = testStack(app);
  largeApi(stack, testHandler(stack));
  const { bytes, resources, body } = written(app);

  test('are all in one definition, each with its preflight and its schema', () => {
    const paths = Object.values(body.paths);

    expect(paths).toHaveLength(ROUTES);
    for (const path of paths) expect(Object.keys(path).sort()).toEqual(['options', 'post']);
    expect(Object.keys(body.components.schemas)).toHaveLength(ROUTES);
    for (const schema of Object.values(body.components.schemas)) expect(Object.keys(schema.properties)).toHaveLength(10);
    for (const path of paths) expect(path.post.security).toEqual([{ Handler: [] }]);
  });

  test('take at most 22 resources beyond the function, with everything that is on by default', () => {
    expect(resources).toBeLessThanOrEqual(22);
  });

  test('take at most 900,000 bytes as the CDK writes them', () => {
    expect(bytes).toBeLessThanOrEqual(900_000);
    // Three hundred different schemas cannot be much smaller: otherwise something is missing.
    expect(bytes).toBeGreaterThan(300_000);
  });

  test('take much less with suppressTemplateIndentation, the first remedy for a large definition', () => {
    const compactApp = new App();
    const compact = new Stack(compactApp, 'Stack', { suppressTemplateIndentation: true });
    largeApi(compact, testHandler(compact));

    expect(written(compactApp).bytes).toBeLessThan(0.65 * bytes);
  });
});

test('300 routes with a user pool, a domain and a usage plan take at most 30 resources beyond the function, and 900,000 bytes', () => {
  const app = new App();
  const stack = testStack(app);
  const pool = new cognito.UserPool(stack, 'Pool');
  const api = largeApi(stack, testHandler(stack), { authorizer: Authorizer.userPool(pool), domain: testDomain(stack) });
  api.addUsagePlan('free', { quota: { limit: 1000, period: apigateway.Period.DAY } }).addApiKey('acme');

  const { bytes, resources } = written(app);

  expect(resources).toBeLessThanOrEqual(30);
  expect(bytes).toBeLessThanOrEqual(900_000);
});

describe('98 routes with CORS and a user pool, which is as far as RestApi of aws-cdk-lib goes', () => {
  const ROUTES_OF_BOTH = 98;

  function bytesOf(build: (stack: Stack, pool: cognito.UserPool, handler: lambda.IFunction) => void): number {
    const app = new App();
    const stack = testStack(app);
    build(stack, new cognito.UserPool(stack, 'Pool'), testHandler(stack));
    return readFileSync(join(app.synth().directory, 'Stack.template.json')).length;
  }

  test('take at most 0.45 of its bytes, with everything that is on by default', () => {
    const ours = bytesOf((stack, pool, handler) => {
      const api = new GovernedRestApi(stack, 'Api', { authorizer: Authorizer.userPool(pool), cors: { allowOrigins: ['https://app.example.com'] } });
      for (let number = 0; number < ROUTES_OF_BOTH; number++) api.addRoute(`GET /resource${number}`, { integration: Integration.lambdaFunction(handler) });
    });
    const theirs = bytesOf((stack, pool, handler) => {
      const authorizer = new apigateway.CognitoUserPoolsAuthorizer(stack, 'Authorizer', { cognitoUserPools: [pool] });
      const api = new apigateway.RestApi(stack, 'Api', { defaultCorsPreflightOptions: { allowOrigins: ['https://app.example.com'] } });
      const integration = new apigateway.LambdaIntegration(handler);
      for (let number = 0; number < ROUTES_OF_BOTH; number++) api.root.addResource(`resource${number}`).addMethod('GET', integration, { authorizer });
    });

    expect(ours / theirs).toBeLessThanOrEqual(0.45);
  });
});
