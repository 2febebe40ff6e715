import { App, Stack, aws_lambda as lambda } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { Authorizer } from '../src/authorizers/authorizer';
import { GovernedRestApi } from '../src/governed-rest-api';
import { GovernedRestApiProps } from '../src/governed-rest-api-props';

/** An object of a document, open all the way down: `body.paths['/pets'].get`. */
export interface Document { [key: string]: Document }

export function testStack(app: App = new App(), id = 'Stack'): Stack {
  return new Stack(app, id);
}

export function testHandler(scope: Construct, id = 'Handler'): lambda.Function {
  return new lambda.Function(scope, id, {
    runtime: lambda.Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
}

/** An API of open routes, unless the props say otherwise. */
export function restApi(scope: Construct, props: Partial<GovernedRestApiProps> = {}, id = 'Api'): GovernedRestApi {
  return new GovernedRestApi(scope, id, { authorizer: Authorizer.none('a test'), ...props });
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

/** The warnings at one construct, by a part of their text. */
export function warnings(stack: Stack, path: string, text: string): string[] {
  return Annotations.fromStack(stack).findWarning(path, Match.stringLikeRegexp(text)).map((found) => String(found.entry.data));
}
