import { Token, aws_events as events } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { ApiType } from '../../src/api-type';
import { EventBridgeIntegration, EventBridgeOptions } from '../../src/integrations/event-bridge';
import { Document, bindOptions, bodyOf, errorOf, restApi, template, testStack } from '../rest-api';
import { FAILURES, answerOf, renderRequest } from './service-template';

const NAME = Token.asString({ Ref: 'Name' });
const EVENT = { source: 'com.example.orders', detailType: 'Order placed' };
const HOSTILE = ['{"a":"it\'s \\"quoted\\" \\\\"}', '","Source":"aws.ec2', 'a\nb\r\n\t\b\u0001', 'ünï ☃ 😀', '$input.body #set($x = 1) ${context.x} #end', "\\' \\\\' '", '</script> #* *#', ''];

function bind(options: Partial<EventBridgeOptions> = {}, apiType = ApiType.HTTP, arn?: string) {
  const stack = testStack();
  const bus = arn === undefined ? new events.EventBus(stack, 'Bus') : events.EventBus.fromEventBusArn(stack, 'Bus', arn);
  return { stack, bus, config: new EventBridgeIntegration(bus, { ...EVENT, ...options }).bindIntegration({ ...bindOptions(stack, 'POST /orders/{id}'), apiType }) };
}

function failure(options: Partial<EventBridgeOptions>, apiType = ApiType.HTTP, routeKey = 'POST /orders/{id}'): string {
  const stack = testStack();
  const integration = new EventBridgeIntegration(new events.EventBus(stack, 'Bus'), { ...EVENT, ...options });
  return errorOf(stack, () => integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType }));
}

function restIntegration(options: Partial<EventBridgeOptions> = {}): Document {
  const stack = testStack();
  // The imported bus has a name without references, so that its template is a plain text.
  const bus = events.EventBus.fromEventBusArn(stack, 'Bus', 'arn:aws:events:eu-west-1:123456789012:event-bus/orders');
  restApi(stack).addRoute('POST /orders/{id}', { integration: new EventBridgeIntegration(bus, { ...EVENT, ...options }) });
  return bodyOf(stack).paths['/orders/{id}'].post['x-amazon-apigateway-integration'];
}

/** The one entry that a REST API sends. */
function sent(options: Partial<EventBridgeOptions>, request: Parameters<typeof renderRequest>[1]): object {
  const { Entries, ...others } = JSON.parse(renderRequest(String(restIntegration(options).requestTemplates['application/json']), request)) as { Entries: object[] };
  expect(others).toEqual({});
  expect(Entries).toHaveLength(1);
  return Entries[0];
}

describe('Integration.eventBridge of an HTTP API', () => {
  test('puts the body on the bus, by the role of the API', () => {
    const { stack, bus, config } = bind();
    expect(stack.resolve({ ...config, target: undefined })).toEqual({
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'EventBridge-PutEvents',
      credentialsArn: { 'Fn::GetAtt': [expect.stringMatching(/^IntegrationRole/), 'Arn'] },
      requestParameters: {
        EventBusName: { 'Fn::GetAtt': [expect.stringMatching(/^Bus/), 'Arn'] }, Source: 'com.example.orders', DetailType: 'Order placed', Detail: '$request.body',
      },
    });
    expect(config.target).toBe(bus);
  });

  test('takes references, time and trace', () => {
    const options = { source: NAME, detailType: '$request.header.X-Type', detail: '$request.body.order', time: '$request.body.time', traceHeader: '$request.header.X-Amzn-Trace-Id' };
    expect(bind(options).config.requestParameters).toMatchObject({
      Source: NAME, DetailType: '$request.header.X-Type', Detail: '$request.body.order', Time: '$request.body.time', TraceHeader: '$request.header.X-Amzn-Trace-Id',
    });
  });

  test('names the region of a bus that is in another one', () => {
    expect(bind().config.requestParameters).not.toHaveProperty('Region');
    expect(bind({}, ApiType.HTTP, 'arn:aws:events:eu-west-1:123456789012:event-bus/orders').config.requestParameters).toMatchObject({
      EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders', Region: 'eu-west-1',
    });
  });

  test('fails with resources', () => {
    expect(failure({ resources: ['arn:aws:s3:::b'] })).toBe("the event of 'POST /orders/{id}' has resources, and AWS does not say how an HTTP API takes a list; put them into the detail, or use GovernedRestApi");
  });
});

describe('Integration.eventBridge of a REST API', () => {
  test('calls PutEvents in the region of the bus, and never answers a failure with a success', () => {
    expect(restIntegration()).toMatchObject({
      type: 'aws',
      httpMethod: 'POST',
      credentials: { 'Fn::GetAtt': [expect.stringMatching(/^ApiIntegrationRole/), 'Arn'] },
      passthroughBehavior: 'never',
      requestParameters: {
        'integration.request.header.Content-Type': "'application/x-amz-json-1.1'", 'integration.request.header.X-Amz-Target': "'AWSEvents.PutEvents'",
      },
      responses: { 'default': { statusCode: '500' }, '2\\d{2}': { statusCode: '200' } },
    });
    expect(restIntegration().uri).toEqual({ 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:eu-west-1:events:action/PutEvents' });
    const { stack, config } = bind({}, ApiType.REST);
    expect(JSON.stringify(stack.resolve(config.uri))).toContain('{"Ref":"AWS::Region"},":events:action/PutEvents"');
  });

  test('sends what is written out', () => {
    expect(sent({ resources: ['arn:aws:s3:::b', '$request.path.id'] }, { body: '{"a":1}', path: { id: 'x' } })).toEqual({
      EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders',
      Source: 'com.example.orders',
      DetailType: 'Order placed',
      Detail: '{"a":1}',
      Resources: ['arn:aws:s3:::b', 'x'],
    });
    const text = 'costs $5, #1, it\'s $input.body #set($x = 1)';
    expect(sent({ resources: [], detail: JSON.stringify({ text }), detailType: text }, { body: '{}' })).toMatchObject({ Resources: [], Detail: JSON.stringify({ text }), DetailType: text });
  });

  test.each(HOSTILE)('sends the body %j as it is, and nothing more', (body) => {
    expect(sent({}, { body })).toEqual({
      EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders', Source: 'com.example.orders', DetailType: 'Order placed', Detail: body,
    });
  });

  test.each(HOSTILE)('sends %j as it is from each part of a request', (value) => {
    const options = { source: '$request.header.x-source', detailType: '$request.querystring.type', detail: '$request.body.detail', traceHeader: '$context.trace', resources: ['$request.path.id', '$stageVariables.v'] };
    const request = { body: JSON.stringify({ detail: value }), headers: { 'X-Source': value }, querystring: { type: value }, path: { id: value }, context: { trace: value }, stageVariables: { v: value } };
    expect(sent(options, request)).toEqual({
      EventBusName: 'arn:aws:events:eu-west-1:123456789012:event-bus/orders', Source: value, DetailType: value, Detail: value, Resources: [value, value], ...value && { TraceHeader: value },
    });
  });

  test('sends an object of the body as JSON', () => {
    expect(sent({ detail: '$request.body.order' }, { body: '{"order":{"id":1,"tags":["a"]}}' })).toMatchObject({ Detail: '{"id":1,"tags":["a"]}' });
  });

  test('leaves out a trace that the request lacks', () => {
    expect(sent({ traceHeader: '$request.header.X-Amzn-Trace-Id' }, { body: '{}' })).not.toHaveProperty('TraceHeader');
    expect(sent({ traceHeader: 'Root=1' }, { body: '{}' })).toHaveProperty('TraceHeader', 'Root=1');
  });

  test('sends what only a deployment knows', () => {
    const { stack, config } = bind({ source: NAME, resources: Token.asList({ Ref: 'Arns' }) }, ApiType.REST);
    const resolved = JSON.stringify(stack.resolve(config.requestTemplates));
    expect(resolved).toContain('#set($source = \'",{"Ref":"Name"},"\')');
    expect(resolved).toContain(JSON.stringify({ 'Fn::Join': ['","', { Ref: 'Arns' }] }));
    expect(JSON.stringify(restIntegration({ resources: Token.asList({ Ref: 'Arns' }) }).requestTemplates)).toContain(JSON.stringify({ 'Fn::Join': ['","', { Ref: 'Arns' }] }));
  });

  test('fails with a time', () => {
    expect(failure({ time: '$request.body.time' }, ApiType.REST)).toBe("the event of 'POST /orders/{id}' has a time, which no mapping template can turn into the number that EventBridge takes; "
      + 'put it into the detail, or use LeanHttpApi');
  });
});

describe('the answer of a REST API', () => {
  const answer = (body: object) => answerOf(restIntegration(), 'success', body);

  test('has the id of the event', () => {
    expect(answer({ FailedEntryCount: 0, Entries: [{ EventId: 'e-1' }] })).toEqual({ body: '{"eventId":"e-1"}', status: 200 });
  });

  test.each(FAILURES)('is, for the error %j of the event and of the whole call, %d', (error, status, message) => {
    const expected = { body: JSON.stringify({ message }), status };
    expect(answer({ FailedEntryCount: 1, Entries: [{ ErrorCode: error, ErrorMessage: 'role/secret' }] })).toEqual(expected);
    expect(answerOf(restIntegration(), 'failure', { __type: error, message: 'role/secret' })).toEqual(expected);
  });

  test.each([{ FailedEntryCount: 1, Entries: [] }, {}])('is 500 for %j', (body) => {
    expect(answer(body)).toEqual({ body: '{"message":"Internal Server Error"}', status: 500 });
  });
});

describe.each([ApiType.HTTP, ApiType.REST])('Integration.eventBridge of a %s API', (apiType) => {
  test('lets the role put events on the bus, and do nothing else', () => {
    const { stack } = bind({}, apiType);
    template(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: { Statement: [{ Action: 'events:PutEvents', Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Bus'), 'Arn'] } }] },
    });
  });

  test('makes one role for all routes', () => {
    const stack = testStack();
    const integration = new EventBridgeIntegration(new events.EventBus(stack, 'Bus'), EVENT);
    for (const routeKey of ['POST /a', 'POST /b']) integration.bindIntegration({ ...bindOptions(stack, routeKey), apiType });
    template(stack).resourceCountIs('AWS::IAM::Role', 1);
  });

  test('takes a source of 256 characters and a detail type of 128, and fails for one more', () => {
    expect(() => bind({ source: 's'.repeat(256), detailType: 't'.repeat(128) }, apiType)).not.toThrow();
    expect(failure({ source: 's'.repeat(257) }, apiType)).toContain('which is 257 characters long, and EventBridge takes 256; write a shorter one');
    expect(failure({ detailType: 't'.repeat(129) }, apiType)).toContain('which is 129 characters long, and EventBridge takes 128; write a shorter one');
  });

  test('fails for a source that is AWS\'s own', () => {
    expect(failure({ source: 'aws.orders' }, apiType)).toBe("the source of 'POST /orders/{id}' is 'aws.orders', and EventBridge refuses what begins with 'aws.' from all but AWS; "
      + "write one of your own, as 'com.example.orders'");
    expect(() => bind({ source: 'awsome.orders' }, apiType)).not.toThrow();
  });

  test.each(['hello', '[1]', '1', 'null', '{"a":}'])('fails for the detail %j', (detail) => {
    expect(failure({ detail }, apiType)).toBe(`the detail of 'POST /orders/{id}' is '${detail}', which is no JSON object, and EventBridge takes nothing else; write '$request.body', or JSON.stringify({ ... })`);
  });

  test.each<[Partial<EventBridgeOptions>, string]>([
    [{ source: '' }, "the source of 'POST /orders/{id}' is empty"],
    [{ detailType: '$request.type' }, "the detailType of 'POST /orders/{id}' is '$request.type', which API Gateway cannot read"],
    [{ detail: '$request.path.name' }, "but the route has no path parameter '{name}'; write '$request.path.id'"],
    [{ traceHeader: '' }, "the traceHeader of 'POST /orders/{id}' is empty"],
    [{ time: '' }, "the time of 'POST /orders/{id}' is empty"],
    [{ resources: ['x', ''] }, "the resources[1] of 'POST /orders/{id}' is empty"],
  ])('fails for %j', (options, message) => {
    expect(failure(options, apiType)).toContain(message);
  });

  test.each<[string, string, Partial<EventBridgeOptions>]>([
    ['detail', '$request.body', {}], ['detail', '$request.body.order', { detail: '$request.body.order' }], ['source', '$request.body.source', { detail: '{}', source: '$request.body.source' }],
    ['detailType', '$request.body', { detail: '{}', detailType: '$request.body' }], ['traceHeader', '$request.body.trace', { detail: '{}', traceHeader: '$request.body.trace' }],
    ['resources[0]', '$request.body.arn', { detail: '{}', resources: ['$request.body.arn'] }],
  ])('fails for the %s %s of a GET request', (option, value, options) => {
    expect(failure(options, apiType, 'GET /')).toContain(`the ${option} of 'GET /' is '${value}', and a GET request has no body; write a route of POST, or`);
  });
});
