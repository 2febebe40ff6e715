import {
  Duration, Stack,
  aws_apigateway as apigateway, aws_certificatemanager as acm, aws_cloudwatch_actions as actions, aws_cognito as cognito, aws_iam as iam,
  aws_route53 as route53, aws_sns as sns,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { openApiProblems } from './openapi-validator';
import { Document, errorOf, testHandler, testStack } from './rest-api';
import { ApiRoute } from '../src/api-route';
import { Authorizer } from '../src/authorizers/authorizer';
import { GovernedRestApi } from '../src/governed-rest-api';
import { Integration } from '../src/integrations/integration';
import { LeanHttpApi } from '../src/lean-http-api';
import { RouteOptions } from '../src/route-options';
import { RoutedApiProps } from '../src/routed-api-props';

/** What both constructs are to whoever takes them from one definition. */
interface RoutedApi extends Construct {
  readonly url: string;
  readonly openApiDocument: string;
  readonly alarms: { readonly alarms: unknown[] };
  addRoute(routeKey: string, options: RouteOptions): ApiRoute;
  grantInvoke(grantee: iam.IGrantable): iam.Grant;
}

type RoutedApiClass = new (scope: Construct, id: string, props: RoutedApiProps) => RoutedApi;

const classes: [string, RoutedApiClass][] = [['GovernedRestApi', GovernedRestApi], ['LeanHttpApi', LeanHttpApi]];

const ROUTE_KEYS = [
  'GET /orders', 'POST /orders', 'GET /orders/{id}', 'PUT /orders/{id}', 'DELETE /orders/{id}', 'GET /orders/{id}/lines/{line}', 'GET /catalog/{id}', 'GET /health',
  'ANY /files/{proxy+}', 'PATCH /partners/{partner}',
];

interface Made {
  readonly stack: Stack;
  readonly api: RoutedApi;
}

/** One definition of ten routes, of which the class alone decides what type of API it is. */
function ordersApi(apiClass: RoutedApiClass, props: Partial<RoutedApiProps> = {}): Made {
  const stack = testStack();
  const pool = new cognito.UserPool(stack, 'Pool');
  const [handler, judge] = [testHandler(stack), testHandler(stack, 'Judge')];

  const api = new apiClass(stack, 'Orders', {
    authorizer: Authorizer.userPool(pool, { clients: [pool.addClient('Web')] }),
    defaultScopes: ['orders/read'],
    apiName: 'orders',
    description: 'Orders and what belongs to them',
    stageName: 'live',
    stageVariables: { catalog: 'catalog.example.com' },
    cors: { allowOrigins: ['https://app.example.com'], allowCredentials: true, maxAge: Duration.hours(1) },
    throttle: { rateLimit: 500, burstLimit: 250 },
    accessLog: { retention: 30 },
    ipAddressType: apigateway.IpAddressType.DUAL_STACK,
    domain: {
      domainName: 'api.example.com',
      basePath: 'v1',
      certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', stack.formatArn({ service: 'acm', resource: 'certificate', resourceName: 'abc' })),
      hostedZone: route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }),
    },
    alarms: { actions: [new actions.SnsAction(new sns.Topic(stack, 'Topic'))] },
    ...props,
  });
  const options: { [routeKey: string]: Partial<RouteOptions> } = {
    'POST /orders': { scopes: ['orders/write', 'orders/admin'], operationName: 'createOrder', description: 'Makes an order', throttle: { rateLimit: 10, burstLimit: 5 } },
    'GET /orders/{id}': { integration: Integration.httpProxy('https://backend.example.com/orders/{id}'), authorizer: Authorizer.iam() },
    'PUT /orders/{id}': { authorizer: Authorizer.lambdaRequest(judge, { identitySources: ['method.request.header.X-Partner', 'method.request.querystring.key'] }) },
    'DELETE /orders/{id}': { authorizer: Authorizer.lambdaRequest(judge), integration: Integration.lambdaFunction(handler, { timeout: Duration.seconds(20) }) },
    'GET /catalog/{id}': { authorizer: Authorizer.none('a public price list'), integration: Integration.httpProxy('https://${stageVariables.catalog}/{id}') },
    'GET /health': { authorizer: Authorizer.none('health check'), operationName: 'health' },
    'ANY /files/{proxy+}': { operationName: 'file', description: 'Any file' },
    'PATCH /partners/{partner}': { authorizer: Authorizer.jwt({ issuer: 'https://partners.example.com/', audience: ['orders'] }), scopes: ['partners/write'] },
  };
  for (const routeKey of ROUTE_KEYS) api.addRoute(routeKey, { integration: Integration.lambdaFunction(handler), ...options[routeKey] });
  return { stack, api };
}

const contractOf = ({ api }: Made) => JSON.parse(api.openApiDocument) as Document;

describe.each(classes)('one definition given to %s', (name, apiClass) => {
  const made = ordersApi(apiClass);
  const template = Template.fromStack(made.stack);
  const [{ Properties: { Body } }] = Object.values(template.findResources(name === 'LeanHttpApi' ? 'AWS::ApiGatewayV2::Api' : 'AWS::ApiGateway::RestApi')) as unknown as Document[];

  test('makes an API of its ten routes', () => {
    const keys = Object.entries(Body.paths).flatMap(([path, operations]) => Object.keys(operations)
      .filter((method) => method !== 'options')
      .map((method) => `${method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase()} ${path}`));

    expect(keys.sort()).toEqual([...ROUTE_KEYS].sort());
  });

  test('has one stage with its name, its limits and its log', () => {
    const [{ Properties: stage }] = Object.values(template.findResources(name === 'LeanHttpApi' ? 'AWS::ApiGatewayV2::Stage' : 'AWS::ApiGateway::Stage')) as unknown as Document[];

    expect(stage).toMatchObject({ StageName: 'live', [name === 'LeanHttpApi' ? 'StageVariables' : 'Variables']: { catalog: 'catalog.example.com' } });
    for (const limit of ['"ThrottlingRateLimit":500', '"ThrottlingBurstLimit":250', '"ThrottlingRateLimit":10', '"ThrottlingBurstLimit":5']) expect(JSON.stringify(stage)).toContain(limit);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('has its domain, its address and its alarms', () => {
    expect(made.api.url).toBe('https://api.example.com/v1/');
    expect(made.api.alarms.alarms).toHaveLength(5);
    for (const Type of ['A', 'AAAA']) template.hasResourceProperties('AWS::Route53::RecordSet', { Type, Name: 'api.example.com.' });
    expect(JSON.stringify(Body)).toContain('"disableExecuteApiEndpoint":true');
  });

  test('asks the same of its callers on each route', () => {
    const { paths } = contractOf(made);
    const kinds = ROUTE_KEYS.map((routeKey) => {
      const [method, path] = routeKey.split(' ');
      const [asked] = paths[path.replace('+', '')][method === 'ANY' ? 'get' : method.toLowerCase()].security as unknown as { [scheme: string]: string[] }[];
      return asked ? Object.values(asked).flat() : 'open';
    });

    expect(kinds).toEqual([['orders/read'], ['orders/write', 'orders/admin'], [], [], [], ['orders/read'], 'open', 'open', ['orders/read'], ['partners/write']]);
  });

  test('lets API Gateway invoke each function once, and grants the same', () => {
    // Beside the two of the app an HTTP API has one behind the OPTIONS route beside its guarded ANY, and a REST API one that checks the partners' tokens.
    template.resourceCountIs('AWS::Lambda::Permission', 3);
    const again = ordersApi(apiClass);
    again.api.grantInvoke(new iam.User(again.stack, 'User'));
    Template.fromStack(again.stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow' }] } });
  });

  test('has a contract that is valid OpenAPI', () => {
    expect(openApiProblems(made.api.openApiDocument)).toEqual([]);
  });

  test.each<[string, Partial<RoutedApiProps>, string]>([
    ['an empty name', { apiName: '' }, "apiName is ''"],
    ['no authorizer', { authorizer: undefined }, 'nobody has said who may call its routes'],
    ['CORS for nobody', { cors: { allowOrigins: [] } }, 'cors.allowOrigins was given []'],
    ['a stage that cannot be', { stageName: 'a b' }, "stageName 'a b' is no name"],
    ['a limit below nothing', { throttle: { rateLimit: -1, burstLimit: 1 } }, "rateLimit '-1' of the stage"],
  ])('fails alike for %s', (_what, props, message) => {
    const stack = testStack();
    const authorizer = Authorizer.none('a test');

    expect(errorOf(stack, () => new apiClass(stack, 'Orders', { authorizer, ...props }))).toContain(message);
  });
});

describe('the contracts of one definition', () => {
  const [restContract, httpContract] = classes.map(([, apiClass]) => contractOf(ordersApi(apiClass)));
  /** Names of schemes are the type's own: a REST API has one for identity tokens and one for access tokens. */
  const withoutSecurity = ({ components, ...others }: Document) => JSON.parse(
    JSON.stringify({ ...others, components: { ...components, securitySchemes: undefined } }, (key, value: unknown) => key === 'security' ? scopesOf(value) : value),
  ) as object;
  const scopesOf = (security: unknown) => (security as object[]).flatMap((one) => Object.values(one) as unknown[]);

  test('are the same, but for the names of what callers prove who they are by', () => {
    expect(withoutSecurity(httpContract)).toEqual(withoutSecurity(restContract));
    expect(Object.values(restContract.paths).flatMap((path) => Object.keys(path))).toHaveLength(9 + 6);
  });

  test('ask for the same tokens of the same issuer', () => {
    const issuers = ({ components }: Document) =>
      Object.values(components.securitySchemes).map((scheme) => JSON.stringify(scheme.openIdConnectUrl)).filter(Boolean);

    expect(issuers(httpContract)).toEqual(issuers(restContract));
    expect(issuers(httpContract)).toHaveLength(2);
  });

  test('have one address without a domain, but for the stage that each type takes by itself', () => {
    const serversWith = (props: Partial<RoutedApiProps>): Document[] =>
      classes.map(([, apiClass]) => contractOf(ordersApi(apiClass, { domain: undefined, ...props })).servers[0]);
    const [rest, http] = serversWith({});
    const [restDefault, httpDefault] = serversWith({ stageName: undefined });

    expect(http).toEqual(rest);
    expect(restDefault).toMatchObject({ url: `${String(httpDefault.url)}/{stage}`, variables: { stage: { default: 'prod' } } });
    expect(httpDefault.variables).not.toHaveProperty('stage');
  });
});
