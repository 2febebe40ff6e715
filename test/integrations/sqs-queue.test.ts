import { App, Aws, Duration, Lazy, Stack, Token, aws_kms as kms, aws_sqs as sqs } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { SqsQueueIntegration, SqsQueueOptions } from '../../src/integrations/sqs-queue';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';
import { FAILURES, answerOf, renderRequest } from './service-template';

const NAME = Token.asString({ Ref: 'Name' });
const HOSTILE = ['{"a":"it\'s \\"quoted\\""}', '&Action=DeleteQueue&QueueUrl=x', 'a\nb\r\n\t', 'ünï ☃ 😀', '$input.body #set($x = 1) ${context.x} #end', '100% + 1 = \\', '', '##', '#*'];

function bind(options: SqsQueueOptions = {}, apiType = ApiType.HTTP, routeKey = 'POST /queues/{id}', queue?: (stack: Stack) => sqs.IQueue) {
  const stack = testStack();
  const target = queue?.(stack) ?? new sqs.Queue(stack, 'Queue');
  return { stack, target, config: new SqsQueueIntegration(target, options).bindIntegration({ ...bindOptions(stack, routeKey), apiType }) };
}

function failure(options: SqsQueueOptions, apiType = ApiType.HTTP, queue: sqs.QueueProps | undefined = undefined, routeKey = 'POST /queues/{id}'): string {
  const stack = testStack();
  const integration = new SqsQueueIntegration(new sqs.Queue(stack, 'Queue', queue), options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType }));
}

function restIntegration(options: SqsQueueOptions, queue?: sqs.QueueProps): Document {
  const stack = testStack();
  restApi(stack).addRoute('POST /queues/{id}', { integration: new SqsQueueIntegration(new sqs.Queue(stack, 'Queue', queue), options) });
  return bodyOf(stack).paths['/queues/{id}'].post['x-amazon-apigateway-integration'];
}

/** The fields of the form that a REST API sends, in order. */
function sent(options: SqsQueueOptions, request: Parameters<typeof renderRequest>[1] = { body: '{}' }, queue?: sqs.QueueProps): [string, string][] {
  const form = renderRequest(String(restIntegration(options, queue).requestTemplates['application/json']), request);
  return [...new URLSearchParams(form)];
}

const FIFO: sqs.QueueProps = { fifo: true, contentBasedDeduplication: true };

describe('Integration.sqsQueue of an HTTP API', () => {
  test('sends the whole body, by the role of the API', () => {
    const { stack, target, config } = bind();
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'SQS-SendMessage',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { QueueUrl: { Ref: expect.stringMatching(/^Queue/) as string }, MessageBody: '$request.body' },
    });
    expect(config.target).toBe(target);
  });

  test('lets the role send to the queue, and do nothing else', () => {
    const { stack } = bind();
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Action: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } }],
      },
    });
    template(stack).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'apigateway.amazonaws.com' } })] },
    });
  });

  test('lets the role use the key of an encrypted queue', () => {
    const { stack } = bind({}, ApiType.HTTP, 'POST /', (scope) => new sqs.Queue(scope, 'Queue', { encryptionMasterKey: new kms.Key(scope, 'Key') }));
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['kms:GenerateDataKey*']), Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } })]) },
    });
  });

  test('makes one role for all routes', () => {
    const stack = testStack();
    const integration = new SqsQueueIntegration(new sqs.Queue(stack, 'Queue'), {});
    integration.bindIntegration({ ...bindOptions(stack, 'POST /a'), apiType: ApiType.HTTP });
    integration.bindIntegration({ ...bindOptions(stack, 'POST /b'), apiType: ApiType.REST });
    template(stack).resourceCountIs('AWS::IAM::Role', 1);
    template(stack).resourceCountIs('AWS::IAM::Policy', 1);
  });

  test.each(['$request.body', '$request.body.order', '$request.body.items[0].id', '$request.body[0]', '$request.header.X-Id', '$request.querystring.id', '$request.path.id',
    '$context.requestId', '$context.authorizer.claims.cognito:groups', '$stageVariables.text', 'ping', 'costs 5$', NAME, `it's ${NAME}`])('takes the message %s as it is', (messageBody) => {
    expect(bind({ messageBody }).config.requestParameters).toHaveProperty('MessageBody', messageBody);
  });

  test('sends to a FIFO queue', () => {
    const options = { messageGroupId: '$request.path.id', messageDeduplicationId: '$request.header.Idempotency-Key' };
    expect(bind(options, ApiType.HTTP, 'POST /queues/{id}', (stack) => new sqs.Queue(stack, 'Queue', { fifo: true })).config.requestParameters).toMatchObject({
      MessageGroupId: '$request.path.id', MessageDeduplicationId: '$request.header.Idempotency-Key',
    });
  });

  test.each([[Duration.seconds(0), '0'], [Duration.minutes(15), '900']])('hides a message for %s', (delay, seconds) => {
    expect(bind({ delay }).config.requestParameters).toHaveProperty('DelaySeconds', seconds);
  });

  test('hides a message for as long as only a deployment knows', () => {
    const { stack, config } = bind({ delay: Duration.seconds(Token.asNumber({ Ref: 'Delay' })) });
    expect(stack.resolve(config.requestParameters)).toHaveProperty('DelaySeconds', { Ref: 'Delay' });
  });

  test('names the region of a queue that is in another one', () => {
    const imported = (region: string) => bind({}, ApiType.HTTP, 'POST /', (stack) => sqs.Queue.fromQueueArn(stack, 'Queue', `arn:aws:sqs:${region}:123456789012:jobs`));
    expect(imported('eu-west-1').config.requestParameters).toHaveProperty('Region', 'eu-west-1');
    expect(imported(Aws.REGION).config.requestParameters).not.toHaveProperty('Region');
  });

  test('names no region for a queue in the API\'s own', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-1', account: '123456789012' } });
    const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:123456789012:jobs');
    const config = new SqsQueueIntegration(queue, {}).bindIntegration({ ...bindOptions(stack, 'POST /'), apiType: ApiType.HTTP });
    expect(config.requestParameters).not.toHaveProperty('Region');
  });

  test('fails with message attributes, and takes an empty set of them', () => {
    expect(failure({ messageAttributes: { a: '$context.requestId' } })).toBe("the message of 'POST /queues/{id}' has messageAttributes, and AWS does not say how an HTTP API quotes a caller's value in them; "
      + 'put it into the message, or use GovernedRestApi');
    expect(() => bind({ messageAttributes: {} })).not.toThrow();
  });
});

describe('Integration.sqsQueue of a REST API', () => {
  test('sends a form, and never answers a failure with a success', () => {
    expect(restIntegration({})).toEqual({
      type: 'aws',
      httpMethod: 'POST',
      uri: { 'Fn::Sub': expect.stringMatching(/^arn:\$\{AWS::Partition\}:apigateway:\$\{AWS::Region\}:sqs:path\/\$\{AWS::AccountId\}\/\$\{Queue\w+\.QueueName\}$/) as string },
      credentials: { 'Fn::GetAtt': [expect.stringMatching(/^ApiIntegrationRole/), 'Arn'] },
      passthroughBehavior: 'never',
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      requestTemplates: { 'application/json': 'Action=SendMessage&Version=2012-11-05#set($body = "$!input.body")&MessageBody=$util.urlEncode($body)' },
      responses: {
        '2\\d{2}': { statusCode: '200', responseTemplates: { 'application/json': expect.any(String) as string } },
        'default': { statusCode: '500', responseTemplates: { 'application/json': expect.any(String) as string } },
      },
    });
  });

  test('answers with the id of the message', () => {
    const answer = (body: object) => answerOf(restIntegration({}), 'success', body);
    expect(answer({ SendMessageResponse: { SendMessageResult: { MessageId: '1-2' } } })).toEqual({ body: '{"messageId":"1-2"}', status: 200 });
    expect(answer({}).body).toBe('{"messageId":""}');
  });

  test.each(FAILURES)('answers for the error %j of SQS with %d', (code, status, message) => {
    expect(answerOf(restIntegration({}), 'failure', { Error: { Code: code, Message: 'https://sqs/111122223333/secret', Type: 'Sender' } })).toEqual({ body: JSON.stringify({ message }), status });
  });

  test.each(HOSTILE)('sends the body %j as one field, as it is', (body) => {
    expect(sent({}, { body })).toEqual([['Action', 'SendMessage'], ['Version', '2012-11-05'], ['MessageBody', body]]);
  });

  test.each(HOSTILE.filter((text) => text !== '' && !text.startsWith('$') && !text.includes('${')))('sends the text %j, which is written out, as it is', (messageBody) => {
    expect(sent({ messageBody })).toContainEqual(['MessageBody', messageBody]);
  });

  test.each(HOSTILE)('sends %j as it is from each part of a request', (value) => {
    const options = { messageGroupId: '$request.path.id', messageAttributes: { header: '$request.header.X-Name', query: '$request.querystring.q', context: '$context.authorizer.name', variable: '$stageVariables.v' } };
    const fields = sent({ ...options, messageBody: '$request.body.text' }, {
      body: JSON.stringify({ text: value }), headers: { 'x-NAME': value }, querystring: { q: value }, path: { id: value }, context: { authorizer: { name: value } }, stageVariables: { v: value },
    });
    expect(fields).toContainEqual(['MessageBody', value]);
    expect(fields).toContainEqual(['MessageGroupId', value]);
    expect(fields.filter(([name]) => name.endsWith('StringValue')).map(([, text]) => text)).toEqual(value === '' ? [] : [value, value, value, value]);
    expect(fields).toHaveLength(value === '' ? 4 : 16);
  });

  test.each<[unknown, string]>([[{ b: [1, 'x'] }, '{"b":[1,"x"]}'], [[], '[]'], [10.5, '10.5'], [false, 'false'], [0, '0'], ['a', 'a'], [null, ''], [undefined, '']])(
    'sends %j in the body as %j', (value, message) => {
      expect(sent({ messageBody: '$request.body.a' }, { body: JSON.stringify({ a: value }) })).toContainEqual(['MessageBody', message]);
    });

  test('reads names that are no words of Velocity', () => {
    const context = { authorizer: { 'claims': { 'cognito:groups': 'admins' }, 'x-y': 'z' } };
    expect(sent({ messageBody: '$context.authorizer.claims.cognito:groups' }, { context })).toContainEqual(['MessageBody', 'admins']);
    expect(sent({ messageBody: '$context.authorizer.x-y' }, { context })).toContainEqual(['MessageBody', 'z']);
  });

  test('numbers the attributes that the request has, without a gap', () => {
    const messageAttributes = { 'missing': '$request.header.X-None', 'x.y': 'written out', 'id': '$context.requestId' };
    expect(sent({ messageAttributes }, { body: 'x', context: { requestId: 'r-1' } }).slice(3)).toEqual([
      ['MessageAttribute.1.Name', 'x.y'], ['MessageAttribute.1.Value.DataType', 'String'], ['MessageAttribute.1.Value.StringValue', 'written out'],
      ['MessageAttribute.2.Name', 'id'], ['MessageAttribute.2.Value.DataType', 'String'], ['MessageAttribute.2.Value.StringValue', 'r-1'],
    ]);
  });

  test('sends group, deduplication id and delay', () => {
    expect(sent({ messageGroupId: 'orders', messageDeduplicationId: '$context.requestId' }, { body: 'x', context: { requestId: 'r' } }, { fifo: true }).slice(3))
      .toEqual([['MessageGroupId', 'orders'], ['MessageDeduplicationId', 'r']]);
    expect(sent({ delay: Duration.seconds(5), messageGroupId: '$request.header.tenant' }, { body: 'x', headers: { Tenant: 't' } }).slice(3)).toEqual([['MessageGroupId', 't'], ['DelaySeconds', '5']]);
  });

  test('sends what only a deployment knows, encoded', () => {
    const options = { messageBody: `for ${NAME} & co`, delay: Duration.seconds(Token.asNumber({ Ref: 'Delay' })) };
    expect(restIntegration(options).requestTemplates['application/json']).toEqual({
      'Fn::Sub': "Action=SendMessage&Version=2012-11-05#set($body = 'for ${Name} & co')&MessageBody=$util.urlEncode($body)&DelaySeconds=${Delay}",
    });
    const late = Lazy.string({ produce: () => 'a=b & $c' });
    expect(sent({ messageBody: late })).toContainEqual(['MessageBody', 'a=b & $c']);
  });

  test('goes to the region and account of an imported queue', () => {
    const { stack, config } = bind({}, ApiType.REST, 'POST /', (scope) => sqs.Queue.fromQueueArn(scope, 'Queue', 'arn:aws:sqs:eu-west-1:210987654321:jobs'));
    expect(JSON.stringify(stack.resolve(config.uri))).toContain(':apigateway:eu-west-1:sqs:path/210987654321/jobs');
  });

  test('fails for a text with a single quote beside what only a deployment knows', () => {
    expect(failure({ messageBody: `it's ${NAME}` }, ApiType.REST)).toBe("'it's <token>' has both a single quote and a value that is only known at deploy time, which a mapping template cannot hold; leave the quote out");
  });

  test('takes ten attributes, and fails for eleven', () => {
    const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));
    expect(sent({ messageAttributes: attributes(10) })).toHaveLength(33);
    expect(failure({ messageAttributes: attributes(11) }, ApiType.REST)).toBe("the message of 'POST /queues/{id}' has 11 messageAttributes, and SQS takes 10; put the others into the message");
  });

  test.each(['', 'a b', '.a', 'a.', 'a..b', 'ä', 'a'.repeat(257)])('fails for the attribute name %j', (name) => {
    expect(failure({ messageAttributes: { [name]: 'x' } }, ApiType.REST)).toContain(`has the message attribute '${name}', which SQS refuses; write at most 256 letters`);
  });

  test.each(['AWS.a', 'aws.a', 'Amazon.a'])('fails for the attribute name %j, which is AWS\'s own', (name) => {
    expect(failure({ messageAttributes: { [name]: 'x' } }, ApiType.REST)).toContain(`'${name}', and AWS keeps names that begin so for itself; write another, as 'my.${name}'`);
  });

  test('fails for an attribute name that only a deployment knows', () => {
    expect(failure({ messageAttributes: { [NAME]: 'x' } }, ApiType.REST)).toContain('has a message attribute whose name is only known at deploy time');
  });
});

describe.each([ApiType.HTTP, ApiType.REST])('Integration.sqsQueue of a %s API', (apiType) => {
  test.each<[string, string]>([
    ['$request', 'which API Gateway cannot read; write \'$request.body\', '],
    ['$request.path', 'which API Gateway cannot read'],
    ['$request.body..id', 'which API Gateway cannot read'],
    ["$request.body['a']", 'which API Gateway cannot read'],
    ['$request.body.a?(x)', 'which API Gateway cannot read'],
    ['$context', 'which API Gateway cannot read'],
    ['$input.body', 'which API Gateway cannot read'],
    ['${request.header.x}', 'which API Gateway cannot read'],
    ['$5', 'which API Gateway cannot read'],
    ['$request.header.x y', 'which API Gateway cannot read'],
    ['for ${context.requestId}', "and AWS does not say whether '${context' is read within a text; write a reference alone"],
    ['for $request.body', "and AWS does not say whether '$request' is read within a text"],
    ['$request.path.name', "but the route has no path parameter '{name}'; write '$request.path.id'"],
  ])('fails for the message %s', (messageBody, message) => {
    expect(failure({ messageBody }, apiType)).toContain(`the messageBody of 'POST /queues/{id}' is '${messageBody}', ${message}`);
  });

  test('fails for an empty message, and for a path parameter of a path without any', () => {
    expect(failure({ messageBody: '' }, apiType)).toContain("the messageBody of 'POST /queues/{id}' is empty, which API Gateway refuses; write '$request.body'");
    expect(failure({ messageBody: '$request.path.id' }, apiType, {}, 'POST /')).toContain('but the route has no path parameters; add the parameter to the route key');
  });

  test.each(['GET', 'HEAD'])('fails for the body of a %s request', (method) => {
    expect(failure({}, apiType, {}, `${method} /`)).toBe(`the messageBody of '${method} /' is '$request.body', and a ${method} request has no body; `
      + "write a route of POST, or where else the request has it, as '$request.querystring.x'");
    expect(failure({ messageBody: '$request.body.x' }, apiType, {}, `${method} /`)).toContain(`the messageBody of '${method} /' is '$request.body.x', and a ${method} request has no body`);
    expect(() => bind({ messageBody: '$request.querystring.x' }, apiType, `${method} /`)).not.toThrow();
  });

  test.each<[string, SqsQueueOptions]>([
    ['messageGroupId', { messageGroupId: '$request.body' }],
    ['messageDeduplicationId', { messageDeduplicationId: '$request.body' }],
    ["message attribute 'a'", { messageAttributes: { a: '$request.body' } }],
  ])('fails for the body of a GET request as %s', (option, options) => {
    expect(failure({ messageBody: 'ping', ...options }, apiType, FIFO, 'GET /')).toContain(`the ${option} of 'GET /' is '$request.body', and a GET request has no body`);
  });

  test('fails for a FIFO queue without a group, with a delay, or without anything to tell repeated messages by', () => {
    const start = "'POST /queues/{id}' sends to the FIFO queue 'Stack/Queue' with";
    expect(failure({}, apiType, FIFO)).toBe(`${start}out messageGroupId, and SQS refuses such messages; write messageGroupId: '$request.body.x', of what must stay in order`);
    expect(failure({ messageGroupId: 'a', delay: Duration.seconds(1) }, apiType, FIFO)).toBe(`${start} delay, which SQS refuses for a single message there; write deliveryDelay on the queue`);
    expect(failure({ messageGroupId: 'a' }, apiType, { fifo: true })).toBe(`${start}out messageDeduplicationId, and SQS refuses such messages as the queue does not compare contents; `
      + 'write messageDeduplicationId: \'$request.header.Idempotency-Key\', or contentBasedDeduplication: true on the queue');
    expect(() => bind({ messageGroupId: 'a' }, apiType, 'POST /', (stack) => new sqs.Queue(stack, 'Queue', FIFO))).not.toThrow();
  });

  test('fails for a deduplication id on a standard queue, and lets it have groups', () => {
    expect(failure({ messageDeduplicationId: '$context.requestId' }, apiType)).toBe("'POST /queues/{id}' sends to the standard queue 'Stack/Queue' with messageDeduplicationId, "
      + 'which only FIFO queues take; leave it out, or make the queue with fifo: true');
    expect(() => bind({ messageGroupId: 'tenant' }, apiType)).not.toThrow();
  });

  test('knows an imported queue by its name, and lets through what it cannot know', () => {
    const imported = (arn: string, options: SqsQueueOptions) => () => bind(options, apiType, 'POST /', (stack) => sqs.Queue.fromQueueArn(stack, 'Queue', arn));
    expect(imported('arn:aws:sqs:eu-west-1:123456789012:jobs.fifo', {})).toThrow("sends to the FIFO queue 'Stack/Queue' without messageGroupId");
    expect(imported('arn:aws:sqs:eu-west-1:123456789012:jobs.fifo', { messageGroupId: 'a' })).not.toThrow();
    expect(imported('arn:aws:sqs:eu-west-1:123456789012:jobs', { messageDeduplicationId: '$context.requestId' })).toThrow('which only FIFO queues take');
    expect(imported(NAME, { messageDeduplicationId: '$context.requestId', messageGroupId: 'a', delay: Duration.seconds(1) })).not.toThrow();
    expect(imported(NAME, {})).not.toThrow();
  });

  test('fails for a deduplication id that is the same for every message', () => {
    expect(failure({ messageGroupId: 'a', messageDeduplicationId: 'b' }, apiType, FIFO)).toBe("the messageDeduplicationId of 'POST /queues/{id}' is 'b' for every message, "
      + "so SQS would deliver one in five minutes and drop the others; write where the request has it, as '$request.header.Idempotency-Key'");
  });

  test('takes a group id of 128 characters, and fails for one more, for a space and for other letters', () => {
    expect(() => bind({ messageGroupId: 'g'.repeat(128) }, apiType)).not.toThrow();
    for (const messageGroupId of ['g'.repeat(129), 'a b', 'ä']) {
      expect(failure({ messageGroupId }, apiType)).toBe(`the messageGroupId of 'POST /queues/{id}' is '${messageGroupId}', which SQS refuses; write 1 to 128 letters, digits and punctuation marks of ASCII, without spaces`);
    }
  });

  test.each([[Duration.seconds(901), 901], [Duration.millis(1500), 1.5]])('fails for a delay of %s', (delay, seconds) => {
    expect(failure({ delay }, apiType)).toBe(`the delay of 'POST /queues/{id}' is ${seconds} seconds, which SQS refuses; write whole seconds from 0 to 900`);
  });
});
