import { App, Aspects, NestedStack, Stack, Stage, Tags, Token, aws_apigatewayv2 as apigatewayv2 } from 'aws-cdk-lib';
import { LeanHttpApi } from '../../src/lean-http-api';
import { httpApi, httpBodyOf } from '../http-api';
import { template, testStack } from '../rest-api';

describe('the AWS tags of an HTTP API', () => {
  const asDocument = [{ 'name': 'team', 'x-amazon-apigateway-tag-value': 'pets' }];
  /** Nothing but these may stand beside a definition. */
  const propertiesOf = (stack: Stack) => Object.keys(Object.values(template(stack).findResources('AWS::ApiGatewayV2::Api'))[0].Properties);

  test.each<[string, (api: LeanHttpApi, stack: Stack) => unknown]>([
    ['the app', (_api, stack) => Tags.of(stack.node.root).add('team', 'pets')],
    ['the stack', (_api, stack) => Tags.of(stack).add('team', 'pets')],
    ['the API', (api) => Tags.of(api).add('team', 'pets')],
    ['an Aspect that adds them', (api, stack) => Aspects.of(stack).add({ visit: (node) => { if (node === api) Tags.of(api).add('team', 'pets'); } })],
    ['the L1', (api) => (api.node.defaultChild as apigatewayv2.CfnApi).tags.setTag('team', 'pets')],
  ])('of %s are in its definition and not beside it', (_whose, tag) => {
    const stack = testStack();
    tag(httpApi(stack), stack);

    expect(httpBodyOf(stack).tags).toEqual(asDocument);
    expect(propertiesOf(stack)).toEqual(['Body', 'FailOnWarnings']);
  });

  test('reach it in a nested stack', () => {
    const stack = testStack();
    const nested = new NestedStack(stack, 'Nested');
    httpApi(nested);
    Tags.of(stack).add('team', 'pets');

    expect(httpBodyOf(nested).tags).toEqual(asDocument);
    expect(propertiesOf(nested)).toEqual(['Body', 'FailOnWarnings']);
  });

  test('reach it in a Stage', () => {
    const stage = new Stage(new App(), 'Live');
    const stack = new Stack(stage, 'Stack');
    httpApi(stack);
    Tags.of(stage).add('team', 'pets');

    expect(httpBodyOf(stack).tags).toEqual(asDocument);
    expect(propertiesOf(stack)).toEqual(['Body', 'FailOnWarnings']);
  });

  test('can be values that only a deployment knows, and the definition has none where there are none', () => {
    const stack = testStack();
    Tags.of(httpApi(stack)).add('team', Token.asString({ Ref: 'Team' }));

    expect(httpBodyOf(stack).tags).toEqual([{ 'name': 'team', 'x-amazon-apigateway-tag-value': { Ref: 'Team' } }]);

    const untagged = testStack();
    httpApi(untagged);
    expect(httpBodyOf(untagged)).not.toHaveProperty('tags');
  });
});
