import { ApiType } from '../../api-type';
import { Limits } from '../../limits';
import { sizeOfValue } from '../../reflection/json-size';
import { unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule, templateRule } from '../rule-subjects';

/** Longer than most names, ids and ARNs: what may stand for a piece that only the deployment tells. */
const LONG_PIECE = 150;

/** How large definitions, policies and templates may be. */
export const sizes: Rule[] = [
  apiRule({
    id: 'import-body-too-big',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST, ApiType.HTTP],
    title: 'A definition is too large to be imported',
    why: `API Gateway refuses a definition of more than ${Limits.DEFINITION_BYTES} bytes, and the deployment fails.`,
    fix: 'split the API, let operations share schemas, or leave out examples and descriptions',
    snippet: `
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Pet'`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html',
  }, (api) => api.document.toList().flatMap(({ root }) => {
    const { bytes } = sizeOfValue(root);
    return bytes > Limits.DEFINITION_BYTES
      ? [violation(`the definition of the API '${api.label}' has ${bytes} bytes, and an import takes at most ${Limits.DEFINITION_BYTES}`, root)]
      : [];
  })),

  apiRule({
    id: 'resource-policy-length',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A resource policy is longer than its quota',
    why: 'API Gateway refuses a longer policy, and the deployment fails.',
    fix: 'take principals, addresses and resources together by wildcards and CIDR blocks, or request a higher quota and declare it',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Version: '2012-10-17'
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*`,
    docs: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  }, (api, { intent: { quotas } }) => {
    const granted = quotas?.resourcePolicyCharacters;
    const policy = api.setting('Policy', ({ root }) => root.get('x-amazon-apigateway-policy')).document();
    const most = granted ?? Limits.RESOURCE_POLICY_CHARACTERS;
    const { characters, gaps } = sizeOfValue(policy);
    if (characters > most) {
      const because = granted === undefined ? `a policy has at most ${most} unless the account was granted more` : `the account was granted ${most}`;
      return { ...violation(`the resource policy of the API '${api.label}' has ${characters} characters, and ${because}`, policy), severity: granted === undefined ? 'warning' : 'error' };
    }
    return characters + gaps * LONG_PIECE > most && gaps > 0 && characters > 0
      ? unknown(`the length of the resource policy of the API '${api.label}'`, 'parts of it are only known at deployment', policy)
      : undefined;
  }),

  templateRule({
    id: 'template-near-size-limit',
    severity: 'warning',
    category: 'operations',
    appliesTo: [ApiType.REST, ApiType.HTTP, ApiType.WEBSOCKET],
    title: 'A template with an API nears the size that CloudFormation takes',
    why: `CloudFormation refuses a template of more than ${Limits.TEMPLATE_BYTES} bytes, and a few routes more make it that large.`,
    fix: 'put some routes into a second API or stack, move the definition to a file in S3, or write the template without indentation',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        BodyS3Location:
          Bucket: !Ref Definitions
          Key: pets.json`,
    docs: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  }, ({ bytes }, _around, api) => {
    const past = [Limits.BODY_ERROR_BYTES, Limits.BODY_WARNING_BYTES].find((limit) => bytes >= limit);
    if (past === undefined) return undefined;
    const share = `${past / Limits.TEMPLATE_BYTES * 100} % of the ${Limits.TEMPLATE_BYTES} bytes`;
    return { ...violation(`the template of the API '${api.label}' takes ${share} that CloudFormation takes, or more`), severity: past === Limits.BODY_ERROR_BYTES ? 'error' : 'warning' };
  }),
];
