import { App, IPropertyInjector, RemovalPolicy, Stack, Stage } from 'aws-cdk-lib';
import { UsagePlanTier, UsagePlanTierProps } from '../../src/access/usage-plan-tier';
import { Authorizer } from '../../src/authorizers/authorizer';
import { LeanHttpApi } from '../../src/lean-http-api';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind, ApiAlarmsProps } from '../../src/observability/api-alarms-options';
import { RealtimeWebSocketApi } from '../../src/realtime-web-socket-api';
import { RealtimeWebSocketApiProps } from '../../src/realtime-web-socket-api-props';
import { SessionTable, SessionTableProps } from '../../src/web-socket/session-table';
import { httpApi } from '../http-api';
import { template, testStack, warnings } from '../rest-api';
import { routeOf, webSocketApi } from '../web-socket-api';

/** Lets teams change the throttle, and nobody what clients are asked for. */
class HouseApi implements IPropertyInjector {
  public readonly constructUniqueId = RealtimeWebSocketApi.PROPERTY_INJECTION_ID;
  public readonly made: string[] = [];

  public inject(props: RealtimeWebSocketApiProps, { scope, id }: { scope: { node: { path: string } }; id: string }): RealtimeWebSocketApiProps {
    this.made.push(`${scope.node.path}/${id}`);
    return { throttle: { rateLimit: 50, burstLimit: 25 }, ...props, connect: { apiKeyRequired: true } };
  }
}

const expectThrottle = (stack: Stack, rate: number, burst: number) =>
  template(stack).hasResourceProperties('AWS::ApiGatewayV2::Stage', { DefaultRouteSettings: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } });

describe('an organisation\'s defaults for RealtimeWebSocketApi', () => {
  test('hold for an API that says nothing, and are told where it is made', () => {
    const house = new HouseApi();
    const stack = testStack(new App({ propertyInjectors: [house] }));
    webSocketApi(stack);

    expectThrottle(stack, 50, 25);
    expect(routeOf(stack, '$connect').ApiKeyRequired).toBe(true);
    expect(house.made).toEqual(['Stack/Chat']);
  });

  test('give way to a user\'s props where the injector lets them', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseApi()] }));
    webSocketApi(stack, { throttle: { rateLimit: 1, burstLimit: 2 }, connect: { apiKeyRequired: false } });

    expectThrottle(stack, 1, 2);
    expect(routeOf(stack, '$connect').ApiKeyRequired).toBe(true);
  });

  test.each<[string, (house: HouseApi) => Stack]>([
    ['a Stage', (house) => new Stack(new Stage(new App(), 'Stage', { propertyInjectors: [house] }), 'Stack')],
    ['a Stack', (house) => new Stack(new App(), 'Stack', { propertyInjectors: [house] })],
  ])('are registered on %s', (_where, make) => {
    const stack = make(new HouseApi());
    webSocketApi(stack);

    expectThrottle(stack, 50, 25);
  });

  test('can be the answer to who may connect', () => {
    const house: IPropertyInjector = {
      constructUniqueId: RealtimeWebSocketApi.PROPERTY_INJECTION_ID,
      inject: (props: RealtimeWebSocketApiProps) => ({ ...props, authorizer: Authorizer.iam() }),
    };
    const stack = testStack(new App({ propertyInjectors: [house] }));
    webSocketApi(stack);

    expect(routeOf(stack, '$connect').AuthorizationType).toBe('AWS_IAM');
  });

  test('fail as props do when they cannot work', () => {
    const house: IPropertyInjector = {
      constructUniqueId: RealtimeWebSocketApi.PROPERTY_INJECTION_ID,
      inject: (props: RealtimeWebSocketApiProps) => ({ ...props, stageName: 'not a name' }),
    };

    expect(() => webSocketApi(testStack(new App({ propertyInjectors: [house] })))).toThrow(/stageName 'not a name'/);
  });

  test('say nothing of HTTP APIs', () => {
    expect(RealtimeWebSocketApi.PROPERTY_INJECTION_ID).not.toBe(LeanHttpApi.PROPERTY_INJECTION_ID);
    const house = new HouseApi();
    httpApi(testStack(new App({ propertyInjectors: [house] })));

    expect(house.made).toEqual([]);
  });
});

test('an organisation\'s defaults for ApiAlarms hold for the alarms of a RealtimeWebSocketApi', () => {
  const house: IPropertyInjector = {
    constructUniqueId: ApiAlarms.PROPERTY_INJECTION_ID,
    inject: (props: ApiAlarmsProps) => ({ actions: [{ bind: () => ({ alarmActionArn: 'arn:house' }) }], without: [ApiAlarmKind.CLIENT_ERRORS], ...props }),
  };
  const stack = testStack(new App({ propertyInjectors: [house] }));
  webSocketApi(stack);

  template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 3);
  template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:house'] });
  expect(warnings(stack, '/Stack/Chat/Alarms', 'alarmWithoutAction')).toEqual([]);
});

test('an organisation\'s defaults for UsagePlanTier hold for the tiers of a RealtimeWebSocketApi', () => {
  const house: IPropertyInjector = {
    constructUniqueId: UsagePlanTier.PROPERTY_INJECTION_ID,
    inject: (props: UsagePlanTierProps) => ({ description: 'ask the platform team', ...props }),
  };
  const stack = testStack(new App({ propertyInjectors: [house] }));
  webSocketApi(stack, { connect: { apiKeyRequired: true } }).addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 1 } });

  template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { Description: 'ask the platform team' });
});

test('an organisation\'s defaults for SessionTable hold for the table that an API makes, and for one of its own', () => {
  const house: IPropertyInjector = {
    constructUniqueId: SessionTable.PROPERTY_INJECTION_ID,
    inject: (props: SessionTableProps) => ({ ...props, removalPolicy: RemovalPolicy.RETAIN }),
  };
  const stack = testStack(new App({ propertyInjectors: [house] }));
  webSocketApi(stack);
  new SessionTable(stack, 'Own', { removalPolicy: RemovalPolicy.DESTROY });

  expect(Object.values(template(stack).findResources('AWS::DynamoDB::Table')).map(({ DeletionPolicy }) => String(DeletionPolicy))).toEqual(['Retain', 'Retain']);
});
