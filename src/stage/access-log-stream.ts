import { Token, aws_kinesisfirehose as firehose } from 'aws-cdk-lib';

const NAME_PREFIX = 'amazon-apigateway-';
const DIRECT_PUT = 'DirectPut';

/**
 * Checks that API Gateway can write an access log to a Firehose stream. What is only known at deploy time passes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html
 * @throws when the stream's name does not begin with `amazon-apigateway-`, or when the stream reads from a source of its own
 */
export function checkAccessLogStream(stream: firehose.IDeliveryStream): void {
  const resource = resourceOf(stream);
  // A stream of the app gives its name as a reference; only its resource tells what the name will be.
  checkName(stream, resource ? resource.deliveryStreamName : stream.deliveryStreamName);
  checkSource(stream, resource?.deliveryStreamType);
}

function resourceOf(stream: firehose.IDeliveryStream): firehose.CfnDeliveryStream | undefined {
  const resource = stream.node.defaultChild;
  return resource && firehose.CfnDeliveryStream.isCfnDeliveryStream(resource) ? resource : undefined;
}

function checkName(stream: firehose.IDeliveryStream, name: string | undefined): void {
  const remedy = `write deliveryStreamName: '${NAME_PREFIX}<name>' where the stream is made`;
  if (name === undefined) {
    throw new Error(`deliveryStream '${stream.node.path}' has no name of its own, so CloudFormation makes one up, and API Gateway writes only to streams whose names begin with '${NAME_PREFIX}'; ${remedy}`);
  }
  if (Token.isUnresolved(name) || name.startsWith(NAME_PREFIX)) return;
  throw new Error(`deliveryStream '${stream.node.path}' is named '${name}', and API Gateway writes only to streams whose names begin with '${NAME_PREFIX}'; ${remedy}`);
}

/** @see https://docs.aws.amazon.com/firehose/latest/dev/writing-with-kinesis-streams.html */
function checkSource(stream: firehose.IDeliveryStream, streamType: string = DIRECT_PUT): void {
  if (Token.isUnresolved(streamType) || streamType === DIRECT_PUT) return;
  throw new Error(`deliveryStream '${stream.node.path}' is of type '${streamType}': it reads from a source of its own, and Firehose then takes no records from API Gateway; make a stream without a source for the access log`);
}
