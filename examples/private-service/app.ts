import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { EdgeCertificateStack } from './edge-certificate-stack';
import { PrivateServiceStack } from './private-service-stack';
import { ApiGatewayChecks } from 'cdk-gatehouse';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ApiGatewayChecks(app));

// cdk.json holds the values; `cdk deploy -c <name>=<value>` sets others. An empty one counts as none.
const context = (name: string): string | undefined => (app.node.tryGetContext(name) as string | undefined) || undefined;

const account = required('account', 'account=$(aws sts get-caller-identity --query Account --output text)');
const domain = {
  domainName: required('domainName', 'domainName=quotes.example.com'),
  hostedZoneName: required('hostedZoneName', 'hostedZoneName=example.com'),
  hostedZoneId: required('hostedZoneId', 'hostedZoneId=<id>'),
};
const issuer = context('issuer');

const edge = new EdgeCertificateStack(app, 'PrivateServiceCertificate', {
  description: 'The certificate that CloudFront shows for the private service',
  env: { account, region: 'us-east-1' },
  crossRegionReferences: true,
  domain,
});
new PrivateServiceStack(app, 'PrivateService', {
  description: 'A private service in a VPC, behind an HTTP API, behind CloudFront',
  env: { account, region: required('region', 'region=eu-central-1') },
  crossRegionReferences: true,
  domain,
  edgeCertificate: edge.certificate,
  webOrigin: required('webOrigin', 'webOrigin=https://app.example.com'),
  issuer: issuer === undefined ? undefined : { issuer, audience: required('audience', 'audience=<the tokens\' aud or client_id>').split(',') },
  alarmEmail: context('alarmEmail'),
});

function required(name: string, write: string): string {
  const value = context(name);
  if (value === undefined) throw new Error(`the context has no '${name}', without which the service has no place; write -c ${write}`);
  return value;
}
