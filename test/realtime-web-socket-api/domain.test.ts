import { App, Lazy, Stack, aws_apigateway as apigateway, aws_s3 as s3 } from 'aws-cdk-lib';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { SharedDomain } from '../../src/domain/shared-domain';
import { Integration } from '../../src/integrations/integration';
import { testDomain } from '../governed-rest-api/full-api';
import { acknowledged, errorOf, template, testHandler, testStack } from '../rest-api';
import { resourcesOf, webSocketApi } from '../web-socket-api';

function apiUnder(options: Partial<ApiDomainOptions> = {}, stack = testStack()) {
  return { stack, api: webSocketApi(stack, { domain: testDomain(stack, { domainName: 'chat.example.com', ...options }) }) };
}

const ownAddress = (stack: Stack, id: string) => stack.resolve(`https://${id}.execute-api.${stack.region}.${stack.urlSuffix}/prod`) as unknown;

describe('a domain', () => {
  test.each([
    [undefined, 'wss://chat.example.com/', 'https://chat.example.com'],
    ['v1', 'wss://chat.example.com/v1/', 'https://chat.example.com/v1'],
    ['v1/chat', 'wss://chat.example.com/v1/chat/', 'https://chat.example.com/v1/chat'],
  ])('with the base path %p is where clients connect, and where messages are sent: without the stage', (basePath, url, callbackUrl) => {
    const { api } = apiUnder({ basePath });

    expect(api.url).toBe(url);
    expect(api.callbackUrl).toBe(callbackUrl);
  });

  test('is Regional, with TLS 1.2, mapped to the stage, and has records', () => {
    const { stack } = apiUnder({ basePath: 'v1', ipAddressType: apigateway.IpAddressType.DUAL_STACK });

    expect(resourcesOf(stack, 'ApiGatewayV2::DomainName')).toEqual([{
      DomainName: 'chat.example.com',
      DomainNameConfigurations: [{ CertificateArn: expect.anything() as unknown, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', IpAddressType: 'dualstack' }],
    }]);
    const [apiId] = Object.keys(template(stack).findResources('AWS::ApiGatewayV2::Api'));
    expect(resourcesOf(stack, 'ApiGatewayV2::ApiMapping')).toEqual([expect.objectContaining({ ApiId: { Ref: apiId }, Stage: 'prod', ApiMappingKey: 'v1' })]);
    expect(resourcesOf(stack, 'Route53::RecordSet').map(({ Type, Name }) => [Type, Name])).toEqual([['A', 'chat.example.com.'], ['AAAA', 'chat.example.com.']]);
  });

  test('switches the API\'s own address off, unless a reason says why not', () => {
    expect(resourcesOf(apiUnder().stack, 'ApiGatewayV2::Api')[0].DisableExecuteApiEndpoint).toBe(true);

    const { stack, api } = apiUnder({ keepDefaultEndpoint: 'old clients' });
    expect(resourcesOf(stack, 'ApiGatewayV2::Api')[0].DisableExecuteApiEndpoint).toBeUndefined();
    expect(acknowledged(api)).toMatchObject({ 'Gatehouse::Gatehouse-default-endpoint-open': 'old clients' });
  });

  test('is where functions of this library send, as text', () => {
    const { stack, api } = apiUnder({ basePath: 'v1' });
    const send = testHandler(stack, 'Send');
    api.addRoute('sendMessage', { integration: Integration.lambdaFunction(send) });
    api.grantBroadcast(send);

    template(stack).hasResourceProperties('AWS::Lambda::Function', { Handler: 'index.handler', Environment: { Variables: { REALTIME_ENDPOINT: 'https://chat.example.com/v1' } } });
  });

  test('that is only known at deploy time is as good', () => {
    const { stack, api } = apiUnder({ domainName: Lazy.string({ produce: () => 'chat.example.com' }), hostedZone: undefined });

    expect([api.url, api.callbackUrl].map((one) => stack.resolve(one) as unknown)).toEqual(['wss://chat.example.com/', 'https://chat.example.com']);
  });
});

describe('a domain of many names', () => {
  test('fails where messages could be sent to none of them', () => {
    const stack = testStack();
    const domain = testDomain(stack, { domainName: '*.example.com' });

    expect(errorOf(stack, () => webSocketApi(stack, { domain })))
      .toBe("domain '*.example.com' is a name for many, and what sends to connections needs one; write a name of its own, as 'chat.example.com', or keepDefaultEndpoint: '<why>', and messages are sent there");
  });

  test('has messages sent to the API\'s own address where that stays', () => {
    const { stack, api } = apiUnder({ domainName: '*.example.com', basePath: 'v1', keepDefaultEndpoint: 'messages are sent there' });

    expect(api.url).toBe('wss://*.example.com/v1/');
    expect(stack.resolve(api.callbackUrl)).toEqual(ownAddress(stack, api.webSocketApi.apiId));
  });
});

test('several APIs stand under one domain', () => {
  const { stack, api } = apiUnder({ basePath: 'chat' });
  const news = webSocketApi(stack, { domain: { domainName: 'chat.example.com', existing: SharedDomain.webSocket(api.domainName!), basePath: 'news' } }, 'News');

  expect(resourcesOf(stack, 'ApiGatewayV2::DomainName')).toHaveLength(1);
  expect(resourcesOf(stack, 'ApiGatewayV2::ApiMapping').map(({ ApiMappingKey, DomainName }) => [ApiMappingKey, DomainName])).toEqual([
    ['chat', { Ref: expect.stringMatching(/^ChatDomain/) as string }], ['news', { Ref: expect.stringMatching(/^ChatDomain/) as string }],
  ]);
  expect(news.url).toBe('wss://chat.example.com/news/');
  expect(news.callbackUrl).toBe('https://chat.example.com/news');
  expect(news.domainName).toBeUndefined();
  expect(resourcesOf(stack, 'ApiGatewayV2::Api').map(({ DisableExecuteApiEndpoint }) => DisableExecuteApiEndpoint)).toEqual([true, true]);
});

describe('fails', () => {
  test.each<[string, (stack: Stack) => Partial<ApiDomainOptions>, string]>([
    ['with mutual TLS', (stack) => ({ mutualTls: { truststore: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem' } }),
      "domain 'chat.example.com' was given mutualTls, which WebSocket APIs do not have; ask for client certificates at CloudFront, or write Authorizer.iam()"],
    ['with another TLS policy', () => ({ tlsPolicy: DomainTlsPolicy.TLS13_1_3_2025_09 }),
      "TLS policy 'SecurityPolicy_TLS13_1_3_2025_09' exists for REST APIs alone, and the domain of a WebSocket API takes 'TLS_1_2' only; leave tlsPolicy out, or write DomainTlsPolicy.TLS_1_2"],
    ['without a certificate', () => ({ certificate: undefined }), 'or existing: SharedDomain.webSocket(...) where the domain is made already'],
    ['with a base path in slashes', () => ({ basePath: '/v1/' }), "base path '/v1/' has a slash at its start or end, or two in a row; write 'v1'"],
  ])('%s', (_what, options, message) => {
    const stack = testStack();
    const domain = testDomain(stack, { domainName: 'chat.example.com', ...options(stack) });

    expect(errorOf(stack, () => webSocketApi(stack, { domain }))).toContain(message);
  });

  test('for a second API that makes the name again, and says how to share it', () => {
    const stack = new Stack(new App(), 'Stack');
    const domain = testDomain(stack, { domainName: 'chat.example.com' });
    webSocketApi(stack, { domain });

    expect(errorOf(stack, () => webSocketApi(stack, { domain }, 'Second'))).toBe("domain name 'chat.example.com' is made by 'Stack/Chat/Domain/DomainName/Resource' already, and API Gateway makes a name once; "
      + 'put this API beside it with existing: SharedDomain.webSocket(...) and a basePath of its own, or give it another domain name');
  });
});
