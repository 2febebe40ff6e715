import { readFileSync } from 'fs';
import { join } from 'path';
import {
  App, Stack,
  aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2, aws_cloudwatch as cloudwatch, aws_cloudwatch_actions as actions, aws_sns as sns,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { MonitoredApi } from '../../src/observability/monitored-api';

const app = new App();
const stack = new Stack(app, 'Stack', { env: { account: '111122223333', region: 'eu-west-1' } });
const topic = sns.Topic.fromTopicArn(stack, 'Topic', stack.formatArn({ service: 'sns', resource: 'alarms' }));
const told = { actions: [new actions.SnsAction(topic)] };

const rest = apigateway.RestApi.fromRestApiId(stack, 'Rest', 'r1');
const http = new apigatewayv2.HttpApi(stack, 'Http');
const webSocket = new apigatewayv2.WebSocketApi(stack, 'WebSocket');
new ApiAlarms(stack, 'RestAlarms', { api: MonitoredApi.rest(rest, { apiName: 'Orders', stageName: 'prod' }), cache: true, ...told });
new ApiAlarms(stack, 'HttpAlarms', { api: MonitoredApi.http(http), ...told });
new ApiAlarms(stack, 'WebSocketAlarms', { api: MonitoredApi.webSocket(webSocket, { stageName: 'live' }), ...told });

// Each with a finding of its own, so that silence about the alarms is known to mean something.
new cloudwatch.CfnAlarm(stack, 'WrongAlarm', { comparisonOperator: 'Bigger', evaluationPeriods: 3, threshold: 1, metricName: 'Count', namespace: 'AWS/ApiGateway' });
new sns.Topic(stack, 'OpenTopic');

interface ValidationReport {
  readonly pluginReports: { readonly violations: { readonly violatingConstructs: { readonly constructPath: string }[] }[] }[];
}

describe('the alarms of all three types of API', () => {
  test('pass the CDK\'s validator', () => {
    const { directory } = app.synth();
    const report: ValidationReport = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8'));
    const found = report.pluginReports.flatMap((plugin) => plugin.violations).flatMap((violation) => violation.violatingConstructs);
    const paths = found.map((construct) => construct.constructPath);

    expect(paths).toContain('Stack/WrongAlarm');
    expect(paths.filter((path) => /^Stack\/\w+Alarms/.test(path))).toEqual([]);
  });

  test('give AwsSolutions nothing to find', () => {
    const report = new AwsSolutionsChecks().validateScope(stack);
    const paths = report.violations.flatMap((violation) => violation.violatingResources).map((resource) => resource.constructPath);

    expect(paths).toContain('Stack/OpenTopic/Resource');
    expect(paths.filter((path) => path === undefined || /^Stack\/\w+Alarms/.test(path))).toEqual([]);
  });
});
