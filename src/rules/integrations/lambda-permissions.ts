import { ApiType } from '../../api-type';
import { Fact } from '../../reflection/fact';
import { IntegrationReflection } from '../../reflection/integration-reflection';
import { InvokePermissions } from '../../reflection/invoke-permissions';
import { PartialText } from '../../reflection/partial-text';
import { RouteReflection } from '../../reflection/route-reflection';
import { stageVariablesIn, withStageVariables } from '../../reflection/stage-variable-text';
import { RuleIds } from '../../rule-ids';
import { judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { Surroundings, integrationRule, resourceRule } from '../rule-subjects';

const PERMISSIONS = 'https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html';

/** Who lets API Gateway call functions. */
export const lambdaPermissions: Rule[] = [
  integrationRule({
    id: RuleIds.LAMBDA_INVOKE_PERMISSION_MISSING,
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'No permission lets API Gateway call the function of a route',
    why: 'Every call of the route is answered with 500, and the function is never run.',
    fix: 'add an AWS::Lambda::Permission for apigateway.amazonaws.com with the ARN of the API as SourceArn, for the alias where an alias is called',
    snippet: `
      Type: AWS::Lambda::Permission
      Properties:
        Action: lambda:InvokeFunction
        FunctionName: !GetAtt Function.Arn
        Principal: apigateway.amazonaws.com
        SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/pets`,
    docs: PERMISSIONS,
  }, (integration, route, around) => {
    // Functions from elsewhere have their permissions elsewhere.
    if (!integration.function.isKnown || integration.field('credentials').isGiven || namesStageVariables(integration)) return undefined;
    return judge(mayCall(integration.field('uri').text(), route, around), {
      what: `whether API Gateway may call the function of '${route.key}'`,
      place: integration.field('uri'),
      known: (may) => may ? undefined : violation(`'${route.key}' calls a function, and no permission lets API Gateway call it for this route`, integration.field('uri')),
    });
  }),

  resourceRule({
    id: 'lambda-permission-too-wide',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A permission lets any API of any account call a function',
    why: 'Whoever knows the ARN of the function can make an API in an account of their own that calls it, past all authorization of yours.',
    fix: 'set SourceArn to the ARN of the API, its stage, method and path',
    snippet: `
      Type: AWS::Lambda::Permission
      Properties:
        Principal: apigateway.amazonaws.com
        SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/pets`,
    docs: PERMISSIONS,
    related: ['CKV_AWS_364', 'AWS-0067'],
  }, ['AWS::Lambda::Permission'], (permission) => {
    if (!permission.property('Principal').text().is(({ marked }) => marked.startsWith('apigateway.'))) return undefined;
    const source = permission.property('SourceArn');
    const subject = `the permission '${permission.logicalId}' lets API Gateway call a function`;
    return judge(source.text(), {
      what: `for which APIs the permission '${permission.logicalId}' lets API Gateway call a function`,
      place: source,
      known: (arn) => isOfAnyAccount(arn) ? violation(`${subject} for the APIs of any account`, source) : undefined,
      absent: () => permission.property('SourceAccount').isGiven
        ? { ...violation(`${subject} for any API of an account`), severity: 'warning' }
        : violation(`${subject} for the APIs of any account`),
    });
  }),

  integrationRule({
    id: 'lambda-stage-variable-permission',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'No permission lets API Gateway call a function that a stage variable names',
    why: 'Neither API Gateway nor the CDK nor SAM makes such a permission, so the stage answers every call with 500 and does not say why.',
    fix: 'add an AWS::Lambda::Permission for each function that the variable names, with the stage in its SourceArn',
    snippet: `
      Type: AWS::Lambda::Permission
      Properties:
        Action: lambda:InvokeFunction
        FunctionName: !Ref LiveFunction
        Principal: apigateway.amazonaws.com
        SourceArn: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/live/GET/pets`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/aws-api-gateway-stage-variables-reference.html',
  }, (integration, route, around) => {
    const uri = integration.field('uri').text().value;
    if (!integration.isLambda.is(Boolean) || integration.field('credentials').isGiven || !uri) return undefined;
    const variables = stageVariablesIn(uri).map((name) => `'${name}'`).join(' and ');
    if (variables === '') return undefined;
    const what = (stage: string) => `whether API Gateway may call the function that ${variables} names in ${stage} for '${route.key}'`;
    if (route.api.stages.length === 0) return unknown(what('a stage'), 'no stage of the API is part of the templates', integration.field('uri'));
    return route.api.stages.flatMap((stage) => {
      const named = stage.name.value === undefined ? 'a stage' : `the stage '${stage.name.value}'`;
      return judge(mayCall(withStageVariables(uri, stage), route, around, stage.name.value), {
        what: what(named),
        place: integration.field('uri'),
        known: (may) => may ? undefined
          : violation(`'${route.key}' calls the function that the stage variable ${variables} of ${named} names, and no permission lets API Gateway call it`, stage.variables),
      });
    });
  }),
];

function namesStageVariables(integration: IntegrationReflection): boolean {
  return integration.field('uri').text().is(({ marked }) => marked.includes('stageVariables.'));
}

/** Whether a permission holds for a route: on one stage, or on all stages of the API. */
function mayCall(uri: Fact<PartialText>, route: RouteReflection, { app }: Surroundings, onlyStage?: string): Fact<boolean> {
  const permissions = InvokePermissions.of(app);
  const on = (stage: string | undefined) => permissions.allow(uri, { api: route.api, segments: [stage, ...segmentsOf(route)] });
  const onAny = on(undefined);
  if (!onAny.isUnknowable) return onAny;
  const stages = onlyStage === undefined ? route.api.stages.map(({ name }) => name.value) : [onlyStage];
  if (stages.length === 0 || stages.includes(undefined)) return onAny;
  return Fact.all(stages.map(on)).map((answers) => !answers.includes(false));
}

/** What follows the stage in the ARN of a call. */
function segmentsOf({ api, method, path }: RouteReflection): (string | undefined)[] {
  if (api.apiType === ApiType.WEBSOCKET || path.value === '$default') return [path.value];
  const parts = path.isKnown ? path.value!.split('/').slice(1) : [undefined];
  return [method === 'ANY' || method === '?' ? undefined : method, ...parts];
}

/** `arn:aws:execute-api:*:*:*`: neither an account nor an API is named. */
function isOfAnyAccount(arn: PartialText): boolean {
  const [, , , , account, api] = arn.marked.split(':');
  if (arn.marked === '*') return true;
  return (account === '*' || account === '') && api !== undefined && api.split('/')[0] === '*';
}
