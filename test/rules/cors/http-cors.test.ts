import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, route, v2Authorizer } from '../resources';

type Properties = { [key: string]: Json };

const CORS = { AllowOrigins: ['https://pets.example.com'] };

describeRule<{ doesCors?: boolean; auth?: Json; more?: Resources }>('http-default-route-auth-cors', {
  template: ({ doesCors = true, auth = 'AWS_IAM', more }) => ({
    ...httpApi({ CorsConfiguration: doesCors ? CORS : undefined }), ...lambdaFunction(), ...v2Authorizer(), ...route('$default', { AuthorizationType: auth, AuthorizerId: { Ref: 'Authorizer' } }), ...more,
  }),
  passes: [{ doesCors: false }, { auth: 'NONE' }, { more: route('OPTIONS /{proxy+}', { AuthorizationType: 'NONE' }) }, { more: route('ANY /{path+}', { AuthorizationType: 'NONE' }) }],
  fails: [{}, { auth: 'CUSTOM' }, { more: route('OPTIONS /pets', { AuthorizationType: 'NONE' }) }, { more: route('GET /{proxy+}', { AuthorizationType: 'NONE' }) }],
  message: "'$default' catches preflight requests, which browsers send without what its authorization asks for",
  unknown: [{ auth: UNKNOWN }],
});

describeRule('http-default-route-auth-cors', {
  template: (auth) => ({ ...httpApi({ CorsConfiguration: CORS }), ...lambdaFunction(), ...route('$default'), ...route('OPTIONS /{proxy+}', { AuthorizationType: auth }) }),
  passes: ['NONE', undefined],
  fails: ['AWS_IAM'],
  message: "'$default' catches preflight requests, and 'OPTIONS /{proxy+}', which would, has authorization as well",
  unknown: [UNKNOWN],
}, 'a route for preflight requests that is not open');

const mapped = (destination: string): Properties => ({ 200: { ResponseParameters: [{ Destination: destination, Source: 'https://pets.example.com' }] } });

describeRule('http-cors-backend-headers', {
  template: (destination: string) => ({ ...httpApi(), ...lambdaFunction(), ...route('GET /pets', {}, { ResponseParameters: mapped(destination) }) }),
  passes: ['append:header.X-Pets', 'overwrite:statuscode'],
  fails: ['overwrite:header.Access-Control-Allow-Origin', 'append:header.access-control-allow-origin'],
  message: "'GET /pets' maps the header access-control-allow-origin of answers with the status 200, which HTTP APIs keep for themselves",
  unknown: 'the names of headers are literal',
});
