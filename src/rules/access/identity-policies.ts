import { allows, resourcesOf, statementRule } from './statement-rule';
import { ApiType } from '../../api-type';
import { violation } from '../outcome';
import { Rule } from '../rule';

const EVERY_API = [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET];

/** What roles, users and groups may do to APIs. */
export const identityPolicies: Rule[] = [
  statementRule({
    id: 'execute-api-shorthand-in-iam',
    severity: 'error',
    category: 'correctness',
    appliesTo: EVERY_API,
    title: 'A policy of a role names an API as only resource policies can',
    why: 'API Gateway writes out execute-api:/… in resource policies alone; a policy of a role, user or group must have an ARN or *, and IAM refuses it.',
    fix: 'write the ARN out: arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>',
    snippet: `
      Action: execute-api:Invoke
      Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/live/GET/pets`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html',
  }, (statement, { name }) => resourcesOf(statement).filter(({ marked }) => marked.startsWith('execute-api:/'))
    .map((resource) => violation(`the policy '${name}' names '${resource.toString()}', which only resource policies can`, statement.place))),

  statementRule({
    id: 'invoke-policy-wildcard',
    severity: 'warning',
    category: 'security',
    appliesTo: EVERY_API,
    title: 'A policy allows calls of every API',
    why: 'Whoever holds it may call each API of the account that asks for AWS_IAM, those that come later as well.',
    fix: 'name the API, and its methods where you can',
    snippet: `
      Action: execute-api:Invoke
      Resource: !Sub arn:\${AWS::Partition}:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/live/GET/pets`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-control-access-using-iam-policies-to-invoke-api.html',
    related: ['AwsSolutions-IAM5'],
  }, (statement, { name }) => {
    if (!allows(statement, 'execute-api', ['Invoke'])) return [];
    return resourcesOf(statement).filter(({ marked }) => /^(\*|arn:[^:]*:execute-api:[^:]*:[^:]*:\*.*)$/.test(marked))
      .map((resource) => violation(`the policy '${name}' allows execute-api:Invoke on '${resource.toString()}': on every API`, statement.place));
  }),

  statementRule({
    id: 'control-plane-wildcard',
    severity: 'warning',
    category: 'security',
    appliesTo: EVERY_API,
    title: 'A policy allows changes of every API',
    why: 'Whoever holds it can take the authorizer off any API, point it elsewhere or delete it.',
    fix: 'name the APIs by their ARNs, and allow only the methods that are needed',
    snippet: `
      Action: apigateway:PATCH
      Resource: !Sub arn:\${AWS::Partition}:apigateway:\${AWS::Region}::/restapis/\${Api}/stages/live`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/security_iam_id-based-policy-examples.html',
    related: ['AwsSolutions-IAM5'],
  }, (statement, { name }) => {
    if (!allows(statement, 'apigateway', ['POST', 'PUT', 'PATCH', 'DELETE'])) return [];
    return resourcesOf(statement).filter(({ marked }) => /^(\*|arn:[^:]*:apigateway:[^:]*:[^:]*:(\/(restapis|apis)?\/?)?\*)$/.test(marked))
      .map((resource) => violation(`the policy '${name}' allows changes of '${resource.toString()}': of every API`, statement.place));
  }),
];
