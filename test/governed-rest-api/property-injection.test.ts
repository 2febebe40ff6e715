import { App, IPropertyInjector, PropertyInjectors, Stack, Stage, aws_apigateway as apigateway, aws_cloudwatch_actions as actions, aws_sns as sns } from 'aws-cdk-lib';
import { UsagePlanTier, UsagePlanTierProps } from '../../src/access/usage-plan-tier';
import { WebAcl } from '../../src/access/web-acl';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { GovernedRestApiProps } from '../../src/governed-rest-api-props';
import { Integration } from '../../src/integrations/integration';
import { ApiAlarms } from '../../src/observability/api-alarms';
import { ApiAlarmKind, ApiAlarmsProps } from '../../src/observability/api-alarms-options';
import { MonitoredApi } from '../../src/observability/monitored-api';
import { bodyOf, restApi, template, testStack, warnings } from '../rest-api';

const HOUSE_ACL = 'arn:aws:wafv2:eu-west-1:111111111111:regional/webacl/house/abc';

/** Lets teams change the throttle, and nobody the web ACL. */
class HouseApi implements IPropertyInjector {
  public readonly constructUniqueId = GovernedRestApi.PROPERTY_INJECTION_ID;
  public readonly made: string[] = [];

  public inject(props: GovernedRestApiProps, { scope, id }: { scope: { node: { path: string } }; id: string }): GovernedRestApiProps {
    this.made.push(`${scope.node.path}/${id}`);
    return { throttle: { rateLimit: 50, burstLimit: 25 }, ...props, webAcl: WebAcl.existing(HOUSE_ACL) };
  }
}

class HouseAlarms implements IPropertyInjector {
  public readonly constructUniqueId = ApiAlarms.PROPERTY_INJECTION_ID;
  private readonly topicArn: string;

  constructor(topicArn: string) {
    this.topicArn = topicArn;
  }

  public inject(props: ApiAlarmsProps): ApiAlarmsProps {
    return { actions: [{ bind: () => ({ alarmActionArn: this.topicArn }) }], without: [ApiAlarmKind.CLIENT_ERRORS], ...props };
  }
}

class HouseTiers implements IPropertyInjector {
  public readonly constructUniqueId = UsagePlanTier.PROPERTY_INJECTION_ID;

  public inject(props: UsagePlanTierProps): UsagePlanTierProps {
    return { throttle: { rateLimit: 10, burstLimit: 20 }, ...props };
  }
}

function throttleOf(stack: Stack): unknown {
  const [stage] = Object.values(template(stack).findResources('AWS::ApiGateway::Stage'));
  const [{ ThrottlingRateLimit, ThrottlingBurstLimit }] = stage.Properties.MethodSettings;
  return { rateLimit: ThrottlingRateLimit, burstLimit: ThrottlingBurstLimit };
}

describe('an organisation\'s defaults for GovernedRestApi', () => {
  test('hold for an API that says nothing, and are told where it is made', () => {
    const house = new HouseApi();
    const stack = testStack(new App({ propertyInjectors: [house] }));
    restApi(stack);

    expect(throttleOf(stack)).toEqual({ rateLimit: 50, burstLimit: 25 });
    template(stack).resourceCountIs('AWS::WAFv2::WebACL', 0);
    template(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: HOUSE_ACL });
    expect(house.made).toEqual(['Stack/Api']);
  });

  test('give way to a user\'s props where the injector lets them', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseApi()] }));
    restApi(stack, { throttle: { rateLimit: 1, burstLimit: 2 }, webAcl: WebAcl.none('a test') });

    expect(throttleOf(stack)).toEqual({ rateLimit: 1, burstLimit: 2 });
    template(stack).hasResourceProperties('AWS::WAFv2::WebACLAssociation', { WebACLArn: HOUSE_ACL });
  });

  test.each<[string, (house: HouseApi) => Stack]>([
    ['an App', (house) => new Stack(new App({ propertyInjectors: [house] }), 'Stack')],
    ['a Stage', (house) => new Stack(new Stage(new App(), 'Stage', { propertyInjectors: [house] }), 'Stack')],
    ['a Stack', (house) => new Stack(new App(), 'Stack', { propertyInjectors: [house] })],
    ['anywhere else', (house) => {
      const stack = testStack();
      PropertyInjectors.of(stack).add(house);
      return stack;
    }],
  ])('are registered on %s', (_where, make) => {
    const stack = make(new HouseApi());
    restApi(stack);

    expect(throttleOf(stack)).toEqual({ rateLimit: 50, burstLimit: 25 });
  });

  test('can be the answer to who may call', () => {
    const house: IPropertyInjector = {
      constructUniqueId: GovernedRestApi.PROPERTY_INJECTION_ID,
      inject: (props: GovernedRestApiProps) => ({ ...props, authorizer: Authorizer.iam() }),
    };
    const stack = testStack(new App({ propertyInjectors: [house] }));
    restApi(stack).addRoute('GET /pets', { integration: Integration.mock() });

    expect(bodyOf(stack).paths['/pets'].get.security).toEqual([{ Iam: [] }]);
  });

  test('fail as props do when they cannot work', () => {
    const house: IPropertyInjector = {
      constructUniqueId: GovernedRestApi.PROPERTY_INJECTION_ID,
      inject: (props: GovernedRestApiProps) => ({ ...props, stageName: 'not a name' }),
    };

    expect(() => restApi(testStack(new App({ propertyInjectors: [house] })))).toThrow(/stageName 'not a name'/);
  });
});

describe('an organisation\'s defaults for ApiAlarms', () => {
  test('hold for the alarms of a GovernedRestApi', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseAlarms('arn:house')] }));
    restApi(stack);

    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
    template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:house'] });
    expect(warnings(stack, '/Stack/Api/Alarms', 'alarmWithoutAction')).toEqual([]);
  });

  test('hold for alarms on any other API', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseAlarms('arn:house')] }));
    const api = new apigateway.RestApi(stack, 'Plain', { cloudWatchRole: false });
    api.root.addMethod('GET');
    new ApiAlarms(stack, 'Alarms', { api: MonitoredApi.rest(api) });

    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 4);
  });

  test('give way to the alarms of an API that says what it wants', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseAlarms('arn:house')] }));
    const topic = new sns.Topic(stack, 'Topic');
    restApi(stack, { alarms: { actions: [new actions.SnsAction(topic)], without: [] } });

    template(stack).resourceCountIs('AWS::CloudWatch::Alarm', 5);
    template(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [stack.resolve(topic.topicArn)] });
  });
});

describe('an organisation\'s defaults for UsagePlanTier', () => {
  const api = (stack: Stack) => {
    const made = restApi(stack);
    made.addRoute('GET /pets', { integration: Integration.mock(), apiKeyRequired: true });
    return made;
  };

  test('hold for the tiers of a GovernedRestApi', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseTiers()] }));
    api(stack).addUsagePlan('free', {});

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { UsagePlanName: 'free', Throttle: { RateLimit: 10, BurstLimit: 20 } });
  });

  test('give way to a tier that says what it limits', () => {
    const stack = testStack(new App({ propertyInjectors: [new HouseTiers()] }));
    api(stack).addUsagePlan('free', { throttle: { rateLimit: 1, burstLimit: 2 } });

    template(stack).hasResourceProperties('AWS::ApiGateway::UsagePlan', { Throttle: { RateLimit: 1, BurstLimit: 2 } });
  });
});
