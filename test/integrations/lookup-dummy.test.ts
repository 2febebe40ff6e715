import { App, Stack, aws_appconfig as appconfig, aws_ec2 as ec2, aws_elasticloadbalancingv2 as elbv2, aws_events as events, aws_ssm as ssm } from 'aws-cdk-lib';
import { Integration } from '../../src/integrations/integration';
import { IRouteIntegration } from '../../src/integrations/integration-contract';
import { isLookupDummy } from '../../src/integrations/lookup-dummy';
import { httpApi } from '../http-api';

/** The kinds of lookups that the app's synthesis asks the CDK's command line for, with one route in a stack of this region. */
function missingOf(makeIntegration: (stack: Stack) => IRouteIntegration): string[] {
  const app = new App();
  const stack = new Stack(app, 'Stack', { env: { region: 'eu-west-1', account: '111122223333' } });
  httpApi(stack).addRoute('POST /orders', { integration: makeIntegration(stack) });
  return (app.synth().manifest.missing ?? []).map(({ provider }) => provider);
}

const vpcOf = (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { isDefault: true });
const parameterOf = (stack: Stack) => ssm.StringParameter.valueFromLookup(stack, '/orders/value');

describe('a first synthesis asks for the lookup', () => {
  test('of a listener of an Application Load Balancer', () => {
    const listener = (stack: Stack) => elbv2.ApplicationListener.fromLookup(stack, 'Listener', { loadBalancerTags: { app: 'orders' }, listenerPort: 443 });
    expect(missingOf((stack) => Integration.privateAlb(listener(stack), { vpc: vpcOf(stack), secureServerName: parameterOf(stack) })))
      .toEqual(expect.arrayContaining(['load-balancer-listener', 'vpc-provider', 'ssm']));
  });

  test('of a listener of a Network Load Balancer', () => {
    const listener = (stack: Stack) => elbv2.NetworkListener.fromLookup(stack, 'Listener', { loadBalancerTags: { app: 'orders' }, listenerPort: 443 });
    expect(missingOf((stack) => Integration.privateNlb(listener(stack), { vpc: vpcOf(stack) }))).toEqual(expect.arrayContaining(['load-balancer-listener', 'vpc-provider']));
  });

  test.each<[string, (stack: Stack) => IRouteIntegration]>([
    ['the address of a backend', (stack) => Integration.httpProxy(parameterOf(stack))],
    ['the id of a configuration profile', (stack) => Integration.appConfig(
      appconfig.Environment.fromEnvironmentArn(stack, 'Environment', 'arn:aws:appconfig:eu-west-1:111122223333:application/abc1234/environment/def5678'), { configurationProfileId: parameterOf(stack) })],
    ['a value that a service is called with', (stack) => Integration.eventBridge(new events.EventBus(stack, 'Bus'), { source: 'com.example.orders', detailType: 'Order placed', detail: parameterOf(stack) })],
  ])('of %s', (_what, makeIntegration) => {
    expect(missingOf(makeIntegration)).toEqual(['ssm']);
  });
});

test.each([
  ['dummy-value-for-/orders/address', true],
  ['https://backend.example.com/dummy-value-for-x', false],
  ['arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/application/my-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2', true],
  ['arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/network/my-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2', true],
  ['arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/app/my-load-balancer/50dc6c495c0c9188/f2f7dc8efc522ab2', false],
  ['', false],
])('%s keeps the place of a lookup: %s', (value, expected) => {
  expect(isLookupDummy(value)).toBe(expected);
});
