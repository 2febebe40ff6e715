import { App, Aws, Stack, Token, aws_kinesis as kinesis, aws_kms as kms } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { FAILURES, HOSTILE_BODIES, TemplateRequest, answerOf, sentJson } from './service-template';
import { ApiType } from '../../src/api-type';
import { KinesisStreamIntegration, KinesisStreamOptions } from '../../src/integrations/kinesis-stream';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';

const ELSEWHERE = 'arn:aws:kinesis:eu-west-1:111122223333:stream/Clicks';
const DEPLOYED = Token.asString({ Ref: 'Key' });

function bind(apiType: ApiType, options: KinesisStreamOptions = {}, stack: Stack = testStack(), stream: kinesis.IStream = new kinesis.Stream(stack, 'Stream')) {
  const config = new KinesisStreamIntegration(stream, options).bindIntegration({ ...bindOptions(stack, 'POST /clicks/{id}'), apiType });
  return { stack, stream, config };
}

function httpParameters(options: KinesisStreamOptions, stack?: Stack, stream?: kinesis.IStream): object {
  const bound = bind(ApiType.HTTP, options, stack, stream);
  return bound.stack.resolve(bound.config.requestParameters) as object;
}

function restIntegration(options: KinesisStreamOptions = {}, props: kinesis.StreamProps = { streamName: 'clicks' }): Document {
  const stack = testStack(new App(), 'Rest');
  restApi(stack).addRoute('POST /clicks/{id}', { integration: new KinesisStreamIntegration(new kinesis.Stream(stack, 'Stream', props), options) });
  return bodyOf(stack).paths['/clicks/{id}'].post['x-amazon-apigateway-integration'];
}

function sent(options: KinesisStreamOptions, request: TemplateRequest = {}) {
  const stack = testStack();
  const { config } = bind(ApiType.REST, options, stack, kinesis.Stream.fromStreamArn(stack, 'Known', 'arn:aws:kinesis:us-east-1:1:stream/Clicks'));
  return sentJson(String(config.requestTemplates?.['application/json']), request);
}

function failure(apiType: ApiType, options: KinesisStreamOptions, routeKey = 'POST /clicks/{id}'): string {
  const stack = testStack();
  const integration = new KinesisStreamIntegration(new kinesis.Stream(stack, 'Stream'), options);
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType }));
}

describe('Integration.kinesisStream', () => {
  test('puts the body of each request to an HTTP API on the stream, spread over its shards', () => {
    const { stack, stream, config } = bind(ApiType.HTTP);
    expect(config.target).toBe(stream);
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'Kinesis-PutRecord',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: { StreamName: { Ref: expect.stringMatching(/^Stream/) as string }, Data: '$request.body', PartitionKey: '$context.requestId' },
    });
  });

  test('hands on what an HTTP API takes from the request', () => {
    expect(httpParameters({ data: '$request.body.data', partitionKey: '$request.path.id', explicitHashKey: '12', sequenceNumberForOrdering: '$request.header.X-Last' })).toMatchObject({
      Data: '$request.body.data', PartitionKey: '$request.path.id', ExplicitHashKey: '12', SequenceNumberForOrdering: '$request.header.X-Last',
    });
    expect(httpParameters({ partitionKey: DEPLOYED })).toHaveProperty('PartitionKey', { Ref: 'Key' });
  });

  test('names the Region of a stream that is elsewhere, and of no other', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '111122223333' } });
    expect(httpParameters({}, stack, kinesis.Stream.fromStreamArn(stack, 'There', ELSEWHERE))).toMatchObject({ StreamName: 'Clicks', Region: 'eu-west-1' });
    expect(httpParameters({}, stack, new kinesis.Stream(stack, 'Here'))).not.toHaveProperty('Region');
    expect(httpParameters({})).not.toHaveProperty('Region');
  });

  test.each([ApiType.HTTP, ApiType.REST])('lets the role of the %s API put records on that stream, and nothing else', (apiType) => {
    template(bind(apiType).stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'kinesis:PutRecord', Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Stream'), 'Arn'] } }] },
    });
  });

  test('lets the role use the key of an encrypted stream', () => {
    const stack = testStack();
    bind(ApiType.HTTP, {}, stack, new kinesis.Stream(stack, 'Stream', { encryptionKey: new kms.Key(stack, 'Key') }));
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['kms:Encrypt']), Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } })]) },
    });
  });

  test('makes one role for all routes of an API, and one statement for a stream', () => {
    const stack = testStack();
    const integration = new KinesisStreamIntegration(new kinesis.Stream(stack, 'Stream'), {});
    const api = restApi(stack);
    api.addRoute('POST /a', { integration });
    api.addRoute('POST /b', { integration });
    const roles = Object.keys(template(stack).findResources('AWS::IAM::Role')).filter((id) => id.includes('IntegrationRole'));
    expect(roles).toHaveLength(1);
    template(stack).hasResourceProperties('AWS::IAM::Policy', { PolicyDocument: { Statement: [Match.objectLike({ Action: 'kinesis:PutRecord' })] } });
  });

  test('calls the action from a REST API by the stream\'s ARN, and lets no other content type through', () => {
    const integration = restIntegration();
    expect(integration).toMatchObject({
      type: 'aws',
      httpMethod: 'POST',
      passthroughBehavior: 'never',
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:kinesis:action/PutRecord' },
      requestParameters: { 'integration.request.header.Content-Type': "'application/x-amz-json-1.1'" },
    });
    expect(Object.keys(integration.requestTemplates)).toEqual(['application/json']);
    expect(JSON.stringify(integration.requestTemplates)).toMatch(/\$\{Stream\w+\.Arn\}/);
  });

  test.each(HOSTILE_BODIES)('encodes the body %s of a request to a REST API', (body) => {
    expect(sent({}, { body, context: { requestId: 'r-1' } })).toEqual({
      StreamARN: 'arn:aws:kinesis:us-east-1:1:stream/Clicks', Data: Buffer.from(body).toString('base64'), PartitionKey: 'r-1',
    });
  });

  test.each(['it\'s', '"quoted"', '\\', 'a\nb', '☃', '$input.body', '#end', '${x}', '</b>'])('takes the partition key %j as it is, from the request and written out', (key) => {
    expect(sent({ partitionKey: '$request.body.key' }, { body: JSON.stringify({ key }) })).toHaveProperty('PartitionKey', key);
    expect(sent({ partitionKey: '$request.header.X-Key' }, { headers: { 'x-KEY': key } })).toHaveProperty('PartitionKey', key);
    expect(sent({ partitionKey: '$request.path.id' }, { path: { id: key } })).toHaveProperty('PartitionKey', key);
    if (!key.startsWith('$')) expect(sent({ partitionKey: key })).toHaveProperty('PartitionKey', key);
  });

  test('sends an empty value, which Kinesis refuses, where the request to a REST API has none', () => {
    expect(sent({ partitionKey: '$request.body.key' }, { body: '{}' })).toHaveProperty('PartitionKey', '');
  });

  test('hands on base64 that a request to a REST API has in its body', () => {
    expect(sent({ data: '$request.body.data', explicitHashKey: '7', sequenceNumberForOrdering: '$request.header.Last' }, { body: '{"data":"aGk="}', headers: { last: '49' } }))
      .toMatchObject({ Data: 'aGk=', ExplicitHashKey: '7', SequenceNumberForOrdering: '49' });
    expect(sent({ data: '$request.body' }, { body: 'hi' })).toHaveProperty('Data', 'aGk=');
  });

  test('calls the Region of a stream that is elsewhere, and a stream of another account, from a REST API', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const { config } = bind(ApiType.REST, {}, stack, kinesis.Stream.fromStreamArn(stack, 'There', ELSEWHERE));
    expect(stack.resolve(config.uri)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:eu-west-1:kinesis:action/PutRecord']] });
    expect(config.requestTemplates?.['application/json']).toContain(`"StreamARN":"${ELSEWHERE}"`);
  });

  test('hands on what Kinesis answers to a REST API', () => {
    expect(restIntegration().responses['2\\d{2}']).toEqual({ statusCode: '200' });
  });

  test.each(FAILURES)('answers for the error %j of Kinesis, behind a REST API, with %d', (type, status, message) => {
    expect(answerOf(restIntegration(), 'failure', { __type: type, message: `User ${Aws.ACCOUNT_ID} is not authorized` })).toEqual({ status, body: JSON.stringify({ message }) });
  });

  test.each([ApiType.HTTP, ApiType.REST])('takes a partition key of 256 characters on a %s API, and fails for one more', (apiType) => {
    expect(() => bind(apiType, { partitionKey: 'k'.repeat(256) })).not.toThrow();
    expect(failure(apiType, { partitionKey: 'k'.repeat(257) }))
      .toBe("the partitionKey of 'POST /clicks/{id}' has 257 characters, and Kinesis takes 256; write a shorter one");
  });

  test.each<[string, KinesisStreamOptions]>([
    ["the partitionKey of 'POST /clicks/{id}' is empty", { partitionKey: '' }],
    ["the partitionKey of 'POST /clicks/{id}' is '$request.path.name', but the route has no path parameter '{name}'; write '$request.path.id'", { partitionKey: '$request.path.name' }],
    ["the data of 'POST /clicks/{id}' is '$body', which API Gateway cannot read", { data: '$body' }],
    ["the explicitHashKey of 'POST /clicks/{id}' is empty", { explicitHashKey: '' }],
    ["the sequenceNumberForOrdering of 'POST /clicks/{id}' is '$request', which", { sequenceNumberForOrdering: '$request' }],
  ])('fails and makes nothing: %s', (message, options) => {
    expect(failure(ApiType.HTTP, options)).toContain(message);
    expect(failure(ApiType.REST, options)).toContain(message);
  });

  test.each<[string, string, KinesisStreamOptions]>([
    ['data', '$request.body', {}],
    ['partitionKey', '$request.body.x', { data: '$request.querystring.data', partitionKey: '$request.body.x' }],
    ['explicitHashKey', '$request.body', { data: '$request.querystring.data', explicitHashKey: '$request.body' }],
    ['sequenceNumberForOrdering', '$request.body.x', { data: '$request.querystring.data', sequenceNumberForOrdering: '$request.body.x' }],
  ])('fails for the %s %s where the requests have no body', (option, value, options) => {
    for (const apiType of [ApiType.HTTP, ApiType.REST]) {
      expect(failure(apiType, options, 'GET /clicks')).toContain(`the ${option} of 'GET /clicks' is '${value}', and a GET request has no body; write a route of POST, or`);
    }
  });

  test('fails for a stream of another account on an HTTP API, and takes one whose account only a deployment knows', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'us-east-1', account: '222233334444' } });
    const there = kinesis.Stream.fromStreamArn(stack, 'There', ELSEWHERE);
    expect(errorOf(stack, () => bind(ApiType.HTTP, {}, stack, there))).toBe("the stream of 'POST /clicks/{id}' is of the account '111122223333', and HTTP APIs find streams by name, in their own account; "
      + 'write Integration.lambdaFunction(fn) with a function that writes to it, or use GovernedRestApi');
    const agnostic = testStack();
    expect(() => bind(ApiType.HTTP, {}, agnostic, kinesis.Stream.fromStreamArn(agnostic, 'There', ELSEWHERE))).not.toThrow();
  });
});
