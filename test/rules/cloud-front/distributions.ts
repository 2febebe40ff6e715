import { Json, Resources } from '../cfn-template';
import { httpApi, lambdaFunction, method, restApi, restAuthorizer, restStage, route } from '../resources';

type Properties = { [key: string]: Json };

/** A distribution for `www.example.com` by the logical id `Distribution` that asks the API `Api`, unless its origin says otherwise. */
export function distribution(origin: Properties = {}, behavior: Properties = {}, config: Properties = {}): Resources {
  return {
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Enabled: true,
          Aliases: ['www.example.com'],
          Origins: [{ Id: 'api', DomainName: executeApi(), OriginPath: '/live', ...origin }],
          DefaultCacheBehavior: { TargetOriginId: 'api', ViewerProtocolPolicy: 'https-only', CachePolicyId: CACHING_DISABLED, ...behavior },
          ...config,
        },
      },
    },
  };
}

export function executeApi(): Json {
  return { 'Fn::Join': ['', [{ Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] };
}

export function rest(properties: Properties = {}): Resources {
  return { ...restApi(properties), ...lambdaFunction(), ...method('GET /pets'), ...restStage() };
}

/** A REST API with one route and an authorizer that knows callers by a header. */
export function authorizedRest(authorization: Json, key = 'GET /pets'): Resources {
  return {
    ...restApi(),
    ...lambdaFunction(),
    ...restStage(),
    ...restAuthorizer({ IdentitySource: 'method.request.header.X-Caller' }),
    ...method(key, { AuthorizationType: authorization, AuthorizerId: { Ref: 'Authorizer' } }),
  };
}

export function http(properties: Properties = {}): Resources {
  return { ...httpApi(properties), ...lambdaFunction(), ...route('GET /pets') };
}

export const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
export const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6';
