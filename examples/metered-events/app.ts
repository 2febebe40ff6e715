import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { MeteredEventsStack, releaseNamed } from './metered-events-stack';
import { ApiGatewayChecks } from 'cdk-gatehouse';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ApiGatewayChecks(app));

// cdk.json holds the values; `cdk deploy -c <name>=<value>` sets others. An empty one counts as none.
const context = (name: string): string | undefined => (app.node.tryGetContext(name) as string | undefined) || undefined;
const domainName = context('domainName');

new MeteredEventsStack(app, 'MeteredEvents', {
  description: 'A metered, secured REST API that stores events',
  webOrigin: context('webOrigin') ?? 'https://app.example.com',
  domain: domainName === undefined ? undefined : {
    domainName,
    hostedZoneName: context('hostedZoneName') ?? domainName,
    hostedZoneId: required('hostedZoneId'),
  },
  alarmEmail: context('alarmEmail'),
  release: releaseNamed(context('release') ?? 'stable'),
  baseDeploymentId: context('baseDeploymentId'),
});

function required(name: string): string {
  const value = context(name);
  if (value === undefined) throw new Error(`a domain needs the zone that its records go to, and no context '${name}' names one; write -c ${name}=<id>, or -c domainName= for no domain`);
  return value;
}
