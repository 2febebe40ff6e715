import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Access, FirstHttpApiStack, accessNamed, limitNamed } from '../../examples/first-http-api/first-http-api-stack';
import { acknowledged, template } from '../rest-api';

interface Operation { readonly security?: object[] }

/** Without bundling, which every run of the examples does. */
function stackFor(access: Access, alarmEmail?: string): FirstHttpApiStack {
  return new FirstHttpApiStack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'FirstHttpApi', {
    access,
    throttle: { rateLimit: 50, burstLimit: 100 },
    webOrigin: 'https://app.example.com',
    alarmEmail,
  });
}

function synthesized(access: Access = 'users', alarmEmail?: string): Template {
  return template(stackFor(access, alarmEmail));
}

function bodyOf(synthesizedTemplate: Template) {
  const [api] = Object.values(synthesizedTemplate.findResources('AWS::ApiGatewayV2::Api'));
  return (api as { Properties: { Body: { paths: { [path: string]: { [method: string]: Operation } }; [part: string]: unknown } } }).Properties.Body;
}

describe('the stack of the first HTTP API', () => {
  test('has one route, which asks for a token with the scope, of one of the two app clients', () => {
    const { paths, components } = bodyOf(synthesized());

    expect(Object.keys(paths)).toEqual(['/hello']);
    expect(Object.keys(paths['/hello'])).toEqual(['get']);
    expect(paths['/hello'].get.security).toEqual([{ Pool: ['greetings/read'] }]);
    expect(components).toMatchObject({
      securitySchemes: { Pool: { 'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration: { audience: [expect.anything(), expect.anything()] } } } },
    });
  });

  test('is open in the first step, and keeps the reason', () => {
    const stack = stackFor('everyone');

    expect(bodyOf(template(stack)).paths['/hello'].get.security).toBeUndefined();
    expect(Object.values(acknowledged(stack.node.findChild('Api')))).toContainEqual(expect.stringContaining('the first step of the exercise'));
  });

  test('lets pages of one origin call, and has them ask every two hours', () => {
    expect(bodyOf(synthesized())['x-amazon-apigateway-cors']).toMatchObject({ allowOrigins: ['https://app.example.com'], maxAge: 7200 });
  });

  test('has a throttle, an access log and a deployment of its own on its stage', () => {
    const stacked = synthesized();

    stacked.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      StageName: '$default',
      AutoDeploy: false,
      DeploymentId: Match.anyValue(),
      DefaultRouteSettings: { ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
      AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('\\$context\\.requestId') },
    });
    stacked.resourceCountIs('AWS::ApiGatewayV2::Deployment', 1);
  });

  test('makes the API without an account log role, which HTTP APIs do not need', () => {
    synthesized().resourceCountIs('AWS::ApiGateway::Account', 0);
  });

  test('has five alarms, and every one tells the topic', () => {
    const alarms = Object.values(synthesized().findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties as { AlarmActions?: object[] });

    expect(alarms).toHaveLength(5);
    expect(alarms.filter(({ AlarmActions = [] }) => AlarmActions.length === 0)).toEqual([]);
  });

  test('tells somebody by mail only when there is an address', () => {
    synthesized().resourceCountIs('AWS::SNS::Subscription', 0);
    synthesized('users', 'you@example.com').hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'you@example.com' });
  });

  test('lets the API invoke the function once, for all routes', () => {
    synthesized().resourceCountIs('AWS::Lambda::Permission', 1);
  });

  test('fails on an access that is neither of the two', () => {
    expect(() => accessNamed('friends')).toThrow("access 'friends' does not say who may call; write one of everyone, users");
  });

  test('takes limits as the command line gives them', () => {
    expect(limitNamed('rateLimit', '1')).toBe(1);
    expect(limitNamed('burstLimit', '0')).toBe(0);
  });

  test.each(['many', '-1', '1.5', ''])('fails on the limit %j', (value) => {
    expect(() => limitNamed('rateLimit', value)).toThrow(`rateLimit is '${value}', which is no number of requests; write a whole one, as -c rateLimit=50`);
  });
});
