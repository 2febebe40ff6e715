import { App, Aws, Stack, Token, aws_kms as kms, aws_sns as sns } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { messageRoute } from './message-route';
import { FAILURES, answerOf, renderRequest } from './service-template';
import { ApiType } from '../../src/api-type';
import { SnsTopicIntegration, SnsTopicOptions } from '../../src/integrations/sns-topic';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';

const ROUTE = 'POST /topics/{id}';
const ARN = 'arn:aws:sns:eu-west-1:123456789012:news';
const NAME = Token.asString({ Ref: 'Name' });
const HOSTILE = ['{"a":"it\'s \\"quoted\\""}', '&Action=DeleteTopic&TopicArn=x', 'a\nb\r\n\t', 'ünï ☃ 😀', '$input.body #set($x = 1) ${context.x} #end', '100% + 1 = \\', '', '##', '#*'];
const FIFO: sns.TopicProps = { fifo: true, contentBasedDeduplication: true };

type Make = (stack: Stack) => sns.ITopic;

const imported: Make = (stack) => sns.Topic.fromTopicArn(stack, 'Topic', ARN);

function bind(options: SnsTopicOptions = {}, topic: Make = (stack) => new sns.Topic(stack, 'Topic'), routeKey = ROUTE) {
  const stack = testStack();
  const target = topic(stack);
  return { stack, target, config: new SnsTopicIntegration(target, options).bindIntegration(bindOptions(stack, routeKey)) };
}

function failure(options: SnsTopicOptions, topic?: sns.TopicProps, routeKey = ROUTE): string {
  const stack = testStack();
  const integration = new SnsTopicIntegration(new sns.Topic(stack, 'Topic', topic), options);
  return errorOf(stack, () => integration.bindIntegration(bindOptions(stack, routeKey)));
}

function restIntegration(options: SnsTopicOptions, topic = imported): Document {
  const stack = testStack();
  restApi(stack).addRoute(ROUTE, { integration: new SnsTopicIntegration(topic(stack), options) });
  return bodyOf(stack).paths['/topics/{id}'].post['x-amazon-apigateway-integration'];
}

/** The fields of the form that a REST API sends, in order. */
function sent(options: SnsTopicOptions, request: Parameters<typeof renderRequest>[1] = { body: '{}' }): [string, string][] {
  return [...new URLSearchParams(renderRequest(String(restIntegration(options).requestTemplates['application/json']), request))];
}

describe('Integration.snsTopic', () => {
  test('publishes a form, and never answers a failure with a success', () => {
    expect(restIntegration({}, (stack) => new sns.Topic(stack, 'Topic'))).toEqual({
      type: 'aws',
      httpMethod: 'POST',
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:sns:action/Publish' },
      credentials: { 'Fn::GetAtt': [expect.stringMatching(/^ApiIntegrationRole/), 'Arn'] },
      passthroughBehavior: 'never',
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: {
        'application/json': { 'Fn::Sub': expect.stringMatching(/^Action=Publish&Version=2010-03-31#set\(\$message = "\$!input\.body"\)&TopicArn=\$util\.urlEncode\('\$\{Topic\w+\}'\)&Message=\$util\.urlEncode\(\$message\)$/) as string },
      },
      responses: {
        '2\\d{2}': { statusCode: '200', responseTemplates: { 'application/json': expect.any(String) as string } },
        'default': { statusCode: '500', responseTemplates: { 'application/json': expect.any(String) as string } },
      },
    });
  });

  test('has the topic as its target', () => {
    const { target, config } = bind();
    expect(config.target).toBe(target);
  });

  test('lets the role of the API publish to the topic, and do nothing else', () => {
    template(bind().stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'sns:Publish', Effect: 'Allow', Resource: { Ref: Match.stringLikeRegexp('^Topic') } }] },
    });
  });

  test.each<[string, Make]>([
    ['of this app', (stack) => new sns.Topic(stack, 'Topic', { masterKey: new kms.Key(stack, 'Key') })],
    ['that is imported with its key', (stack) => sns.Topic.fromTopicAttributes(stack, 'Topic', { topicArn: ARN, keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1' })],
  ])('lets the role use the key of an encrypted topic %s', (_which, topic) => {
    template(bind({}, topic).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Effect: 'Allow' })]) },
    });
  });

  test('answers with the id of the message', () => {
    const answer = (body: object) => answerOf(restIntegration({}), 'success', body);
    expect(answer({ PublishResponse: { PublishResult: { MessageId: '1-2', SequenceNumber: null }, ResponseMetadata: { RequestId: 'r' } } })).toEqual({ body: '{"messageId":"1-2"}', status: 200 });
    expect(answer({}).body).toBe('{"messageId":""}');
  });

  test.each(FAILURES)('answers for the error %j of SNS with %d', (code, status, message) => {
    expect(answerOf(restIntegration({}), 'failure', { Error: { Code: code, Message: 'arn:aws:sns:eu-west-1:111122223333:secret', Type: 'Sender' } })).toEqual({ body: JSON.stringify({ message }), status });
  });

  test.each(HOSTILE)('publishes the body %j as one field, as it is', (body) => {
    expect(sent({}, { body })).toEqual([['Action', 'Publish'], ['Version', '2010-03-31'], ['TopicArn', ARN], ['Message', body]]);
  });

  test.each(HOSTILE.filter((text) => text !== '' && !text.startsWith('$') && !text.includes('${')))('publishes the text %j, which is written out, as it is', (message) => {
    expect(sent({ message })).toContainEqual(['Message', message]);
  });

  test.each(HOSTILE)('publishes %j as it is from each part of a request', (value) => {
    const options = { subject: '$request.header.X-Subject', messageGroupId: '$request.path.id', messageAttributes: { query: '$request.querystring.q', context: '$context.authorizer.name', variable: '$stageVariables.v' } };
    const fields = sent({ ...options, message: '$request.body.text' }, {
      body: JSON.stringify({ text: value }), headers: { 'x-SUBJECT': value }, querystring: { q: value }, path: { id: value }, context: { authorizer: { name: value } }, stageVariables: { v: value },
    });
    expect(fields).toContainEqual(['Message', value]);
    expect(fields).toContainEqual(['MessageGroupId', value]);
    expect(fields.filter(([name]) => name === 'Subject')).toEqual(value === '' ? [] : [['Subject', value]]);
    expect(fields.filter(([name]) => name.endsWith('StringValue')).map(([, text]) => text)).toEqual(value === '' ? [] : [value, value, value]);
    expect(fields).toHaveLength(value === '' ? 5 : 15);
  });

  test('leaves out the subject and the attributes that the request lacks, without a gap', () => {
    const messageAttributes = { 'missing': '$request.header.X-None', 'x.y': 'written out', 'id': '$context.requestId' };
    expect(sent({ subject: '$request.body.subject', messageAttributes }, { body: '{}', context: { requestId: 'r-1' } }).slice(4)).toEqual([
      ['MessageAttributes.entry.1.Name', 'x.y'], ['MessageAttributes.entry.1.Value.DataType', 'String'], ['MessageAttributes.entry.1.Value.StringValue', 'written out'],
      ['MessageAttributes.entry.2.Name', 'id'], ['MessageAttributes.entry.2.Value.DataType', 'String'], ['MessageAttributes.entry.2.Value.StringValue', 'r-1'],
    ]);
  });

  test('publishes the subject, the group and what tells repeated messages', () => {
    const options = { subject: 'It\'s sold & gone', messageGroupId: 'orders', messageDeduplicationId: '$context.requestId' };
    const form = renderRequest(String(restIntegration(options, (stack) => sns.Topic.fromTopicArn(stack, 'Topic', `${ARN}.fifo`)).requestTemplates['application/json']), { body: 'x', context: { requestId: 'r' } });
    expect([...new URLSearchParams(form)].slice(2)).toEqual([
      ['TopicArn', `${ARN}.fifo`], ['Message', 'x'], ['MessageGroupId', 'orders'], ['MessageDeduplicationId', 'r'], ['Subject', 'It\'s sold & gone'],
    ]);
  });

  test('publishes what only a deployment knows, encoded', () => {
    expect(restIntegration({ message: `for ${NAME} & co`, subject: NAME }).requestTemplates['application/json']).toEqual({
      'Fn::Sub': `Action=Publish&Version=2010-03-31#set($message = 'for \${Name} & co')#set($subject = '\${Name}')&TopicArn=$util.urlEncode('${ARN}')&Message=$util.urlEncode($message)#if($subject != "")&Subject=$util.urlEncode($subject)#end`,
    });
  });

  test('goes to the region of the topic, be it another account\'s', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '210987654321' } });
    const config = new SnsTopicIntegration(imported(stack), {}).bindIntegration(bindOptions(stack, ROUTE));
    expect(stack.resolve(config.uri)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:sns:action/Publish']] });
    const here = bind({}, (scope) => sns.Topic.fromTopicArn(scope, 'Topic', `arn:aws:sns:${Aws.REGION}:123456789012:news`));
    expect(JSON.stringify(here.stack.resolve(here.config.uri))).toContain('":apigateway:",{"Ref":"AWS::Region"},":sns:action/Publish"');
  });
});

describe('a message that SNS would refuse', () => {
  test('fails for a FIFO topic without a group, or without anything to tell repeated messages by', () => {
    const start = `'${ROUTE}' sends to the FIFO topic 'Stack/Topic' with`;
    expect(failure({}, FIFO)).toBe(`${start}out messageGroupId, and SNS refuses such messages; write messageGroupId: '$request.body.x', of what must stay in order`);
    expect(failure({ messageGroupId: 'a' }, { fifo: true })).toBe(`${start}out messageDeduplicationId, and SNS refuses such messages as the topic does not compare contents; `
      + 'write messageDeduplicationId: \'$request.header.Idempotency-Key\', or contentBasedDeduplication: true on the topic');
    expect(failure({ message: 'ping' }, FIFO, 'GET /')).toContain("; write messageGroupId: '$request.querystring.x', of what");
    expect(() => bind({ messageGroupId: 'a' }, (stack) => new sns.Topic(stack, 'Topic', FIFO))).not.toThrow();
  });

  test('fails for a deduplication id on a standard topic, and lets it have groups', () => {
    expect(failure({ messageDeduplicationId: '$context.requestId' })).toBe(`'${ROUTE}' sends to the standard topic 'Stack/Topic' with messageDeduplicationId, `
      + 'which only FIFO topics take; leave it out, or make the topic with fifo: true');
    expect(() => bind({ messageGroupId: 'tenant' })).not.toThrow();
  });

  test('fails for a deduplication id that is the same for every message', () => {
    expect(failure({ messageGroupId: 'a', messageDeduplicationId: 'b' }, FIFO)).toBe(`the messageDeduplicationId of '${ROUTE}' is 'b' for every message, `
      + "so SNS would deliver one in five minutes and drop the others; write where the request has it, as '$request.header.Idempotency-Key'");
  });

  test('is known of an imported topic by its name, and let through for what only a deployment knows', () => {
    const binding = (arn: string, options: SnsTopicOptions) => () => bind(options, (stack) => sns.Topic.fromTopicArn(stack, 'Topic', arn));
    expect(binding(`${ARN}.fifo`, {})).toThrow("sends to the FIFO topic 'Stack/Topic' without messageGroupId");
    expect(binding(`${ARN}.fifo`, { messageGroupId: 'a' })).not.toThrow();
    expect(binding(ARN, { messageDeduplicationId: '$context.requestId' })).toThrow('which only FIFO topics take');
    expect(binding(NAME, { messageDeduplicationId: '$context.requestId', messageGroupId: 'a' })).not.toThrow();
    expect(binding(NAME, {})).not.toThrow();
  });

  test('is a group id of 129 characters, with a space or with other letters; 128 are taken', () => {
    expect(() => bind({ messageGroupId: 'g'.repeat(128) })).not.toThrow();
    for (const messageGroupId of ['g'.repeat(129), 'a b', 'ä']) {
      expect(failure({ messageGroupId })).toBe(`the messageGroupId of '${ROUTE}' is '${messageGroupId}', which SNS refuses; write 1 to 128 letters, digits and punctuation marks of ASCII, without spaces`);
    }
  });

  test('is a subject of 100 characters, or with a line break; 99 are taken', () => {
    expect(() => bind({ subject: '☃'.repeat(99) })).not.toThrow();
    expect(failure({ subject: 's'.repeat(100) })).toMatch(/^the subject of '.+' is 's+\.\.\.', which SNS refuses; write less than 100 characters, without line breaks$/);
    expect(failure({ subject: 'two\nlines' })).toContain('which SNS refuses');
  });

  test.each(['', 'a b', '.a', 'a.', 'a..b', 'ä', 'a'.repeat(257)])('has the attribute name %j', (name) => {
    expect(failure({ messageAttributes: { [name]: 'x' } })).toContain(`has the message attribute '${name}', which SNS refuses; write at most 256 letters`);
  });

  test.each(['AWS.a', 'aws.sns.x', 'Amazon.a'])('has the attribute name %j, which is AWS\'s own', (name) => {
    expect(failure({ messageAttributes: { [name]: 'x' } })).toContain(`'${name}', and AWS keeps names that begin so for itself; write another, as 'my.${name}'`);
  });

  test('may have AWS\'s attributes for mobile push and SMS, and more than ten attributes', () => {
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, 'x']));
    expect(sent({ messageAttributes: { 'AWS.SNS.SMS.SenderID': 'shop' } })).toContainEqual(['MessageAttributes.entry.1.Name', 'AWS.SNS.SMS.SenderID']);
    expect(sent({ messageAttributes: eleven })).toHaveLength(4 + 33);
  });

  test('is one without a message', () => {
    expect(failure({ message: '' })).toContain(`the message of '${ROUTE}' is empty, which API Gateway refuses; write '$request.body'`);
    expect(failure({}, {}, 'GET /')).toContain("the message of 'GET /' is '$request.body', and a GET request has no body");
  });
});

test('fails on an HTTP API, which has no such action', () => {
  const stack = testStack();
  const integration = new SnsTopicIntegration(imported(stack), {});
  expect(errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, ROUTE), apiType: ApiType.HTTP }))).toBe(`'${ROUTE}' was given Integration.snsTopic(), which is offered on REST and WEBSOCKET APIs only; `
    + 'use GovernedRestApi, or write Integration.eventBridge(eventBus, { ... }) and a rule whose target is the topic, or let a function publish');
});

test('fails for an ARN where the topic belongs', () => {
  expect(() => new SnsTopicIntegration(ARN as unknown as sns.ITopic, {})).toThrow(`Integration.snsTopic() was given '${ARN}' as its topic, and takes constructs alone; write sns.Topic.fromTopicArn(this, 'Topic', '<arn>')`);
});

test('makes one role for all routes of an API', () => {
  const stack = testStack();
  const integration = new SnsTopicIntegration(imported(stack), {});
  integration.bindIntegration(bindOptions(stack, 'POST /a'));
  integration.bindIntegration(messageRoute(stack));
  template(stack).resourceCountIs('AWS::IAM::Role', 1);
  template(stack).resourceCountIs('AWS::IAM::Policy', 1);
});
