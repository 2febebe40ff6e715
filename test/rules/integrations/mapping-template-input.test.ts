import { Json, Resources, UNKNOWN } from '../cfn-template';
import { describeRule } from '../describe-rule';
import { method, restApi, route, webSocketApi } from '../resources';

const DYNAMO = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':dynamodb:action/PutItem']] };

function templated(template: Json, properties: { [name: string]: Json } = {}, integration: { [name: string]: Json } = {}): Resources {
  return {
    ...restApi(),
    ...method('POST /pets', {
      Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: DYNAMO, PassthroughBehavior: 'NEVER', RequestTemplates: { 'application/json': template }, ...integration },
      ...properties,
    }),
  };
}

describeRule('vtl-unescaped-input', {
  template: (template) => templated(template),
  passes: [
    '{"id": $input.json(\'$.id\')}',
    '{"id": "$util.escapeJavaScript($input.params(\'id\')).replaceAll("\\\\\'","\'")"}',
    '{"id": "$util.base64Encode($input.body)"}',
    '{"id": "$util.urlEncode($input.params().path.get(\'id\'))"}',
    '{"id": "$context.requestId", "stage": "$stageVariables.name"}',
    '#set($id = $util.escapeJavaScript($input.params(\'id\')).replaceAll("\\\\\'","\'")){"id": "$id"}',
    '#set($count = $input.path(\'$.items\').size()){"count": "$count"}',
    '#set($known = $input.params(\'id\') == "x"){"known": "$known"}',
    '#if($input.params(\'id\') == "")#set($a = "none")#end{"id": "$!a"}',
    '{"id": "$input.params(\'id\').replaceAll(\'"\', \'\')"}',
    '{"id": "$input.params(\'id\').replaceAll("[^A-Za-z0-9]", "")"}',
    'Action=SendMessage&MessageBody=$util.urlEncode("{""id"":""$input.params(\'id\')""}")',
    '<order id="$input.params(\'id\')"/>',
    '## "$input.params(\'id\')"\n{"a": #*"$input.body"*# 1}',
    '$input.json(\'$\')',
    { 'Fn::Sub': '{"TableName": "${Table}", "id": $input.json(\'$.id\')}' },
  ],
  fails: [
    '{"id": "$input.params(\'id\')"}',
    '{"a": "\\"", "id": "$input.params(\'id\')"}',
    '{"a": #if($context.stage == "x")"y"#else"z"#end, "id": "$input.params(\'id\')"}',
    { 'Fn::Sub': '{"TableName": "${AWS::StackName}", "id": "$input.params(\'id\')"}' },
  ],
  message: "'POST /pets' puts '$input.params('id')' between the quotes of JSON without escaping it",
  unknown: [UNKNOWN],
});

describeRule('vtl-unescaped-input', {
  template: ([template]: [string, string]) => templated(template),
  passes: [['{}', '']],
  fails: [
    ['#set($id = $input.path(\'$.id\')){"id": "$id"}', '$id'],
    ['#set($id = "$!input.path(\'$.id\')"){"id": "${id}"}', '${id}'],
    ['{"id": "$input.json(\'$.id\')"}', "$input.json('$.id')"],
    ['{"id": "$!{input.params().querystring.get(\'id\')}"}', "$!{input.params().querystring.get('id')}"],
    ['#set($body = $util.parseJson($input.body)){"id": "$body.id"}', '$body.id'],
    ['#foreach($item in $input.path(\'$.items\')){"id": "$item.id"}#if($foreach.hasNext),#end#end', '$item.id'],
    ['#set($a = "x")#if($context.stage == "y")#set($a = $input.params(\'a\'))#end{"a": "$a"}', '$a'],
    ['#set($list = [])#set($_ = $list.add($input.params(\'a\'))){"a": "$list"}', '$list'],
    ['{"a": "$util.urlDecode($util.urlEncode($input.params(\'a\')))"}', "$util.urlDecode($util.urlEncode($input.params('a')))"],
  ],
  message: ([, expression]) => `'POST /pets' puts '${expression}' between the quotes of JSON without escaping it`,
  unknown: 'the template is known here',
}, 'by variables, members and loops');

describeRule('vtl-unescaped-input', {
  template: (schema) => ({
    ...templated('{"N": "$input.path(\'$.price\')"}', { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Model' } } }),
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
    Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: { type: 'object', properties: { price: schema } } } },
  }),
  passes: [{ type: 'number' }, { type: 'string', enum: ['1', '2'] }, { type: 'string', pattern: '^[0-9]+$' }],
  fails: [{ type: 'string' }, undefined],
  message: "'POST /pets' puts '$input.path('$.price')' between the quotes of JSON without escaping it",
  unknown: 'the template is known here',
}, 'a model that lets no quote through');

describeRule('vtl-unescaped-input', {
  template: (type) => ({ ...webSocketApi(), ...route('send', {}, { IntegrationType: type, IntegrationUri: DYNAMO, RequestTemplates: { $default: '{"text": "$input.path(\'$.text\')"}' } }) }),
  passes: ['MOCK'],
  fails: ['AWS', 'HTTP'],
  message: "'send' puts '$input.path('$.text')' between the quotes of JSON without escaping it",
  unknown: 'what kind of integration it is, other rules ask',
}, 'of a message that something gets');

describeRule('vtl-escape-without-quote-fix', {
  template: (template) => templated(template),
  passes: [
    '{"id": "$util.escapeJavaScript($input.params(\'id\')).replaceAll("\\\\\'","\'")"}',
    '{"id": "$util.escapeJavaScript($input.params(\'id\')).replaceAll("\\\\\\\\\'","\'")"}',
    '#set($id = $util.escapeJavaScript($input.params(\'id\')))#set($id = $id.replaceAll("\\\\\'","\'")){"id": "$id"}',
    '{"id": "$input.params(\'id\')"}',
    'Action=SendMessage&MessageBody=$util.urlEncode($util.escapeJavaScript($input.body))',
  ],
  fails: ['{"id": "$util.escapeJavaScript($input.params(\'id\'))"}'],
  message: "'POST /pets' prints '$util.escapeJavaScript($input.params('id'))', whose escaped single quotes are no JSON",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
});

describeRule('vtl-escape-without-quote-fix', {
  template: (template) => templated(template, {}, { Type: 'HTTP', Uri: 'https://example.com' }),
  passes: ['#set($a = $util.escapeJavaScript($input.body).replaceAll("\\\\\'","\'")){"a": "$a"}'],
  fails: ['#set($a = $util.escapeJavaScript($input.body)){"a": "$a"}'],
  message: "'POST /pets' prints '$a', whose escaped single quotes are no JSON",
  unknown: 'of a hidden template the rule of unescaped input says that it is hidden',
}, 'by a variable');
