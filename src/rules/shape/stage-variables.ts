import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { Fact } from '../../reflection/fact';
import { PartialText } from '../../reflection/partial-text';
import { StageReflection } from '../../reflection/stage-reflection';
import { TemplateValue } from '../../reflection/template-value';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { stageRule } from '../rule-subjects';

const ALL = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** What may stand in the variables of a stage. */
export const stageVariables: Rule[] = [
  stageRule({
    id: 'stage-variable-limits',
    severity: 'error',
    category: 'correctness',
    appliesTo: ALL,
    title: 'API Gateway refuses the variables of a stage',
    why: 'There are limits to their number and their length; the deployment fails above them.',
    fix: 'keep configuration in Parameter Store or AppConfig, and only names of functions or hosts in stage variables',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        Variables:
          configuration: /pets/live`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html',
  }, (stage) => inEach(stage, (variables, named) => [
    ...(variables.length > Limits.STAGE_VARIABLES ? [violation(`${named} has ${variables.length} variables, and at most ${Limits.STAGE_VARIABLES} are taken`, stage.variables)] : []),
    ...variables.flatMap(([name, value]) => {
      const isLong = name.length > Limits.STAGE_VARIABLE_NAME_LENGTH;
      const size = knownLength(value.text().value);
      return [
        ...(isLong ? [violation(`${named} has the variable '${name}', a name of ${name.length} characters, and at most ${Limits.STAGE_VARIABLE_NAME_LENGTH} are taken`, value)] : []),
        ...(size > Limits.STAGE_VARIABLE_VALUE_LENGTH
          ? [violation(`${named} has the variable '${name}' with a value of ${size} characters, and at most ${Limits.STAGE_VARIABLE_VALUE_LENGTH} are taken`, value)]
          : []),
      ];
    }),
  ])),

  stageRule({
    id: 'stage-variable-secret',
    severity: 'error',
    category: 'security',
    appliesTo: ALL,
    title: 'A stage variable holds a credential',
    why: 'Whoever may read the stage reads its variables, and they go into the URLs, headers and logs that they are used in.',
    fix: 'let the backend read the secret from Secrets Manager, and keep only its name in the variable',
    snippet: `
      Type: AWS::ApiGateway::Stage
      Properties:
        Variables:
          databaseSecretName: pets/database`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html',
  }, (stage) => inEach(stage, (variables, named) => variables.flatMap(([name, value]) => {
    const secret = secretIn(name, value);
    if (secret.isUnknowable) return [unknown(`whether the variable '${name}' of ${named} is a credential`, secret.why, value)];
    return secret.toList().map((reason) => violation(`${named} has the variable '${name}', ${reason}: stage variables are readable, and no place for credentials`, value));
  }))),
];

/** The variables of a stage and those of its canary. */
function inEach(stage: StageReflection, judgeVariables: (variables: [string, TemplateValue][], named: string) => Outcome[]): Outcome[] {
  const name = stage.nameText.text().value?.toString() ?? '?';
  const places: [TemplateValue, string][] = [
    [stage.variables, `the stage '${name}'`],
    [stage.field('CanarySetting').get('StageVariableOverrides'), `the canary of the stage '${name}'`],
  ];
  return places.flatMap(([place, named]) => judge(place.entries(), {
    what: `what variables ${named} has`,
    place,
    known: (variables) => judgeVariables(variables, named),
  }) ?? []);
}

function knownLength(text: PartialText | undefined): number {
  return (text?.pieces ?? []).reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : 0), 0);
}

/** Last words of names, in lower case, behind which a credential stands; a name such as `secretName` or `tokenUrl` ends in another one. */
const SECRET_WORDS = ['password', 'passwd', 'pwd', 'passphrase', 'secret', 'token', 'credential', 'credentials'];
const SECRET_PAIRS = ['api key', 'secret key', 'access key', 'private key', 'signing key', 'encryption key', 'auth key'];

/** Forms by which credentials are known, of AWS, of PEM files, of JWTs, of URLs with a password, of GitHub, Slack and Stripe. */
const SECRET_FORM = /\b(AKIA|ASIA)[A-Z0-9]{16}\b|-----BEGIN|\beyJ[\w-]{10,}\.eyJ|:\/\/[^/\s:@]+:[^/\s@]+@|\bgh[pousr]_\w{30,}|\bxox[abpr]-|\b[sr]k_live_/;

/** What can be told of a secret in a variable, as the end of "has the variable 'x', …"; absent when it is none. */
function secretIn(name: string, value: TemplateValue): Fact<string> {
  const written = value.text();
  const text = written.value;
  const secret = text?.gaps.find(({ dynamicReference }) => /^\{\{resolve:(secretsmanager|ssm-secure):/.test(dynamicReference ?? ''));
  if (secret) return Fact.known('which is resolved to a secret');
  if (SECRET_FORM.test(text?.marked ?? '')) return Fact.known('whose value has the form of a credential');
  if (!isNamedLikeSecret(name)) return Fact.absent();
  if (!text) return Fact.unknowable(written.why);
  // The id or ARN of a resource, a path of Parameter Store, a URL or a switch is no secret itself.
  const isHarmless = text.references.length > 0 || /^(arn:|\/|https?:|true$|false$|\d{0,3}$)/.test(text.marked);
  return isHarmless ? Fact.absent() : Fact.known('which is named like a credential');
}

function isNamedLikeSecret(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z0-9]+/).filter(Boolean);
  const last = words.slice(-2).join(' ');
  return SECRET_WORDS.includes(words.at(-1) ?? '') || SECRET_PAIRS.includes(last) || SECRET_PAIRS.map((pair) => pair.replace(' ', '')).includes(words.at(-1) ?? '');
}
