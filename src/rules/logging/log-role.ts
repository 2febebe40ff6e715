import { ApiType } from '../../api-type';
import { accountSettings, setsLogRole } from '../../reflection/account-settings';
import { Fact } from '../../reflection/fact';
import { roleOf } from '../../reflection/role-reflection';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateResource } from '../../reflection/template-resource';
import { TemplateValue } from '../../reflection/template-value';
import { RuleIds } from '../../rule-ids';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { resourceRule, stageRule } from '../rule-subjects';

const SET_UP_LOGGING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html';
const PUSH_TO_LOGS = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonAPIGatewayPushToCloudWatchLogs.html';

const ACCOUNT_SNIPPET = `
      Account:
        Type: AWS::ApiGateway::Account
        Properties:
          CloudWatchRoleArn: !GetAtt LogRole.Arn`;

/** What tells one setting from another. */
const PLACE = ['AWS::AccountId', 'AWS::Region'];

/** Policies of AWS that let API Gateway write logs. */
const SUFFICIENT = /\/(AmazonAPIGatewayPushToCloudWatchLogs|CloudWatchLogsFullAccess|CloudWatchFullAccess(V2)?|AdministratorAccess|PowerUserAccess)$/;

/** The role with which API Gateway writes the logs of an account and region. */
export const logRole: Rule[] = [
  stageRule({
    id: RuleIds.ACCOUNT_LOG_ROLE_MISSING,
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'A stage writes logs, and nothing gives API Gateway the role for it',
    why: 'API Gateway refuses a stage that writes logs in an account and region without a log role.',
    fix: 'set the role once for each account and region, or declare accountLogRole where that is done elsewhere',
    snippet: ACCOUNT_SNIPPET,
    docs: SET_UP_LOGGING,
  }, (stage, { app, intent }) => intent.accountLogRole || !writesLogs(stage) ? undefined : judge(setsLogRole(app, stage.resource.template), {
    what: `whether API Gateway has a role for the logs of ${stage}`,
    known: (isSet) => isSet ? undefined : violation(`${stage} writes logs, and no template sets the role with which API Gateway does so`),
  })),

  resourceRule({
    id: 'account-log-role-duplicated',
    severity: 'warning',
    category: 'reliability',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'The log role of an account and region is set more than once',
    why: 'There is one setting for all APIs of an account and region: the last to deploy wins, and deleting any of its stacks ends the logs of all.',
    fix: 'set it in one stack; in the CDK turn off cloudWatchRole of every RestApi, or the feature flag @aws-cdk/aws-apigateway:disableCloudWatchRole on',
    snippet: ACCOUNT_SNIPPET,
    docs: SET_UP_LOGGING,
  }, ['AWS::ApiGateway::Account'], (account, { app }) => {
    const placeOf = ({ template }: TemplateResource) => PLACE.map((name) => template.pseudoParameter(name)).join(' ');
    const alike = accountSettings(app, account.template).filter((each) => placeOf(each) === placeOf(account));
    if (alike.length < 2) return undefined;
    const subject = 'the role with which API Gateway writes logs';
    const certain = alike.filter(({ isConditional }) => !isConditional);
    if (account.isConditional || certain.length < 2) return unknown(`whether ${subject} is set more than once`, 'it depends on a condition');
    return violation(`${subject} is set ${certain.length} times for one account and region, of which the last to deploy wins`);
  }),

  resourceRule({
    id: 'account-log-role-policy',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.WEBSOCKET],
    title: 'The log role of API Gateway may not write logs',
    why: 'API Gateway refuses the role, or writes nothing with it: the commonest reason why logs are missing.',
    fix: 'attach the managed policy AmazonAPIGatewayPushToCloudWatchLogs to the role',
    snippet: `
      Type: AWS::IAM::Role
      Properties:
        ManagedPolicyArns:
          - !Sub arn:\${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs`,
    docs: PUSH_TO_LOGS,
  }, ['AWS::ApiGateway::Account'], (account, { app }) => {
    const place = account.property('CloudWatchRoleArn');
    return judge(roleOf(app, place).flatMap((role) => {
      const managed = role.resource.property('ManagedPolicyArns').items().value ?? [];
      return managed.some(isSufficient) ? Fact.known(true) : role.allows('logs:PutLogEvents');
    }), {
      what: 'what the role may do with which API Gateway writes logs',
      place,
      known: (isAllowed) => isAllowed ? undefined : violation('the role with which API Gateway is to write logs has no right to write any', place),
    });
  }),
];

function isSufficient(arn: TemplateValue): boolean {
  return arn.text().is(({ marked }) => SUFFICIENT.test(marked));
}

/** A log that needs the role: not one that goes to Firehose. What is hidden is taken for none, for the rule would not know what it speaks of. */
function writesLogs(stage: StageReflection): boolean {
  const isOn = stage.settingsOf('loggingLevel').some(([, value]) => value.string().is((level) => level.toUpperCase() !== 'OFF'));
  const destination = stage.accessLog.get('DestinationArn').text().value;
  const isStream = destination?.marked.includes(':firehose:') || destination?.references.some(({ resource }) => resource.resourceType.startsWith('AWS::KinesisFirehose::'));
  return isOn || (destination !== undefined && !isStream);
}
