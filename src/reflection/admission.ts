import type { AppReflection } from './app-reflection';
import { Fact } from './fact';
import { GAP, PartialText } from './partial-text';
import type { PolicyDocument, PolicyStatement } from './policy-document';
import { resourcePolicyOf, statementsOnCalls } from './resource-policy';
import type { RouteReflection } from './route-reflection';

/** Whom an API lets in before it asks who calls: everybody, whom its resource policy names, or who shows a client certificate. */
export type Admission = 'everybody' | 'policy' | 'certificate';

/** Who gets as far as a route, whatever authorization it has. */
export function admissionOf(app: AppReflection, route: RouteReflection): Fact<Admission> {
  const { api } = route;
  if (!api.definition) return Fact.known('everybody');
  const targets = app.domains.targetsOf(api);
  const isBehindCertificates = targets.length > 0 && targets.every(({ domain }) => domain?.mutualTls.isGiven) && api.isDefaultEndpointOff.is(Boolean);
  if (isBehindCertificates) return Fact.known('certificate');
  // Where a whole body cannot be read, that is no reason to think of a policy in it.
  const policy = api.document.isUnknowable && api.definition.property('Policy').isAbsent ? Fact.absent<PolicyDocument>() : resourcePolicyOf(api);
  return policy.flatMap((document) => admitsEverybody(document, route)).orDefault(true).map((admits) => admits ? 'everybody' : 'policy');
}

/** Whether a policy lets everybody call a route: without a condition, and without a denial of all but some. */
function admitsEverybody(policy: PolicyDocument, route: RouteReflection): Fact<boolean> {
  const answer = (effect: 'allow' | 'deny', test: (statement: PolicyStatement) => Fact<boolean>) => statementsOnCalls(policy, effect)
    .flatMap((list) => Fact.all(list.map((statement) => Fact.allTrue([isAbout(statement, route), test(statement)]))))
    .map((answers) => answers.includes(true));
  return Fact.allTrue([
    answer('allow', (statement) => Fact.allTrue([statement.namesEverybody, statement.conditions.map((conditions) => conditions.length === 0)])),
    answer('deny', keepsOthersOut).map((keepsOut) => !keepsOut),
  ]);
}

/** Whether a denial leaves only those whom its conditions name: `NotIpAddress`, `StringNotEquals`. A denial of some leaves all others. */
function keepsOthersOut(statement: PolicyStatement): Fact<boolean> {
  if (statement.place.get('NotPrincipal').isGiven) return Fact.known(true);
  return Fact.allTrue([statement.namesEverybody, statement.conditions.map((conditions) => conditions.every(({ operator }) => /Not/.test(operator)))]);
}

function isAbout(statement: PolicyStatement, { method, path }: RouteReflection): Fact<boolean> {
  return statement.resources.map((resources) => resources.some((resource) => covers(resource, `${method}${path.value ?? '/?'}`)));
}

/** Whether a resource of a policy is about a method and path, of whichever stage: `execute-api:/live/GET/pets`, `execute-api:/*`. */
function covers({ marked }: PartialText, call: string): boolean {
  const [, stage, rest] = /^[^/]*\/([^/]*)(?:\/(.*))?$/s.exec(marked) ?? [, marked, undefined];
  if (rest === undefined) return stage!.endsWith('*');
  const pattern = rest.replaceAll(/[^A-Za-z0-9]/g, (letter) => letter === '*' || letter === GAP ? '.*' : letter === '?' ? '.' : `\\${letter}`);
  return new RegExp(`^${pattern}$`, 's').test(call);
}
