import { ApiType } from '../../api-type';
import type { ApiReflection } from '../../reflection/api-reflection';
import { Fact } from '../../reflection/fact';
import { PartialText } from '../../reflection/partial-text';
import { PolicyCondition, PolicyDocument, PolicyPrincipal, PolicyStatement } from '../../reflection/policy-document';
import { admitsAnyPlace, conditionsOf, resourcePolicyOf, statementsOnCalls } from '../../reflection/resource-policy';
import { Outcome, judge, unknown, violation } from '../outcome';
import { Rule } from '../rule';
import { apiRule } from '../rule-subjects';

const EXAMPLES = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html';
const FLOW = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html';

/** Whom the resource policies of REST APIs let in. */
export const resourcePolicies: Rule[] = [
  apiRule({
    id: 'private-policy-without-vpc-condition',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'The policy of a private API lets in every VPC',
    why: 'A private API is reached through any VPC endpoint for execute-api in the region, those of other accounts as well.',
    fix: 'allow only your own with a condition on aws:SourceVpce or aws:SourceVpc, or deny all others',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition:
                StringEquals:
                  aws:SourceVpce: !Ref ExecuteApiEndpoint`,
    docs: EXAMPLES,
  }, (api) => {
    if (!api.definition) return undefined;
    const policy = resourcePolicyOf(api);
    return [judge(Fact.allTrue([api.isPrivate, policy.flatMap(admitsAnyPlace).orDefault(false)]), {
      what: `whom ${policyOf(api)} lets in`,
      known: (isOpen) => isOpen ? violation(`${policyOf(api)} lets any VPC endpoint of any account call the private API`, policy.value?.place) : undefined,
    })].flat();
  }),

  apiRule({
    id: 'private-policy-vpc-not-allowed',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A resource policy lets in a VPC that is not approved',
    why: 'The organization has said which VPCs and VPC endpoints may reach its APIs, and this is another one.',
    fix: 'name approved VPCs or VPC endpoints only',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition:
                StringEquals:
                  aws:SourceVpce: vpce-0123456789abcdef0`,
    docs: EXAMPLES,
    optIn: 'allowedVpcs',
  }, (api, { intent: { allowedVpcs = [] } }) => judgePolicy(api, (policy) => judgeConditions(api, policy, ({ key, values, place }) => {
    if (key !== 'aws:sourcevpc' && key !== 'aws:sourcevpce') return undefined;
    return judge(values, {
      what: `the VPCs that ${policyOf(api)} names`,
      known: (ids) => ids.flatMap((id) => {
        if (id.literal === undefined) return unknown(`a VPC that ${policyOf(api)} names`, id.gaps[0].why, place);
        return allowedVpcs.includes(id.literal) ? [] : violation(`${policyOf(api)} names '${id.literal}', which is not approved`, place);
      }),
    });
  }))),

  apiRule({
    id: 'policy-open-principal',
    severity: 'error',
    category: 'security',
    appliesTo: [ApiType.REST],
    title: 'A resource policy allows everything to everybody',
    why: 'It restricts nothing, and every identity of the account may call methods with AWS_IAM whatever its own policies say.',
    fix: 'name who may call, add a condition, or add a statement that denies all others',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
            - Effect: Deny
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*
              Condition:
                NotIpAddress:
                  aws:SourceIp: [192.0.2.0/24]`,
    docs: EXAMPLES,
  }, (api) => judgePolicy(api, (policy) => {
    // What any endpoint may do to a private API is another rule's.
    const grants = statementsOnCalls(policy, 'allow').flatMap((list) => Fact.all(list.map(allowsEverything))).map((answers) => answers.includes(true));
    const denials = statementsOnCalls(policy, 'deny').map((list) => list.length === 0);
    return judge(Fact.allTrue([api.isPrivate.map((is) => !is), grants, denials]), {
      what: `whom ${policyOf(api)} lets in`,
      known: (isOpen) => isOpen ? violation(`${policyOf(api)} allows everything to everybody, without a condition`, policy.place) : undefined,
    });
  })),

  apiRule({
    id: 'policy-sourceip-on-private',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'The policy of a private API compares a public address',
    why: 'Behind a VPC endpoint there is no aws:SourceIp: the comparison never holds, and lets in nobody or keeps out nobody.',
    fix: 'compare aws:VpcSourceIp',
    snippet: `
      Condition:
        IpAddress:
          aws:VpcSourceIp: [10.0.0.0/16]`,
    docs: EXAMPLES,
  }, (api) => judgeReadable(api, (policy) => judgeConditions(api, policy, ({ key, place }) => key !== 'aws:sourceip' ? undefined : judge(api.isPrivate, {
    what: `the endpoint type of the API '${api.label}', whose resource policy compares aws:SourceIp,`,
    known: (is) => is ? violation(`${policyOf(api)} compares aws:SourceIp, which calls of a private API do not have`, place) : undefined,
  })))),

  apiRule({
    id: 'policy-vpc-key-mismatch',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A resource policy compares a VPC with a VPC endpoint',
    why: 'The two never match: callers get 403, or a denial never takes hold.',
    fix: 'compare aws:SourceVpce with ids of VPC endpoints (vpce-…) and aws:SourceVpc with ids of VPCs (vpc-…)',
    snippet: `
      Condition:
        StringEquals:
          aws:SourceVpce: !Ref ExecuteApiEndpoint`,
    docs: EXAMPLES,
  }, (api) => judgeReadable(api, (policy) => judgeConditions(api, policy, ({ key, values, place }) => {
    const wanted = { 'aws:sourcevpc': 'vpc', 'aws:sourcevpce': 'vpce' }[key];
    return (values.value ?? []).filter((id) => wanted !== undefined && ![wanted, undefined].includes(kindOf(id)))
      .map((id) => violation(`${policyOf(api)} compares ${wanted === 'vpc' ? 'aws:SourceVpc' : 'aws:SourceVpce'} with '${nameOf(id)}', which is a ${
        wanted === 'vpc' ? 'VPC endpoint' : 'VPC'}`, place));
  }))),

  apiRule({
    id: 'policy-silent-cross-account',
    severity: 'warning',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A resource policy does not name an account that calls',
    why: "Across accounts both the caller's own policy and the API's have to allow a signed call: silence denies it.",
    fix: 'allow execute-api:Invoke to the principals of the account',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal:
                AWS: arn:aws:iam::111122223333:root
              Action: execute-api:Invoke
              Resource: execute-api:/*`,
    docs: FLOW,
    optIn: 'consumerAccounts',
  }, (api, { intent: { consumerAccounts = [] } }) => {
    if (!api.routes.some(({ authorization }) => authorization.is((kind) => kind === 'AWS_IAM'))) return undefined;
    const allowed = resourcePolicyOf(api).flatMap((policy) => statementsOnCalls(policy, 'allow'))
      .flatMap((grants) => Fact.all(grants.map(({ principals }) => principals))).map((lists) => lists.flat()).orDefault([]);
    return [judge(allowed, {
      what: `whom ${policyOf(api)} lets in`,
      known: (principals) => consumerAccounts.flatMap((account) => judgeAccount(api, principals, account) ?? []),
    })].flat();
  }),

  apiRule({
    id: 'policy-with-cognito-silent',
    severity: 'error',
    category: 'correctness',
    appliesTo: [ApiType.REST],
    title: 'A resource policy allows nobody, and the API has Cognito methods',
    why: 'With a user pool the policy has to allow the call as well: every one of them ends with 403.',
    fix: 'add a statement that allows execute-api:Invoke',
    snippet: `
      Type: AWS::ApiGateway::RestApi
      Properties:
        Policy:
          Statement:
            - Effect: Allow
              Principal: '*'
              Action: execute-api:Invoke
              Resource: execute-api:/*`,
    docs: FLOW,
  }, (api) => {
    const guarded = api.routes.find(({ authorization }) => authorization.is((kind) => kind === 'COGNITO_USER_POOLS'));
    return guarded && judgePolicy(api, (policy) => judge(statementsOnCalls(policy, 'allow'), {
      what: `whom ${policyOf(api)} lets in`,
      known: (grants) => grants.length === 0
        ? violation(`${policyOf(api)} allows nobody, and '${guarded.key}' needs it to allow what its user pool allows`, policy.place)
        : undefined,
    }));
  }),
];

type Judged = Outcome | Outcome[] | undefined;

function judgePolicy(api: ApiReflection, known: (policy: PolicyDocument) => Judged): Outcome[] {
  const policy = resourcePolicyOf(api);
  // A whole body that cannot be read hides more than its policy.
  if (policy.isUnknowable && (!api.definition || api.document.isUnknowable)) return [];
  return [judge(policy, { what: policyOf(api), known })].flatMap((outcome) => outcome ?? []);
}

/** A policy that cannot be read at all is reported by the rules on whom it lets in. */
function judgeReadable(api: ApiReflection, known: (policy: PolicyDocument) => Judged): Outcome[] {
  return resourcePolicyOf(api).toList().flatMap((policy) => known(policy) ?? []);
}

function judgeConditions(api: ApiReflection, policy: PolicyDocument, judgeCondition: (condition: PolicyCondition) => Judged): Judged {
  return judge(conditionsOf(policy), {
    what: `the conditions of ${policyOf(api)}`,
    known: (conditions) => conditions.flatMap((condition) => judgeCondition(condition) ?? []),
  });
}

function policyOf(api: ApiReflection): string {
  return `the resource policy of the API '${api.label}'`;
}

/** Everything: any stage, method and path. */
const WHOLE_API = /^(\*|execute-api:\/[*/]*|arn:[^/]*\/[*/]*)$/;

function allowsEverything(statement: PolicyStatement): Fact<boolean> {
  return Fact.allTrue([
    statement.namesEverybody,
    statement.conditions.map((conditions) => conditions.length === 0),
    statement.resources.map((resources) => resources.some(({ marked }) => WHOLE_API.test(marked))),
  ]);
}

/** What an id is of, as far as it shows: by its letters, or by the resource to which it refers. */
function kindOf(id: PartialText): 'vpc' | 'vpce' | undefined {
  const [prefix] = /^vpce?(?=-)/.exec(id.marked) ?? [];
  if (prefix) return prefix as 'vpc' | 'vpce';
  const type = id.references[0]?.resource.resourceType;
  return type === 'AWS::EC2::VPC' ? 'vpc' : type === 'AWS::EC2::VPCEndpoint' ? 'vpce' : undefined;
}

function nameOf(id: PartialText): string {
  return id.literal ?? id.references[0]?.resource.logicalId ?? id.toString();
}

function judgeAccount(api: ApiReflection, principals: PolicyPrincipal[], account: string): Outcome | undefined {
  const names = principals.filter(({ kind }) => kind === 'AWS').map(({ name }) => name);
  if (names.some(({ marked }) => marked === '*' || marked === account || marked.includes(`::${account}:`))) return undefined;
  const hidden = names.find(({ gaps, references }) => gaps.some(({ pseudoParameter }) => pseudoParameter === undefined) && references.length === 0);
  if (hidden) return unknown(`whether ${policyOf(api)} allows the account '${account}'`, hidden.gaps[0].why);
  return violation(`the API '${api.label}' has no resource policy that allows the account '${account}', which calls it`);
}
