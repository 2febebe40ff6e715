import { ApiType } from '../../api-type';
import { AccessLogFormat } from '../../reflection/access-log-format';
import { accessLogGroups } from '../../reflection/access-log-groups';
import { Fact } from '../../reflection/fact';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateResource } from '../../reflection/template-resource';
import { judge, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, resourceRule } from '../rule-subjects';

const LOG_GROUP = 'AWS::Logs::LogGroup';
const RETENTION_DOCS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html';
const EVERY_TYPE = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** How long somebody who looks into an incident wants to look back. */
const ACCESS_LOG_DAYS = 30;

const RETENTION_SNIPPET = `
      Type: AWS::Logs::LogGroup
      Properties:
        RetentionInDays: 90`;

/** The log groups of APIs, and what reads them. */
export const logGroups: Rule[] = [
  resourceRule({
    id: 'access-log-group-no-retention',
    severity: 'warning',
    category: 'cost',
    appliesTo: EVERY_TYPE,
    title: 'The log group of an access log keeps everything forever',
    why: 'Its cost grows with every request, and addresses of callers are kept longer than anybody may need them.',
    fix: 'set RetentionInDays: 30 to 90 days, or what your auditors ask for',
    snippet: RETENTION_SNIPPET,
    docs: RETENTION_DOCS,
    related: ['Serverless-CloudWatchLogGroupRetentionPeriod'],
  }, [LOG_GROUP], (group, around) => ofAccessLog(group, around, (subject) => judge(group.property('RetentionInDays').isWritten(), {
    what: `whether ${subject} is ever deleted`,
    place: group.property('RetentionInDays'),
    known: (isWritten) => isWritten ? undefined : violation(`${subject} is kept forever, for its log group has no RetentionInDays`),
  }))),

  resourceRule({
    id: 'access-log-group-retention-band',
    severity: 'warning',
    category: 'operations',
    appliesTo: EVERY_TYPE,
    title: 'An access log is deleted too soon',
    why: 'Incidents are often found weeks later, when the lines that would explain them are gone.',
    fix: `set RetentionInDays to ${ACCESS_LOG_DAYS} or more, or declare accessLogDays`,
    snippet: RETENTION_SNIPPET,
    docs: RETENTION_DOCS,
  }, [LOG_GROUP], (group, around) => ofAccessLog(group, around, (subject) => judge(group.property('RetentionInDays').number(), {
    what: `how long ${subject} is kept`,
    place: group.property('RetentionInDays'),
    known: (days) => days < (around.intent.accessLogDays ?? ACCESS_LOG_DAYS)
      ? violation(`${subject} is kept for ${days} days, less than ${around.intent.accessLogDays ?? ACCESS_LOG_DAYS}`, group.property('RetentionInDays'))
      : undefined,
  }))),

  resourceRule({
    id: 'log-group-no-data-protection',
    severity: 'warning',
    category: 'security',
    appliesTo: EVERY_TYPE,
    title: 'The log group of an API masks no sensitive data',
    why: 'What callers send in paths, queries and bodies is readable for everybody who may read the log.',
    fix: 'give the log group a data protection policy that masks what must not be read',
    snippet: `
      Type: AWS::Logs::LogGroup
      Properties:
        DataProtectionPolicy:
          Name: mask
          Version: '2021-06-01'
          Statement:
            - Sid: audit
              DataIdentifier: [arn:aws:dataprotection::aws:data-identifier/EmailAddress]
              Operation: { Audit: { FindingsDestination: {} } }
            - Sid: mask
              DataIdentifier: [arn:aws:dataprotection::aws:data-identifier/EmailAddress]
              Operation: { Deidentify: { MaskConfig: {} } }`,
    docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch-logs-data-protection-policies.html',
    optIn: 'sensitiveData',
  }, [LOG_GROUP], (group, around) => {
    const covers = (policy: TemplateResource) => policy.property('PolicyType').string().is((type) => type === 'DATA_PROTECTION_POLICY');
    if (!around.intent.sensitiveData || around.app.resources('AWS::Logs::AccountPolicy').some(covers)) return undefined;
    const judgeGroup = (subject: string) => judge(group.property('DataProtectionPolicy').isWritten(), {
      what: `whether ${subject} is masked`,
      place: group.property('DataProtectionPolicy'),
      known: (isWritten) => isWritten ? undefined : violation(`${subject} goes into a log group without a data protection policy`),
    });
    const name = group.property('LogGroupName').text().value?.toString() ?? '';
    return /^API-Gateway-Execution-Logs_/i.test(name) ? judgeGroup(`the execution log '${name}'`) : ofAccessLog(group, around, judgeGroup);
  }),

  resourceRule({
    id: 'metric-filter-field-missing',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_TYPE,
    title: 'A metric filter reads a field that the access log does not have',
    why: 'It never counts anything, and the alarm behind it never goes off.',
    fix: 'add the field to the format of the access log, or name one that is there',
    snippet: `
      Type: AWS::Logs::MetricFilter
      Properties:
        LogGroupName: !Ref AccessLog
        FilterPattern: '{ $.status = 5* }'`,
    docs: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html',
  }, ['AWS::Logs::MetricFilter'], (filter, { app }) => {
    const group = groupOf(filter);
    const stages = group && accessLogGroups(app).get(group);
    const pattern = filter.property('FilterPattern');
    if (!stages || !pattern.text().is(({ marked }) => marked.trimStart().startsWith('{'))) return undefined;
    return fieldsIn(pattern.text().value!.marked).flatMap((field) => judge(hasField(stages, field), {
      what: `whether the access log of ${stages.join(', ')} has the field '${field}'`,
      place: pattern,
      known: (isThere) => isThere ? undefined : violation(`a metric filter reads '$.${field}', which the access log of ${stages.join(', ')} does not have`, pattern),
    }));
  }),
];

/** Says something of the log group of an access log; nothing of others. */
function ofAccessLog(group: TemplateResource, { app }: Surroundings, known: (subject: string) => ReturnType<typeof judge>) {
  const stages = accessLogGroups(app).get(group);
  return stages && known(`the access log of ${stages.join(', ')}`);
}

function groupOf(filter: TemplateResource): TemplateResource | undefined {
  const name = filter.property('LogGroupName');
  const referred = name.reference().value?.resource;
  const literal = name.string().value;
  return referred ?? (literal === undefined ? undefined : filter.template.resources.find((resource) => resource.resourceType === LOG_GROUP
    && resource.property('LogGroupName').string().is((own) => own === literal)));
}

/** `{ $.error NOT EXISTS }` means a field that is not there. */
const FIELD = /\$\.((?:[A-Za-z0-9_-]+)(?:\.[A-Za-z0-9_-]+)*)(?![A-Za-z0-9_.-]|\s+NOT\s+EXISTS)/g;

/** The fields that a pattern reads, outside of its texts: `{ ($.status = 5*) && ($.path != "/health") }`. */
function fieldsIn(pattern: string): string[] {
  return [...new Set([...pattern.replace(/"[^"]*"/g, '""').matchAll(FIELD)].map(([, field]) => field))];
}

/** Of several stages that share a log group, one with the field is enough. */
function hasField(stages: StageReflection[], field: string): Fact<boolean> {
  const answers = stages.map((stage) => AccessLogFormat.of(stage).flatMap((format) => format.hasField(field)));
  return answers.some((answer) => answer.is(Boolean)) ? Fact.known(true) : Fact.all(answers).map(() => false);
}
