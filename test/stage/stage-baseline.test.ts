import { App, Aspects, CfnResource, Stack, aws_apigateway as apigateway, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { ExecutionLogLevel, StageBaseline, StageExecutionLog, StageThrottle } from 'cdk-gatehouse';

function stackWith(build: (stack: Stack) => void, baseline = new StageBaseline()): Stack {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  Aspects.of(stack).add(baseline);
  return stack;
}

function restApi(stack: Stack, deployOptions: apigateway.StageOptions = {}): apigateway.RestApi {
  const api = new apigateway.RestApi(stack, 'Api', { deployOptions, cloudWatchRole: false });
  api.root.addMethod('GET');
  return api;
}

const EVERYTHING = {
  HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'ERROR', DataTraceEnabled: false, ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500,
};

test('a stage of a REST API gets an access log, an execution log, limits and tracing', () => {
  Template.fromStack(stackWith(restApi)).hasResourceProperties('AWS::ApiGateway::Stage', {
    AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('requestId') },
    MethodSettings: [EVERYTHING],
    TracingEnabled: true,
  });
});

test('a stage of an HTTP API gets an access log and limits, and no execution log', () => {
  const stack = stackWith((scope) => new apigatewayv2.HttpApi(scope, 'Api'));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: { Format: Match.stringLikeRegexp('requestId') },
    DefaultRouteSettings: { ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500, LoggingLevel: Match.absent() },
  });
});

test('a stage of a WebSocket API gets an access log, an execution log and limits', () => {
  const stack = stackWith((scope) => new apigatewayv2.WebSocketStage(scope, 'Stage', { webSocketApi: new apigatewayv2.WebSocketApi(scope, 'Api'), stageName: 'live' }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    AccessLogSettings: { Format: Match.stringLikeRegexp('connectionId') },
    DefaultRouteSettings: { LoggingLevel: 'ERROR', ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 500 },
  });
});

test('a stage that is an L1 gets them as well', () => {
  const stack = stackWith((scope) => new apigateway.CfnStage(scope, 'Stage', { restApiId: 'abc123', deploymentId: 'def456' }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { MethodSettings: [EVERYTHING], TracingEnabled: true });
});

test('what a stage says itself stays', () => {
  const stack = stackWith((scope) => restApi(scope, {
    tracingEnabled: false,
    loggingLevel: apigateway.MethodLoggingLevel.INFO,
    accessLogDestination: { bind: () => ({ destinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:own' }) },
  }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    AccessLogSetting: { DestinationArn: 'arn:aws:logs:eu-west-1:111122223333:log-group:own' },
    MethodSettings: [Match.objectLike({ LoggingLevel: 'INFO', ThrottlingRateLimit: 1000 })],
    TracingEnabled: false,
  });
});

test('a mixin that the user applied wins', () => {
  const stack = stackWith((scope) => restApi(scope).deploymentStage.with(
    new StageThrottle({ rateLimit: 7, burstLimit: 3 }), new StageExecutionLog({ level: ExecutionLogLevel.OFF }),
  ));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [Match.objectLike({ LoggingLevel: 'OFF', ThrottlingRateLimit: 7, ThrottlingBurstLimit: 3 })],
  });
});

test('what is missing is filled with what the baseline says', () => {
  const baseline = new StageBaseline({ throttle: { rateLimit: 20, burstLimit: 10 }, executionLog: { level: ExecutionLogLevel.INFO } });
  const stack = stackWith(restApi, baseline);
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [Match.objectLike({ LoggingLevel: 'INFO', ThrottlingRateLimit: 20, ThrottlingBurstLimit: 10 })],
  });
});

test('an override of the stage stays, and what it leaves out has a warning', () => {
  const stack = stackWith((scope) => {
    const stage = restApi(scope).deploymentStage.node.defaultChild as apigateway.CfnStage;
    stage.addPropertyOverride('MethodSettings', [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }]);
  });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', {
    MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', LoggingLevel: 'INFO' }],
  });
  Annotations.fromStack(stack).hasWarning('/Stack/Api/DeploymentStage.prod/Resource', Match.stringLikeRegexp('has overrides that leave it without limits; take the overrides away'));
});

test('a stage that is a generic resource has a warning, unless it has everything', () => {
  const stack = stackWith((scope) => {
    new CfnResource(scope, 'Bare', { type: 'AWS::ApiGateway::Stage', properties: { RestApiId: 'abc123' } });
    new CfnResource(scope, 'Full', {
      type: 'AWS::ApiGateway::Stage',
      properties: { RestApiId: 'abc123', AccessLogSetting: { Format: '{}', DestinationArn: 'arn' }, MethodSettings: [EVERYTHING], TracingEnabled: true },
    });
  });
  const annotations = Annotations.fromStack(stack);
  annotations.hasWarning('/Stack/Bare', Match.stringLikeRegexp(
    "the stage 'Stack/Bare' is a generic resource without an access log, an execution log, limits, tracing; write it as a CfnStage"));
  annotations.hasNoWarning('/Stack/Full', Match.anyValue());
});

test('an imported stage has a warning', () => {
  const stack = stackWith((scope) => {
    const api = apigateway.RestApi.fromRestApiId(scope, 'Api', 'abc123');
    apigateway.Stage.fromStageAttributes(scope, 'Imported', { restApi: api, stageName: 'live' });
  });
  Annotations.fromStack(stack).hasWarning('/Stack/Imported', Match.stringLikeRegexp("the stage 'Stack/Imported' is imported, so it cannot be given what a stage needs"));
});

test('settings that are only known at deployment count as said', () => {
  const stack = stackWith((scope) => new apigateway.CfnStage(scope, 'Stage', {
    restApiId: 'abc123',
    deploymentId: 'def456',
    tracingEnabled: true,
    methodSettings: { resolve: () => ({ 'Fn::FindInMap': ['Settings', 'Stage', 'Methods'] }), creationStack: [], toString: () => 'settings' },
  }));
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGateway::Stage', { MethodSettings: { 'Fn::FindInMap': ['Settings', 'Stage', 'Methods'] } });
});

test('fails on a limit that is none', () => {
  expect(() => new StageBaseline({ throttle: { rateLimit: -1, burstLimit: 1 } })).toThrow("rateLimit '-1' of the stage is no number of requests per second; write 0 or more");
});
