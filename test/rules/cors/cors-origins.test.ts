import { preflight } from './preflight';
import { Json, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { httpApi, lambdaFunction, method, restApi, route } from '../resources';

type Fields = { [name: string]: Json };

const ORIGIN = 'https://app.example.com';

function override(value: string): string {
  return `#set($context.responseOverride.header.Access-Control-Allow-Origin = ${value}) {"statusCode": 204}`;
}

/** As the CDK writes an allow-list. */
const ALLOW_LIST = '#set($origin = $input.params("Origin"))\n#if($origin == "") #set($origin = $input.params("origin")) #end\n'
  + '#if($origin == "https://a.example.com" || $origin == "https://b.example.com")\n'
  + '  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end';

describeRule<Json>('cors-wildcard-with-credentials', {
  template: (origins) => ({ ...httpApi({ CorsConfiguration: { AllowOrigins: origins, AllowCredentials: true } }), ...lambdaFunction(), ...route('GET /pets') }),
  passes: [[ORIGIN], [{ 'Fn::Sub': 'https://${AWS::Region}.example.com' }]],
  fails: [['*'], [ORIGIN, 'https://*']],
  message: (origins) => `the API 'Pets' allows credentials together with the origin '${(origins as string[]).at(-1)}'`,
  unknown: [[UNKNOWN], UNKNOWN],
});

describeRule<Json>('cors-wildcard-with-credentials', {
  template: (credentials) => ({ ...httpApi({ CorsConfiguration: { AllowOrigins: ['*'], AllowCredentials: credentials } }), ...lambdaFunction(), ...route('GET /pets') }),
  passes: [false, 'false', undefined],
  fails: [true, 'true'],
  message: "the API 'Pets' allows credentials together with the origin '*'",
  unknown: [UNKNOWN],
}, 'with and without credentials');

describeRule<Fields>('cors-wildcard-with-credentials', {
  template: (headers) => ({ ...restApi(), ...preflight(headers) }),
  passes: [
    { 'Allow-Origin': "'*'" },
    { 'Allow-Origin': "'*'", 'Allow-Credentials': "'false'" },
    { 'Allow-Origin': `'${ORIGIN}'`, 'Allow-Credentials': "'true'" },
    { 'Allow-Credentials': "'true'" },
  ],
  fails: [{ 'Allow-Origin': "'*'", 'Allow-Credentials': "'true'" }],
  message: "'OPTIONS /pets' allows credentials together with the origin '*'",
  unknown: [{ 'Allow-Origin': { 'Fn::Sub': "'${Unknown}'" }, 'Allow-Credentials': "'true'" }],
}, 'in a preflight of a REST API');

describeRule<Json>('cors-wildcard-origin', {
  template: (configuration) => ({ ...httpApi({ CorsConfiguration: configuration }), ...lambdaFunction(), ...route('GET /pets') }),
  passes: [{ AllowOrigins: [ORIGIN] }, { AllowMethods: ['GET'] }, undefined],
  fails: [{ AllowOrigins: ['*'] }, { AllowOrigins: [ORIGIN, '*'] }],
  message: "the API 'Pets' allows the origin '*': every page may call",
  unknown: [{ AllowOrigins: [UNKNOWN] }, UNKNOWN],
});

describeRule<Fields>('cors-wildcard-origin', {
  template: ({ header, request, response }) => ({
    ...restApi(), ...preflight(header === undefined ? {} : { 'Allow-Origin': header }, '/pets', { request, response }),
  }),
  passes: [
    { header: `'${ORIGIN}'` },
    {},
    { request: override(`'${ORIGIN}'`) },
    { request: "#foreach($o in ['https://a.example.com','https://b.example.com'])#if($h.get('origin')==$o)#set($a=$o)#end#end" + override('$a') },
    { header: "'https://a.example.com'", response: ALLOW_LIST },
    { request: { 'Fn::Sub': override("'https://${AWS::Region}.example.com'") } },
  ],
  fails: [{ header: "'*'" }, { header: '"*"' }, { request: override("'*'") }, { request: override('"*"') }, { header: `'${ORIGIN}'`, response: override("'*'") }],
  message: "'OPTIONS /pets' allows the origin '*': every page may call",
  unknown: 'what is unknown has a case of its own',
}, 'in a preflight of a REST API');

describeRule<Json>('cors-wildcard-origin', {
  template: (header) => ({ ...restApi(), ...preflight({ 'Allow-Origin': header }) }),
  passes: [`'${ORIGIN}'`],
  fails: ["'*'"],
  message: "'OPTIONS /pets' allows the origin '*': every page may call",
  unknown: [UNKNOWN, { 'Fn::Sub': "'${Unknown}'" }],
}, 'in a preflight whose origin is only known at deployment');

describeRule<Fields>('cors-many-origins-in-mock', {
  template: ({ header, response }) => ({ ...restApi(), ...preflight({ 'Allow-Origin': header }, '/pets', { response }) }),
  passes: [{ header: `'${ORIGIN}'` }, { header: "'*'" }, { header: "'https://a.example.com'", response: ALLOW_LIST }, { header: UNKNOWN }],
  fails: [
    { header: "'https://a.example.com,https://b.example.com'" },
    { header: "'https://a.example.com https://b.example.com'" },
    { header: { 'Fn::Sub': "'https://a.${AWS::Region}.example.com, ${Unknown}'" } },
  ],
  message: "'OPTIONS /pets' answers with several origins in one header, which browsers take for none",
  unknown: 'an origin that is only known at deployment is most likely one',
});

describeRule<Fields>('cors-private-apigw-id-header', {
  template: ({ type = 'PRIVATE', headers }) => ({
    ...restApi({ EndpointConfiguration: { Types: [type] } }), ...lambdaFunction(), ...method('GET /pets'), ...preflight({ 'Allow-Headers': headers }),
  }),
  passes: [{ headers: "'Authorization,Content-Type'" }, { headers: undefined }, { type: 'REGIONAL', headers: "'X-Apigw-Api-Id'" }],
  fails: [{ headers: "'x-apigw-api-id'" }, { headers: "'Authorization, X-Apigw-Api-Id'" }],
  message: "'OPTIONS /pets' of a private API allows the header x-apigw-api-id, which no preflight carries",
  unknown: [{ headers: UNKNOWN }, { type: UNKNOWN, headers: "'x-apigw-api-id'" }],
});
