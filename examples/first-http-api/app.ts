import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { FirstHttpApiStack, accessNamed, limitNamed } from './first-http-api-stack';
import { ApiGatewayChecks } from 'cdk-gatehouse';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ApiGatewayChecks(app));

// cdk.json holds the values; `cdk deploy -c <name>=<value>` sets others. An empty one counts as none.
const context = (name: string): string | undefined => (app.node.tryGetContext(name) as string | undefined) || undefined;

new FirstHttpApiStack(app, 'FirstHttpApi', {
  description: 'An HTTP API in front of one function',
  access: accessNamed(context('access') ?? 'users'),
  throttle: { rateLimit: limitNamed('rateLimit', context('rateLimit') ?? '50'), burstLimit: limitNamed('burstLimit', context('burstLimit') ?? '100') },
  webOrigin: context('webOrigin') ?? 'https://app.example.com',
  alarmEmail: context('alarmEmail'),
});
