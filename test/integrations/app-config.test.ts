import { App, Stack, Token, aws_appconfig as appconfig } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { AppConfigIntegration, AppConfigOptions } from '../../src/integrations/app-config';
import { bindOptions, errorOf, template, testStack } from '../rest-api';

const ELSEWHERE = 'arn:aws:appconfig:eu-west-1:111122223333:application/abc1234/environment/def5678';
const ID = { configurationProfileId: 'prof123' };

function environmentOf(stack: Stack) {
  const application = new appconfig.Application(stack, 'Application');
  return { application, environment: new appconfig.Environment(stack, 'Environment', { application }) };
}

function configurationOf(stack: Stack, application: appconfig.IApplication, type?: appconfig.ConfigurationType): appconfig.HostedConfiguration {
  return new appconfig.HostedConfiguration(stack, 'Configuration', { application, type, content: appconfig.ConfigurationContent.fromInlineText('on') });
}

function bind(options: AppConfigOptions = ID, stack: Stack = testStack(), environment: appconfig.IEnvironment = environmentOf(stack).environment) {
  return { stack, environment, config: new AppConfigIntegration(environment, options).bindIntegration({ ...bindOptions(stack, 'GET /flags'), apiType: ApiType.HTTP }) };
}

function failure(options: AppConfigOptions, apiType = ApiType.HTTP): string {
  const stack = testStack();
  const integration = new AppConfigIntegration(environmentOf(stack).environment, options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, 'GET /flags'), apiType }));
}

describe('Integration.appConfig', () => {
  test('gives out the configuration of an environment, each address being a client', () => {
    const stack = testStack();
    const { application, environment } = environmentOf(stack);
    const { config } = bind({ configuration: configurationOf(stack, application) }, stack, environment);
    expect(config.target).toBe(environment);
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'AppConfig-GetConfiguration',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: {
        Application: { Ref: expect.stringMatching(/^Application/) as string },
        Environment: { Ref: expect.stringMatching(/^Environment/) as string },
        Configuration: { Ref: expect.stringMatching(/^Configuration/) as string },
        ClientId: '$context.identity.sourceIp',
      },
    });
  });

  test('hands on who asks, and which version the caller has', () => {
    expect(bind({ ...ID, clientId: '$request.header.X-Client', clientConfigurationVersion: '$request.querystring.version' }).config.requestParameters)
      .toMatchObject({ Configuration: 'prof123', ClientId: '$request.header.X-Client', ClientConfigurationVersion: '$request.querystring.version' });
    const { stack, config } = bind({ configurationProfileId: Token.asString({ Ref: 'Profile' }), clientId: Token.asString({ Ref: 'Client' }) });
    expect(stack.resolve(config.requestParameters)).toMatchObject({ Configuration: { Ref: 'Profile' }, ClientId: { Ref: 'Client' } });
  });

  test('lets the role read that configuration of that environment, and nothing else', () => {
    const arn = (...rest: unknown[]) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':appconfig:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':application/', { Ref: Match.stringLikeRegexp('^Application') }, ...rest]],
    });
    template(bind().stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Action: 'appconfig:GetConfiguration',
          Effect: 'Allow',
          Resource: [arn(), arn('/environment/', { Ref: Match.stringLikeRegexp('^Environment') }), arn('/configurationprofile/prof123')],
        }],
      },
    });
  });

  test('names the Region of an environment that is elsewhere, whose resources the role may read there', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    const { config } = bind(ID, stack, appconfig.Environment.fromEnvironmentArn(stack, 'There', ELSEWHERE));
    expect(config.requestParameters).toEqual({ Application: 'abc1234', Environment: 'def5678', Configuration: 'prof123', ClientId: '$context.identity.sourceIp', Region: 'eu-west-1' });
    const arn = (part: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:appconfig:eu-west-1:111122223333:application/abc1234${part}`]] });
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [Match.objectLike({ Resource: [arn(''), arn('/environment/def5678'), arn('/configurationprofile/prof123')] })] },
    });
  });

  test('makes one role and one statement for a configuration that two routes give out', () => {
    const stack = testStack();
    const { environment } = environmentOf(stack);
    bind(ID, stack, environment);
    bind(ID, stack, environment);
    template(stack).resourceCountIs('AWS::IAM::Role', 1);
    template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'appconfig:GetConfiguration' })] } });
  });

  test('takes ids of 4 and of 7 characters, and a client of 64', () => {
    expect(() => bind({ configurationProfileId: 'abc1' })).not.toThrow();
    expect(() => bind({ configurationProfileId: 'abc1234', clientId: 'c'.repeat(64) })).not.toThrow();
  });

  test.each(['abc', 'abc12345', 'My-Flags', 'ABC1234', ''])('fails for %j, which is no id of a configuration profile', (configurationProfileId) => {
    expect(failure({ configurationProfileId })).toBe(`Integration.appConfig of 'GET /flags' has the configurationProfileId '${configurationProfileId}', which is no id: 4 to 7 small letters and digits; `
      + 'write the id, and not the name, as the permission is for the id');
  });

  test.each<[string, AppConfigOptions]>([
    ["Integration.appConfig of 'GET /flags' has neither a configuration nor a configurationProfileId, and gives out one; write one of them", {}],
    ["the clientId of 'GET /flags' has 65 characters, and AppConfig takes 64; write a shorter one", { ...ID, clientId: 'c'.repeat(65) }],
    ["the clientId of 'GET /flags' is empty", { ...ID, clientId: '' }],
    ["the clientConfigurationVersion of 'GET /flags' is '$version', which API Gateway cannot read", { ...ID, clientConfigurationVersion: '$version' }],
  ])('fails and makes nothing: %s', (message, options) => {
    expect(failure(options)).toContain(message);
  });

  test('fails for a configuration and an id at once, and for feature flags', () => {
    const stack = testStack();
    const { application, environment } = environmentOf(stack);
    const configuration = configurationOf(stack, application, appconfig.ConfigurationType.FEATURE_FLAGS);
    expect(errorOf(stack, () => bind({ configuration, ...ID }, stack, environment))).toContain('has both a configuration and a configurationProfileId, and gives out one');
    expect(errorOf(stack, () => bind({ configuration }, stack, environment)))
      .toBe("Integration.appConfig of 'GET /flags' has the feature flags 'Stack/Configuration', which AppConfig gives out by another action; "
        + 'write Integration.lambdaFunction(fn) with a function that reads them');
  });

  test('fails for a configuration of another application than the environment, and takes one whose application is not of this app', () => {
    const stack = testStack();
    const { environment } = environmentOf(stack);
    const other = configurationOf(stack, new appconfig.Application(stack, 'Other'));
    expect(errorOf(stack, () => bind({ configuration: other }, stack, environment)))
      .toBe("Integration.appConfig of 'GET /flags' has the configuration 'Stack/Configuration' of the application 'Stack/Other', and an environment of 'Stack/Application'; write both of one application");
    const imported = appconfig.Environment.fromEnvironmentAttributes(stack, 'Imported', { application: appconfig.Application.fromApplicationId(stack, 'Theirs', 'abc1234'), environmentId: 'def5678' });
    expect(() => bind({ configuration: other }, stack, imported)).not.toThrow();
  });

  test('fails for an environment of another account', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const there = appconfig.Environment.fromEnvironmentArn(stack, 'There', ELSEWHERE);
    expect(errorOf(stack, () => bind(ID, stack, there))).toContain("the AppConfig environment of 'GET /flags' is of the account '111122223333', and the action looks in the API's own; write");
  });

  test.each([[ApiType.REST, 'is offered on HTTP APIs only; use LeanHttpApi, or write Integration.custom('], [ApiType.WEBSOCKET, 'is offered on HTTP APIs only; write Integration.lambdaFunction(fn) with a function that reads the configuration']])(
    'fails on a %s API', (apiType, message) => {
      expect(failure(ID, apiType)).toContain(`Integration.appConfig(), which ${message}`);
    });
});
