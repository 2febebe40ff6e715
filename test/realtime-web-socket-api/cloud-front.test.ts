import { App, Stack, aws_certificatemanager as acm, aws_cloudfront as cloudfront, aws_lambda as lambda } from 'aws-cdk-lib';
import { parseTokenRules } from '../../handlers/tokens/token-rules';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { CloudFrontOptions } from '../../src/domain/cloud-front-options';
import { OriginLock } from '../../src/domain/origin-lock';
import { Integration } from '../../src/integrations/integration';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { Sessions } from '../../src/web-socket/sessions';
import { distributionOf, stackIn } from '../domain/fronted-api';
import { testDomain } from '../governed-rest-api/full-api';
import { Document, acknowledged, errorOf, template, testHandler, warnings } from '../rest-api';
import { resourcesOf, routeOf, webSocketApi } from '../web-socket-api';

const jwt = (options: { tokenQuery?: string } = {}) => Authorizer.jwt({ issuer: 'https://id.example.com/', audience: ['web'], ...options });
const certificate = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/c');

interface Fronted { readonly stack: Stack; readonly api: RealtimeWebSocketApi }

function frontedApi(props: Partial<RealtimeWebSocketApiProps> = {}, cloudFront: CloudFrontOptions = {}, stack = stackIn()): Fronted {
  return { stack, api: webSocketApi(stack, { cloudFront, ...props }) };
}

/** The environment of each function that has such a variable. */
function environmentsWith(stack: Stack, variable: string): Document[] {
  return resourcesOf(stack, 'Lambda::Function').map(({ Environment }) => Environment?.Variables).filter((variables) => variables !== undefined && variable in variables);
}

describe('a WebSocket API behind CloudFront', () => {
  const { stack, api } = frontedApi({ broadcast: {} });

  test('is asked at its stage, by TLS alone, with all headers of the handshake but Host', () => {
    const { Origins: [origin] } = distributionOf(stack) as unknown as { Origins: Document[] };
    const [apiId] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Api'));

    expect(origin).toMatchObject({
      DomainName: { 'Fn::Join': ['', [{ Ref: apiId }, '.execute-api.us-east-1.', { Ref: 'AWS::URLSuffix' }]] },
      OriginPath: '/prod',
      CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'], OriginReadTimeout: 60 },
    });
    expect(distributionOf(stack).DefaultCacheBehavior).toMatchObject({
      ViewerProtocolPolicy: 'https-only',
      // AllViewerExceptHostHeader and CachingDisabled.
      OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
      CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
    });
  });

  test('lets a handshake through, and no other method', () => {
    expect(distributionOf(stack).DefaultCacheBehavior.AllowedMethods).toEqual(['GET', 'HEAD']);
  });

  test('adds no headers to what a handshake answers, unless told', () => {
    expect(distributionOf(stack).DefaultCacheBehavior).not.toHaveProperty('ResponseHeadersPolicyId');

    const told = frontedApi({}, { responseHeaders: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS });
    expect(distributionOf(told.stack).DefaultCacheBehavior).toHaveProperty('ResponseHeadersPolicyId');
  });

  test('is found at a wss address, without the stage', () => {
    const [distribution] = Object.keys(template(stack).findResources('AWS::CloudFront::Distribution'));

    expect(stack.resolve(api.cloudFront!.url)).toEqual({ 'Fn::Join': ['', ['wss://', { 'Fn::GetAtt': [distribution, 'DomainName'] }, '/']] });
    const home = stackIn();
    const named = frontedApi({}, { domainNames: ['chat.example.com'], certificate: certificate(home) }, home);
    expect(named.api.cloudFront!.url).toBe('wss://chat.example.com/');
  });

  test('is sent messages at its own address, around CloudFront', () => {
    expect(stack.resolve(api.callbackUrl)).toEqual(stack.resolve(`https://${api.webSocketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/prod`));
    expect(stack.resolve(api.url)).toEqual(stack.resolve(`wss://${api.webSocketApi.apiId}.execute-api.${stack.region}.${stack.urlSuffix}/prod/`));
    expect(environmentsWith(stack, 'REALTIME_ENDPOINT')).toEqual([expect.objectContaining({ REALTIME_ENDPOINT: stack.resolve(api.callbackUrl) as unknown })]);
  });

  test('keeps tokens out of the log of AWS WAF, wherever a handshake carries them', () => {
    const [{ RedactedFields }] = resourcesOf(stack, 'WAFv2::LoggingConfiguration');

    expect(RedactedFields).toEqual([...['authorization', 'cookie', 'x-api-key', 'sec-websocket-protocol'].map((Name) => ({ SingleHeader: { Name } })), { QueryString: {} }]);
    expect(resourcesOf(stack, 'WAFv2::WebACL')[0].DataProtectionConfig).toMatchObject({ DataProtections: [{}, { Field: { FieldType: 'QUERY_STRING' } }] });
  });

  test('has no web ACL for a reason', () => {
    const open = frontedApi({}, { webAcl: WebAcl.none('a test') });

    expect(resourcesOf(open.stack, 'WAFv2::WebACL')).toEqual([]);
    expect(acknowledged(open.api)).toMatchObject({ 'Gatehouse::Gatehouse-http-public-without-cloudfront-waf': 'a test' });
  });

  test('is asked under its own domain where it has one, and messages are sent there', () => {
    const home = stackIn();
    const domain = testDomain(home, { domainName: 'origin.example.com', basePath: 'v1' });
    const named = frontedApi({ domain }, { domainNames: ['chat.example.com'], certificate: domain.certificate }, home);
    const { Origins: [origin] } = distributionOf(home) as unknown as { Origins: Document[] };

    expect(origin).toMatchObject({ DomainName: 'origin.example.com', OriginPath: '/v1' });
    expect([named.api.url, named.api.callbackUrl, named.api.cloudFront!.url]).toEqual(['wss://origin.example.com/v1/', 'https://origin.example.com/v1', 'wss://chat.example.com/']);
  });
});

describe('the lock', () => {
  test('is the REQUEST authorizer of $connect, which asks for the header that CloudFront sends, and deploys after CloudFront sends it', () => {
    const { stack } = frontedApi();

    expect(routeOf(stack, '$connect').AuthorizationType).toBe('CUSTOM');
    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toEqual([expect.objectContaining({ AuthorizerType: 'REQUEST', IdentitySource: ['route.request.header.X-Origin-Verify'] })]);
    expect(distributionOf(stack).Origins).toMatchObject([{ OriginCustomHeaders: [{ HeaderName: 'X-Origin-Verify' }] }]);
    const [deployment] = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Deployment')) as unknown as { DependsOn: string[] }[];
    expect(deployment.DependsOn).toEqual(expect.arrayContaining(Object.keys(template(stack).findResources('AWS::CloudFront::Distribution'))));
  });

  test('checks the token as well, in one function', () => {
    const { stack } = frontedApi({ authorizer: jwt(), defaultScopes: ['chat'] });
    const environments = environmentsWith(stack, 'TOKEN_RULES');

    expect(environments).toHaveLength(1);
    expect(environments[0]).toMatchObject({ ORIGIN_HEADER: 'X-Origin-Verify' });
    expect(parseTokenRules(environments[0].TOKEN_RULES as unknown as string)).toMatchObject({ issuer: 'https://id.example.com/', audience: ['web'], scopes: ['chat'] });
    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toEqual([
      expect.objectContaining({ IdentitySource: ['route.request.header.X-Origin-Verify', 'route.request.header.Sec-WebSocket-Protocol'] }),
    ]);
  });

  test('is nothing for a reason, and every authorizer goes with that', () => {
    const { stack, api } = frontedApi({ authorizer: Authorizer.iam() }, { originLock: OriginLock.none('a test') });

    expect(routeOf(stack, '$connect').AuthorizationType).toBe('AWS_IAM');
    expect(resourcesOf(stack, 'SecretsManager::Secret')).toEqual([]);
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-cloudfront-origin-unverified': 'a test' });
  });

  test('can be a function of the user\'s, which says where', () => {
    const stack = stackIn();
    const judge = testHandler(stack, 'Judge');
    const authorizer = Authorizer.lambdaRequest(judge, { identitySources: ['route.request.header.X-Origin-Verify', 'route.request.querystring.ticket'] });
    frontedApi({ authorizer }, { originLock: OriginLock.secretHeader({ checkedByOwnAuthorizers: 'judge.ts compares it' }) }, stack);

    expect(resourcesOf(stack, 'ApiGatewayV2::Authorizer')).toEqual([
      expect.objectContaining({ IdentitySource: ['route.request.header.X-Origin-Verify', 'route.request.querystring.ticket'] }),
    ]);
  });

  test('still has a $connect of the user\'s own', () => {
    const { stack, api } = frontedApi({ sessions: Sessions.none('a test') });
    api.addRoute('$connect', { integration: Integration.lambdaFunction(testHandler(stack)), authorizer: Authorizer.none('anybody') });

    expect(routeOf(stack, '$connect').AuthorizationType).toBe('CUSTOM');
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-ws-connect-without-auth[$connect]': 'anybody' });
  });
});

describe('a token in the query string', () => {
  const warned = (stack: Stack) => warnings(stack, '*', 'tokenInCloudFrontLog');

  test('warns, as CloudFront writes it into its log', () => {
    expect(warned(frontedApi({ authorizer: jwt({ tokenQuery: 'token' }) }).stack)).toEqual([
      "clients say in the query string ('token') who they are, and CloudFront writes query strings into its access log; leave tokenQuery out, so that browsers send the token as a subprotocol, "
      + 'or let such tokens be good for seconds only and acknowledge this warning [ack: cdk-gatehouse:tokenInCloudFrontLog]',
    ]);
  });

  test('warns without a lock as well, and for a $connect of the user\'s own', () => {
    const { stack, api } = frontedApi({ sessions: Sessions.none('a test') }, { originLock: OriginLock.none('a test') });
    api.addRoute('$connect', { integration: Integration.mock(), authorizer: Authorizer.lambdaRequest(testHandler(stack), { identitySources: ['route.request.querystring.ticket'] }) });

    expect(warned(stack)).toEqual([expect.stringContaining("('ticket')")]);
  });

  test('is none where the token is in a subprotocol, or nothing stands in front', () => {
    expect(warned(frontedApi({ authorizer: jwt() }).stack)).toEqual([]);
    expect(warned(frontedApi({ authorizer: jwt({ tokenQuery: 'token' }), cloudFront: undefined }).stack)).toEqual([]);
  });
});

describe('a function that answers a route', () => {
  test.each<[string, CloudFrontOptions]>([['that CloudFront gives', {}], ['of the user\'s own', { domainNames: ['chat.example.com'] }]])('can hold the name %s', (_name, names) => {
    const stack = stackIn();
    const handler = testHandler(stack) as lambda.Function;
    const { api } = frontedApi({}, { ...names, ...names.domainNames && { certificate: certificate(stack) } }, stack);
    api.addRoute('sendMessage', { integration: Integration.lambdaFunction(handler) });
    handler.addEnvironment('URL', api.cloudFront!.url);

    // The assertions of the CDK refuse a template with a circle.
    expect(() => template(stack)).not.toThrow();
  });
});

describe('fails, and leaves nothing behind,', () => {
  test.each<[string, (stack: Stack) => Partial<RealtimeWebSocketApiProps>, string]>([
    ['for mutual TLS', (stack) => ({ cloudFront: { originLock: OriginLock.mutualTls(certificate(stack)) } }),
      "OriginLock.mutualTls() was given for a WebSocket API, whose domain asks nobody for a certificate; write originLock: OriginLock.secretHeader(), or OriginLock.none('<why>')"],
    ['for behaviors', () => ({ cloudFront: { behaviors: { '/x': {} } } }), 'cloudFront was given behaviors, but a connection has no answers that could be kept; leave behaviors out'],
    ['for a domain of many names', (stack) => ({ cloudFront: {}, domain: testDomain(stack, { domainName: '*.example.com', keepDefaultEndpoint: 'a test' }) }),
      "the API's domain is '*.example.com', a name for many, and CloudFront needs one that it can ask; give the API's domain a name of its own, as 'origin.example.com'"],
    ['for signatures behind a secret header', () => ({ cloudFront: {}, authorizer: Authorizer.iam() }), "'$connect' has Authorizer.iam(), beside which the route can have no second one that knows CloudFront by its secret header; write cloudFront: { originLock: OriginLock.none('<why>') }"],
    ['for a Lambda authorizer that does not say where it checks the header', (stack) => ({ cloudFront: {}, authorizer: Authorizer.lambdaRequest(testHandler(stack)) }), "write cloudFront: { originLock: OriginLock.none('<why>') }, or compare the header in that function and write OriginLock.secretHeader({ checkedByOwnAuthorizers: '<where>' })"],
  ])('%s', (_what, props, message) => {
    const stack = stackIn('us-east-1', new App());
    const given = props(stack);

    expect(errorOf(stack, () => webSocketApi(stack, given))).toContain(message);
  });
});
