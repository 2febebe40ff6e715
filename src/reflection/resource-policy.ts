import type { ApiReflection } from './api-reflection';
import { Fact } from './fact';
import { PolicyCondition, PolicyDocument, PolicyStatement } from './policy-document';

/** What tells one VPC, VPC endpoint, account or organization from all others. Addresses do not: VPCs share them. */
const PLACES = [
  'aws:sourcevpc', 'aws:sourcevpce', 'aws:sourcevpcarn', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths',
  'aws:principalaccount', 'aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:sourceaccount', 'aws:sourceorgid',
];

const INVOKE = 'execute-api:Invoke';

/** The resource policy of a REST API; absent without one. */
export function resourcePolicyOf(api: ApiReflection): Fact<PolicyDocument> {
  const written = api.definition?.property('Policy');
  if (!written) return Fact.unknowable('the API is not part of the templates');
  if (written.isAbsent && api.document.isUnknowable) return Fact.unknowable(api.document.why);
  const policy = api.setting('Policy', ({ root }) => root.get('x-amazon-apigateway-policy'));
  // Some tools write an empty text where there is none.
  return policy.string().is((text) => text.trim() === '') ? Fact.absent() : PolicyDocument.of(policy);
}

/** The statements of a resource policy that allow calls, or deny them. */
export function statementsOnCalls(policy: PolicyDocument, effect: 'allow' | 'deny'): Fact<PolicyStatement[]> {
  const statements = effect === 'allow' ? policy.allowing : policy.denying;
  return statements.flatMap((list) => Fact.all(list.map((statement) => statement.covers(INVOKE).map((covers) => covers ? [statement] : []))))
    .map((lists) => lists.flat());
}

/** Whether a resource policy lets callers in wherever they are: from any VPC endpoint of any account. */
export function admitsAnyPlace(policy: PolicyDocument): Fact<boolean> {
  const isDeniedElsewhere = statementsOnCalls(policy, 'deny').flatMap((denials) => Fact.all(denials.map(namesPlaces)).map((answers) => answers.includes(true)));
  const isOpen = statementsOnCalls(policy, 'allow').flatMap((grants) => Fact.all(grants.map((grant) => Fact.allTrue([
    grant.namesEverybody, namesPlaces(grant).map((limits) => !limits),
  ]))).map((answers) => answers.includes(true)));
  return Fact.allTrue([isOpen, isDeniedElsewhere.map((denied) => !denied)]);
}

/** The comparisons of all statements of a policy. */
export function conditionsOf(policy: PolicyDocument): Fact<PolicyCondition[]> {
  return Fact.all(policy.statements.map((statement) => statement.conditions)).map((lists) => lists.flat());
}

function namesPlaces(statement: PolicyStatement): Fact<boolean> {
  return statement.conditions.map((conditions) => conditions.some(({ key }) => PLACES.includes(key)));
}
