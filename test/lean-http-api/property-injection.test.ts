import { App, IPropertyInjector, Stack, Stage } from 'aws-cdk-lib';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { Integration } from '../../src/integrations/integration';
import { LeanHttpApi } from '../../src/lean-http-api';
import { LeanHttpApiProps } from '../../src/lean-http-api-props';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind, ApiAlarmsProps } from '../../src/observability/api-alarms-options';
import { httpApi, httpBodyOf } from '../http-api';
import { restApi, template, testStack, warnings } from '../rest-api';

/** Lets teams change the throttle, and nobody the origins. */
class HouseApi implements IPropertyInjector {
  public readonly constructUniqueId = LeanHttpApi.PROPERTY_INJECTION_ID;
  public readonly made: string[] = [];

  public inject(props: LeanHttpApiProps, { scope, id }: { scope: { node: { path: string } }; id: string }): LeanHttpApiProps {
    this.made.push(`${scope.node.path}/${id}`);
    return { throttle: { rateLimit: 50, burstLimit: 25 }, ...props, cors: { allowOrigins: ['https://house.example.com'] } };
  }
}

const expectThrottle = (stack: Stack, rate: number, burst: number) =>
  template(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } });
const originsOf = (stack: Stack): unknown => httpBodyOf(stack)['x-amazon-apigateway-cors'].allowOrigins;

describe('an organisation\'s defaults for LeanHttpApi', () => {
  test('hold for an API that says nothing, and are told where it is made', () => {
    const house = new HouseApi();
    const stack = testStack(new App({ propertyInjectors: [house] }));
    httpApi(stack);

    expectThrottle(stack, 50, 25);
    expect(originsOf(stack)).toEqual(['https://house.example.com']);
    expect(house.made).toEqual(['Stack/Api']);
  });

  test('give way to a user\'s props where the injector lets them', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseApi()] }));
    httpApi(stack, { throttle: { rateLimit: 1, burstLimit: 2 }, cors: { allowOrigins: ['*'] } });

    expectThrottle(stack, 1, 2);
    expect(originsOf(stack)).toEqual(['https://house.example.com']);
  });

  test.each<[string, (house: HouseApi) => Stack]>([
    ['a Stage', (house) => new Stack(new Stage(new App(), 'Stage', { propertyInjectors: [house] }), 'Stack')],
    ['a Stack', (house) => new Stack(new App(), 'Stack', { propertyInjectors: [house] })],
  ])('are registered on %s', (_where, make) => {
    const stack = make(new HouseApi());
    httpApi(stack);

    expectThrottle(stack, 50, 25);
  });

  test('can be the answer to who may call', () => {
    const house: IPropertyInjector = {
      constructUniqueId: LeanHttpApi.PROPERTY_INJECTION_ID,
      inject: (props: LeanHttpApiProps) => ({ ...props, authorizer: Authorizer.iam() }),
    };
    const stack = testStack(new App({ propertyInjectors: [house] }));
    httpApi(stack).addRoute('GET /pets', { integration: Integration.httpProxy('https://backend.example.com') });

    expect(httpBodyOf(stack).paths['/pets'].get.security).toEqual([{ Iam: [] }]);
  });

  test('fail as props do when they cannot work', () => {
    const house: IPropertyInjector = {
      constructUniqueId: LeanHttpApi.PROPERTY_INJECTION_ID,
      inject: (props: LeanHttpApiProps) => ({ ...props, stageName: 'not a name' }),
    };

    expect(() => httpApi(testStack(new App({ propertyInjectors: [house] })))).toThrow(/stageName 'not a name'/);
  });

  test('say nothing of REST APIs', () => {
    expect(LeanHttpApi.PROPERTY_INJECTION_ID).not.toBe(GovernedRestApi.PROPERTY_INJECTION_ID);
    const house = new HouseApi();
    restApi(testStack(new App({ propertyInjectors: [house] })));

    expect(house.made).toEqual([]);
  });
});

test('an organisation\'s defaults for ApiAlarms hold for the alarms of a LeanHttpApi', () => {
  const house: IPropertyInjector = {
    constructUniqueId: ApiAlarms.PROPERTY_INJECTION_ID,
    inject: (props: ApiAlarmsProps) => ({ actions: [{ bind: () => ({ alarmActionArn: 'arn:house' }) }], without: [ApiAlarmKind.CLIENT_ERRORS], ...props }),
  };
  const stack = testStack(new App({ propertyInjectors: [house] }));
  httpApi(stack);

  template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
  template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:house'] });
  expect(warnings(stack, '/Stack/Api/Alarms', 'alarmWithoutAction')).toEqual([]);
});
