import {
  Lazy, PhysicalName, RemovalPolicy, Stack,
  aws_iam as iam, aws_kinesis as kinesis, aws_kinesisfirehose as firehose, aws_kms as kms, aws_logs as logs, aws_s3 as s3,
} from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { REST_STAGES, V2_STAGES, newStack, restStage, stageProperties, v2Stage } from './stage-spellings';
import { ApiType } from '../../src/api-type';
import { StageAccessLog } from '../../src/stage/access-log';
import { AccessLogFields } from '../../src/stage/access-log-fields';
import { errorOf } from '../rest-api';

const GROUP = 'AWS::Logs::LogGroup';
const NAME = 'amazon-apigateway-orders';

function streamIn(stack: Stack, props: Partial<firehose.DeliveryStreamProps> = { deliveryStreamName: NAME }, id = 'Log'): firehose.DeliveryStream {
  const bucket = s3.Bucket.fromBucketName(stack, `${id}Bucket`, 'logs');
  const destination = new firehose.S3Bucket(bucket, { loggingConfig: new firehose.DisableLogging() });
  return new firehose.DeliveryStream(stack, id, { destination, ...props });
}

function setting(stack: Stack): { DestinationArn: unknown; Format: unknown } {
  return stageProperties(stack).AccessLogSetting as { DestinationArn: unknown; Format: unknown };
}

const logGroups = (stack: Stack) => Object.keys(Template.fromStack(stack).findResources(GROUP));
const arnOf = (stack: Stack, stream: firehose.IDeliveryStream) => stack.resolve(stream.deliveryStreamArn) as unknown;

describe.each(REST_STAGES)('StageAccessLog with a stream on $title', ({ make }) => {
  test('writes the recommended fields to the stream and makes no log group', () => {
    const stack = newStack();
    const deliveryStream = streamIn(stack);
    make(stack).with(new StageAccessLog({ deliveryStream }));

    expect(setting(stack)).toEqual({ DestinationArn: arnOf(stack, deliveryStream), Format: AccessLogFields.rest().toFormat() });
    expect(arnOf(stack, deliveryStream)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Log/), 'Arn'] });
    expect(logGroups(stack)).toEqual([]);
  });

  test('is the same applied twice as once', () => {
    const template = (times: number) => {
      const stack = newStack();
      const deliveryStream = streamIn(stack);
      const stage = make(stack);
      for (let time = 0; time < times; time++) stage.with(new StageAccessLog({ deliveryStream }));
      return Template.fromStack(stack).toJSON() as unknown;
    };
    expect(template(2)).toEqual(template(1));
  });

  test('has no log group to hand out', () => {
    const stack = newStack();
    const stage = make(stack).with(new StageAccessLog({ deliveryStream: streamIn(stack) }));

    expect(StageAccessLog.tryLogGroupOf(stage)).toBeUndefined();
  });

  test('takes the place of an earlier log group and keeps the format', () => {
    const stack = newStack();
    const deliveryStream = streamIn(stack);
    const format = AccessLogFields.rest().withoutFields('userAgent');
    const stage = make(stack).with(new StageAccessLog({ format }), new StageAccessLog({ deliveryStream }));

    expect(setting(stack)).toEqual({ DestinationArn: arnOf(stack, deliveryStream), Format: format.toFormat() });
    expect(logGroups(stack)).toEqual([]);
    expect(StageAccessLog.tryLogGroupOf(stage)).toBeUndefined();
  });

  test('stays under a later mixin that names no destination', () => {
    const stack = newStack();
    const deliveryStream = streamIn(stack);
    const format = AccessLogFields.rest().withoutFields('userAgent');
    make(stack).with(new StageAccessLog({ deliveryStream }), new StageAccessLog({ format }), new StageAccessLog());

    expect(setting(stack)).toEqual({ DestinationArn: arnOf(stack, deliveryStream), Format: format.toFormat() });
    expect(logGroups(stack)).toEqual([]);
  });

  test('gives way to a later stream', () => {
    const stack = newStack();
    const later = streamIn(stack, { deliveryStreamName: 'amazon-apigateway-later' }, 'Later');
    make(stack).with(new StageAccessLog({ deliveryStream: streamIn(stack) }), new StageAccessLog({ deliveryStream: later }));

    expect(setting(stack).DestinationArn).toEqual(arnOf(stack, later));
  });

  test('gives way to a later log group', () => {
    const stack = newStack();
    const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Given', 'given');
    const stage = make(stack).with(new StageAccessLog({ deliveryStream: streamIn(stack) }), new StageAccessLog({ logGroup }));

    expect(StageAccessLog.tryLogGroupOf(stage)).toBe(logGroup);
    expect(JSON.stringify(setting(stack).DestinationArn)).toContain(':log-group:given');
  });

  test('gives way to later settings of a new log group', () => {
    const stack = newStack();
    const stage = make(stack);
    stage.with(new StageAccessLog({ deliveryStream: streamIn(stack) }), new StageAccessLog({ retention: logs.RetentionDays.ONE_WEEK }));

    Template.fromStack(stack).hasResourceProperties(GROUP, { RetentionInDays: 7 });
    expect(stack.resolve(StageAccessLog.tryLogGroupOf(stage)!.logGroupName)).toEqual({ Ref: logGroups(stack)[0] });
    expect(JSON.stringify(setting(stack).DestinationArn)).toContain(':log-group:');
  });
});

test('a log group that is handed out and given back stays', () => {
  const stack = newStack();
  const stage = restStage(stack).with(new StageAccessLog());
  stage.with(new StageAccessLog({ logGroup: StageAccessLog.tryLogGroupOf(stage) }));

  expect(logGroups(stack)).toHaveLength(1);
});

describe('the stream\'s name', () => {
  test.each([
    ['amazon-apigateway-'],
    [Lazy.string({ produce: () => 'other' })],
    [PhysicalName.GENERATE_IF_NEEDED],
  ])('%s is taken', (deliveryStreamName) => {
    expect(() => new StageAccessLog({ deliveryStream: streamIn(newStack(), { deliveryStreamName }) })).not.toThrow();
  });

  test.each<[string, (stack: Stack) => firehose.IDeliveryStream]>([
    ['by name', (stack) => firehose.DeliveryStream.fromDeliveryStreamName(stack, 'Theirs', NAME)],
    ['by ARN', (stack) => firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Theirs', `arn:aws:firehose:eu-west-1:111111111111:deliverystream/${NAME}`)],
    ['by an ARN that is only known at deploy time', (stack) => firehose.DeliveryStream.fromDeliveryStreamArn(stack, 'Theirs', Lazy.string({ produce: () => 'arn' }))],
  ])('is taken when the stream was imported %s', (_, make) => {
    const stack = newStack();
    const deliveryStream = make(stack);
    restStage(stack).with(new StageAccessLog({ deliveryStream }));

    expect(setting(stack).DestinationArn).toEqual(arnOf(stack, deliveryStream));
  });

  test('fails when CloudFormation makes it up, and says how to name the stream', () => {
    const deliveryStream = streamIn(newStack(), {});

    expect(errorOf(deliveryStream, () => new StageAccessLog({ deliveryStream }))).toBe('deliveryStream \'Stack/Log\' has no name of its own, so CloudFormation makes one up, '
      + 'and API Gateway writes only to streams whose names begin with \'amazon-apigateway-\'; write deliveryStreamName: \'amazon-apigateway-<name>\' where the stream is made');
  });

  test.each(['orders', 'amazon-apigateway', 'Amazon-apigateway-orders', 'my-amazon-apigateway-orders', ''])('fails as %p', (deliveryStreamName) => {
    const deliveryStream = streamIn(newStack(), { deliveryStreamName });

    expect(errorOf(deliveryStream, () => new StageAccessLog({ deliveryStream })))
      .toMatch(`deliveryStream 'Stack/Log' is named '${deliveryStreamName}', and API Gateway writes only to streams whose names begin with 'amazon-apigateway-'; write`);
  });

  test('fails as that of an imported stream', () => {
    const deliveryStream = firehose.DeliveryStream.fromDeliveryStreamArn(newStack(), 'Theirs', 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/orders');

    expect(() => new StageAccessLog({ deliveryStream })).toThrow("deliveryStream 'Stack/Theirs' is named 'orders'");
  });
});

test('fails for a stream that reads from a Kinesis stream, because it takes no other records', () => {
  const stack = newStack();
  const source = new firehose.KinesisStreamSource(kinesis.Stream.fromStreamArn(stack, 'Source', 'arn:aws:kinesis:eu-west-1:111111111111:stream/source'));
  const role = iam.Role.fromRoleName(stack, 'Role', 'role');
  const deliveryStream = streamIn(stack, { deliveryStreamName: NAME, source, role });

  expect(errorOf(stack, () => new StageAccessLog({ deliveryStream }))).toBe('deliveryStream \'Stack/Log\' is of type \'KinesisStreamAsSource\': it reads from a source of its own, '
    + 'and Firehose then takes no records from API Gateway; make a stream without a source for the access log');
});

test('a stream whose type is only known at deploy time is taken', () => {
  const deliveryStream = streamIn(newStack());
  (deliveryStream.node.defaultChild as firehose.CfnDeliveryStream).deliveryStreamType = Lazy.string({ produce: () => 'MSKAsSource' });

  expect(() => new StageAccessLog({ deliveryStream })).not.toThrow();
});

test.each(['logGroup', 'retention', 'encryptionKey', 'removalPolicy'])('fails for %s beside a stream', (name) => {
  const stack = newStack();
  const deliveryStream = streamIn(stack);
  const values: Record<string, unknown> = {
    logGroup: new logs.LogGroup(stack, 'Mine'), retention: 7, encryptionKey: new kms.Key(stack, 'Key'), removalPolicy: RemovalPolicy.DESTROY,
  };

  expect(errorOf(stack, () => new StageAccessLog({ deliveryStream, [name]: values[name] })))
    .toBe(`${name} was given beside deliveryStream, and API Gateway writes an access log to a log group or to a stream, not to both; leave ${name} or deliveryStream out`);
});

describe('an API that is no REST API', () => {
  const REMEDY = 'HTTP and WebSocket APIs write their access log to CloudWatch Logs alone; '
    + 'leave deliveryStream out, and send the log group on with a logs.SubscriptionFilter and its FirehoseDestination';

  test.each([...V2_STAGES, { title: 'a v2 stage whose API is not part of the app', make: v2Stage }])('fails for $title, and changes nothing', ({ make }) => {
    const stack = newStack();
    const stage = make(stack);
    const deliveryStream = streamIn(stack);

    expect(errorOf(stack, () => stage.with(new StageAccessLog({ deliveryStream }))))
      .toBe(`deliveryStream 'Stack/Log' was given for stage '${stage.node.findAll().find((child) => 'cfnResourceType' in child)!.node.path}', which is of no REST API: ${REMEDY}`);
    expect(stageProperties(stack).AccessLogSettings).toBeUndefined();
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('accessLogApiTypeUnknown'));
  });

  test.each([
    [{ apiType: ApiType.HTTP }, "apiType 'HTTP'"],
    [{ apiType: ApiType.WEBSOCKET }, "apiType 'WEBSOCKET'"],
    [{ format: AccessLogFields.http() }, 'a format with the fields of HTTP APIs'],
  ])('fails as soon as it is said (%#)', (options, said) => {
    const deliveryStream = streamIn(newStack());

    expect(() => new StageAccessLog({ deliveryStream, ...options })).toThrow(`deliveryStream was given beside ${said}: ${REMEDY}`);
  });
});

test('a REST API may say that it is one', () => {
  const stack = newStack();
  const deliveryStream = streamIn(stack);
  restStage(stack).with(new StageAccessLog({ deliveryStream, apiType: ApiType.REST, format: AccessLogFields.rest() }));

  expect(setting(stack).DestinationArn).toEqual(arnOf(stack, deliveryStream));
});
