import {
  App, CfnCondition, Fn, Lazy, Stack, Stage,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_certificatemanager as acm, aws_route53 as route53, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiDomainOptions } from '../../src/domain/api-domain-options';
import { DomainTlsPolicy } from '../../src/domain/domain-tls-policy';
import { SharedDomain } from '../../src/domain/shared-domain';
import { httpApi } from '../http-api';
import { acknowledged, errorOf, restApi, template, testHandler } from '../rest-api';
import { webSocketApi } from '../web-socket-api';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const NAME = 'api.example.com';

const stackHere = (app = new App(), id = 'Stack', env = ENV) => new Stack(app, id, { env });
const certificateIn = (stack: Stack) => acm.Certificate.fromCertificateArn(stack, 'Certificate', `arn:aws:acm:${stack.region}:111111111111:certificate/abc`);

type Kind = 'REST' | 'HTTP';
const KINDS: Kind[] = ['REST', 'HTTP'];

/** An API with the domain as its own, and what others write to stand beside it. */
function owner(kind: Kind, stack: Stack, given: Partial<ApiDomainOptions> = {}): SharedDomain {
  const domain = { domainName: NAME, certificate: certificateIn(stack), ...given };
  return kind === 'REST'
    ? SharedDomain.rest(restApi(stack, { domain }, 'Owner').domainName!)
    : SharedDomain.http(httpApi(stack, { domain }, 'Owner').domainName!);
}

function guest(kind: Kind, stack: Stack, domain: Partial<ApiDomainOptions>, id = 'Guest') {
  const props = { domain: { domainName: NAME, ...domain } };
  return kind === 'REST' ? restApi(stack, props, id) : httpApi(stack, props, id);
}

/** Every way in which a construct of the app can make the name. */
const makers: Record<string, (stack: Stack) => SharedDomain> = {
  'L2 of REST APIs': (stack) => SharedDomain.rest(new apigateway.DomainName(stack, 'Name', { domainName: NAME, certificate: certificateIn(stack) })),
  'L1 of REST APIs': (stack) => SharedDomain.rest(new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, endpointConfiguration: { types: ['REGIONAL'] } })),
  'L2 of HTTP APIs': (stack) => SharedDomain.http(new apigatewayv2.DomainName(stack, 'Name', { domainName: NAME, certificate: certificateIn(stack) })),
  'L1 of HTTP APIs': (stack) => SharedDomain.http(new apigatewayv2.CfnDomainName(stack, 'Name', { domainName: NAME, domainNameConfigurations: [{ endpointType: 'REGIONAL' }] })),
};

/** Names that the app does not make. */
const imports: Record<string, (stack: Stack) => SharedDomain> = {
  'imported from REST APIs': (stack) => SharedDomain.rest(apigateway.DomainName.fromDomainNameAttributes(stack, 'Name', {
    domainName: NAME, domainNameAliasTarget: 'd-1.example.com', domainNameAliasHostedZoneId: 'Z1',
  })),
  'imported from HTTP APIs': (stack) => SharedDomain.http(apigatewayv2.DomainName.fromDomainNameAttributes(stack, 'Name', {
    name: NAME, regionalDomainName: 'd-1.example.com', regionalHostedZoneId: 'Z1',
  })),
  'made elsewhere': () => SharedDomain.elsewhere(),
};

const mappings = (stack: Stack) => Object.entries(template(stack).findResources('AWS::ApiGatewayV2::ApiMapping')).map(([logicalId, resource]) => ({
  logicalId,
  ...resource as { Properties: Record<string, unknown>; DependsOn: string[] },
}));
const guestMapping = (stack: Stack) => mappings(stack).filter(({ logicalId }) => logicalId.startsWith('Guest'))[0];
const idOf = (stack: Stack, type: string, prefix: string) => Object.keys(template(stack).findResources(type)).find((id) => id.startsWith(prefix))!;
const types = { REST: 'AWS::ApiGateway::RestApi', HTTP: 'AWS::ApiGatewayV2::Api' };
const stages = { REST: 'AWS::ApiGateway::Stage', HTTP: 'AWS::ApiGatewayV2::Stage' };
const names = { REST: 'AWS::ApiGateway::DomainName', HTTP: 'AWS::ApiGatewayV2::DomainName' };

describe.each(KINDS.flatMap((first) => KINDS.map((second) => [first, second] as const)))('the domain of one API (%s), and another API beside it (%s)', (first, second) => {
  const beside = (basePath?: string) => {
    const stack = stackHere();
    const existing = owner(first, stack, { basePath: 'owner' });
    return { stack, api: guest(second, stack, { existing, basePath }) };
  };

  test.each(['guest', 'guest/v1', undefined])('are one name, and a mapping of %p to the second, after its stage', (basePath) => {
    const { stack } = beside(basePath);
    const { Properties, DependsOn } = guestMapping(stack);

    template(stack).resourceCountIs(names.REST, first === 'REST' ? 1 : 0);
    template(stack).resourceCountIs(names.HTTP, first === 'REST' ? 0 : 1);
    expect(Properties.ApiMappingKey).toBe(basePath);
    expect(Properties).toMatchObject({ DomainName: { Ref: idOf(stack, names[first], 'Owner') }, ApiId: { Ref: idOf(stack, types[second], 'Guest') } });
    expect(DependsOn).toContain(idOf(stack, stages[second], 'Guest'));
  });

  test('leave the records to the first', () => {
    const stack = stackHere();
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    guest(second, stack, { existing: owner(first, stack, { hostedZone }), basePath: 'guest' });

    template(stack).resourceCountIs('AWS::Route53::RecordSet', 2);
  });

  test('close the default endpoint of the second', () => {
    const { stack } = beside('guest');
    const api = template(stack).findResources(types[second])[idOf(stack, types[second], 'Guest')];

    expect(JSON.stringify(api)).toContain('"disableExecuteApiEndpoint":true');
  });

  test('keep the default endpoint of the second open with a reason, which acknowledges the rule', () => {
    const stack = stackHere();
    const api = guest(second, stack, { existing: owner(first, stack, { basePath: 'owner' }), basePath: 'guest', keepDefaultEndpoint: 'old clients' });
    const resource = template(stack).findResources(types[second])[idOf(stack, types[second], 'Guest')];

    expect(JSON.stringify(resource)).not.toContain('disableExecuteApiEndpoint":true');
    expect({ ...acknowledged(api), ...acknowledged(api.node.findChild('Api')) }).toMatchObject({ 'Gatehouse::Gatehouse-default-endpoint-open': 'old clients' });
  });

  test('stand in two stacks, of which the second needs the first', () => {
    const app = new App();
    const [one, two] = [stackHere(app, 'One'), stackHere(app, 'Two')];
    guest(second, two, { existing: owner(first, one), basePath: 'guest' });

    expect(guestMapping(two).Properties.DomainName).toEqual({ 'Fn::ImportValue': expect.stringContaining('One:ExportsOutputRefOwnerDomain') });
    expect(two.dependencies).toEqual([one]);
  });

  test('let functions of the second hold its address, without a cycle', () => {
    const { stack, api } = beside('guest');
    const handler = testHandler(stack);
    api.node.addDependency(handler);
    handler.addEnvironment('URL', api.url);

    template(stack).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { URL: `https://${NAME}/guest/` } } });
  });

  test('give the second no domain name of its own', () => {
    expect(beside('guest').api.domainName).toBeUndefined();
  });

  test.each([['guest', 'guest'], ['v1/guest', 'v1/guest']])('fail with the base path %s twice, and name the first mapping', (taken, again) => {
    const stack = stackHere();
    const existing = owner(first, stack, { basePath: taken });

    expect(errorOf(stack, () => guest(second, stack, { existing, basePath: again })))
      .toMatch(new RegExp(`^base path '${taken}' of domain 'api\\.example\\.com' is taken by 'Stack/Owner/Domain/.*', and leads to one API; write another basePath, as '${taken}-v2'$`));
  });

  test('fail with the root twice', () => {
    const stack = stackHere();
    const existing = owner(first, stack);

    expect(errorOf(stack, () => guest(second, stack, { existing }))).toMatch(/^the root of domain 'api\.example\.com' is taken by 'Stack\/Owner\/Domain\/.*'; write a basePath, as 'v2'$/);
  });
});

describe.each(Object.keys(makers))('a name that is made by an %s', (kind) => {
  test.each(KINDS)('takes a %s API, whose mapping refers to it', (apiKind) => {
    const stack = stackHere();
    guest(apiKind, stack, { existing: makers[kind](stack), basePath: 'guest' });

    expect(guestMapping(stack).Properties).toMatchObject({ DomainName: { Ref: expect.stringMatching(/^Name/) }, ApiMappingKey: 'guest' });
  });

  test('fails with another name, and says how to write it', () => {
    const stack = stackHere();
    const existing = makers[kind](stack);

    expect(errorOf(stack, () => guest('REST', stack, { existing, domainName: 'web.example.com' })))
      .toBe('domain \'web.example.com\' was given an existing one whose name is \'api.example.com\'; write domainName: \'api.example.com\', or the domain that has the name');
  });

  test('takes a name that is only known at deploy time', () => {
    const stack = stackHere();

    expect(() => guest('REST', stack, { existing: makers[kind](stack), domainName: Lazy.string({ produce: () => 'x' }) })).not.toThrow();
  });

  test.each(KINDS)('fails with a %s API in another region', (apiKind) => {
    const app = new App();
    const existing = makers[kind](stackHere(app, 'There', { ...ENV, region: 'us-west-2' }));
    const stack = stackHere(app);

    expect(errorOf(stack, () => guest(apiKind, stack, { existing, basePath: 'guest' })))
      .toBe('domain \'api.example.com\' is made in the region us-west-2 and the API in eu-west-1, and API Gateway maps a domain to APIs beside it alone; make the domain in eu-west-1 as well');
  });

  test('fails with an API in another account', () => {
    const app = new App();
    const existing = makers[kind](stackHere(app, 'There', { ...ENV, account: '222222222222' }));
    const stack = stackHere(app);

    expect(errorOf(stack, () => guest('HTTP', stack, { existing, basePath: 'guest' }))).toMatch(/is made in the account 222222222222 and the API in 111111111111/);
  });
});

describe.each(Object.keys(imports))('a name that is %s', (kind) => {
  test.each(KINDS)('takes a %s API, whose mapping has the name written out', (apiKind) => {
    const stack = stackHere();
    guest(apiKind, stack, { existing: imports[kind](stack), basePath: 'guest' });

    template(stack).resourceCountIs(names.REST, 0);
    template(stack).resourceCountIs(names.HTTP, 0);
    expect(guestMapping(stack).Properties).toMatchObject({ DomainName: NAME, ApiMappingKey: 'guest' });
  });

  test('fails where two APIs of the app take one base path, even in two stacks', () => {
    const app = new App();
    const [one, two] = [stackHere(app, 'One'), stackHere(app, 'Two')];
    guest('HTTP', one, { existing: imports[kind](one), basePath: 'guest' });
    const existing = imports[kind](two);

    expect(errorOf(two, () => guest('REST', two, { existing, basePath: 'guest' }))).toMatch(/^base path 'guest' .* is taken by 'One\/Guest\/Domain\/Mapping'/);
  });

  test('takes one base path twice in two regions, and in two stages of the app', () => {
    const app = new App();
    const stackOf = [stackHere(app), stackHere(app, 'There', { ...ENV, region: 'us-west-2' }), new Stack(new Stage(app, 'Prod'), 'Stack', { env: ENV })];

    for (const stack of stackOf) expect(() => guest('HTTP', stack, { existing: imports[kind](stack), basePath: 'guest' })).not.toThrow();
  });
});

describe('one base path twice', () => {
  const existingAnd = (first: (stack: Stack, domainName: string) => void) => {
    const stack = stackHere();
    const domain = new apigatewayv2.DomainName(stack, 'Name', { domainName: NAME, certificate: certificateIn(stack) });
    first(stack, domain.name);
    return { stack, second: () => guest('REST', stack, { existing: SharedDomain.http(domain), basePath: 'guest' }) };
  };

  test.each<[string, (stack: Stack, domainName: string) => void]>([
    ['a mapping of the first generation', (stack, domainName) => new apigateway.CfnBasePathMapping(stack, 'First', { domainName, basePath: 'guest' })],
    ['a mapping of the second generation', (stack, domainName) => new apigatewayv2.CfnApiMapping(stack, 'First', { domainName, apiMappingKey: 'guest', apiId: 'a', stage: 'b' })],
    ['a mapping with the name written out', (stack) => new apigatewayv2.CfnApiMapping(stack, 'First', { domainName: NAME, apiMappingKey: 'guest', apiId: 'a', stage: 'b' })],
  ])('fails where the first is %s of the user\'s own', (_, first) => {
    const { stack, second } = existingAnd(first);

    expect(errorOf(stack, second)).toMatch(/is taken by 'Stack\/First'/);
  });

  test.each<[string, (stack: Stack, domainName: string) => void]>([
    ['has another base path', (stack, domainName) => new apigateway.CfnBasePathMapping(stack, 'First', { domainName, basePath: 'guests' })],
    ['has the root, by its word', (stack, domainName) => new apigateway.CfnBasePathMapping(stack, 'First', { domainName, basePath: '(none)' })],
    ['is of another name', (stack) => new apigatewayv2.CfnApiMapping(stack, 'First', { domainName: 'web.example.com', apiMappingKey: 'guest', apiId: 'a', stage: 'b' })],
    ['has a base path that is only known at deploy time', (stack, domainName) =>
      new apigateway.CfnBasePathMapping(stack, 'First', { domainName, basePath: Lazy.string({ produce: () => 'guest' }) })],
    ['depends on a condition', (stack, domainName) => {
      const first = new apigateway.CfnBasePathMapping(stack, 'First', { domainName, basePath: 'guest' });
      first.cfnOptions.condition = new CfnCondition(stack, 'Condition', { expression: Fn.conditionEquals('a', 'b') });
    }],
  ])('is taken where the first %s', (_, first) => {
    expect(existingAnd(first).second).not.toThrow();
  });

  test('is taken where the second is only known at deploy time', () => {
    const stack = stackHere();
    const existing = owner('HTTP', stack, { basePath: 'guest' });

    expect(() => guest('REST', stack, { existing, basePath: Lazy.string({ produce: () => 'guest' }) })).not.toThrow();
  });

  test('fails at the root where the first says so by its word', () => {
    const stack = stackHere();
    new apigateway.CfnBasePathMapping(stack, 'First', { domainName: NAME, basePath: '(none)' });

    expect(errorOf(stack, () => guest('REST', stack, { existing: SharedDomain.elsewhere() }))).toMatch(/^the root of domain 'api\.example\.com' is taken by 'Stack\/First'/);
  });
});

describe('what belongs to the domain', () => {
  test.each<[string, (stack: Stack) => Partial<ApiDomainOptions>]>([
    ['certificate', (stack) => ({ certificate: acm.Certificate.fromCertificateArn(stack, 'Other', 'arn:aws:acm:eu-west-1:111111111111:certificate/abc') })],
    ['hostedZone', (stack) => ({ hostedZone: route53.HostedZone.fromHostedZoneId(stack, 'Zone', 'Z1') })],
    ['mutualTls', (stack) => ({ mutualTls: { truststore: s3.Bucket.fromBucketName(stack, 'Truststore', 'trust'), key: 'ca.pem', version: '1' } })],
    ['ipAddressType', () => ({ ipAddressType: apigateway.IpAddressType.DUAL_STACK })],
  ])('fails as %s beside existing', (prop, given) => {
    const stack = stackHere();
    const options = given(stack);

    expect(errorOf(stack, () => guest('REST', stack, { existing: SharedDomain.elsewhere(), ...options })))
      .toBe(`domain 'api.example.com' was given existing and ${prop}, which belongs to whoever makes the domain; leave ${prop} out, or write it there`);
  });

  test('fails as an open default endpoint where the domain asks for client certificates', () => {
    const stack = stackHere();
    const mutualTls = { truststore: s3.Bucket.fromBucketName(stack, 'Truststore', 'trust'), key: 'ca.pem', version: '1' };
    const existing = owner('REST', stack, { mutualTls });

    expect(errorOf(stack, () => guest('HTTP', stack, { existing, basePath: 'guest', keepDefaultEndpoint: 'old clients' })))
      .toMatch(/^keepDefaultEndpoint 'old clients' cannot go with domain 'api\.example\.com', which asks for client certificates/);
    expect(() => guest('HTTP', stack, { existing, basePath: 'guest' })).not.toThrow();
  });
});

describe('the TLS policy', () => {
  const STRICT = DomainTlsPolicy.TLS13_1_3_2025_09;

  test('of a REST API stands beside that of the domain', () => {
    const stack = stackHere();
    guest('REST', stack, { existing: owner('REST', stack, { tlsPolicy: STRICT }), basePath: 'guest', tlsPolicy: STRICT });

    expect(Object.values(template(stack).findResources('AWS::ApiGateway::RestApi')).map(({ Properties }) => (Properties as Record<string, unknown>).SecurityPolicy))
      .toEqual([STRICT.policyName, STRICT.policyName]);
  });

  test('of a REST API fails when it is weaker than that of the domain', () => {
    const stack = stackHere();
    const existing = owner('REST', stack, { tlsPolicy: STRICT });

    expect(errorOf(stack, () => guest('REST', stack, { existing, basePath: 'guest' }))).toBe('domain \'api.example.com\' has the TLS policy \'SecurityPolicy_TLS13_1_3_2025_09\', '
      + 'but a call is encrypted by the policy of the API behind it, which would be \'TLS_1_2\'; write tlsPolicy: DomainTlsPolicy.of(\'SecurityPolicy_TLS13_1_3_2025_09\')');
  });

  test.each(['SecurityPolicy_TLS13_1_3_2025_09', 'TLS_1_0'])('of the domain fails as %s with an HTTP API', (securityPolicy) => {
    const stack = stackHere();
    const existing = SharedDomain.rest(new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, securityPolicy }));

    expect(errorOf(stack, () => guest('HTTP', stack, { existing })))
      .toBe(`domain 'api.example.com' has the TLS policy '${securityPolicy}', and only REST APIs stand under such a domain; make the domain with 'TLS_1_2', or take another one`);
  });

  test('of the domain that is only known at deploy time passes', () => {
    const stack = stackHere();
    const securityPolicy = Fn.ref('AWS::NoValue');
    const existing = SharedDomain.rest(new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, securityPolicy }));

    expect(() => guest('HTTP', stack, { existing })).not.toThrow();
  });
});

describe('an edge-optimized domain', () => {
  const edgeIn = (stack: Stack) => SharedDomain.rest(new apigateway.DomainName(stack, 'Name', {
    domainName: NAME,
    certificate: acm.Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:111111111111:certificate/abc'),
    endpointType: apigateway.EndpointType.EDGE,
  }));

  test('takes REST APIs by mappings of the first generation, which it knows alone', () => {
    const stack = stackHere();
    guest('REST', stack, { existing: edgeIn(stack), basePath: 'guest' });

    template(stack).resourceCountIs('AWS::ApiGatewayV2::ApiMapping', 0);
    template(stack).hasResourceProperties('AWS::ApiGateway::BasePathMapping', {
      BasePath: 'guest',
      DomainName: { Ref: Match.stringLikeRegexp('^Name') },
      RestApiId: { Ref: Match.stringLikeRegexp('^Guest') },
      Stage: { Ref: Match.stringLikeRegexp('^GuestStage') },
    });
  });

  test('is assumed for an edge-optimized API where nothing is known', () => {
    const stack = stackHere();
    restApi(stack, { endpointType: apigateway.EndpointType.EDGE, domain: { domainName: NAME, existing: SharedDomain.elsewhere(), basePath: 'guest' } });

    template(stack).resourceCountIs('AWS::ApiGateway::BasePathMapping', 1);
  });

  test('fails with several segments', () => {
    const stack = stackHere();
    const existing = edgeIn(stack);

    expect(errorOf(stack, () => guest('REST', stack, { existing, basePath: 'a/b' }))).toMatch(/base path 'a\/b' has several segments, which an edge-optimized domain cannot map/);
  });

  test('fails with an HTTP API', () => {
    const stack = stackHere();
    const existing = edgeIn(stack);

    expect(errorOf(stack, () => guest('HTTP', stack, { existing })))
      .toBe('domain \'api.example.com\' is edge-optimized, and only REST APIs stand under such a domain; make the domain Regional, or take another one');
  });
});

describe('the routing mode of the domain', () => {
  const underMode = (kind: Kind, routingMode: string) => {
    const stack = stackHere();
    const existing = SharedDomain.rest(new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, routingMode }));
    return { stack, make: () => guest(kind, stack, { existing }) };
  };

  test.each<[Kind, string]>([['REST', 'ROUTING_RULE_ONLY'], ['HTTP', 'ROUTING_RULE_ONLY'], ['HTTP', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING']])('fails for a %s API as %s', (kind, mode) => {
    const { stack, make } = underMode(kind, mode);

    expect(errorOf(stack, make)).toMatch(new RegExp(`^domain 'api\\.example\\.com' has the routing mode '${mode}', in which .*; set the domain's routing mode to API_MAPPING_ONLY`));
  });

  test.each<[Kind, string]>([['REST', 'ROUTING_RULE_THEN_BASE_PATH_MAPPING'], ['REST', 'BASE_PATH_MAPPING_ONLY'], ['HTTP', 'BASE_PATH_MAPPING_ONLY']])('is taken for a %s API as %s', (kind, mode) => {
    expect(underMode(kind, mode).make).not.toThrow();
  });
});

describe('WebSocket APIs', () => {
  const chatDomain = (stack: Stack, given: Partial<ApiDomainOptions> = {}) => webSocketApi(stack, { domain: { domainName: NAME, certificate: certificateIn(stack), ...given } }, 'Owner').domainName!;
  const beside = (stack: Stack, existing: SharedDomain, basePath?: string) => webSocketApi(stack, { domain: { domainName: NAME, existing, basePath } }, 'Guest');

  test.each(KINDS)('fail to share a domain with a %s API', (kind) => {
    const stack = stackHere();
    const chat = new apigatewayv2.WebSocketApi(stack, 'Chat');
    const domain = new apigatewayv2.DomainName(stack, 'Name', { domainName: NAME, certificate: certificateIn(stack) });
    new apigatewayv2.WebSocketStage(stack, 'Stage', { webSocketApi: chat, stageName: 'live', domainMapping: { domainName: domain, mappingKey: 'chat' } });

    expect(errorOf(stack, () => guest(kind, stack, { existing: SharedDomain.http(domain), basePath: 'guest' })))
      .toBe('domain \'api.example.com\' leads to the WebSocket API \'Stack/Chat/Resource\', beside which API Gateway maps no API of another type; give this API another domain');
  });

  test.each(KINDS)('fail to share a domain that is said to be of WebSocket APIs with a %s API', (kind) => {
    const stack = stackHere();
    const existing = SharedDomain.webSocket(apigatewayv2.DomainName.fromDomainNameAttributes(stack, 'Name', { name: NAME, regionalDomainName: 'd-1.example.com', regionalHostedZoneId: 'Z1' }));

    expect(errorOf(stack, () => guest(kind, stack, { existing, basePath: 'guest' })))
      .toBe('domain \'api.example.com\' was given existing as a domain of WebSocket APIs, beside which API Gateway maps no API of another type; give this API another domain');
  });

  test.each(KINDS)('fail beside the domain of a %s API, whatever it is said to be', (kind) => {
    const stack = stackHere();
    const existing = owner(kind, stack, { basePath: 'owner' });
    const { domainName } = (existing as unknown as { domainName: apigatewayv2.IDomainNameRef });

    expect(errorOf(stack, () => beside(stack, existing, 'chat'))).toBe('domain \'api.example.com\' was given existing as a domain of REST and HTTP APIs, beside which API Gateway maps no WebSocket API; '
      + 'write SharedDomain.webSocket(domainName) for the domain of another one, or leave existing out and write a domainName of its own');
    expect(errorOf(stack, () => beside(stack, SharedDomain.webSocket(domainName), 'chat')))
      .toMatch(/^domain 'api\.example\.com' leads to the REST or HTTP API 'Stack\/Owner\/.*', beside which API Gateway maps no WebSocket API; give this API another domain$/);
    expect(errorOf(stack, () => beside(stack, SharedDomain.elsewhere(), 'chat'))).toContain('beside which API Gateway maps no WebSocket API');
  });

  test.each(['news', 'news/v1', undefined])('stand under one domain together, the second at %p', (basePath) => {
    const stack = stackHere();
    const api = beside(stack, SharedDomain.webSocket(chatDomain(stack, { basePath: 'owner' })), basePath);

    expect(guestMapping(stack).Properties).toMatchObject({ DomainName: { Ref: idOf(stack, names.HTTP, 'Owner') }, Stage: 'prod' });
    expect(guestMapping(stack).Properties.ApiMappingKey).toBe(basePath);
    expect(api.callbackUrl).toBe(basePath === undefined ? `https://${NAME}` : `https://${NAME}/${basePath}`);
  });

  test('stand in two stacks, of which the second needs the first', () => {
    const app = new App();
    const [one, two] = [stackHere(app, 'One'), stackHere(app, 'Two')];
    beside(two, SharedDomain.webSocket(chatDomain(one)), 'news');
    template(two);

    expect(two.dependencies).toEqual([one]);
  });

  test('stand under a domain that is made elsewhere', () => {
    const stack = stackHere();
    beside(stack, SharedDomain.elsewhere(), 'news');

    expect(guestMapping(stack).Properties.DomainName).toBe(NAME);
  });

  test.each<[string, (stack: Stack) => string]>([
    ['of a type that is only known at deploy time', (stack) => new apigatewayv2.CfnApi(stack, 'Other', { name: 'other', protocolType: Lazy.string({ produce: () => 'WEBSOCKET' }) }).ref],
    ['that this app does not make', () => 'abc123'],
  ])('stand beside an API %s', (_what, apiIdOf) => {
    const stack = stackHere();
    const name = new apigatewayv2.DomainName(stack, 'Name', { domainName: NAME, certificate: certificateIn(stack) });
    new apigatewayv2.CfnApiMapping(stack, 'Mapping', { apiId: apiIdOf(stack), stage: 'live', domainName: name.name, apiMappingKey: 'other' });

    expect(() => beside(stack, SharedDomain.webSocket(name), 'news')).not.toThrow();
  });

  test('fail with a base path twice, and with the root twice', () => {
    const stack = stackHere();
    const existing = SharedDomain.webSocket(chatDomain(stack, { basePath: 'chat' }));
    beside(stack, existing);

    expect(errorOf(stack, () => webSocketApi(stack, { domain: { domainName: NAME, existing, basePath: 'chat' } }, 'Third')))
      .toBe("base path 'chat' of domain 'api.example.com' is taken by 'Stack/Owner/Domain/Mapping', and leads to one API; write another basePath, as 'chat-v2'");
    expect(errorOf(stack, () => webSocketApi(stack, { domain: { domainName: NAME, existing } }, 'Third'))).toBe("the root of domain 'api.example.com' is taken by 'Stack/Guest/Domain/Mapping'; write a basePath, as 'v2'");
  });

  test.each<[string, (stack: Stack) => apigatewayv2.IDomainNameRef, string]>([
    ['asks for certificates', (stack) => new apigatewayv2.DomainName(stack, 'Name', {
      domainName: NAME, certificate: certificateIn(stack), mtls: { bucket: s3.Bucket.fromBucketName(stack, 'Trust', 'trust'), key: 'ca.pem' },
    }), "domain 'api.example.com' asks for client certificates, which WebSocket APIs do not; take a domain without mutual TLS"],
    ['has another TLS policy', (stack) => new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, endpointConfiguration: { types: ['REGIONAL'] }, securityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09' }),
      "has the TLS policy 'SecurityPolicy_TLS13_1_3_2025_09', and only REST APIs stand under such a domain"],
    ['is edge-optimized', (stack) => new apigateway.CfnDomainName(stack, 'Name', { domainName: NAME, endpointConfiguration: { types: ['EDGE'] } }), 'is edge-optimized, and only REST APIs stand under such a domain'],
  ])('fail beside existing that %s', (_what, make, message) => {
    const stack = stackHere();
    const existing = SharedDomain.webSocket(make(stack));

    expect(errorOf(stack, () => beside(stack, existing, 'news'))).toContain(message);
  });

  test('fail with existing that is none, which only JavaScript can write', () => {
    const stack = stackHere();

    expect(errorOf(stack, () => beside(stack, NAME as unknown as SharedDomain))).toBe("domain 'api.example.com' was given existing as 'api.example.com', which does not say who made it; write SharedDomain.webSocket(domainName) or SharedDomain.elsewhere()");
  });
});

test.each([
  ['rest', undefined, 'undefined'],
  ['http', undefined, 'undefined'],
  ['webSocket', undefined, 'undefined'],
  ['rest', stackHere(), 'Stack'],
] as const)('SharedDomain.%s() fails with %p, which only JavaScript can write', (factory, given, named) => {
  expect(() => SharedDomain[factory](given as unknown as apigateway.IDomainNameRef)).toThrow(`SharedDomain.${factory}() was given '${named}', which is no domain name; `
    + 'write the domainName of an API that has a domain of its own, or SharedDomain.elsewhere() for one that this app does not make');
});

test.each([NAME, true])('fails with existing as %p, which only JavaScript can write', (given) => {
  const stack = stackHere();
  const existing = given as unknown as SharedDomain;

  expect(errorOf(stack, () => guest('HTTP', stack, { existing }))).toBe(`domain 'api.example.com' was given existing as '${given}', which does not say who made it; `
    + 'write SharedDomain.rest(domainName), SharedDomain.http(domainName) or SharedDomain.elsewhere()');
});

test('works in stacks without account and region', () => {
  const stack = new Stack(new App(), 'Stack');
  guest('HTTP', stack, { existing: makers['L2 of REST APIs'](stack), basePath: 'guest' });

  expect(guestMapping(stack).Properties.ApiMappingKey).toBe('guest');
});

describe('blue and green', () => {
  /** The stack of the recipe: two APIs, of which one is live. */
  const stackWith = (live: 'Blue' | 'Green', kind: Kind) => {
    const stack = stackHere();
    const existing = makers['L2 of HTTP APIs'](stack);
    for (const color of ['Blue', 'Green']) {
      const role = color === live ? 'Live' : 'Next';
      const api = guest(kind, stack, { existing, basePath: role === 'Live' ? 'v1' : 'v1-next' }, color);
      for (const node of api.node.findAll()) if (apigatewayv2.CfnApiMapping.isCfnApiMapping(node)) node.overrideLogicalId(role);
    }
    const found = mappings(stack).map(({ logicalId, Properties }) => [logicalId, Properties]);
    return Object.fromEntries(found) as Record<string, { ApiId: { Ref: string } }>;
  };

  test.each(KINDS)('trade places by changing the API in mappings that stay (%s)', (kind) => {
    const [before, after] = [stackWith('Blue', kind), stackWith('Green', kind)];

    expect(before).toMatchObject({ Live: { ApiMappingKey: 'v1' }, Next: { ApiMappingKey: 'v1-next' } });
    expect(after).toMatchObject({ Live: { ApiMappingKey: 'v1' }, Next: { ApiMappingKey: 'v1-next' } });
    expect(before.Live.ApiId).toEqual(after.Next.ApiId);
    expect(before.Next.ApiId).toEqual(after.Live.ApiId);
    expect(before.Live.ApiId.Ref).toMatch(/^Blue/);
  });
});
