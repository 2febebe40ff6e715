import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { GAP, PartialText } from '../../reflection/partial-text';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateResource } from '../../reflection/template-resource';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { stageRule } from '../rule-subjects';
import { judgeFormat } from './judge-format';

const SET_UP_LOGGING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html';
const TO_FIREHOSE = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-logging-to-kinesis.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

const FIREHOSE_PREFIX = 'amazon-apigateway-';

/** Access logs: whether there are any, where they go, and the form of their lines. */
export const accessLogs: Rule[] = [
  stageRule({
    id: 'stage-without-access-log',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'A stage writes no access log',
    why: 'Nobody can tell afterwards who called what with which result, and an HTTP API has no other log.',
    fix: 'give the stage a log group and a format of one line of JSON',
    snippet: `
      AccessLogSetting:
        DestinationArn: !GetAtt AccessLog.Arn
        Format: '{"requestId":"$context.requestId","status":"$context.status","error":"$context.error.message"}'`,
    docs: SET_UP_LOGGING,
    related: ['AwsSolutions-APIG1', 'Serverless-APIGWAccessLogging', 'CKV_AWS_76', 'CKV_AWS_95', 'APIGateway.9', 'CT.APIGATEWAY.PR.4', 'W69', 'W46', 'AWS-0001'],
  }, (stage) => {
    return judge(stage.accessLog.presence(), {
      what: `whether ${stage} writes an access log`,
      place: stage.accessLog,
      known: (setting) => ['DestinationArn', 'Format'].map((part) => judge(setting.get(part).isWritten(), {
        what: `the ${part} of the access log of ${stage}`,
        place: setting.get(part),
        known: (isWritten) => isWritten ? undefined : violation(`${stage} writes no access log, because its settings lack the ${part}`, setting),
      })).flat().find(Boolean),
      absent: () => violation(`${stage} writes no access log`),
    });
  }),

  stageRule({
    id: 'access-log-not-json',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'An access log is not written as lines of JSON',
    why: 'CloudWatch Logs Insights and metric filters find the fields of JSON by themselves; everything else must be taken apart by patterns that break, and API Gateway refuses a format of several lines.',
    fix: 'write the format as one line of JSON with every value in quotes',
    snippet: 'Format: \'{"requestId":"$context.requestId","ip":"$context.identity.sourceIp","status":"$context.status"}\'',
    docs: SET_UP_LOGGING,
    related: ['Serverless-APIGWStructuredLogging', 'WS2001'],
  }, (stage) => judgeFormat(stage, (format, place) => judge(format.isJsonLine, {
    what: `whether the access log of ${stage} is JSON`,
    place,
    known: (isJson) => {
      if (format.isSeveralLines) return { ...violation(`${stage} has an access log format of several lines, which API Gateway refuses`, place), severity: 'error' };
      return isJson ? undefined : violation(`${stage} writes its access log otherwise than as one line of JSON for each request`, place);
    },
  }))),

  stageRule({
    id: 'access-log-missing-request-id',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'The format of an access log has no request id',
    why: 'API Gateway refuses a format without $context.requestId or $context.extendedRequestId, and nothing ties its lines to other logs.',
    fix: 'add $context.requestId and $context.extendedRequestId to the format',
    snippet: 'Format: \'{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId"}\'',
    docs: SET_UP_LOGGING,
  }, (stage) => judgeFormat(stage, (format, place) => judge(format.names('requestId', 'extendedRequestId'), {
    what: `whether the access log of ${stage} has a request id`,
    place,
    known: (isNamed) => isNamed ? undefined : violation(`${stage} has an access log without $context.requestId or $context.extendedRequestId, which API Gateway refuses`, place),
  }))),

  stageRule({
    id: 'access-log-template-size',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'The format of an access log is too long',
    why: `API Gateway refuses formats of more than ${Limits.ACCESS_LOG_FORMAT_BYTES} bytes.`,
    fix: 'leave out fields that nobody reads',
    snippet: 'Format: \'{"requestId":"$context.requestId","status":"$context.status"}\'',
    docs: SET_UP_LOGGING,
  }, (stage) => judgeFormat(stage, ({ minimumBytes }, place) => minimumBytes > Limits.ACCESS_LOG_FORMAT_BYTES
    ? violation(`${stage} has an access log format of ${minimumBytes} bytes, and API Gateway takes ${Limits.ACCESS_LOG_FORMAT_BYTES}`, place)
    : undefined)),

  stageRule({
    id: 'access-log-firehose-on-v2',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'An HTTP or WebSocket API is to write its access log to Firehose',
    why: 'Only REST APIs write to Firehose; the deployment of the stage fails.',
    fix: 'write to a log group, and subscribe the stream to it',
    snippet: `
      AccessLogSettings:
        DestinationArn: !GetAtt AccessLog.Arn`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html',
  }, (stage) => streamOf(stage) && violation(`${stage} is to write its access log to Firehose, which only REST APIs can`, stage.accessLog.get('DestinationArn'))),

  stageRule({
    id: 'firehose-name-prefix',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A Firehose stream cannot take an access log because of its name',
    why: `API Gateway writes only to streams whose names begin with ${FIREHOSE_PREFIX} and refuses the stage otherwise.`,
    fix: `give the stream a name that begins with ${FIREHOSE_PREFIX}`,
    snippet: `
      Type: AWS::KinesisFirehose::DeliveryStream
      Properties:
        DeliveryStreamName: amazon-apigateway-access-log`,
    docs: TO_FIREHOSE,
  }, (stage) => {
    const stream = streamOf(stage);
    const place = stage.accessLog.get('DestinationArn');
    const name = stream instanceof PartialText ? Fact.known(stream) : stream?.property('DeliveryStreamName').text();
    return name && judge(name.flatMap(beginning), {
      what: `the name of the stream that takes the access log of ${stage}`,
      place,
      known: (begin) => begin.startsWith(FIREHOSE_PREFIX)
        ? undefined
        : violation(`${stage} writes its access log to the stream '${name.value!.toString()}', whose name does not begin with '${FIREHOSE_PREFIX}'`, place),
      absent: () => violation(`${stage} writes its access log to a stream without a name of its own, and a made-up name does not begin with '${FIREHOSE_PREFIX}'`, place),
    });
  }),

  stageRule({
    id: 'access-log-api-key-value',
    severity: 'warning',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'An access log shows the API keys of callers',
    why: 'Whoever reads the log can call in the name of every caller in it.',
    fix: 'log $context.identity.apiKeyId, which names the key without being it',
    snippet: 'Format: \'{"requestId":"$context.requestId","apiKeyId":"$context.identity.apiKeyId"}\'',
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html',
  }, (stage) => judgeFormat(stage, (format, place) => format.variables.has('identity.apiKey')
    ? violation(`${stage} writes $context.identity.apiKey, the API keys themselves, into its access log`, place)
    : undefined)),
];

/** The Firehose stream that takes the access log: a resource, or the name in an ARN. Undefined for everything else, log groups above all. */
function streamOf(stage: StageReflection): TemplateResource | PartialText | undefined {
  const arn = stage.accessLog.get('DestinationArn').text().value;
  const named = arn?.references.find(({ resource }) => resource.resourceType === 'AWS::KinesisFirehose::DeliveryStream');
  const start = /:deliverystream\//.exec(arn?.marked ?? '');
  return named?.resource ?? (start ? arn?.slice(start.index + start[0].length) : undefined);
}

/** What a name begins with, as far as it decides: a name may go on with what is only known at deployment. */
function beginning(name: PartialText): Fact<string> {
  const [first = ''] = name.marked.split(GAP);
  const [gap] = name.gaps;
  return gap && FIREHOSE_PREFIX.startsWith(first) && first !== FIREHOSE_PREFIX ? Fact.unknowable(gap.why) : Fact.known(first);
}
