import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { functionUri, method, restApi, route, webSocketApi } from '../resources';

const DYNAMO = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':dynamodb:action/PutItem']] };

function mapped(integration: { [name: string]: Json }, more: { [name: string]: Json } = {}): Resources {
  return { ...restApi(), ...method('POST /pets', { Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: DYNAMO, PassthroughBehavior: 'NEVER', ...integration }, ...more }) };
}

const templated = (template: Json, more: { [name: string]: Json } = {}) => mapped({ RequestTemplates: { 'application/json': template } }, more);

describeRule('passthrough-permissive', {
  template: (behavior) => mapped({ RequestTemplates: { 'application/json': '{}' }, PassthroughBehavior: behavior }),
  passes: ['NEVER', 'WHEN_NO_TEMPLATES', 'never'],
  fails: ['WHEN_NO_MATCH', undefined],
  message: "'POST /pets' lets bodies pass by its mapping templates when their content type has none",
  unknown: [UNKNOWN],
});

describeRule('passthrough-permissive', {
  template: (integration: { [name: string]: Json }) => mapped({ PassthroughBehavior: undefined, RequestTemplates: { 'application/json': '{"statusCode": 200}' }, ...integration }),
  passes: [{ Type: 'MOCK' }, { RequestTemplates: undefined }, { Type: 'AWS_PROXY' }],
  fails: [{ Type: 'HTTP', Uri: 'https://example.com' }, { Uri: functionUri() }],
  message: "'POST /pets' lets bodies pass by its mapping templates when their content type has none",
  severity: 'warning',
  unknown: 'the behavior is known here',
}, 'to backends that can look at bodies themselves');

describeRule('passthrough-permissive', {
  template: (key: string) => ({ ...webSocketApi(), ...route(key, {}, { IntegrationType: 'AWS', IntegrationUri: DYNAMO, RequestTemplates: { 'application/json': '{}' } }) }),
  passes: ['$connect', '$disconnect'],
  fails: ['send'],
  message: "'send' lets bodies pass by its mapping templates when their content type has none",
  unknown: 'the keys are literal here',
}, 'where there are bodies');

describeRule('passthrough-permissive', {
  template: (key: string) => ({
    ...webSocketApi(),
    ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: DYNAMO, TemplateSelectionExpression: '${request.body.kind}', RequestTemplates: { [key]: '{}' } }),
  }),
  passes: ['$default'],
  fails: ['order'],
  message: "'send' lets bodies pass by its mapping templates when their content type has none",
  unknown: 'the behavior is known here',
}, 'of messages');

describeRule('vtl-template-too-big', {
  template: (size: number) => templated('x'.repeat(size)),
  passes: [300 * 1024],
  fails: [300 * 1024 + 1],
  message: "'POST /pets' has a mapping template of 307201 bytes, and API Gateway takes 307200",
  unknown: 'a template by a parameter has at most 4096 bytes',
});

describeRule('vtl-template-too-big', {
  template: (size: number) => mapped({ IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': `é${'x'.repeat(size - 2)}` } }] }),
  passes: [300 * 1024],
  fails: [300 * 1024 + 1],
  message: "'POST /pets' has a mapping template of 307201 bytes, and API Gateway takes 307200",
  unknown: 'a template by a parameter has at most 4096 bytes',
}, 'of an answer');

describeRule('vtl-template-too-big', {
  template: (size: number) => ({ ...webSocketApi(), ...route('send', {}, { IntegrationType: 'AWS', IntegrationUri: DYNAMO, RequestTemplates: { $default: 'x'.repeat(size) } }) }),
  passes: [32_768],
  fails: [32_769],
  message: "'send' has a mapping template of 32769 characters, and API Gateway takes 32768",
  unknown: 'a template by a parameter has at most 4096 bytes',
}, 'of a message');

describeRule('vtl-too-complex', {
  template: (template) => templated(template),
  passes: ['#set($a = 1)#if($a == 1){}#end', '{"a": "#notADirective"}'],
  fails: ['#set($a = 1)#foreach($b in [1])#if($a == 1){}#elseif($a == 2)[]#end#end'],
  message: "'POST /pets' has a mapping template of 4 directives, and 2 are declared as the most",
  unknown: 'what cannot be known decides nothing that could be counted',
  intent: { mappingTemplateDirectives: 2 },
});

describeRule('vtl-foreach-bound', {
  template: (template) => templated(template),
  passes: [
    '#foreach($name in $input.params().header.keySet())$name#end',
    "#foreach($item in $input.path('$.items'))#if($foreach.count > 10)#break#end$item#end",
    '#foreach($n in [1..5])$n#end',
  ],
  fails: ["#foreach($item in $input.path('$.items'))$item.id#end"],
  message: "'POST /pets' goes over '$input.path('$.items')', a list of any length, and a #foreach ends after 1000 turns",
  unknown: 'the template is known here',
});

const validated = (schema: Json, template: string) => ({
  ...templated(template, { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Model' } } }),
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
  Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: schema } },
});

describeRule('vtl-foreach-bound', {
  template: (most) => validated(
    { type: 'object', properties: { items: { type: 'array', maxItems: most } } },
    "#set($items = $input.path('$.items'))#foreach($item in $items)$item.id#end",
  ),
  passes: [100],
  fails: [undefined],
  message: "'POST /pets' goes over '$items', a list of any length, and a #foreach ends after 1000 turns",
  unknown: 'any limit is one',
}, 'with a model');

describeRule('vtl-double-override', {
  template: (template) => templated(template),
  passes: [
    '#set($context.requestOverride.header.X-Amz-Target = "A")#set($context.requestOverride.header.Content-Type = "B"){}',
    "#if($input.params('a') == '')#set($context.requestOverride.path.id = 'a')#else#set($context.requestOverride.path.id = 'b')#end{}",
  ],
  fails: [
    '#set($context.requestOverride.header.X-Amz-Target = "A")#set($context.requestOverride.header.x-amz-target = "B"){}',
    '#set($context.requestOverride.header.X-Amz-Target = "A")#if(true)#set($context.requestOverride.header["X-Amz-Target"] = "B")#end{}',
  ],
  message: "'POST /pets' overrides 'header.x-amz-target' twice in one mapping template",
  unknown: 'the template is known here',
});

describeRule('vtl-double-override', {
  template: (template) => mapped({ IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': template } }] }),
  passes: ['#set($context.responseOverride.status = 404){}'],
  fails: ['#set($context.responseOverride.status = 404)#set($context.responseOverride.status = 500){}'],
  message: "'POST /pets' overrides 'status' twice in one mapping template",
  unknown: 'the template is known here',
}, 'of an answer');
