import { App, Aspects, Duration, Stack, Validations, aws_lambda as lambda } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct } from 'constructs';
import { ApiType } from '../src/api-type';
import { Authorizer } from '../src/authorizers/authorizer';
import { GovernedRestApi } from '../src/governed-rest-api';
import { GovernedRestApiProps } from '../src/governed-rest-api-props';
import { Integration } from '../src/integrations/integration';

/** An object of a document, open all the way down: `body.paths['/pets'].get`. */
export interface Document { [key: string]: Document }

export function testStack(app: App = new App(), id = 'Stack'): Stack {
  return new Stack(app, id);
}

export function testHandler(scope: Construct, id = 'Handler'): lambda.Function {
  const code = lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });');
  return new lambda.Function(scope, id, { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code });
}

/** An API of open routes, unless the props say otherwise. One route is there when the test adds none: without any it does not synthesize. */
export function restApi(scope: Construct, props: Partial<GovernedRestApiProps> = {}, id = 'Api'): GovernedRestApi {
  const api = new GovernedRestApi(scope, id, { authorizer: Authorizer.none('a test'), ...props });
  Aspects.of(api).add({
    visit: (node) => {
      if (node !== api || Object.keys((JSON.parse(api.openApiDocument) as Document).paths).length > 0) return;
      api.addRoute('GET /', { integration: Integration.mock(), authorizer: Authorizer.none('a test'), scopes: [] });
    },
  });
  return api;
}

/** What an integration or an authorizer is told when it is bound. */
export function bindOptions(scope: Construct, routeKey = 'GET /pets/{id}', scopes: string[] = []) {
  return { scope, routeKey, scopes, apiType: ApiType.REST, executeApiArn: 'arn:test:execute-api:r:1:api/*', maximumTimeout: Duration.seconds(29) };
}

export function template(stack: Stack): Template {
  return Template.fromStack(stack);
}

/** The definition of the one API in the stack, as the template holds it. */
export function bodyOf(stack: Stack): Document {
  const apis = Object.values(template(stack).findResources('AWS::ApiGateway::RestApi'));
  expect(apis).toHaveLength(1);
  return (apis[0] as { Properties: { Body: Document } }).Properties.Body;
}

/** The error of a step that must fail and leave no construct behind in the app. */
export function errorOf(root: IConstruct, step: () => unknown): string {
  const before = root.node.root.node.findAll().map((construct) => construct.node.path);
  let message: string | undefined;
  try { step(); } catch (error) { message = (error as Error).message; }
  expect(root.node.root.node.findAll().map((construct) => construct.node.path)).toEqual(before);
  return message ?? 'it did not fail';
}

/** The reasons of what a construct acknowledged, by finding. */
export function acknowledged(construct: IConstruct): object {
  const entries = construct.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  return Object.assign({}, ...entries.map(({ data }) => data as object));
}

/** The warnings at one construct that match. */
export function warnings(stack: Stack, path: string, text: string): string[] {
  return Annotations.fromStack(stack).findWarning(path, Match.stringLikeRegexp(text)).map((found) => String(found.entry.data));
}
