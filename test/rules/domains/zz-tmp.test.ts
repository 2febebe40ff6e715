import { App, Stack, aws_apigateway as ag, aws_apigatewayv2 as v2, aws_certificatemanager as acm, aws_cloudfront as cf, aws_cloudfront_origins as o, aws_route53 as r, aws_route53_targets as t, aws_s3 as s3, aws_wafv2 as w, aws_lambda as lambda, Fn, Token } from 'aws-cdk-lib';
import * as gate from '../../../src';
import { AppReflection } from '../../../src/reflection/app-reflection';
import { templatesOfApp } from '../../../src/reflection/app-templates';
import { checkAll } from '../../../src/rules/all-rules';
import { addresses } from '../../../src/rules/domains/addresses';
import { certificates } from '../../../src/rules/domains/certificates';
import { domainTls } from '../../../src/rules/domains/domain-tls';
import { mappings } from '../../../src/rules/domains/mappings';
import { mutualTls } from '../../../src/rules/domains/mutual-tls';
import { domainQuotas } from '../../../src/rules/domains/quotas';
import { routingModes } from '../../../src/rules/routing-rules/routing-modes';
import { routingRules } from '../../../src/rules/routing-rules/routing-rules';
import { observation } from '../../../src/rules/web-acl/observation';
import { protectedStages } from '../../../src/rules/web-acl/protected-stages';
import { ruleGroups } from '../../../src/rules/web-acl/rule-groups';
import { origins } from '../../../src/rules/cloud-front/origins';
import { behaviors } from '../../../src/rules/cloud-front/behaviors';

const mine = [addresses, certificates, domainTls, mappings, mutualTls, domainQuotas, routingModes, routingRules, observation, protectedStages, ruleGroups, origins, behaviors].flat();
const say = (app: App) => checkAll(new AppReflection(templatesOfApp(app)), { publicApis: true, production: true, largestBodyBytes: 9000 }, mine)
  .map((f) => `${f.severity} ${f.ruleId} ${f.resource.logicalId}: ${f.message}`);

test('cdk', () => {
  const app = new App({ analyticsReporting: false }); const s = new Stack(app, 'S', { env: { region: 'eu-west-1', account: '111122223333' } });
  const api = new ag.RestApi(s, 'Rest', { cloudWatchRole: false }); api.root.addMethod('GET');
  new cf.Distribution(s, 'D', { defaultBehavior: { origin: new o.RestApiOrigin(api), cachePolicy: cf.CachePolicy.CACHING_DISABLED, originRequestPolicy: cf.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER } });
  const h = new v2.HttpApi(s, 'Http');
  new cf.Distribution(s, 'D2', { defaultBehavior: { origin: new o.HttpOrigin(Fn.select(2, Fn.split('/', h.apiEndpoint)), { customHeaders: { a: 'b' } }) } });
  const zone = r.HostedZone.fromHostedZoneAttributes(s, 'Z', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  const cert = new acm.Certificate(s, 'C', { domainName: '*.example.com' });
  const dn = new ag.DomainName(s, 'DN', { domainName: 'api.example.com', certificate: cert, mapping: api, basePath: 'v1', mtls: { bucket: s3.Bucket.fromBucketName(s, 'B', 'bucket'), key: 'k' }, endpointType: ag.EndpointType.REGIONAL });
  new r.ARecord(s, 'A1', { zone, recordName: 'api', target: r.RecordTarget.fromAlias(new t.ApiGatewayDomain(dn)) });
  const d2 = new v2.DomainName(s, 'DN2', { domainName: 'h.example.com', certificate: cert });
  new v2.ApiMapping(s, 'M', { api: h, domainName: d2, apiMappingKey: 'a/b' });
  new r.ARecord(s, 'A2', { zone, recordName: 'h', target: r.RecordTarget.fromAlias(new t.ApiGatewayv2DomainProperties(d2.regionalDomainName, d2.regionalHostedZoneId)) });
  new w.CfnWebACLAssociation(s, 'WA', { resourceArn: api.deploymentStage.stageArn, webAclArn: 'arn:x' });
  console.log(say(app).join('\n'));
});

test('gatehouse', () => {
  const app = new App({ analyticsReporting: false });
  const edge = new Stack(app, 'E', { env: { region: 'us-east-1', account: '111122223333' }, crossRegionReferences: true });
  const s = new Stack(app, 'S', { env: { region: 'eu-west-1', account: '111122223333' }, crossRegionReferences: true });
  const zone = r.HostedZone.fromHostedZoneAttributes(s, 'Z', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  const cert = new acm.Certificate(s, 'C', { domainName: '*.example.com' });
  const edgeCert = new acm.Certificate(edge, 'C', { domainName: '*.example.com' });
  const fn = new lambda.Function(s, 'F', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda.Code.fromInline('x') });
  const bucket = new s3.Bucket(s, 'T', { versioned: true });
  const rest = new gate.GovernedRestApi(s, 'Rest', { authorizer: gate.Authorizer.iam(), domain: { domainName: 'rest.example.com', certificate: cert, hostedZone: zone, mutualTls: { truststore: bucket, key: 'k', version: 'v' } } });
  rest.addRoute('GET /pets', { integration: gate.Integration.lambdaFunction(fn) });
  const restCf = new gate.GovernedRestApi(s, 'RestCf', { authorizer: gate.Authorizer.none('tests'), domain: { domainName: 'origin.example.com', certificate: cert, hostedZone: zone, basePath: 'v1' }, cloudFront: { domainNames: ['www.example.com'], certificate: edgeCert, hostedZone: zone } as any });
  restCf.addRoute('GET /pets', { integration: gate.Integration.lambdaFunction(fn) });
  const http = new gate.LeanHttpApi(s, 'Http', { authorizer: gate.Authorizer.none('tests'), cloudFront: { behaviors: { '/pets': { ttl: require('aws-cdk-lib').Duration.seconds(60), sharedAcrossCallers: 'same for all' } } } as any });
  http.addRoute('GET /pets', { integration: gate.Integration.lambdaFunction(fn) });
  const plain = new gate.LeanHttpApi(s, 'Plain', { authorizer: gate.Authorizer.iam() });
  plain.addRoute('GET /pets', { integration: gate.Integration.lambdaFunction(fn) });
  console.log(say(app).join('\n'));
  void Token;
});
