import { App, Stack, aws_cognito as cognito } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Authorizer } from '../../src/authorizers/authorizer';
import { GovernedRestApi } from '../../src/governed-rest-api';
import { LeanHttpApi } from '../../src/lean-http-api';
import { RoutedApiProps } from '../../src/routed-api-props';
import { httpApi } from '../http-api';
import { Document, restApi, template } from '../rest-api';

export type FrontedApi = LeanHttpApi | GovernedRestApi;

/** Either type of API, made the same way. */
export const BOTH = [
  { name: 'an HTTP API', make: (scope: Construct, props: Partial<RoutedApiProps> = {}, id?: string): FrontedApi => httpApi(scope, { cloudFront: {}, ...props }, id) },
  { name: 'a REST API', make: (scope: Construct, props: Partial<RoutedApiProps> = {}, id?: string): FrontedApi => restApi(scope, { cloudFront: {}, ...props }, id) },
];

export function stackIn(region: string | undefined = 'us-east-1', app: App = new App()): Stack {
  return new Stack(app, 'Shop', { env: { region, account: '111111111111' } });
}

/** The configuration of the one distribution, as the template holds it. */
export function distributionOf(stack: Stack): Document {
  const [distribution, ...others] = Object.values(template(stack).findResources('AWS::CloudFront::Distribution')) as { Properties: { DistributionConfig: Document } }[];
  expect(others).toEqual([]);
  return distribution.Properties.DistributionConfig;
}

/** Everybody with a token of the pool that was made for the client. */
export function tokensOf(stack: Stack, id = 'Pool') {
  const pool = new cognito.UserPool(stack, id);
  return Authorizer.userPool(pool, { clients: [pool.addClient('Web')] });
}
