import { App, RemovalPolicy, Stack, Token, aws_apigateway as apigateway, aws_kms as kms, aws_logs as logs } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { HTTP_STAGES, REST_STAGES, V2_STAGES, WEBSOCKET_STAGES, newStack, restStage, stageProperties, v2Stage } from './stage-spellings';
import { ApiType } from '../../src/api-type';
import { StageAccessLog } from '../../src/stage/access-log';
import { AccessLogFields } from '../../src/stage/access-log-fields';

const GROUP = 'AWS::Logs::LogGroup';
const KEY = 'AWS::KMS::Key';
const EVERY_STAGE = [
  ...REST_STAGES.map((spelling) => ({ ...spelling, fields: AccessLogFields.rest() })),
  ...HTTP_STAGES.map((spelling) => ({ ...spelling, fields: AccessLogFields.http() })),
  ...WEBSOCKET_STAGES.map((spelling) => ({ ...spelling, fields: AccessLogFields.webSocket() })),
];

function setting(stack: Stack): { DestinationArn: unknown; Format: string } {
  const properties = stageProperties(stack);
  return (properties.AccessLogSetting ?? properties.AccessLogSettings) as { DestinationArn: unknown; Format: string };
}

describe.each(EVERY_STAGE)('StageAccessLog on $title', ({ make, fields }) => {
  test('logs the recommended fields to a log group that is kept for three months and outlives the stack', () => {
    const stack = newStack();
    make(stack).with(new StageAccessLog());
    const template = Template.fromStack(stack);
    template.resourceCountIs(GROUP, 1);
    template.hasResource(GROUP, { Properties: { RetentionInDays: 90 }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
    expect(setting(stack).Format).toBe(fields.toFormat());
  });

  test('names the log group without the trailing :* of its ARN', () => {
    const stack = newStack();
    make(stack).with(new StageAccessLog());
    const [logicalId] = Object.keys(Template.fromStack(stack).findResources(GROUP));
    expect(setting(stack).DestinationArn).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:', { Ref: logicalId }]],
    });
  });

  test('is the same applied twice as once', () => {
    const template = (times: number) => {
      const stack = newStack();
      const stage = make(stack);
      const encryptionKey = new kms.Key(stack, 'Key');
      for (let time = 0; time < times; time++) stage.with(new StageAccessLog({ encryptionKey }));
      return Template.fromStack(stack).toJSON() as unknown;
    };
    expect(template(2)).toEqual(template(1));
  });

  test('hands out its log group', () => {
    const stack = newStack();
    const stage = make(stack);
    expect(StageAccessLog.tryLogGroupOf(stage)).toBeUndefined();
    stage.with(new StageAccessLog());
    const [logicalId] = Object.keys(Template.fromStack(stack).findResources(GROUP));
    expect(stack.resolve(StageAccessLog.tryLogGroupOf(stage)!.logGroupName)).toEqual({ Ref: logicalId });
  });

  test('uses a given log group and makes none', () => {
    const stack = newStack();
    const logGroup = new logs.LogGroup(stack, 'Mine');
    const stage = make(stack);
    stage.with(new StageAccessLog(), new StageAccessLog({ logGroup }));
    Template.fromStack(stack).resourceCountIs(GROUP, 1);
    expect(JSON.stringify(setting(stack).DestinationArn)).toContain(stack.getLogicalId(logGroup.node.defaultChild as logs.CfnLogGroup));
    expect(StageAccessLog.tryLogGroupOf(stage)).toBe(logGroup);
  });

  test('keeps a given log group and its format under a later one that names neither', () => {
    const stack = newStack();
    const logGroup = new logs.LogGroup(stack, 'Mine');
    const stage = make(stack);
    stage.with(new StageAccessLog({ logGroup, format: fields.withoutFields('userAgent') }), new StageAccessLog());
    Template.fromStack(stack).resourceCountIs(GROUP, 1);
    expect(StageAccessLog.tryLogGroupOf(stage)).toBe(logGroup);
    expect(setting(stack).Format).toBe(fields.withoutFields('userAgent').toFormat());
  });

  test('hands out the new log group that follows a given one', () => {
    const stack = newStack();
    const stage = make(stack);
    stage.with(new StageAccessLog({ logGroup: new logs.LogGroup(stack, 'Mine') }), new StageAccessLog({ retention: logs.RetentionDays.ONE_WEEK }));
    const [ofStage] = Object.keys(Template.fromStack(stack).findResources(GROUP, { Properties: { RetentionInDays: 7 } }));
    expect(stack.resolve(StageAccessLog.tryLogGroupOf(stage)!.logGroupName)).toEqual({ Ref: ofStage });
    expect(JSON.stringify(setting(stack).DestinationArn)).toContain(ofStage);
  });
});

test('hands out a given log group that is not part of the app', () => {
  const stack = newStack();
  const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Theirs', Token.asString({ Ref: 'Name' }));
  const stage = restStage(stack).with(new StageAccessLog({ logGroup }));
  expect(StageAccessLog.tryLogGroupOf(stage)).toBe(logGroup);
});

describe.each(HTTP_STAGES)('the log group of $title', ({ make }) => {
  test('is named under /aws/vendedlogs/apigateway/, differently in each stack', () => {
    const name = (id: string) => {
      const stack = new Stack(new App(), id);
      make(stack).with(new StageAccessLog());
      const [group] = Object.values(Template.fromStack(stack).findResources(GROUP)) as { Properties: { LogGroupName: { 'Fn::Join': [string, unknown[]] } } }[];
      return group.Properties.LogGroupName['Fn::Join'][1];
    };
    const [prefix, ...rest] = name('One');
    expect(prefix).toMatch(/^\/aws\/vendedlogs\/apigateway\/[A-Za-z0-9-]+\/$/);
    expect(rest).toEqual([{ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }]);
    expect(name('Two')[0]).not.toBe(prefix);
  });
});

test.each([...REST_STAGES, ...WEBSOCKET_STAGES])('the log group of $title keeps its generated name', ({ make }) => {
  const stack = newStack();
  make(stack).with(new StageAccessLog());
  Template.fromStack(stack).hasResourceProperties(GROUP, { LogGroupName: Match.absent() });
});

test('takes retention and removal policy', () => {
  const stack = newStack();
  restStage(stack).with(new StageAccessLog({ retention: logs.RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY }));
  Template.fromStack(stack).hasResource(GROUP, { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
});

test('keeps lines for ever when told so, also by a second one', () => {
  const stack = newStack();
  restStage(stack).with(new StageAccessLog(), new StageAccessLog({ retention: logs.RetentionDays.INFINITE }));
  Template.fromStack(stack).hasResourceProperties(GROUP, { RetentionInDays: Match.absent() });
});

test('a later one wins in what it names and leaves the rest', () => {
  const stack = newStack();
  const format = AccessLogFields.rest().withoutFields('userAgent');
  restStage(stack).with(
    new StageAccessLog({ retention: logs.RetentionDays.ONE_WEEK, format }),
    new StageAccessLog({ removalPolicy: RemovalPolicy.DESTROY }),
  );
  Template.fromStack(stack).hasResource(GROUP, { Properties: { RetentionInDays: 7 }, DeletionPolicy: 'Delete' });
  expect(setting(stack).Format).toBe(format.toFormat());
});

test('replaces an access log from elsewhere', () => {
  const stack = newStack();
  restStage(stack, { accessLogSetting: { destinationArn: 'elsewhere', format: '$context.requestId' } }).with(new StageAccessLog());
  expect(setting(stack).Format).toBe(AccessLogFields.rest().toFormat());
  expect(setting(stack).DestinationArn).not.toBe('elsewhere');
});

test('leaves room for one log group per stage', () => {
  const stack = newStack();
  for (const id of ['One', 'Two']) new apigateway.CfnStage(stack, id, { restApiId: 'api' }).with(new StageAccessLog());
  Template.fromStack(stack).resourceCountIs(GROUP, 2);
});

describe('with a key', () => {
  test('of the app, CloudWatch Logs of this account and region may use it for its log groups', () => {
    const stack = newStack();
    restStage(stack).with(new StageAccessLog({ encryptionKey: new kms.Key(stack, 'Key') }));
    const template = Template.fromStack(stack);
    template.hasResourceProperties(GROUP, { KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } });
    template.hasResourceProperties(KEY, {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Principal: { Service: { 'Fn::Join': ['', ['logs.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] } },
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': {
                'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':log-group:*']],
              },
            },
          },
        })]),
      },
    });
  });

  test.each(HTTP_STAGES)('the permission names the log group of $title', ({ make }) => {
    const stack = newStack();
    make(stack).with(new StageAccessLog({ encryptionKey: new kms.Key(stack, 'Key') }));
    expect(JSON.stringify(Template.fromStack(stack).findResources(KEY))).toMatch(/:log-group:\/aws\/vendedlogs\/apigateway\/[A-Za-z0-9-]+\/\*"/);
  });

  test('of another stack there is no cycle', () => {
    const app = new App();
    const encryptionKey = new kms.Key(new Stack(app, 'Keys'), 'Key');
    const stack = new Stack(app, 'Api');
    HTTP_STAGES[0].make(stack).with(new StageAccessLog({ encryptionKey }));
    expect(() => app.synth()).not.toThrow();
  });

  test('of a first one, a second one without a key keeps it', () => {
    const stack = newStack();
    restStage(stack).with(new StageAccessLog({ encryptionKey: new kms.Key(stack, 'Key') }), new StageAccessLog());
    Template.fromStack(stack).hasResourceProperties(GROUP, { KmsKeyId: Match.anyValue() });
  });

  test('of elsewhere there is a warning that its policy was not changed', () => {
    const stack = newStack();
    const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', stack.formatArn({ service: 'kms', resource: 'key', resourceName: '0000' }));
    restStage(stack).with(new StageAccessLog({ encryptionKey }));
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('accessLogKeyNotGranted'));
  });
});

describe('a v2 stage whose API is not part of the app', () => {
  test('is taken for one of an HTTP API, with a warning', () => {
    const stack = newStack();
    v2Stage(stack).with(new StageAccessLog());
    expect(setting(stack).Format).toBe(AccessLogFields.http().toFormat());
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('accessLogApiTypeUnknown'));
  });

  test.each([
    ['apiType', { apiType: ApiType.WEBSOCKET }],
    ['format', { format: AccessLogFields.webSocket() }],
  ])('is what %s says, without a warning', (_name, options) => {
    const stack = newStack();
    v2Stage(stack).with(new StageAccessLog(options));
    expect(setting(stack).Format).toBe(AccessLogFields.webSocket().toFormat());
    Template.fromStack(stack).hasResourceProperties(GROUP, { LogGroupName: Match.absent() });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('accessLogApiTypeUnknown'));
  });

  test('fails for a REST API\'s log', () => {
    expect(() => v2Stage(newStack()).with(new StageAccessLog({ apiType: ApiType.REST }))).toThrow('write apiType: ApiType.HTTP or ApiType.WEBSOCKET');
  });
});

test.each(V2_STAGES)('fails for REST fields on $title, and makes nothing', ({ make }) => {
  const stack = newStack();
  const stage = make(stack);
  expect(() => stage.with(new StageAccessLog({ format: AccessLogFields.rest() }))).toThrow('format has the fields of REST APIs');
  Template.fromStack(stack).resourceCountIs(GROUP, 0);
});

test('fails when apiType contradicts the app', () => {
  expect(() => restStage(newStack()).with(new StageAccessLog({ apiType: ApiType.HTTP }))).toThrow("apiType 'HTTP' was given for stage 'Stack/Stage'");
});

test('fails when format contradicts apiType', () => {
  expect(() => new StageAccessLog({ apiType: ApiType.HTTP, format: AccessLogFields.webSocket() })).toThrow('write AccessLogFields.http()');
});

test.each(['retention', 'removalPolicy', 'encryptionKey'])('fails for %s beside a given log group', (name) => {
  const stack = newStack();
  const values = { retention: 7, removalPolicy: RemovalPolicy.DESTROY, encryptionKey: new kms.Key(stack, 'Key') };
  const given = { [name]: values[name as keyof typeof values] };
  expect(() => new StageAccessLog({ logGroup: new logs.LogGroup(stack, 'Mine'), ...given })).toThrow(`${name} was given beside logGroup`);
});
