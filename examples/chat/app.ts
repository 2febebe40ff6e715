import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ChatStack } from './chat-stack';
import { ApiGatewayChecks } from 'cdk-gatehouse';

const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ApiGatewayChecks(app));

// cdk.json holds the values; `cdk deploy -c <name>=<value>` sets others. An empty one counts as none.
const context = (name: string): string | undefined => (app.node.tryGetContext(name) as string | undefined) || undefined;

new ChatStack(app, 'Chat', {
  description: 'A chat with rooms, on a WebSocket API',
  pageUrl: context('pageUrl') ?? 'http://localhost:8080/',
  alarmEmail: context('alarmEmail'),
});
