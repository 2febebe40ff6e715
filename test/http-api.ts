import { Aspects, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Document, template } from './rest-api';
import { ApiType } from '../src/api-type';
import { Authorizer } from '../src/authorizers/authorizer';
import { Integration } from '../src/integrations/integration';
import { LeanHttpApi } from '../src/lean-http-api';
import { LeanHttpApiProps } from '../src/lean-http-api-props';

/** An HTTP API of open routes, unless the props say otherwise. One route is there when the test adds none: without any it does not synthesize. */
export function httpApi(scope: Construct, props: Partial<LeanHttpApiProps> = {}, id = 'Api'): LeanHttpApi {
  const api = new LeanHttpApi(scope, id, { authorizer: Authorizer.none('a test'), ...props });
  let asked = false;
  Aspects.of(api).add({
    visit: (node) => {
      if (node !== api || asked) return;
      asked = true;
      const { routes } = Reflect.get(api, 'routes') as { routes: unknown[] };
      if (routes.length === 0) api.addRoute('GET /', { integration: Integration.httpProxy('https://backend.example.com'), authorizer: Authorizer.none('a test'), scopes: [] });
    },
  });
  return api;
}

/** What an integration or an authorizer of an HTTP API is told when it is bound. */
export function httpBindOptions(scope: Construct, routeKey = 'GET /pets/{id}', scopes: string[] = []) {
  return { scope, routeKey, scopes, apiType: ApiType.HTTP, stageName: '$default', executeApiArn: 'arn:test:execute-api:r:1:api/*', maximumTimeout: Duration.seconds(30) };
}

/** The definition of the one HTTP API in the stack, as the template holds it. */
export function httpBodyOf(stack: Stack): Document {
  const apis = Object.values(template(stack).findResources('AWS::ApiGatewayV2::Api'));
  expect(apis).toHaveLength(1);
  return (apis[0] as { Properties: { Body: Document } }).Properties.Body;
}
